"""The rules of a round as committed in rules.json: quota, orders, shares, strata, last seat.

Rules that say nothing of strata, reserve, days to accept or accepting above the quota are
format 1 and have no ``format``; the others are format 2.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from foundation.refusals import Refusal
from mission.selection.rules.canonical import LARGEST_INTEGER, canonical_json, parse_json

ORDER_KEYS = ("tier", "number", "queue", "age_days")
LAST_SEAT = ("skip", "stop", "exceed")
ACCEPT = "accept"
WHEN = ("before", "after")
LEFT = ("general", "free")
NEWEST_FORMAT = 2
BASE_KEYS = ("general", "last_seat", "quota", "shares")
FORMAT_2_KEYS = ("acceptance_days", "last_sizes", "reserve", "strata")
SHARE_NAME = re.compile(r'[^\s,"|\x00-\x1f\x7f]{1,60}')

Json = Mapping[str, Any]


class BadRules(Refusal):
    """The rules do not say what a draw needs; the facts say where."""

    code = "bad_rules"
    status = 422


class RulesUnknownKey(BadRules):
    """A key that the rules do not know: a misspelt one would otherwise change nothing."""

    code = "rules_unknown_key"


class RulesMissingKey(BadRules):
    """A key that every set of rules has to say."""

    code = "rules_missing_key"


class RulesBadNumber(BadRules):
    """Not a whole number, or one below the least."""

    code = "rules_bad_number"


class RulesBadChoice(BadRules):
    """Not one of the words that stand to choose."""

    code = "rules_bad_choice"


class RulesBadOrder(BadRules):
    """An order that is empty, names an unknown key, or a key twice."""

    code = "rules_bad_order"


class RulesBadShareName(BadRules):
    """A share's name with spaces, commas, quotes or bars, or one that is used twice."""

    code = "rules_bad_share_name"


class RulesSharesExceedQuota(BadRules):
    """The shares promise more seats than there are."""

    code = "rules_shares_exceed_quota"


class RulesBadFormat(BadRules):
    """A format that this program does not know, or one that the rules do not need."""

    code = "rules_bad_format"


class RulesBadSizes(BadRules):
    """Sizes for the last seat that are none, stand twice, or stand without ``accept``."""

    code = "rules_bad_sizes"


class RulesStrataExceedQuota(BadRules):
    """The strata and the shares before and after them promise more seats than there are."""

    code = "rules_strata_exceed_quota"


@dataclass(frozen=True)
class Share:
    """A number of seats for the files that list its name."""

    name: str
    order: tuple[str, ...]
    seats: int
    when: str


def _when(shares: Sequence[Share], when: str) -> tuple[Share, ...]:
    return tuple(share for share in shares if share.when == when)


@dataclass(frozen=True)
class Stratum:
    """A part of the files with seats of its own: a district, a class of nationalities."""

    name: str
    quota: int
    shares: tuple[Share, ...] = ()

    def shares_when(self, when: str) -> tuple[Share, ...]:
        """Return the stratum's own shares of one moment, in the order of rules.json."""
        return _when(self.shares, when)


@dataclass(frozen=True)
class Rules:
    """What decides a draw beside the files and the seed.

    strata           none: one pool for everybody
    left             what happens with seats that the strata leave: ``general``, ``free``
    last_sizes       sizes that are looked for when one seat is left, list after list
    reserve          how many waiting files (of each stratum) may move up; None for all
    acceptance_days  days that a selected file has to accept; None when the rules do not say
    """

    quota: int
    general: tuple[str, ...]
    last_seat: str
    shares: tuple[Share, ...] = ()
    strata: tuple[Stratum, ...] = ()
    left: str = "general"
    last_sizes: tuple[tuple[int, ...], ...] = ()
    reserve: int | None = None
    acceptance_days: int | None = None

    def shares_when(self, when: str) -> tuple[Share, ...]:
        """Return the shares of one moment, in the order of rules.json."""
        return _when(self.shares, when)

    @property
    def every_share(self) -> tuple[Share, ...]:
        """Return the shares of the whole, then those of each stratum."""
        return self.shares + tuple(share for part in self.strata for share in part.shares)

    @property
    def format(self) -> int:
        """Return the format that rules.json needs for these rules."""
        is_newer = (
            self.last_seat == ACCEPT
            or bool(self.strata or self.last_sizes)
            or self.reserve is not None
            or self.acceptance_days is not None
        )
        return NEWEST_FORMAT if is_newer else 1

    def as_json(self) -> dict[str, Any]:
        """Return the value that rules.json holds."""
        value: dict[str, Any] = {
            "general": {"order": list(self.general)},
            "last_seat": self.last_seat,
            "quota": self.quota,
            "shares": _shares_json(self.shares),
        }
        if self.format > 1:
            value["format"] = self.format
        if self.strata:
            parts = [
                {"name": s.name, "quota": s.quota, "shares": _shares_json(s.shares)}
                for s in self.strata
            ]
            value["strata"] = {"left": self.left, "parts": parts}
        if self.last_sizes:
            value["last_sizes"] = [list(sizes) for sizes in self.last_sizes]
        if self.reserve is not None:
            value["reserve"] = self.reserve
        if self.acceptance_days is not None:
            value["acceptance_days"] = self.acceptance_days
        return value

    def as_bytes(self) -> bytes:
        """Return the bytes of rules.json."""
        return canonical_json(self.as_json())


def _shares_json(shares: Sequence[Share]) -> list[dict[str, Any]]:
    return [
        {"name": s.name, "order": list(s.order), "seats": s.seats, "when": s.when}
        for s in shares
    ]


def read_rules(given: bytes | str | Json) -> Rules:
    """Read and check a set of rules; nothing is guessed and nothing is passed over.

    Raises NotCanonical when it is no JSON, and one of the BadRules with ``where``.
    """
    value = given if isinstance(given, Mapping) else parse_json(given)
    is_newer = isinstance(value, Mapping) and "format" in value
    optional = ("format", *FORMAT_2_KEYS) if is_newer else ()
    _check_keys(value, BASE_KEYS, optional=optional, where="")
    _check_keys(value["general"], ("order",), where="general")
    choices = (*LAST_SEAT, ACCEPT) if is_newer else LAST_SEAT
    rules = Rules(
        quota=_whole(value["quota"], where="quota"),
        general=_order(value["general"]["order"], where="general.order"),
        last_seat=_choice(value["last_seat"], choices, where="last_seat"),
        shares=_shares(value["shares"], where="shares"),
        **_format_2(value),
    )
    if is_newer and (value["format"] != NEWEST_FORMAT or rules.format != NEWEST_FORMAT):
        raise RulesBadFormat(where="format", given=str(value["format"])[:40])
    _check_seats(rules.shares, rules.quota, where="shares")
    _check_strata(rules)
    if rules.last_sizes and rules.last_seat != ACCEPT:
        raise RulesBadSizes(where="last_sizes", given=rules.last_seat)
    return rules


def _format_2(value: Json) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "strata" in value:
        found["left"], found["strata"] = _strata(value["strata"])
    if "last_sizes" in value:
        found["last_sizes"] = _sizes(value["last_sizes"])
    if "reserve" in value:
        found["reserve"] = _whole(value["reserve"], where="reserve")
    if "acceptance_days" in value:
        found["acceptance_days"] = _whole(
            value["acceptance_days"], where="acceptance_days", least=1
        )
    return found


def _check_seats(shares: Sequence[Share], quota: int, *, where: str) -> None:
    promised = sum(share.seats for share in shares)
    if promised > quota:
        raise RulesSharesExceedQuota(where=where, seats=promised, quota=quota)


def _check_strata(rules: Rules) -> None:
    if not rules.strata:
        return
    whole = {share.name for share in rules.shares}
    for i, part in enumerate(rules.strata):
        if part.name in (other.name for other in rules.strata[:i]):
            raise RulesBadShareName(where=f"strata.parts[{i}].name", given=part.name)
        for j, share in enumerate(part.shares):
            if share.name in whole:
                where = f"strata.parts[{i}].shares[{j}].name"
                raise RulesBadShareName(where=where, given=share.name)
        _check_seats(part.shares, part.quota, where=f"strata.parts[{i}].shares")
    kept = sum(share.seats for share in rules.shares)
    parts = sum(part.quota for part in rules.strata)
    if kept + parts > rules.quota:
        raise RulesStrataExceedQuota(where="strata", seats=kept + parts, quota=rules.quota)


def _strata(value: Any) -> tuple[str, tuple[Stratum, ...]]:
    _check_keys(value, ("left", "parts"), where="strata")
    left = _choice(value["left"], LEFT, where="strata.left")
    given = value["parts"]
    if not isinstance(given, Sequence) or isinstance(given, str) or not given:
        raise RulesBadChoice(where="strata.parts", given=str(given)[:40], choices="[…]")
    parts = tuple(_stratum(one, where=f"strata.parts[{i}]") for i, one in enumerate(given))
    return left, parts


def _stratum(value: Any, *, where: str) -> Stratum:
    _check_keys(value, ("name", "quota", "shares"), where=where)
    return Stratum(
        name=_name(value["name"], where=f"{where}.name"),
        quota=_whole(value["quota"], where=f"{where}.quota"),
        shares=_shares(value["shares"], where=f"{where}.shares"),
    )


def _sizes(value: Any) -> tuple[tuple[int, ...], ...]:
    lists = value if isinstance(value, Sequence) and not isinstance(value, str) else []
    flat: list[int] = []
    for i, sizes in enumerate(lists):
        if not isinstance(sizes, Sequence) or isinstance(sizes, str) or not sizes:
            raise RulesBadSizes(where=f"last_sizes[{i}]", given=str(sizes)[:40])
        flat += [_whole(size, where=f"last_sizes[{i}]", least=1) for size in sizes]
    if not flat or len(set(flat)) != len(flat):
        raise RulesBadSizes(where="last_sizes", given=str(value)[:40])
    return tuple(tuple(sizes) for sizes in lists)


def _shares(value: object, *, where: str) -> tuple[Share, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise RulesBadChoice(where=where, given=str(value)[:40], choices="[…]")
    shares = tuple(_share(one, where=f"{where}[{i}]") for i, one in enumerate(value))
    names = [share.name for share in shares]
    for i, name in enumerate(names):
        if name in names[:i]:
            raise RulesBadShareName(where=f"{where}[{i}].name", given=name)
    return shares


def _share(value: Any, *, where: str) -> Share:
    _check_keys(value, ("name", "order", "seats", "when"), where=where)
    return Share(
        name=_name(value["name"], where=f"{where}.name"),
        order=_order(value["order"], where=f"{where}.order"),
        seats=_whole(value["seats"], where=f"{where}.seats"),
        when=_choice(value["when"], WHEN, where=f"{where}.when"),
    )


def _name(value: object, *, where: str) -> str:
    if not isinstance(value, str) or not SHARE_NAME.fullmatch(value):
        raise RulesBadShareName(where=where, given=str(value)[:40])
    return value


def _check_keys(
    value: object, keys: tuple[str, ...], *, optional: tuple[str, ...] = (), where: str
) -> None:
    dot = f"{where}." if where else ""
    if not isinstance(value, Mapping):
        raise RulesMissingKey(where=f"{dot}{keys[0]}")
    for key in value:
        if key not in keys and key not in optional:
            raise RulesUnknownKey(where=f"{dot}{key}")
    for key in keys:
        if key not in value:
            raise RulesMissingKey(where=f"{dot}{key}")


def _whole(value: object, *, where: str, least: int = 0) -> int:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    if not is_whole or not least <= value <= LARGEST_INTEGER:  # type: ignore[operator]
        raise RulesBadNumber(where=where, given=str(value)[:40], least=least)
    return value  # type: ignore[return-value]


def _choice(value: object, choices: tuple[str, ...], *, where: str) -> str:
    if not isinstance(value, str) or value not in choices:
        raise RulesBadChoice(where=where, given=str(value)[:40], choices=", ".join(choices))
    return value


def _order(value: object, *, where: str) -> tuple[str, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str) or not value:
        raise RulesBadOrder(where=where, given=str(value)[:40])
    seen: list[str] = []
    for i, key in enumerate(value):
        bare = key.removeprefix("-") if isinstance(key, str) else ""
        if bare not in ORDER_KEYS or bare in seen:
            raise RulesBadOrder(where=f"{where}[{i}]", given=str(key)[:40])
        seen.append(bare)
    return tuple(value)
