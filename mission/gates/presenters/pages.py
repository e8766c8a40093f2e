"""The gates' pages: rows of lists and lines of scans, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.languages import in_language
from mission.gates.models import Gate, ReaderDevice, Scan
from mission.gates.presenters.words import Words, words_for
from mission.gates.queries.figures import Figures
from mission.gates.queries.posts import GatePost
from mission.gates.rules.decision import Code
from mission.gates.services import HOLDER_LEFT

REASONS = {
    Code.MALFORMED: gettext_lazy("No bracelet"),
    Code.FORGED: gettext_lazy("Forged"),
    Code.UNKNOWN_KEY: gettext_lazy("Unknown key"),
    Code.OTHER_MISSION: gettext_lazy("Other mission"),
    Code.OTHER_SEASON: gettext_lazy("Other season"),
    Code.NOT_ISSUED: gettext_lazy("Never issued"),
    Code.REVOKED: gettext_lazy("Revoked"),
    Code.REPLACED: gettext_lazy("Replaced"),
    Code.SUSPENDED: gettext_lazy("Suspended"),
    Code.NOT_YET_VALID: gettext_lazy("Not yet valid"),
    Code.EXPIRED: gettext_lazy("Expired"),
    Code.OTHER_CAMP: gettext_lazy("Other camp"),
    Code.ALREADY_INSIDE: gettext_lazy("Already inside"),
}


@dataclass(frozen=True, slots=True)
class ScanLine:
    """A kept scan as a list shows it."""

    scan: Scan
    words: Words
    state: str
    name: str
    reader: str


@dataclass(frozen=True, slots=True)
class ReaderLine:
    """A reader as a list shows it: its state in a word and why, its work today."""

    device: ReaderDevice
    state: str
    word: str
    reason: str
    scans: int
    last_at: datetime | None


def gate_name(gate: Gate) -> str:
    """Answer a gate's name in the reader's language."""
    return in_language(gate.name_ar, gate.name_en)


def camp_name(gate: Gate) -> str:
    """Answer the name of a gate's camp in the reader's language."""
    return in_language(gate.camp.name_ar, gate.camp.name_en)


def scan_lines(scans: Iterable[Scan], post: GatePost) -> list[ScanLine]:
    """Answer scans with the words of their verdicts, as they were when they were made."""
    return [_line(scan, post) for scan in scans]


def reason_bars(figures: Figures) -> list[dict[str, Any]]:
    """Answer refusals by reason, the most frequent first, as bars."""
    return [
        {"label": REASONS[Code(code)], "value": number, "state": "bad"}
        for code, number in figures.reasons.items()
    ]


def reader_lines(
    devices: Iterable[ReaderDevice], work: dict[Any, tuple[int, datetime]]
) -> list[ReaderLine]:
    """Answer readers with their states and their work."""
    lines = []
    for device in devices:
        scans, last_at = work.get(device.id, (0, None))
        lines.append(ReaderLine(device, *_state(device), _reason(device), scans, last_at))
    return lines


def _line(scan: Scan, post: GatePost) -> ScanLine:
    person = scan.bracelet.pilgrim.person if scan.bracelet else None
    words = words_for(
        scan.code,
        scan.facts,
        direction=scan.direction,
        sex=person.sex if person else "",
        post=post,
        at=scan.received_at,
    )
    return ScanLine(
        scan=scan,
        words=words,
        state="good" if scan.is_admitted else "bad",
        name=in_language(person.name_ar, person.name_en) if person else "",
        reader=scan.device.name if scan.device else _("console"),
    )


def _state(device: ReaderDevice) -> tuple[str, str]:
    if hasattr(device, "revocation"):
        return "bad", _("Revoked")
    if device.enrolled_at is None:
        return "warn", _("Waits for its phone")
    return "good", _("Enrolled")


def _reason(device: ReaderDevice) -> str:
    given: str = device.revocation.reason if hasattr(device, "revocation") else ""
    return _("Whose phone it is scans here no more.") if given == HOLDER_LEFT else given


def reader_words() -> dict[str, str]:
    """Answer the words that the reader's page needs by itself, in the active language."""
    return {
        "not_judged": _("Not judged"),
        "no_answer": _("No connection. The scan is kept on this phone and is sent later."),
        "no_answer_advice": _("Decide by the printed list, or call the shift lead"),
        "no_network": _("No connection. Try again when the network is back."),
        "connected": _("Connected"),
        "not_connected": _("No connection"),
        "waiting": _("Waiting to be sent:"),
        "touch_for_sound": _("Touch the screen to turn the sound on"),
        "not_accepted": _("Not accepted by the server:"),
        "clock_wrong": _("This phone's clock is wrong"),
        "just_now": _("just now"),
        "never": _("never"),
        "no_lists": _("no lists yet"),
        "camera_starting": _("The camera is starting…"),
        "camera_refused": _(
            "The camera is not allowed. Allow it in the browser's settings, or type the code."
        ),
        "camera_absent": _("No camera was found. Type the code, or use a hand scanner."),
    }
