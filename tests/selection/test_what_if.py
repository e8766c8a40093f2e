"""What supposed rules would change for the season's own files, judged anew."""

from __future__ import annotations

import pytest

from mission.selection import queries, services
from mission.selection.models import Outcome
from mission.selection.queries import supposing
from mission.selection.queries.supposing import Candidates, Ruling
from mission.selection.rules.columns import TooManyTickets
from mission.selection.rules.entries import entries_of
from mission.selection.rules.file_rules import read_file_rules
from mission.selection.rules.ruleset import read_rules
from mission.selection.rules.what_if import Pair, compare
from tests.selection.conftest import RULES


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
