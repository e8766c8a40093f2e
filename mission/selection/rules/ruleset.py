"""The rules of a round as committed in rules.json: quota, orders, shares and the last seat."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from foundation.refusals import Refusal
from mission.selection.rules.canonical import LARGEST_INTEGER, canonical_json, parse_json

ORDER_KEYS = ("tier", "number", "queue", "age_days")
LAST_SEAT = ("skip", "stop", "exceed")
WHEN = ("before", "after")
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


@dataclass(frozen=True)
class Share:
    """A number of seats for the files that list its name."""

    name: str
    order: tuple[str, ...]
    seats: int
    when: str


@dataclass(frozen=True)
class Rules:
    """What decides a draw beside the files and the seed."""

    quota: int
    general: tuple[str, ...]
    last_seat: str
    shares: tuple[Share, ...] = ()

    def shares_when(self, when: str) -> tuple[Share, ...]:
        """Return the shares of one moment, in the order of rules.json."""
        return tuple(share for share in self.shares if share.when == when)

    def as_json(self) -> dict[str, Any]:
        """Return the value that rules.json holds."""
        return {
            "general": {"order": list(self.general)},
            "last_seat": self.last_seat,
            "quota": self.quota,
            "shares": [
                {"name": s.name, "order": list(s.order), "seats": s.seats, "when": s.when}
                for s in self.shares
            ],
        }

    def as_bytes(self) -> bytes:
        """Return the bytes of rules.json."""
        return canonical_json(self.as_json())


def read_rules(given: bytes | str | Json) -> Rules:
    """Read and check a set of rules; nothing is guessed and nothing is passed over.

    Raises NotCanonical when it is no JSON, and one of the BadRules with ``where``.
    """
    value = given if isinstance(given, Mapping) else parse_json(given)
    _check_keys(value, ("general", "last_seat", "quota", "shares"), where="")
    _check_keys(value["general"], ("order",), where="general")
    quota = _whole(value["quota"], where="quota")
    rules = Rules(
        quota=quota,
        general=_order(value["general"]["order"], where="general.order"),
        last_seat=_choice(value["last_seat"], LAST_SEAT, where="last_seat"),
        shares=_shares(value["shares"]),
    )
    promised = sum(share.seats for share in rules.shares)
    if promised > quota:
        raise RulesSharesExceedQuota(where="shares", seats=promised, quota=quota)
    return rules


def _shares(value: object) -> tuple[Share, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise RulesBadChoice(where="shares", given=str(value)[:40], choices="[…]")
    shares = tuple(_share(one, where=f"shares[{i}]") for i, one in enumerate(value))
    names = [share.name for share in shares]
    for i, name in enumerate(names):
        if name in names[:i]:
            raise RulesBadShareName(where=f"shares[{i}].name", given=name)
    return shares


def _share(value: Any, *, where: str) -> Share:
    _check_keys(value, ("name", "order", "seats", "when"), where=where)
    name = value["name"]
    if not isinstance(name, str) or not SHARE_NAME.fullmatch(name):
        raise RulesBadShareName(where=f"{where}.name", given=str(name)[:40])
    return Share(
        name=name,
        order=_order(value["order"], where=f"{where}.order"),
        seats=_whole(value["seats"], where=f"{where}.seats"),
        when=_choice(value["when"], WHEN, where=f"{where}.when"),
    )


def _check_keys(value: object, keys: tuple[str, ...], *, where: str) -> None:
    dot = f"{where}." if where else ""
    if not isinstance(value, Mapping):
        raise RulesMissingKey(where=f"{dot}{keys[0]}")
    for key in value:
        if key not in keys:
            raise RulesUnknownKey(where=f"{dot}{key}")
    for key in keys:
        if key not in value:
            raise RulesMissingKey(where=f"{dot}{key}")


def _whole(value: object, *, where: str) -> int:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    if not is_whole or not 0 <= value <= LARGEST_INTEGER:  # type: ignore[operator]
        raise RulesBadNumber(where=where, given=str(value)[:40])
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
