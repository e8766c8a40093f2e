"""The post that judges a scan: gate, camp, season's rules and reader, kept a few seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from foundation.refusals import NotFound, Refusal
from foundation.scoping import Actor
from mission.gates.models import Gate, ReaderDevice
from mission.gates.rules.decision import Post
from mission.permits import queries as permits
from mission.permits.queries import TrustedKey
from mission.season import queries as season_queries
from mission.season.models import Season

KEPT_SECONDS = 5  # how long a web process may go on believing a reader that was just revoked
_KEPT_POSTS = 2_000

_kept: dict[bytes, tuple[datetime, GatePost]] = {}
_kept_keys: dict[str, tuple[datetime, Mapping[int, TrustedKey]]] = {}


class NoSuchGate(NotFound):
    """No gate of the season has this code."""

    code = "no_such_gate"


class UnknownReader(Refusal):
    """The token is nobody's, or its reader was revoked."""

    code = "unknown_reader"
    status = 401


class MissingRuleValue(Refusal):
    """The season's rule values lack one that the gates need."""

    code = "gate_rule_missing"


@dataclass(frozen=True, slots=True)
class Places:
    """Names of a season's camps by number and gates by code, Arabic and English."""

    camps: Mapping[int, tuple[str, str]]
    gates: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class GatePost:
    """Where scans are judged: one gate, and the reader that asks unless the console does."""

    gate_id: UUID
    gate_code: str
    gate_name_ar: str
    gate_name_en: str
    way: str
    camp_id: UUID
    camp_name_ar: str
    camp_name_en: str
    season_id: UUID
    post: Post
    places: Places
    batch_scans: int
    device_id: UUID | None = None
    device_name: str = ""
    language: str = "ar"
    shows_names: bool = False

    def actor(self) -> Actor:
        """Name the reader as whoever acts; it may scan and nothing else."""
        return Actor(
            kind="device",
            id=str(self.device_id),
            label=self.device_name,
            permissions=frozenset({"gates.scan"}),
            campaigns=None,
        )


def gates(season: Season) -> QuerySet[Gate]:
    """Answer the season's gates with their camps, by code."""
    return Gate.objects.filter(season=season).select_related("camp").order_by("code")


def gate_by_code(season: Season, code: str) -> Gate:
    """Answer one gate with camp and season; raises NoSuchGate."""
    gate = (
        Gate.objects.select_related("camp", "season").filter(season=season, code=code).first()
    )
    if gate is None:
        raise NoSuchGate(gate=code)
    return gate


def post_at(gate: Gate, device: ReaderDevice | None = None) -> GatePost:
    """Put together the post of a gate, with the rule values now in force.

    Raises MissingRuleValue.
    """
    values = season_queries.rule_values(gate.season)
    return GatePost(
        gate_id=gate.id,
        gate_code=gate.code,
        gate_name_ar=gate.name_ar,
        gate_name_en=gate.name_en,
        way=gate.way,
        camp_id=gate.camp_id,
        camp_name_ar=gate.camp.name_ar,
        camp_name_en=gate.camp.name_en,
        season_id=gate.season_id,
        post=Post(
            mission=permits.mission_number(gate.season),
            season=gate.season.hijri_year,
            camp=gate.camp.number,
            clock_skew=timedelta(seconds=_whole(values, "gate_clock_skew_seconds")),
        ),
        places=places(gate.season),
        batch_scans=_whole(values, "gate_batch_scans"),
        device_id=device.id if device else None,
        device_name=device.name if device else "",
        language=device.language if device else "ar",
        shows_names=device.shows_names if device else True,
    )


def places(season: Season) -> Places:
    """Answer what the season's camps and gates are called."""
    camps = season_queries.camps(season)
    return Places(
        camps={camp.number: (camp.name_ar, camp.name_en) for camp in camps},
        gates={
            code: (arabic, english)
            for code, arabic, english in Gate.objects.filter(season=season).values_list(
                "code", "name_ar", "name_en"
            )
        },
    )


def post_of_token(token_hash: bytes, *, at: datetime) -> GatePost:
    """Answer the post of an enrolled reader; kept for KEPT_SECONDS in this process.

    Raises UnknownReader.
    """
    kept = _kept.get(token_hash)
    if kept is not None and _is_fresh(kept[0], at):
        return kept[1]
    device = (
        ReaderDevice.objects.select_related("gate__camp", "gate__season")
        .filter(token_hash=token_hash, revocation=None)
        .first()
    )
    if device is None:
        _kept.pop(token_hash, None)
        raise UnknownReader
    if len(_kept) >= _KEPT_POSTS:
        _kept.clear()
    post = post_at(device.gate, device)
    _kept[token_hash] = (at, post)
    return post


def bracelet_keys(*, at: datetime) -> Mapping[int, TrustedKey]:
    """Answer the keys that sign bracelets, by kid; kept for KEPT_SECONDS in this process."""
    kept = _kept_keys.get("qr")
    if kept is None or not _is_fresh(kept[0], at):
        kept = _kept_keys["qr"] = (at, permits.trusted_keys())
    return kept[1]


def forget_posts() -> None:
    """Drop what this process keeps about readers and keys, after one changed."""
    _kept.clear()
    _kept_keys.clear()


def _is_fresh(kept_at: datetime, at: datetime) -> bool:
    return timedelta(0) <= at - kept_at < timedelta(seconds=KEPT_SECONDS)


def rule_value(season: Season, key: str) -> int:
    """Answer one whole-number rule value in force; raises MissingRuleValue."""
    return _whole(season_queries.rule_values(season), key)


def _whole(values: Mapping[str, Any], key: str) -> int:
    value = values.get(key)
    if not isinstance(value, int):
        raise MissingRuleValue(key=key)
    return value
