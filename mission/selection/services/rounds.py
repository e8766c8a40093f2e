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
from mission.season.models import Season
from mission.season.queries import rule_values
from mission.selection import access, queries
from mission.selection.events import CommitmentsOpened, RoundOpened, RulesWritten
from mission.selection.models import Round, RuleSet
from mission.selection.queries.files import DRAW_RULES
from mission.selection.rules import ceremony
from mission.selection.rules.ruleset import Rules, read_rules
from mission.selection.services.steps import locked, move_to


class RoundUnfinished(Refusal):
    """The season has a round already that is not published."""

    code = "round_unfinished"


@transaction.atomic
def open_round(
    *, season: Season, by: Actor, at: datetime, rules: Mapping[str, Any] | bytes | None = None
) -> Round:
    """Open the next round of a season, with the season's draw rules unless others are given.

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
    _write_rule_set(opened, checked, by=by, at=at)
    return opened


@transaction.atomic
def write_rules(
    *, selection_round: Round, rules: Mapping[str, Any] | bytes, by: Actor, at: datetime
) -> RuleSet:
    """Write a new version of a round's rules; only until the members are asked to promise.

    Raises StepOutOfOrder, BadRules, NotCanonical, PermissionRefused.
    """
    access.check_may_prepare_round(by=by)
    checked = read_rules(rules)
    held = locked(selection_round, needed=ceremony.DRAFT)
    return _write_rule_set(held, checked, by=by, at=at)


@transaction.atomic
def open_commitments(*, selection_round: Round, by: Actor, at: datetime) -> Round:
    """Settle the rules and ask the members for their secrets' hashes.

    Raises StepOutOfOrder, PermissionRefused.
    """
    access.check_may_prepare_round(by=by)
    held = locked(selection_round, needed=ceremony.DRAFT)
    move_to(ceremony.COMMITTING, selection_round=held, by=by, at=at)
    journal.record(CommitmentsOpened(round=held.id), by=by, at=at)
    return held


def _season_rules(season: Season) -> Rules:
    """Answer the season's own rules; a later round has the seats that are left, unreserved."""
    rules = read_rules(rule_values(season).get(DRAW_RULES, {}))
    held = sum(file.size for file in queries.selected_applications(season))
    if not held:
        return rules
    return replace(rules, quota=max(0, rules.quota - held), shares=())


def _write_rule_set(
    selection_round: Round, rules: Rules, *, by: Actor, at: datetime
) -> RuleSet:
    text = rules.as_bytes().decode()
    version = selection_round.rule_sets.count() + 1
    written = RuleSet.objects.create(
        round=selection_round, version=version, text=text, at=at, by=by.label
    )
    journal.record(
        RulesWritten(round=selection_round.id, version=version, rules=text), by=by, at=at
    )
    return written
