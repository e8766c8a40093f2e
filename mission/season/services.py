"""Writes of the season."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from foundation import journal
from foundation.refusals import Refusal
from foundation.scoping import Actor
from mission.season import access, queries, rules
from mission.season.events import RuleValuesChanged, SeasonOpened
from mission.season.models import Camp, RuleVersion, Season


class RulesMovedOn(Refusal):
    """Somebody saved a newer version while this one was being edited."""

    code = "rules_moved_on"


@dataclass(frozen=True)
class Calendar:
    """The days of a season that everything else is counted from."""

    hijri_year: int
    reference_date: date
    arafah_date: date


@dataclass(frozen=True)
class CampPlan:
    """One camp of a season to be; ``number`` is its bit in credentials."""

    code: str
    number: int
    site: str
    name_ar: str
    name_en: str


@transaction.atomic
def open_season(
    *,
    calendar: Calendar,
    values: Mapping[str, rules.SourcedValue],
    camps: Iterable[CampPlan],
    by: Actor,
    at: datetime,
) -> Season:
    """Open a season with its first rule values and its camps, and make it the current one."""
    access.check_may_edit_rules(by=by)
    rules.check_values({key: sourced.value for key, sourced in values.items()})
    Season.objects.filter(is_current=True).update(is_current=False)
    season = Season.objects.create(
        hijri_year=calendar.hijri_year,
        reference_date=calendar.reference_date,
        arafah_date=calendar.arafah_date,
        is_current=True,
    )
    Camp.objects.bulk_create(Camp(season=season, **vars(plan)) for plan in camps)
    RuleVersion.objects.create(
        season=season,
        number=1,
        values={key: sourced.value for key, sourced in values.items()},
        sources={key: sourced.source for key, sourced in values.items()},
        made_at=at,
        made_by=by.label,
    )
    opened = SeasonOpened(
        season=season.id,
        hijri_year=calendar.hijri_year,
        reference_date=calendar.reference_date,
    )
    journal.record(opened, by=by, at=at)
    return season


@transaction.atomic
def change_rule_values(
    *, base: RuleVersion, changes: Mapping[str, Any], note: str, by: Actor, at: datetime
) -> RuleVersion:
    """Put a new version of the rule values in force: ``base`` with these changes.

    Nothing is written when every value is as it was. Raises RulesMovedOn when ``base`` is no
    longer the newest, BadRuleValue when a value is not of its kind.
    """
    access.check_may_edit_rules(by=by)
    season = Season.objects.select_for_update().get(id=base.season_id)
    if queries.rules_in_force(season).number != base.number:
        raise RulesMovedOn(number=queries.rules_in_force(season).number)
    changed = {key: value for key, value in changes.items() if base.values.get(key) != value}
    if not changed:
        return base
    rules.check_values(base.values | changed)
    version = RuleVersion.objects.create(
        season=season,
        number=base.number + 1,
        values=base.values | changed,
        sources=base.sources | dict.fromkeys(changed, note),
        note=note,
        made_at=at,
        made_by=by.label,
    )
    event = RuleValuesChanged(
        season=season.id, version=version.number, changed=tuple(sorted(changed)), note=note
    )
    journal.record(event, by=by, at=at)
    return version
