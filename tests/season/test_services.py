"""Opening a season, and changing its rule values."""

import json

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from foundation.refusals import PermissionRefused
from mission.season import queries, services
from mission.season.models import RuleVersion, Season
from mission.season.rules import BadRuleValue

CHANGE = {"tiers.elder_age_from": 70}


def test_a_season_opens_once_and_is_the_current_one(season, capsys):
    call_command("open_season", "1448", "--json")
    assert json.loads(capsys.readouterr().out)["opened"] is False
    assert queries.current_season() == season
    assert [camp.number for camp in queries.camps(season)] == [0, 1, 2, 3]


def test_a_dry_run_writes_nothing(db):
    call_command("open_season", "1448", "--dry-run", verbosity=0)
    assert queries.current_season() is None


def test_a_change_is_a_new_version_and_the_old_one_stays(season, amina, at):
    first = queries.rules_in_force(season)
    second = services.change_rule_values(
        base=first, changes=CHANGE, note="Decision 12", by=amina, at=at
    )
    assert second.number == 2
    assert queries.rule_values(season)["tiers.elder_age_from"] == 70
    assert RuleVersion.objects.get(number=1).values["tiers.elder_age_from"] == 65
    assert second.sources["tiers.elder_age_from"] == "Decision 12"
    assert second.sources["mission_number"] == first.sources["mission_number"]


def test_saving_the_same_values_makes_no_version(season, amina, at):
    base = queries.rules_in_force(season)
    services.change_rule_values(base=base, changes=base.values, note="same", by=amina, at=at)
    assert len(queries.rule_history(season)) == 1


def test_two_editors_do_not_overwrite_each_other(season, amina, at):
    base = queries.rules_in_force(season)
    services.change_rule_values(base=base, changes=CHANGE, note="first", by=amina, at=at)
    with pytest.raises(services.RulesMovedOn):
        services.change_rule_values(
            base=base, changes={"tickets.base": 2}, note="second", by=amina, at=at
        )
    assert queries.rule_values(season)["tickets.base"] == 1


def test_who_may_not_edit_changes_nothing(season, dawud, at):
    base = queries.rules_in_force(season)
    with pytest.raises(PermissionRefused):
        services.change_rule_values(base=base, changes=CHANGE, note="x", by=dawud, at=at)
    assert len(queries.rule_history(season)) == 1


def test_only_one_season_may_be_current(season):
    with pytest.raises(IntegrityError), transaction.atomic():
        Season.objects.create(
            hijri_year=1449,
            reference_date=season.reference_date,
            arafah_date=season.arafah_date,
            is_current=True,
        )


def test_the_emergency_numbers_are_read_in_their_order(season):
    numbers = queries.emergency_numbers(season)
    assert [one.number for one in numbers] == ["132", "800 304 0444"]
    assert (numbers[0].name_ar, numbers[0].name_en) == ("من داخل قطر", "From Qatar")


@pytest.mark.parametrize("value", [[{"number": "132"}], ["132"], {"number": "132"}])
def test_emergency_numbers_that_nobody_can_read_are_refused(season, value, amina, at):
    services.change_rule_values(
        base=queries.rules_in_force(season),
        changes={"emergency_numbers": value},
        note="Decision 13",
        by=amina,
        at=at,
    )
    with pytest.raises(BadRuleValue):
        queries.emergency_numbers(season)
    assert queries.help_lines() == []
