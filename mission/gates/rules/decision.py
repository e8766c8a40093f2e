"""The verdict on one scan: may this bracelet pass this gate now, and if not, for which reason.

`tests/vectors/gate_decision.json` holds the cases that this module and its TypeScript twin
(`frontend/reader/decision.ts`) both answer alike.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias


class Direction(StrEnum):
    """Which way the person walks through the gate."""

    IN = "IN"
    OUT = "OUT"


class Reading(StrEnum):
    """What became of the credential's text before anything else was asked."""

    GENUINE = "GENUINE"
    MALFORMED = "MALFORMED"
    UNKNOWN_KEY = "UNKNOWN_KEY"
    FORGED = "FORGED"


class Standing(StrEnum):
    """What the status list says of the bracelet; NOT_ISSUED: the list has no such place."""

    VALID = "VALID"
    REVOKED = "REVOKED"
    SUSPENDED = "SUSPENDED"
    REPLACED = "REPLACED"
    NOT_ISSUED = "NOT_ISSUED"


class Code(StrEnum):
    """The reason of a verdict, as devices and stored scans spell it."""

    OK = "ok"
    MALFORMED = "malformed"
    UNKNOWN_KEY = "unknown_key"
    FORGED = "forged"
    OTHER_MISSION = "other_mission"
    OTHER_SEASON = "other_season"
    NOT_ISSUED = "not_issued"
    REVOKED = "revoked"
    REPLACED = "replaced"
    SUSPENDED = "suspended"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    OTHER_CAMP = "other_camp"
    ALREADY_INSIDE = "already_inside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a genuine credential states; times are aware, the window is half-open."""

    mission: int
    season: int
    camps: frozenset[int]
    valid_until: datetime
    valid_from: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """Where the bearer was last admitted and has not left."""

    camp: int
    gate: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """The gate that asks: whose it is, which camp it opens, how far clocks may disagree."""

    mission: int
    season: int
    camp: int
    clock_skew: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanFacts:
    """Everything a verdict depends on. `claims` is None unless the reading is GENUINE."""

    direction: Direction
    at: datetime
    post: Post
    reading: Reading
    claims: Claims | None = None
    standing: Standing = Standing.VALID
    inside: Inside | None = None


Fact: TypeAlias = str | int | bool | list[int]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, its reason, and what a guard needs to be told about that reason."""

    admitted: bool
    code: Code
    facts: Mapping[str, Fact] = field(default_factory=dict)


_Check: TypeAlias = Callable[[ScanFacts, Claims], Verdict | None]


def gate_decision(facts: ScanFacts) -> Verdict:
    """Admit or refuse one scan; the first reason in the order of CHECKS_IN wins.

    A credential that cannot be trusted is refused before its claims are looked at. On the way
    out only trust and ownership are asked: nobody is kept inside because a bracelet was
    revoked or has run out.
    """
    if facts.reading is not Reading.GENUINE or facts.claims is None:
        return _refused(_UNTRUSTED.get(facts.reading, Code.MALFORMED))
    checks = CHECKS_IN if facts.direction is Direction.IN else CHECKS_OUT
    for check in checks:
        refusal = check(facts, facts.claims)
        if refusal is not None:
            return refusal
    return Verdict(True, Code.OK, _passing(facts))


def _refused(code: Code, **facts: Fact) -> Verdict:
    return Verdict(False, code, facts)


def _of_this_mission(facts: ScanFacts, claims: Claims) -> Verdict | None:
    if claims.mission != facts.post.mission:
        return _refused(Code.OTHER_MISSION, mission=claims.mission)
    return None


def _of_this_season(facts: ScanFacts, claims: Claims) -> Verdict | None:
    if claims.season != facts.post.season:
        return _refused(Code.OTHER_SEASON, season=claims.season)
    return None


def _in_good_standing(facts: ScanFacts, _claims: Claims) -> Verdict | None:
    code = _STANDINGS.get(facts.standing)
    return None if code is None else _refused(code)


def _begun(facts: ScanFacts, claims: Claims) -> Verdict | None:
    if claims.valid_from is None or facts.at >= claims.valid_from - facts.post.clock_skew:
        return None
    return _refused(Code.NOT_YET_VALID, valid_from=_text(claims.valid_from))


def _not_over(facts: ScanFacts, claims: Claims) -> Verdict | None:
    if facts.at < claims.valid_until + facts.post.clock_skew:
        return None
    return _refused(Code.EXPIRED, valid_until=_text(claims.valid_until))


def _of_this_camp(facts: ScanFacts, claims: Claims) -> Verdict | None:
    if facts.post.camp in claims.camps:
        return None
    return _refused(Code.OTHER_CAMP, camps=sorted(claims.camps))


def _not_already_inside(facts: ScanFacts, _claims: Claims) -> Verdict | None:
    inside = facts.inside
    if inside is None or inside.camp != facts.post.camp:
        return None
    return _refused(Code.ALREADY_INSIDE, gate=inside.gate, since=_text(inside.since))


def _passing(facts: ScanFacts) -> dict[str, Fact]:
    inside = facts.inside
    if facts.direction is Direction.OUT:
        return {"was_inside": inside is not None and inside.camp == facts.post.camp}
    return {} if inside is None else {"left_camp": inside.camp}


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


_UNTRUSTED = {
    Reading.MALFORMED: Code.MALFORMED,
    Reading.UNKNOWN_KEY: Code.UNKNOWN_KEY,
    Reading.FORGED: Code.FORGED,
}

_STANDINGS = {
    Standing.NOT_ISSUED: Code.NOT_ISSUED,
    Standing.REVOKED: Code.REVOKED,
    Standing.REPLACED: Code.REPLACED,
    Standing.SUSPENDED: Code.SUSPENDED,
}

# Whose it is comes before what it is worth: a stranger's bracelet is not looked up. Standing
# comes before time, so that a stolen bracelet is called stolen on the day after it ran out;
# place and presence come last, because they send an honest pilgrim elsewhere.
CHECKS_IN: tuple[_Check, ...] = (
    _of_this_mission,
    _of_this_season,
    _in_good_standing,
    _begun,
    _not_over,
    _of_this_camp,
    _not_already_inside,
)
CHECKS_OUT: tuple[_Check, ...] = (_of_this_mission, _of_this_season)
