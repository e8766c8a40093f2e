"""The home district in a round: shares and parts by it, the what-if room, the chances."""

from __future__ import annotations

import pytest
from django.urls import reverse

from mission.registration.models import Application
from mission.season.models import RuleVersion
from mission.season.queries import rules_in_force
from mission.selection import presenters, queries, services
from mission.selection.queries.supposing import Candidates, Ruling
from mission.selection.rules.entries import entries_of
from mission.selection.rules.file_rules import read_file_rules
from mission.selection.rules.ruleset import read_rules
from mission.selection.rules.what_if import Pair
from tests.selection.conftest import RULES
from tests.selection.test_views import as_shown, text_of, url

pytestmark = pytest.mark.django_db

HOMES = ("doha", "doha", "al-rayyan", "", "doha", "al-khor", "old-town", "al-rayyan", "doha")
PARTS = {
    **RULES, "format": 2, "quota": 12, "shares": [],
    "strata": {
        "left": "free",
        "parts": [
            {"name": "capital", "quota": 5, "shares": []},
            {"name": "west", "quota": 4, "shares": []},
        ],
    },
}  # fmt: skip
PLACES = {
    "shares": {"elderly": {"min_age_years": 65, "district": ["doha"]}},
    "strata": [
        {"name": "capital", "conditions": {"district": ["doha"]}},
        {"name": "west", "conditions": {"district": ["al-rayyan", "al-khor"]}},
    ],
}
# The persons of the files that conftest makes are 1, 2, 3, 1, 2, 2, 1, 2 and 2.
PERSONS = {"doha": 1 + 2 + 2 + 2, "al-rayyan": 3 + 2, "al-khor": 2}


@pytest.fixture
def homes(files):
    """Give each file a home; one states none, and one a place that the season does not list."""
    for file, home in zip(files, HOMES, strict=False):
        Application.objects.filter(pk=file.pk).update(district=home)


@pytest.fixture
def opened(season, files, homes, amina, at):
    return services.open_round(season=season, rules=RULES, by=amina, at=at)


@pytest.fixture
def by_place(opened, amina):
    """Rules that give seats by districts."""
    file_rules = queries.file_rules_in_force(opened).as_json() | PLACES
    services.write_rules(
        selection_round=opened, rules=PARTS, file_rules=file_rules, by=amina,
        at=opened.opened_at,
    )  # fmt: skip
    return opened


def without_districts(season, at):
    version = rules_in_force(season)
    RuleVersion.objects.create(
        season=season, number=version.number + 1, sources=version.sources, made_by="tests",
        values=version.values | {"applications.districts": []}, made_at=at,
    )  # fmt: skip


class TestRules:
    """A condition on the district is said, written, and settled."""

    def test_files_stand_in_the_part_where_they_live(self, by_place):
        rows = dict(queries.rows_of_round(by_place))
        found = {}
        for row in rows.values():
            found.setdefault(row.stratum, []).append(row.size)
        assert sum(found["capital"]) == PERSONS["doha"]
        assert sum(found["west"]) == PERSONS["al-rayyan"] + PERSONS["al-khor"]
        assert len(found[""]) == 3  # no home, an unlisted one, and the tenth file's
        assert [row.size for row in rows.values() if row.shares] == [2]

    def test_many_files_at_once_get_what_each_gets_alone(self, by_place, season):
        ruling = queries.ruling_of(by_place)
        judged = Candidates(season, ruling).judged(ruling)
        real = entries_of((row for _, row in queries.rows_of_round(by_place)), by_strata=True)
        assert judged.case.entries.as_csv() == real.as_csv()

    def test_rules_by_district_are_settled(self, by_place, amina, at):
        assert services.open_commitments(selection_round=by_place, by=amina, at=at)

    def test_a_season_without_districts_settles_no_rule_that_asks_for_one(
        self, by_place, season, amina, at
    ):
        without_districts(season, at)
        assert all(row.stratum == "" for _, row in queries.rows_of_round(by_place))
        with pytest.raises(services.UnknownDistricts):
            services.open_commitments(selection_round=by_place, by=amina, at=at)

    def test_a_district_that_the_season_does_not_list_is_not_settled(
        self, by_place, signed_in, amina, at
    ):
        text = queries.file_rules_in_force(by_place).as_json()
        text["strata"][1]["conditions"]["district"].append("atlantis")
        services.write_rules(
            selection_round=by_place, rules=PARTS, file_rules=text, by=amina, at=at
        )
        with pytest.raises(services.UnknownDistricts) as no:
            services.open_commitments(selection_round=by_place, by=amina, at=at)
        assert no.value.facts == {"districts": "atlantis"}
        page = text_of(signed_in("COMMITTEE_CHAIR").get(url("edit_rules", by_place)))
        assert "The rules ask for atlantis" in page

    def test_a_district_that_is_taken_off_the_list_afterwards_stops_the_freeze(
        self, by_place, ceremony, season, amina, at
    ):
        services.open_commitments(selection_round=by_place, by=amina, at=at)
        ceremony.round = by_place
        ceremony.sit(ceremony.by, ceremony.secretary, *ceremony.committee.values())
        ceremony.commit()
        without_districts(season, at)
        with pytest.raises(services.UnknownDistricts):
            ceremony.propose_freeze()

    @pytest.mark.parametrize(
        ("language", "name"), [("ar", "الريان، الخور"), ("en", "Al Rayyan, Al Khor")]
    )
    def test_the_page_calls_districts_by_their_names(self, language, name, by_place, signed_in):
        browser = signed_in("COMMITTEE_CHAIR", language=language)
        page = text_of(browser.get(url("edit_rules", by_place)))
        assert name in page
        sentences = presenters.file_rule_sentences(by_place)
        assert any("Al Rayyan, Al Khor" in one or "الريان، الخور" in one for one in sentences)
        assert not any("no file states" in one for one in sentences)

    @pytest.mark.parametrize("language", ["ar", "en"])
    def test_saved_as_shown_they_stay_the_same(self, language, by_place, signed_in):
        browser, before = signed_in("COMMITTEE_CHAIR", language=language), by_place
        kept = queries.file_rules_in_force(before)
        answer = browser.post(url("edit_rules", by_place), as_shown(browser, by_place))
        assert answer.status_code == 302
        assert queries.file_rules_in_force(by_place) == kept

    def test_districts_are_written_by_any_of_their_names(self, by_place, signed_in):
        browser = signed_in("COMMITTEE_CHAIR")
        sent = as_shown(browser, by_place) | {"parts-1-district": "الوكرة، UMM-SALAL, doha"}
        assert browser.post(url("edit_rules", by_place), sent).status_code == 302
        asked = dict(queries.file_rules_in_force(by_place).strata)["west"]
        assert asked == {"district": ["al-wakrah", "umm-salal", "doha"]}

    def test_an_unknown_name_is_refused_at_its_field(self, by_place, signed_in):
        browser = signed_in("COMMITTEE_CHAIR")
        sent = as_shown(browser, by_place) | {"parts-1-district": "Atlantis"}
        answer = browser.post(url("edit_rules", by_place), sent)
        assert answer.status_code == 422
        assert "The season lists no such district: Atlantis" in text_of(answer)


class TestWhatIf:
    """Seats and eligible files by district; the numbers add up."""

    def suppose(self, held):
        saved = queries.ruling_of(held)
        file_rules = read_file_rules(saved.file_rules.as_json() | PLACES)
        return queries.suppose(held, Ruling(read_rules(PARTS), file_rules, saved.values))

    def test_the_districts_add_up_to_all(self, opened):
        found = self.suppose(opened)
        groups = found.compared.groups["district"]
        codes = [*found.districts.codes, ""]
        files = {codes[one.group]: one.files for one in groups}
        # Two of the ten state no home, and one lives where the season lists nothing.
        assert files == {
            "doha": Pair(4, 4), "al-rayyan": Pair(2, 2), "al-khor": Pair(1, 1), "": Pair(3, 3),
        }  # fmt: skip
        for side in ("saved", "supposed"):
            seats = sum(getattr(one.seats, side) for one in groups)
            assert seats == getattr(found.compared.selected_persons, side)
            eligible = sum(getattr(one.files, side) for one in groups)
            assert eligible == getattr(found.compared.eligible_files, side)
        supposed = {codes[one.group]: one.seats.supposed for one in groups}
        assert supposed["doha"] <= 5
        assert supposed["al-rayyan"] + supposed["al-khor"] <= 4
        assert supposed[""] == 0

    def test_a_season_without_districts_has_no_such_chart(self, opened, season, at):
        without_districts(season, at)
        assert "district" not in self.suppose(opened).compared.groups

    @pytest.mark.parametrize(
        ("language", "names"),
        [("ar", ("الدوحة", "الريان", "الخور")), ("en", ("Doha", "Al Rayyan", "Al Khor"))],
    )
    def test_the_room_shows_them_by_name(self, language, names, opened, signed_in):
        browser = signed_in("COMMITTEE_CHAIR", language=language)
        page = browser.get(reverse("selection:what_if", args=[opened.id]), {"now": "1"})
        charts = page.context["supposed"]["seats"]
        chart = next(one for one in charts if one["rows"][0]["label"] == names[0])
        assert tuple(row["label"] for row in chart["rows"])[:3] == names
        assert [row["before"] for row in chart["eligible"]] == [4, 2, 1, 3]
        assert all(name in text_of(page) for name in names)


class TestChances:
    """The chance of each district over many simulated draws."""

    @pytest.mark.parametrize(("language", "name"), [("ar", "الريان"), ("en", "Al Rayyan")])
    def test_the_page_has_a_table_by_district(self, language, name, by_place, signed_in, amina):
        browser = signed_in("COMMITTEE_CHAIR", language=language)
        services.simulate_chances(selection_round=by_place, by=amina, at=by_place.opened_at)
        page = browser.get(reverse("selection:fairness", args=[by_place.id]))
        (table,) = [
            one for one in page.context["tables"] if name in {row["label"] for row in one.rows}
        ]
        assert [row["files"] for row in table.rows] == [4, 2, 1, 3]
        assert table.rows[-1]["value"] == 0  # in no part, and what the parts leave stays free
        assert name in text_of(page)

    def test_the_files_of_a_frozen_round_keep_theirs(self, ceremony, homes):
        ceremony.until("freeze")
        found = queries.fairness_of(ceremony.round)
        assert sum(one.files for one in found.chances["district"]) == found.files

    def test_a_season_without_districts_has_none(self, opened, season, at):
        without_districts(season, at)
        assert "district" not in queries.fairness_of(opened).chances
