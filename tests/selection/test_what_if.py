"""What supposed rules would change: worked by hand, equal to the draw, and never written."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mission.season.queries import rule_values
from mission.selection import queries, services
from mission.selection.models import Outcome
from mission.selection.queries import supposing
from mission.selection.queries.supposing import Candidates, Ruling
from mission.selection.rules.columns import TooManyTickets
from mission.selection.rules.draw import hold_draw
from mission.selection.rules.entries import EntryRow, entries_of
from mission.selection.rules.fairness import Grouping, simulated_numbers
from mission.selection.rules.file_rules import read_file_rules
from mission.selection.rules.ruleset import read_rules
from mission.selection.rules.seed import seed_of
from mission.selection.rules.what_if import (
    Case,
    GroupSeats,
    Pair,
    ShareSeats,
    Simulation,
    compare,
    simulation_seed,
)
from tests.selection.conftest import RULES
from tests.selection.rounds import STRATA, random_newer_rules, random_rows, random_rules
from tests.selection.test_views import sent_of

SEED = "0123456789abcdef" * 4


def by_queue(quota, *, share=None):
    """Rules without chance, so that a person can work the result out."""
    shares = [{"name": "elderly", "order": ["queue"], **share}] if share else []
    return read_rules(
        {"general": {"order": ["queue"]}, "last_seat": "skip", "quota": quota, "shares": shares}
    )


def case(rules, rows):
    entries = entries_of(rows)
    return Case(
        rules, entries, [Grouping("size", entries.size), Grouping("tier", entries.tier)]
    )


def few(entries):
    chance = np.random.default_rng(1448)
    return [simulated_numbers(entries, chance) for _ in range(3)]


def rows(*sizes, elderly=()):
    return [
        EntryRow(f"A-{i}", size, 1, 1, i, 20_000, ("elderly",) if i in elderly else ())
        for i, size in enumerate(sizes, start=1)
    ]


def test_a_share_over_and_above_is_worked_by_hand():
    """Six single files; the second and the last are elderly; three seats.

    Saved: 1, 2, 3. Supposed, one seat after the general pool: 1, 2, then 6.
    As a guarantee that seat is taken by 2, who would win anyway: 2, 1, 3.
    """
    files = rows(1, 1, 1, 1, 1, 1, elderly=(2, 6))
    supposed = by_queue(3, share={"seats": 1, "when": "after"})

    found = compare(case(by_queue(3), files), case(supposed, files), seed=SEED, draws=few)

    assert (found.gained, found.lost, found.lost_ineligible) == (1, 1, 0)
    assert found.selected_files == found.selected_persons == Pair(3, 3)
    assert found.shares == [ShareSeats("elderly", Pair(0, 1), Pair(1, 2), 1, 2)]
    assert found.groups["size"] == [GroupSeats(1, files=Pair(6, 6), seats=Pair(3, 3))]
    chances = [(each.saved, each.supposed) for each in found.chances["size"]]
    assert chances == [(0.5, 0.5)]
    assert found.draws == 3


def test_a_share_of_a_part_is_moved_inside_it():
    """The same six files in one part: its share gives what a share of the whole gives."""
    files = [replace(one, stratum="north") for one in rows(1, 1, 1, 1, 1, 1, elderly=(2, 6))]
    share = {"name": "elderly", "order": ["queue"], "seats": 1, "when": "after"}
    part = {"name": "north", "quota": 3, "shares": [share]}
    supposed = read_rules(
        {
            "format": 2,
            "general": {"order": ["queue"]},
            "last_seat": "skip",
            "quota": 3,
            "shares": [],
            "strata": {"left": "free", "parts": [part]},
        }
    )
    entries = entries_of(files, by_strata=True)

    found = compare(
        Case(by_queue(3), entries, []), Case(supposed, entries, []), seed=SEED, draws=few
    )

    assert found.shares == [ShareSeats("elderly", Pair(0, 1), Pair(1, 2), 1, 2)]
    assert (found.gained, found.lost) == (1, 1)


def test_files_that_are_no_longer_eligible_are_counted_among_the_lost():
    """Saved: files 1 (2 persons) and 2 (1 person) fill three seats.

    Without file 1 the seats go to 2 and 3 (2 persons).
    """
    files = rows(2, 1, 2)

    found = compare(
        case(by_queue(3), files), case(by_queue(3), files[1:]), seed=SEED, draws=few
    )

    assert (found.gained, found.lost, found.lost_ineligible) == (1, 1, 1)
    assert found.eligible_files == Pair(3, 2)
    assert found.eligible_persons == Pair(5, 3)
    assert found.groups["size"] == [
        GroupSeats(1, files=Pair(1, 1), seats=Pair(1, 1)),
        GroupSeats(2, files=Pair(2, 1), seats=Pair(2, 2)),
    ]


def test_nobody_eligible_is_an_answer_too():
    files = rows(1, 2)
    found = compare(case(by_queue(2), files), case(by_queue(2), []), seed=SEED, draws=few)
    assert found.eligible_files == Pair(2, 0)
    assert (found.gained, found.lost, found.lost_ineligible) == (0, 1, 1)
    assert [(each.saved, each.supposed) for each in found.chances["size"]] == [
        (1.0, None),
        (0.0, None),
    ]


@pytest.mark.parametrize("make", [random_rules, random_newer_rules])
@pytest.mark.parametrize("throw", range(20))
def test_a_simulation_seats_whom_the_draw_of_that_seed_would_seat(throw, make):
    chance = random.Random(throw)
    entries = entries_of(random_rows(chance, 60, strata=STRATA), by_strata=True)
    rules = make(chance, entries.persons)
    drawn = hold_draw(entries, rules, seed=SEED).seated

    seated = Simulation(Case(rules, entries, []), SEED).seat(rules)

    assert seated.selected.tolist() == drawn.selected.tolist()
    assert seated.share_of.tolist() == drawn.share_of.tolist()
    assert seated.waiting.tolist() == drawn.waiting.tolist()


def test_no_round_can_have_the_seed_of_a_simulation():
    """The same texts hashed as a simulation and as a draw give different seeds."""
    lines = {"entries_sha256": "a" * 64, "rules_sha256": "b" * 64, "secrets": ["c"]}
    real = seed_of(**lines, public_randomness="5 3")
    assert simulation_seed("\n".join(("a" * 64, "b" * 64, "c", "5 3"))) != real


@pytest.mark.django_db
class TestRealFiles:
    """The season's own applications, judged anew."""

    @pytest.fixture
    def opened(self, season, files, amina, at):
        return services.open_round(season=season, rules=RULES, by=amina, at=at)

    def suppose(self, held, rules=None, seed=None, file_rules=None, **changed):
        saved = queries.ruling_of(held)
        given = Ruling(
            rules=read_rules(rules) if rules else saved.rules,
            file_rules=read_file_rules(saved.file_rules.as_json() | (file_rules or {})),
            values=dict(saved.values) | changed,
        )
        return queries.suppose(held, given, seed=seed)

    @pytest.mark.parametrize("preset", [None, *queries.presets()], ids=str)
    def test_the_saved_side_is_what_the_round_would_draw(self, opened, season, amina, preset):
        """By the season's own values, and by the rules of every mission that is known."""
        if preset:
            services.write_rules(
                selection_round=opened, rules=preset.rules.as_json(),
                file_rules=preset.file_rules.as_json(), by=amina, at=opened.opened_at,
            )  # fmt: skip
        ruling = queries.ruling_of(opened)
        judged = Candidates(season, ruling).judged(ruling)
        real = entries_of(
            (row for _, row in queries.rows_of_round(opened)),
            by_strata=bool(ruling.rules.strata),
        )
        assert judged.case.entries.as_csv() == real.as_csv()

    def test_it_agrees_with_the_draw_of_the_same_seed(self, ceremony, files):
        held = ceremony.until("chance")
        found = self.suppose(held, seed=held.draw.seed).compared
        draw = ceremony.draw()
        assert found.selected_files == Pair(draw.selected_files, draw.selected_files)
        assert found.selected_persons == Pair(draw.selected_persons, draw.selected_persons)
        selected = Outcome.objects.filter(round=held, outcome="SELECTED")
        for name in ("tier", "size"):
            real = {}
            for entry in (line.entry for line in selected.select_related("entry")):
                group = getattr(entry, name)
                real[group] = real.get(group, 0) + entry.size
            seats = {one.group: one.seats.supposed for one in found.groups[name]}
            assert {group: persons for group, persons in seats.items() if persons} == real

    def test_a_value_of_the_season_changes_who_is_eligible(self, opened):
        """The one file of three persons has two companions; the eleventh is not fit."""
        fewer = self.suppose(opened, **{"eligibility.home.companions_most": 1})
        assert fewer.compared.eligible_files == Pair(10, 9)
        assert fewer.compared.eligible_persons == Pair(17, 14)
        assert fewer.refused["too_many_companions"] == Pair(0, 1)

        more = self.suppose(opened, **{"eligibility.fitness_required": False})
        assert more.compared.eligible_files == Pair(10, 11)
        assert more.refused == {"not_fit": Pair(1, 0)}
        assert more.files == 11

    def test_ages_move_tiers_and_shares(self, opened):
        """Two persons of 77 years are the first tier; from 78 years on nobody is."""
        elder = {"min_age_years": 78}
        tiers = queries.ruling_of(opened).file_rules.as_json()["tiers"]
        found = self.suppose(
            opened,
            file_rules={
                "tiers": [elder | {"never_hajj": True}, *tiers[1:]],
                "shares": {"elderly": elder},
            },
        )
        tiers = {one.group: one.files for one in found.compared.groups["tier"]}
        assert tiers == {1: Pair(1, 0), 2: Pair(1, 1), 3: Pair(8, 9)}
        assert found.compared.shares[0].seats == Pair(2, 0)

    def test_parts_that_only_one_side_knows_are_counted_on_both(self, opened):
        """Six files are families, the elders' the first; the seats left stay free."""
        parts = [
            {"name": "families", "quota": 4, "shares": []},
            {"name": "single", "quota": 2, "shares": []},
        ]
        conditions = {"families": {"min_size": 2}, "single": {"max_size": 1}}
        found = self.suppose(
            opened,
            rules={
                **RULES, "format": 2, "shares": [], "strata": {"left": "free", "parts": parts}
            },
            file_rules={
                "strata": [{"name": n, "conditions": c} for n, c in conditions.items()]
            },
        )  # fmt: skip
        counted = {one.group: one for one in found.compared.groups["stratum"]}
        assert counted["families"].files == Pair(6, 6)
        assert counted["single"].files == Pair(4, 4)
        assert (counted["families"].seats.supposed, counted["single"].seats.supposed) == (4, 2)
        assert sum(one.seats.saved for one in counted.values()) == 8

    def test_more_tickets_than_anybody_would_wait_for_are_refused(self, opened):
        with pytest.raises(TooManyTickets):
            self.suppose(
                opened,
                file_rules={"tickets": {"base": 1000, "per_refused_season": 0, "power": 4}},
            )

    def test_every_call_throws_its_own_numbers(self, opened, monkeypatch):
        seeds = []

        def watched(*cases, seed, draws):
            seeds.append(seed)
            return compare(*cases, seed=seed, draws=draws)

        monkeypatch.setattr(supposing, "compare", watched)
        self.suppose(opened)
        self.suppose(opened)
        assert len(set(seeds)) == 2

    def test_files_that_hold_seats_already_are_left_out(self, ceremony, files, amina, at):
        ceremony.until("publish")
        again = services.open_round(season=ceremony.season, by=amina, at=at)
        found = self.suppose(again)
        assert found.files == 11 - ceremony.round.draw.selected_files


@pytest.mark.django_db
class TestPage:
    """The chair tries values out; the head of the mission may look."""

    @pytest.fixture
    def opened(self, season, files, amina, at):
        return services.open_round(season=season, rules=RULES, by=amina, at=at)

    @pytest.fixture
    def address(self, opened):
        return reverse("selection:what_if", args=[opened.id])

    def filled(self, browser, address, **changed):
        """Send the form as it stands, with some fields changed."""
        form = browser.get(address).context["form"]
        editor = form.editor
        lists = (editor.shares, editor.parts, editor.tiers)
        return browser.post(
            address, sent_of(*editor.every_form(), *lists, form.eligibility) | changed
        )

    def test_sent_as_it_is_shown_it_supposes_what_is_saved(
        self, signed_in, address, opened, monkeypatch
    ):
        asked = []
        monkeypatch.setattr(queries, "suppose", lambda held, ruling: asked.append(ruling))
        self.filled(signed_in("COMMITTEE_CHAIR"), address)
        assert asked == [queries.ruling_of(opened)]

    def test_the_page_begins_with_the_saved_rules(self, signed_in, address):
        browser = signed_in("HEAD_OF_MISSION")
        page = browser.get(address).content.decode()
        assert "Drawing by the saved rules" in page
        part = browser.get(address, headers={"HX-Request": "true"}).content.decode()
        assert "Simulation – not the draw" in part
        assert "<html" not in part
        assert "not one file changes" in part

    def test_a_plain_submit_shows_the_change_without_a_script(self, signed_in, address):
        browser = signed_in("COMMITTEE_CHAIR")
        page = self.filled(browser, address, **{"values-eligibility.fitness_required": "no"})
        text = page.content.decode()
        assert "saved rules: 10" in text
        assert page.context["supposed"]["figures"][0]["value"] == 11
        assert "<html" in text

    def test_what_cannot_be_is_said_where_it_was_entered(self, signed_in, address):
        browser = signed_in("COMMITTEE_CHAIR")
        page = self.filled(browser, address, quota=1).content.decode()
        assert "The shares reserve 2 seats and there are only 1" in page
        assert "Simulation – not the draw" not in page
        page = self.filled(browser, address, base=1000, power=4).content.decode()
        assert "more than can be tried out at once" in page
        assert "Simulation – not the draw" not in page

    def test_a_class_without_its_values_is_said_and_breaks_nothing(
        self, signed_in, address, season, monkeypatch
    ):
        values = dict(rule_values(season)) | {"eligibility.classes": ["home", "neighbours"]}
        monkeypatch.setattr("mission.selection.queries.supposing.rule_values", lambda _: values)
        page = signed_in("COMMITTEE_CHAIR").get(address, {"now": "1"})
        assert page.status_code == 200
        assert "eligibility.neighbours" in page.context["problem"]

    def test_only_who_sees_rounds_sees_it(self, signed_in, address):
        assert signed_in("GATE_GUARD").get(address).status_code == 403
        assert signed_in("SYSTEMS").get(address).status_code == 200

    def test_settled_rules_are_no_longer_tried_out(self, signed_in, ceremony, files):
        held = ceremony.open()
        browser = signed_in("COMMITTEE_CHAIR")
        page = browser.get(reverse("selection:what_if", args=[held.id]), {"now": "1"})
        assert "The rules of this round stand" in page.content.decode()
        assert "supposed" not in page.context

    def test_nothing_is_written(self, signed_in, address):
        browser = signed_in("COMMITTEE_CHAIR")
        browser.get(address)
        with CaptureQueriesContext(connection) as asked:
            page = self.filled(browser, address, quota=12)
        assert page.context["supposed"] is not None
        texts = [
            sql if isinstance(sql, str) else sql.as_string(connection.connection)
            for sql in (query["sql"] for query in asked)
        ]
        writes = {
            tuple(text.split()[:2])
            for text in texts
            if text.split()[0] not in ("SELECT", "SAVEPOINT", "RELEASE")
            and not text.rstrip().endswith("TO STDOUT (FORMAT BINARY)")
        }
        assert writes <= {("UPDATE", '"usersessions_usersession"')}  # that somebody was here
