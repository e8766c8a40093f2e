"""Reads of the season."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import connection

from foundation.languages import in_language
from foundation.refusals import NotFound, Refusal
from mission.season.models import Camp, RuleVersion, Season
from mission.season.rules import BadRuleValue

_NEWEST = """
SELECT id FROM season_ruleversion WHERE season_id = %s ORDER BY number DESC LIMIT 1
"""


class NoSuchSeason(NotFound):
    """The season was never opened here."""

    code = "no_such_season"


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """A number that people call for help, and from where, in both languages."""

    number: str
    name_ar: str
    name_en: str

    @property
    def name(self) -> str:
        """Answer from where it is called, in the reader's language."""
        return in_language(self.name_ar, self.name_en)

    @property
    def digits(self) -> str:
        """Answer the number as a telephone dials it."""
        return "".join(sign for sign in self.number if sign.isdigit())


def current_season() -> Season | None:
    """Answer the season that the mission works on now, if one was opened."""
    return Season.objects.filter(is_current=True).first()


def season_by_year(hijri_year: int) -> Season:
    """Answer the season of a Hijri year; raises NoSuchSeason."""
    season = Season.objects.filter(hijri_year=hijri_year).first()
    if season is None:
        raise NoSuchSeason(hijri_year=hijri_year)
    return season


def rules_in_force(season: Season) -> RuleVersion:
    """Answer the newest version of a season's rule values; raises NotFound when none stands."""
    version = season.rule_versions.order_by("-number").first()
    if version is None:
        raise NotFound(season=season.hijri_year)
    return version


def version_in_force(season: Season) -> UUID:
    """Answer the id of the newest version of a season's rule values; raises NotFound.

    A version never changes: what was made of its values may be kept by its id.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [season.pk])
        row = cursor.fetchone()
    if row is None:
        raise NotFound(season=season.hijri_year)
    found: UUID = row[0]
    return found


def rule_values(season: Season) -> Mapping[str, Any]:
    """Answer the rule values in force, key to value."""
    values: Mapping[str, Any] = rules_in_force(season).values
    return values


def rule_values_of(version_id: UUID) -> Mapping[str, Any]:
    """Answer the rule values of one version, key to value; they are not to be changed."""
    values: dict[str, Any] = RuleVersion.objects.get(pk=version_id).values
    return MappingProxyType(values)


def emergency_numbers(season: Season) -> list[EmergencyNumber]:
    """Answer the numbers that people call for help, in their order; raises BadRuleValue."""
    try:
        return [
            EmergencyNumber(str(one["number"]), str(one["name_ar"]), str(one["name_en"]))
            for one in rule_values(season)["emergency_numbers"]
        ]
    except (KeyError, TypeError):
        raise BadRuleValue(key="emergency_numbers") from None


def help_lines() -> list[EmergencyNumber]:
    """Answer the numbers that an applicant may call; empty while the season names none.

    They stand on every page of applicants, which must open whatever the value looks like.
    """
    season = current_season()
    try:
        return [] if season is None else emergency_numbers(season)
    except Refusal:
        return []


def rule_history(season: Season) -> list[RuleVersion]:
    """Answer all versions of the rule values, the newest first."""
    return list(season.rule_versions.order_by("-number"))


def camps(season: Season) -> list[Camp]:
    """Answer the season's camps by number."""
    return list(season.camps.all())


def is_open(hijri_year: int) -> bool:
    """Answer whether the season of a Hijri year was opened."""
    return Season.objects.filter(hijri_year=hijri_year).exists()


def rule_version(season_id: UUID, number: int) -> RuleVersion:
    """Answer one version of a season's rule values; raises NotFound."""
    version = RuleVersion.objects.filter(season_id=season_id, number=number).first()
    if version is None:
        raise NotFound(number=number)
    return version
