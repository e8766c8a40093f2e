"""Prepare a round: open it, write its rules, ask for the members' secrets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from foundation import journal
from foundation.refusals import Refusal
from foundation.scoping import Actor
from mission.registration.queries import districts_of
from mission.season.models import Season
from mission.season.queries import rule_values
from mission.selection import access, queries
from mission.selection.events import CommitmentsOpened, RoundOpened, RulesWritten
from mission.selection.models import Round, RuleSet
from mission.selection.queries.files import DRAW_RULES
from mission.selection.queries.rounds import newest_rule_set
from mission.selection.rules import ceremony
from mission.selection.rules.file_rules import read_file_rules, season_file_rules
from mission.selection.rules.ruleset import Rules, read_rules
from mission.selection.services.steps import locked, move_to

Json = Mapping[str, Any] | bytes


class FactNotStated(Refusal):
    """The rules ask for a fact that no file states, so that nobody could meet them."""

    code = "fact_not_stated"


class UnknownDistricts(Refusal):
    """The rules ask for districts that the season does not list, so that nobody lives there."""

    code = "unknown_districts"


class RoundRulesMovedOn(Refusal):
    """Somebody wrote a newer version of the round's rules meanwhile."""

    code = "round_rules_moved_on"


class RoundUnfinished(Refusal):
    """The season has a round already that is not published."""

    code = "round_unfinished"


@transaction.atomic
def open_round(*, season: Season, by: Actor, at: datetime, rules: Json | None = None) -> Round:
    """Open the next round of a season, with the season's draw rules unless others are given.

    What gives a file its place is as in the round before.

    Raises RoundUnfinished, BadRules, NotCanonical, PermissionRefused.
    """
    access.check_may_prepare_round(by=by)
    Season.objects.select_for_update().get(id=season.id)
    checked = read_rules(rules) if rules is not None else _season_rules(season)
    latest = queries.latest_round(season)
    if latest is not None and queries.current_state(latest) != ceremony.PUBLISHED:
        raise RoundUnfinished(season=season.hijri_year, number=latest.number)
    number = latest.number + 1 if latest else 1
    opened = Round.objects.create(
        season=season, number=number, opened_at=at, opened_by=by.label
    )
    move_to(ceremony.DRAFT, selection_round=opened, by=by, at=at)
    journal.record(RoundOpened(round=opened.id, season=season.id, number=number), by=by, at=at)
    file_rules = newest_rule_set(latest).file_rules if latest else ""
    _write_rule_set(opened, checked, file_rules, by=by, at=at)
    return opened


@transaction.atomic
def write_rules(
    *,
    selection_round: Round,
    rules: Json,
    file_rules: Json | None = None,
    base: int | None = None,
    by: Actor,
    at: datetime,
) -> RuleSet:
    """Write a new version of a round's rules; only until the members are asked to promise.

    file_rules  what gives a file its tier, tickets, shares and stratum; None keeps what stands
    base        the version that was looked at; a newer one in between is noticed
    Raises StepOutOfOrder, RoundRulesMovedOn, BadRules, BadShareCondition, NotCanonical,
    PermissionRefused.
    """
    access.check_may_prepare_round(by=by)
    checked = read_rules(rules)
    held = locked(selection_round, needed=ceremony.DRAFT)
    newest = newest_rule_set(held)
    if base is not None and newest.version != base:
        raise RoundRulesMovedOn(number=newest.version)
    text = newest.file_rules if file_rules is None else _own_file_rules(held, file_rules)
    return _write_rule_set(held, checked, text, by=by, at=at)


@transaction.atomic
def open_commitments(*, selection_round: Round, by: Actor, at: datetime) -> Round:
    """Settle the rules and ask the members for their secrets' hashes.

    Raises FactNotStated, UnknownDistricts, StepOutOfOrder, PermissionRefused.
    """
    access.check_may_prepare_round(by=by)
    held = locked(selection_round, needed=ceremony.DRAFT)
    check_askable(held)
    move_to(ceremony.COMMITTING, selection_round=held, by=by, at=at)
    journal.record(CommitmentsOpened(round=held.id), by=by, at=at)
    return held


def check_askable(held: Round) -> None:
    """Refuse rules that ask for what no file can state in this season.

    Raises FactNotStated, UnknownDistricts.
    """
    asked, rules = queries.file_rules_in_force(held), queries.rules_of(held)
    districts = districts_of(held.season).codes
    unknown = asked.unknown_districts(rules, districts=districts)
    if unknown:
        raise UnknownDistricts(districts=", ".join(unknown))
    unstated = asked.unstated(rules, districts=districts)
    if unstated:
        raise FactNotStated(facts=", ".join(unstated))


def _season_rules(season: Season) -> Rules:
    """Answer the season's own rules; a later round has the seats that are left, unreserved."""
    rules = read_rules(rule_values(season).get(DRAW_RULES, {}))
    held = sum(file.size for file in queries.selected_applications(season))
    if not held:
        return rules
    return replace(rules, quota=max(0, rules.quota - held), shares=(), strata=())


def _own_file_rules(selection_round: Round, given: Json) -> str:
    """Answer the text that a version keeps: empty when the season's values say the same."""
    checked = read_file_rules(given)
    if checked == season_file_rules(rule_values(selection_round.season)):
        return ""
    return checked.as_bytes().decode()


def _write_rule_set(
    selection_round: Round, rules: Rules, file_rules: str = "", *, by: Actor, at: datetime
) -> RuleSet:
    text = rules.as_bytes().decode()
    version = selection_round.rule_sets.count() + 1
    written = RuleSet.objects.create(
        round=selection_round,
        version=version,
        text=text,
        file_rules=file_rules,
        at=at,
        by=by.label,
    )
    event = RulesWritten(
        round=selection_round.id, version=version, rules=text, file_rules=file_rules
    )
    journal.record(event, by=by, at=at)
    return written
