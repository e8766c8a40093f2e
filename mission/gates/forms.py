"""What comes in at the edges of the gates: the JSON of readers and the pages' forms."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
)

from foundation.refusals import Refusal
from mission.gates.rules.decision import Direction
from mission.gates.rules.scan import (
    Delivery,
    DirectionNotServed,
    PresentedScan,
    Unreadable,
    direction_at,
    kept_text,
)

_NAME_WIDTH = 80


class ScansNotJson(Refusal):
    """The body is neither a scan nor a list of scans."""

    code = "scans_not_json"
    status = 400


class TooManyScans(Refusal):
    """The list is longer than the season's rules allow."""

    code = "too_many_scans"
    status = 413


def _is_version_7(value: UUID) -> UUID:
    if value.version != 7:
        raise ValueError("a UUID of version 7 is wanted")
    return value


def _is_storable(value: datetime) -> datetime:
    """PostgreSQL reads offsets of up to sixteen hours only, so a moment is kept in UTC."""
    if not 2000 <= value.year < 2200:
        raise ValueError("a moment of this century is wanted")
    return value.astimezone(UTC)


class ScanIn(BaseModel):
    """One bracelet held before the reader."""

    model_config = ConfigDict(extra="ignore")

    id: Annotated[UUID, AfterValidator(_is_version_7)] = Field(
        description="UUIDv7 made by the reader for this scan; sending it again changes nothing."
    )
    credential: str = Field(
        max_length=4000, description="The text of the code as it was read, changed in nothing."
    )
    direction: Direction | None = Field(
        default=None, description="IN or OUT; the gate's own way when left out."
    )
    scanned_at: Annotated[AwareDatetime, AfterValidator(_is_storable)] = Field(
        description="The reader's clock, with offset."
    )


def read_delivery(body: bytes, *, way: str, most: int) -> tuple[Delivery, bool]:
    """Read a request: one scan as an object, or many as a list or under ``scans``.

    Answers the delivery, and whether it was one scan alone. What is not a scan is kept beside
    the scans as it came.
    Raises ScansNotJson, TooManyScans.
    """
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        raise ScansNotJson from None
    if isinstance(sent, dict) and "scans" in sent:
        sent = sent["scans"]
    if not isinstance(sent, dict | list):
        raise ScansNotJson
    things = sent if isinstance(sent, list) else [sent]
    if len(things) > most:
        raise TooManyScans(most=most)
    try:
        return Delivery(tuple(_read(thing, way) for thing in things)), isinstance(sent, dict)
    except RecursionError:  # just shallow enough to be read, too deep to be written again
        raise ScansNotJson from None


def _read(thing: Any, way: str) -> PresentedScan | Unreadable:
    try:
        scan = ScanIn.model_validate(thing)
        return PresentedScan(
            id=scan.id,
            credential=scan.credential,
            direction=direction_at(way, scan.direction),
            scanned_at=scan.scanned_at,
        )
    except ValidationError as wrong:
        reason = "; ".join(_told(error) for error in wrong.errors(include_url=False))
    except DirectionNotServed as wrong:
        reason = str(wrong)
    name = thing.get("id") if isinstance(thing, dict) else None
    return Unreadable(
        json.dumps(thing, ensure_ascii=False), reason, kept_text(str(name or ""), _NAME_WIDTH)
    )


def _told(error: Any) -> str:
    where = ".".join(str(part) for part in error["loc"]) or "scan"
    return f"{where}: {error['msg']}"


class ReaderForm(forms.Form):
    """A new reader: its name, its language, and whether names appear on it."""

    name = forms.CharField(label=_("Name of the reader"), max_length=80)
    language = forms.ChoiceField(
        label=_("Language"), choices=[("ar", "العربية"), ("en", "English")]
    )
    shows_names = forms.BooleanField(
        label=_("Shows the pilgrim's name after a scan"), required=False
    )


class RevokeForm(forms.Form):
    """Why a reader is stopped."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
