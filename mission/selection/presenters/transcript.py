"""The transcript of a ceremony for signature: what happened, when and by whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from foundation import hijri, numerals
from foundation.branding import mission_name
from foundation.typesetting import set_pdf
from mission.selection import queries
from mission.selection.models import Attendance, Round, State
from mission.selection.presenters.council import (
    OFFICE_WORDS,
    STEP_WORDS,
    chance_words,
    name_of,
    proposal_words,
)
from mission.selection.presenters.rules import rule_sentences
from mission.selection.presenters.words import STATE_WORDS
from mission.selection.rules.council import Step

_TEMPLATE = Path(__file__).resolve().parent.parent / "templates/selection/transcript.typ"
LANGUAGES = (("ar", "rtl"), ("en", "ltr"))

Row = tuple[str, ...]


def transcript_pdf(selection_round: Round) -> bytes:
    """Answer the transcript as a PDF; the same rows give the same pages."""
    return set_pdf(_TEMPLATE, transcript_of(selection_round))


def transcript_of(selection_round: Round) -> dict[str, Any]:
    """Answer the texts of the transcript, first in Arabic, then in English."""
    parts = []
    for language, direction in LANGUAGES:
        with translation.override(language):
            part = _part(selection_round)
        parts.append(part | {"lang": language, "dir": direction})
    digest = queries.draw_of(selection_round)
    return {"parts": parts, "result_sha256": digest.result_sha256 if digest else ""}


def _part(held: Round) -> dict[str, Any]:
    rows = queries.attendance(held)
    number = numerals.format_number(held.number)
    year = numerals.reader_digits(str(held.season.hijri_year))
    return {
        "mission": mission_name(),
        "title": _("Transcript of the draw"),
        "lead": _("Season %(year)s, round %(number)s") % {"year": year, "number": number},
        "facts_title": _("Hashes, chance and result"),
        "facts": _facts(held),
        "rules_title": _("The rules in words"),
        "rules": rule_sentences(queries.rules_of(held)),
        "secrets_title": _("Secrets of the committee"),
        "secrets_head": [_("Member"), _("SHA-256 of the secret"), _("What became of it")],
        "secrets": _secrets(held),
        "steps_title": _("What happened"),
        "steps_head": [_("When"), _("What"), _("Who")],
        "steps": _steps(held, rows),
        "signatures_title": _("Signatures"),
        "signatures": [_signature(row) for row in rows],
        "page": _("Page"),
    }


def _facts(held: Round) -> list[Row]:
    freeze, draw = queries.freeze_of(held), queries.draw_of(held)
    if freeze is None or draw is None:
        return []
    first, last = _ends(held)
    return [
        ("entries.csv", freeze.entries_sha256),
        ("rules.json", freeze.rules_sha256),
        *([("linked.csv", freeze.linked_sha256)] if freeze.linked_sha256 else []),
        (_("Frozen at"), moment_words(freeze.at)),
        (_("Files in the draw"), numerals.format_number(freeze.files)),
        (_("Chance comes from"), chance_words(freeze.chance_kind, freeze.chance_name)),
        (_("Not before"), moment_words(freeze.chance_at)),
        (_("Public randomness"), draw.public_randomness),
        (_("Seed"), draw.seed),
        ("result.csv", draw.result_sha256),
        (_("Files selected"), numerals.format_number(draw.selected_files)),
        (_("Persons selected"), numerals.format_number(draw.selected_persons)),
        (_("Files on the waiting list"), numerals.format_number(draw.waiting_files)),
        (_("First selected file"), first),
        (_("Last selected file"), last),
    ]


def _ends(held: Round) -> tuple[str, str]:
    selected = queries.results(held, outcome="SELECTED")
    ends = (selected.first(), selected.last())
    first, last = (end.entry.reference if end else "–" for end in ends)
    return first, last


def _secrets(held: Round) -> list[Row]:
    told: list[Row] = []
    for promise in queries.commitments(held):
        disclosure = getattr(promise, "disclosure", None)
        if disclosure is None:
            became = _("Promised")
        elif disclosure.is_struck:
            word = _("Struck out")
            became = f"{word}: {disclosure.reason}"
        else:
            became = _("Shown")
        told.append((promise.member, promise.sha256, became))
    return told


def _steps(held: Round, rows: list[Attendance]) -> list[Row]:
    happened = [
        *_reached(held, rows),
        *_came_and_left(held),
        *_decided(held, rows),
        *_attested(held),
    ]
    happened.sort(key=lambda one: one[0])
    return [(moment_words(at), what, who) for at, what, who in happened]


def _reached(held: Round, rows: list[Attendance]) -> Iterable[tuple[datetime, str, str]]:
    labels = {row.by: row.name for row in rows}
    for status in held.statuses.order_by("place"):
        word = str(STATE_WORDS[status.state][0])
        if status.state == State.COMMITTING:
            word = _("The rules are settled; secrets are being promised")
        yield status.at, word, labels.get(status.by, status.by)


def _came_and_left(held: Round) -> Iterable[tuple[datetime, str, str]]:
    for row in held.attendance.order_by("place"):
        what = _("Signed the attendance") if row.is_present else _("Left the ceremony")
        yield row.at, what, _person(row.name, row.office)


def _decided(held: Round, rows: list[Attendance]) -> Iterable[tuple[datetime, str, str]]:
    for one in queries.proposals(held):
        step = STEP_WORDS[Step(one.step)]
        who = _person(name_of(one.holder, one.by, rows), one.office)
        word = _("Proposed")
        yield one.at, f"{word}: {step}. {proposal_words(one)}", who
        given = getattr(one, "answer", None)
        if given is None:
            continue
        word = _("Confirmed") if given.agrees else _("Declined")
        said = _apart(f"{one.matter['entered']} / {given.said}") if given.said else ""
        who = _person(name_of(given.holder, given.by, rows), given.office)
        yield given.at, f"{word}: {step}.{said}", who


def _apart(text: str) -> str:
    """Keep what was entered in its own order inside a sentence from right to left."""
    return f" \u2066{text}\u2069"


def _attested(held: Round) -> Iterable[tuple[datetime, str, str]]:
    for one in queries.attestations(held):
        remark = f" {one.remark}" if one.remark else ""
        word = _("Attested the result")
        yield one.at, f"{word}.{remark}", one.name


def _person(name: str, office: str) -> str:
    return _(", ").join([name, str(OFFICE_WORDS[office])])


def _signature(row: Attendance) -> Row:
    return row.name, str(OFFICE_WORDS[row.office])


def moment_words(at: datetime) -> str:
    """Say a moment in the mission's time zone, in both calendars, to the second."""
    local = timezone.localtime(at)
    day, clock = local.date(), numerals.reader_digits(f"{local:%H:%M:%S}")
    try:
        lunar = hijri.format_hijri(day)
    except hijri.BadHijriDate:
        lunar = "–"
    return f"{lunar} · {hijri.format_gregorian(day)} · {clock}"
