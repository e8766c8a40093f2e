"""A whole round by rules of format 2, from the files to the promotions, on real rows."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest

from mission.people.models import Person
from mission.registration.models import Applicant, Application, Relation
from mission.selection import queries, services
from mission.selection.models import Entry
from mission.selection.queries.outcomes import beyond_reserve
from mission.selection.queries.proof import proof_files
from mission.selection.rules.entries import STRATA_HEADER
from mission.selection.rules.file_rules import read_file_rules
from tests.selection.rounds import load_verify, write_files
from tests.selection.test_views import text_of, url

pytestmark = pytest.mark.django_db

# Ten files: four of one person, five of two, one of three; two are led by elders.
RULES = {
    "acceptance_days": 5,
    "format": 2,
    "general": {"order": ["tier", "number"]},
    "last_seat": "skip",
    "quota": 8,
    "reserve": 1,
    "shares": [],
    "strata": {
        "left": "free",
        "parts": [
            {"name": "singles", "quota": 2, "shares": []},
            {
                "name": "families",
                "quota": 6,
                "shares": [
                    {"name": "elderly", "order": ["-age_days"], "seats": 2, "when": "before"}
                ],
            },
        ],
    },
}
FILE_RULES = {
    "shares": {"elderly": {"min_age_years": 65}},
    "strata": [
        {"name": "singles", "conditions": {"max_size": 1}},
        {"name": "families", "conditions": {"min_size": 2}},
    ],
    "tickets": {"base": 1, "per_refused_season": 1, "power": 2},
    "tiers": [{"min_refused_seasons": 3}],
}


@pytest.fixture
def held(ceremony, files, amina, at):
    """A round of these rules, at its published result."""
    ceremony.open_draft(RULES, FILE_RULES)
    for step in ("commit", "freeze", "reveal", "close", "chance", "draw", "publish"):
        getattr(ceremony, step)()
    return ceremony.round


@pytest.fixture
def ceremony(ceremony, season, amina, at):
    def open_draft(rules, file_rules):
        opened = services.open_round(season=season, by=amina, at=at)
        services.write_rules(
            selection_round=opened, rules=rules, file_rules=file_rules, by=amina, at=at
        )
        services.open_commitments(selection_round=opened, by=amina, at=at)
        ceremony.round = opened
        ceremony.sit(ceremony.by, ceremony.secretary, *ceremony.committee.values())

    ceremony.open_draft = open_draft
    return ceremony


def test_entries_carry_what_the_rules_of_the_files_say(held, files):
    entries = {entry.application_id: entry for entry in Entry.objects.filter(round=held)}
    refused, elder = entries[files[-1].id], entries[files[-2].id]

    assert (refused.tier, refused.tickets, refused.stratum) == (1, 16, "singles")
    assert (elder.tier, elder.tickets, elder.stratum) == (2, 1, "families")
    assert elder.shares == ["elderly"]
    assert {entry.stratum for entry in entries.values()} == {"singles", "families"}


def test_each_part_gives_its_own_seats_and_the_proof_is_right(held, tmp_path):
    seated = {"singles": 0, "families": 0}
    for entry in queries.standing_entry_ids(held):
        seated[entry.stratum] += entry.size
    # references are drawn anew, and when the file of three comes first one seat stays free
    assert seated in ({"singles": 2, "families": 6}, {"singles": 2, "families": 5})

    verify = load_verify()
    files = proof_files(held)
    assert files["entries.csv"].startswith(STRATA_HEADER)
    assert verify.verify(write_files(tmp_path, files)).startswith("10 files in the draw")
    with zipfile.ZipFile(io.BytesIO(queries.proof_archive(held))) as archive:
        assert b'"format":2' in archive.read("rules.json")


def test_an_offer_stands_for_the_days_that_the_rules_promised(held, ceremony, season):
    terms = queries.terms_of(season)
    assert terms.days != RULES["acceptance_days"]

    ends = {terms.day_of(offer.until) for offer in queries.offers_of(held)}

    assert ends == {terms.day_of(ceremony.chance_at) + timedelta(days=6)}


def test_the_refused_file_of_the_first_tier_goes_first(held, files):
    assert queries.is_selected(files[-1].id)
    assert queries.is_selected(files[-2].id)  # the elder, by the share of the part


def test_seats_that_come_free_stay_in_their_part_and_go_to_its_reserve_alone(held, amina, at):
    waiting = {
        part: list(
            Entry.objects.filter(round=held, stratum=part, result__outcome="WAITING")
            .order_by("result__place")
            .values_list("reference", flat=True)
        )
        for part in ("singles", "families")
    }
    assert queries.waiting_references(held) == {names[0] for names in waiting.values() if names}
    leaving = next(e for e in queries.standing_entry_ids(held) if e.stratum == "singles")

    lines = services.vacate_place(
        selection_round=held, reference=leaving.reference, how="WITHDRAWN", reason="called off",
        by=amina, at=at + timedelta(days=1),
    )  # fmt: skip

    assert [line.entry.reference for line in lines[1:]] == waiting["singles"][:1]
    beyond = queries.outcome_for(waiting["families"][1])
    assert beyond.is_beyond_reserve
    assert not queries.outcome_for(waiting["families"][0]).is_beyond_reserve


def test_each_file_hears_of_itself_what_is_true_of_all_beyond_the_reserve(held):
    beyond = {
        entry.reference
        for entry in Entry.objects.filter(round=held)
        if queries.outcome_for(entry.reference).is_beyond_reserve
    }

    assert beyond
    assert beyond == beyond_reserve(held)


def test_a_file_beyond_the_reserve_is_told_so(held, client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    last = Entry.objects.filter(round=held, stratum="families", result__outcome="WAITING")
    reference = last.order_by("-result__place").first().reference

    answer = text_of(client.get(url("public"), {"reference": reference}))
    assert "Not selected this season" in answer


def test_chances_and_the_what_if_follow_the_rules_of_the_round(ceremony, files):
    ceremony.open_draft(RULES, FILE_RULES)
    held = ceremony.round

    compared = queries.suppose(held, queries.ruling_of(held)).compared
    chances = queries.fairness_of(held)

    assert compared.selected_persons.saved in (7, 8)
    assert [share.name for share in compared.shares] == ["elderly"]
    assert [tier.group for tier in compared.groups["tier"]] == [1, 2]
    first = next(chance for chance in chances.chances["tier"] if chance.group == 1)
    assert first.mean == 1.0


def test_a_later_round_keeps_the_rules_of_the_files_and_has_no_parts(held, season, amina, at):
    later = services.open_round(season=season, by=amina, at=at)

    assert queries.file_rules_of(later).tickets.power == 2
    assert queries.rules_of(later).strata == ()


def asked(season, condition):
    """Answer the files that meet one condition, by file number."""
    rules = FILE_RULES | {"shares": {"asked": condition}, "strata": []}
    rows = queries.eligible_rows(season, read_file_rules(rules))
    met = [application for application, row in rows if row.shares]
    numbers = Application.objects.filter(id__in=met).values_list("file_no", flat=True)
    return sorted(numbers)


def test_conditions_look_at_companions_and_at_earlier_seasons(files, season, at):
    of_two = Applicant.objects.filter(application=files[1])
    companion = of_two.get(role="COMPANION")
    Person.objects.filter(id=companion.person_id).update(sex="M")
    Applicant.objects.filter(application=files[2], role="COMPANION").update(
        relation=Relation.OTHER
    )
    Application.objects.filter(id=files[0].id).update(submitted_at=at - timedelta(days=2000))
    everybody = sorted(file.file_no for file in files)

    assert asked(season, {"without_men": True}) == sorted(set(everybody) - {"F0002"})
    related = asked(season, {"with_relative": True})
    assert "F0002" in related
    assert "F0001" not in related  # nobody travels along
    assert "F0003" not in related  # a companion who is no relative
    assert asked(season, {"min_registered_years": 5}) == ["F0001"]
    assert asked(season, {"min_refused_seasons": 3}) == [files[-1].file_no]
    assert asked(season, {"hardship": True}) == []
