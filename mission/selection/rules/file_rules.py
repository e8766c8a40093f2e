"""What gives a file its tier, its tickets, its shares and its stratum, as data."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from mission.selection.rules.canonical import canonical_json, parse_json
from mission.selection.rules.conditions import (
    DISTRICT,
    UNSTATED,
    Conditions,
    LeadFacts,
    check_conditions,
    holds,
    shares_of,
)
from mission.selection.rules.ruleset import (
    SHARE_NAME,
    BadRules,
    Rules,
    RulesBadShareName,
    RulesMissingKey,
    RulesUnknownKey,
)

KEYS = ("shares", "strata", "tickets", "tiers")
TICKET_KEYS = ("base", "per_refused_season", "power")
LEAST_TICKETS = {"base": 1, "per_refused_season": 0, "power": 1}
MOST_POWER = 4


class BadTickets(BadRules):
    """Tickets that are no whole numbers, fewer than one, or beyond what a draw can hash."""

    code = "bad_tickets"


@dataclass(frozen=True)
class Tickets:
    """(``base`` + ``per_refused_season`` × refused seasons), raised to a ``power``."""

    base: int = 1
    per_refused_season: int = 0
    power: int = 1

    def of(self, refused_seasons: int) -> int:
        """Return how many tickets a file has after so many refused seasons."""
        return int((self.base + self.per_refused_season * refused_seasons) ** self.power)


@dataclass(frozen=True)
class FileRules:
    """Conditions of tiers, shares and strata, and the tickets.

    tiers   a file is of the first tier whose conditions hold; of one more than there are when
            none do
    shares  by name
    strata  name and conditions; a file belongs to the first that holds, or to none
    """

    tiers: tuple[Conditions, ...] = ({},)
    tickets: Tickets = field(default_factory=Tickets)
    shares: Mapping[str, Conditions] = field(default_factory=dict)
    strata: tuple[tuple[str, Conditions], ...] = ()

    def tier_of(self, lead: LeadFacts, *, on: date) -> int:
        """Return the tier of a file, from 1."""
        places = enumerate(self.tiers, start=1)
        first = (place for place, asked in places if holds(lead, asked, on=on))
        return next(first, len(self.tiers) + 1)

    def shares_of(self, lead: LeadFacts, *, on: date) -> tuple[str, ...]:
        """Return the names of the shares that a file may use, sorted."""
        return shares_of(lead, conditions=self.shares, on=on)

    def stratum_of(self, lead: LeadFacts, *, on: date) -> str:
        """Return the stratum of a file, or nothing."""
        parts = self._parts_for(lead.district)
        return next((name for name, asked in parts if holds(lead, asked, on=on)), "")

    def _parts_for(self, district: str) -> tuple[tuple[str, Conditions], ...]:
        """Return the strata that a file from a district may belong to, in their order.

        A nation has over a hundred of them, and each of its files would be held against all.
        """
        if district not in self._parts:
            self._parts[district] = tuple(
                (name, asked)
                for name, asked in self.strata
                if DISTRICT not in asked or district in asked[DISTRICT]
            )
        return self._parts[district]

    @cached_property
    def _parts(self) -> dict[str, tuple[tuple[str, Conditions], ...]]:
        return {}

    def unstated(self, rules: Rules, *, districts: Collection[str] = ()) -> tuple[str, ...]:
        """Return the facts that these rules ask for and that no file states, sorted.

        Conditions that the rules of the draw have no use for do not count.

        districts  the codes that the season lists; without any no file states a district
        """
        unstated = UNSTATED if districts else (*UNSTATED, DISTRICT)
        used = self._used(rules)
        return tuple(sorted({name for one in used for name in one if name in unstated}))

    def unknown_districts(self, rules: Rules, *, districts: Collection[str]) -> tuple[str, ...]:
        """Return the districts that these rules ask for and that the season does not list.

        Nobody could live there. Sorted; of conditions that the rules of the draw have use for.
        """
        asked = {code for one in self._used(rules) for code in one.get(DISTRICT, ())}
        return tuple(sorted(asked.difference(districts)))

    def _used(self, rules: Rules) -> list[Conditions]:
        """Return the conditions that the rules of the draw have use for."""
        names = {share.name for share in rules.every_share}
        parts = {part.name for part in rules.strata}
        asked = [conditions for name, conditions in self.shares.items() if name in names]
        asked += [conditions for name, conditions in self.strata if name in parts]
        orders = [rules.general, *(share.order for share in rules.every_share)]
        if any(key.removeprefix("-") == "tier" for order in orders for key in order):
            asked += self.tiers
        return asked

    def as_json(self) -> dict[str, Any]:
        """Return the value that a version of a round's rules keeps."""
        return {
            "shares": {name: dict(asked) for name, asked in self.shares.items()},
            "strata": [{"conditions": dict(a), "name": name} for name, a in self.strata],
            "tickets": {key: getattr(self.tickets, key) for key in TICKET_KEYS},
            "tiers": [dict(asked) for asked in self.tiers],
        }

    def as_bytes(self) -> bytes:
        """Return it as canonical JSON."""
        return canonical_json(self.as_json())


def read_file_rules(given: bytes | str | Mapping[str, Any]) -> FileRules:
    """Read and check what gives a file its place.

    Raises NotCanonical, BadShareCondition, and BadRules with ``where``.
    """
    value = given if isinstance(given, Mapping) else parse_json(given)
    _check_keys(value, KEYS, where="")
    shares = _mapping(value["shares"], where="shares")
    return FileRules(
        tiers=tuple(
            check_conditions(asked, where=f"tiers[{i}]")
            for i, asked in enumerate(_list(value["tiers"], where="tiers"))
        ),
        tickets=_tickets(value["tickets"]),
        shares={
            _name(name, where="shares"): check_conditions(asked, where=f"shares.{name}")
            for name, asked in shares.items()
        },
        strata=tuple(
            _stratum(one, where=f"strata[{i}]")
            for i, one in enumerate(_list(value["strata"], where="strata"))
        ),
    )


def season_file_rules(values: Mapping[str, Any]) -> FileRules:
    """Say in the same words what the rule values of a season give a file.

    The tiers are those of registration: elders who never went, who was refused before, who
    never went, everybody else.
    """
    return FileRules(
        tiers=(
            {"min_age_years": values["tiers.elder_age_from"], "never_hajj": True},
            {"min_refused_seasons": values["tiers.refused_seasons_from"], "never_hajj": True},
            {"never_hajj": True},
        ),
        tickets=Tickets(values["tickets.base"], values["tickets.per_refused_season"]),
        shares=values.get("draw_share_conditions", {}),
    )


def _stratum(value: Any, *, where: str) -> tuple[str, dict[str, Any]]:
    _check_keys(value, ("conditions", "name"), where=where)
    conditions = check_conditions(value["conditions"], where=f"{where}.conditions")
    return _name(value["name"], where=f"{where}.name"), conditions


def _tickets(value: Any) -> Tickets:
    _check_keys(value, TICKET_KEYS, where="tickets")
    for key, least in LEAST_TICKETS.items():
        number = value[key]
        if not isinstance(number, int) or isinstance(number, bool) or number < least:
            raise BadTickets(where=f"tickets.{key}", given=str(number)[:40])
    if value["power"] > MOST_POWER:
        raise BadTickets(where="tickets.power", given=str(value["power"])[:40])
    return Tickets(**value)


def _name(value: object, *, where: str) -> str:
    if not isinstance(value, str) or not SHARE_NAME.fullmatch(value):
        raise RulesBadShareName(where=where, given=str(value)[:40])
    return value


def _mapping(value: object, *, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise RulesMissingKey(where=where)
    return value


def _list(value: object, *, where: str) -> Sequence[Any]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise RulesMissingKey(where=where)
    return value


def _check_keys(value: object, keys: tuple[str, ...], *, where: str) -> None:
    dot = f"{where}." if where else ""
    found = _mapping(value, where=where or "{}")
    for key in found:
        if key not in keys:
            raise RulesUnknownKey(where=f"{dot}{key}")
    for key in keys:
        if key not in found:
            raise RulesMissingKey(where=f"{dot}{key}")
