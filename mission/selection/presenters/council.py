"""Who is there, what stands proposed and what two persons have decided, in words."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import numerals
from foundation.languages import in_language
from foundation.scoping import Actor
from mission.selection import access, queries
from mission.selection.models import Attendance, ChanceKind, Proposal, Round
from mission.selection.rules import ceremony, council
from mission.selection.rules.council import Step

OFFICE_WORDS = {
    council.CHAIR: gettext_lazy("Chair"),
    council.MEMBER: gettext_lazy("Member"),
    council.SECRETARY: gettext_lazy("Secretary"),
    council.WITNESS: gettext_lazy("Witness"),
}

STEP_WORDS = {
    Step.FREEZE: gettext_lazy("The freeze"),
    Step.STRIKE: gettext_lazy("Striking a secret"),
    Step.CLOSE: gettext_lazy("The end of the reveal"),
    Step.CHANCE: gettext_lazy("The public randomness"),
    Step.DRAW: gettext_lazy("The draw"),
    Step.PUBLISH: gettext_lazy("The publication"),
    Step.AMEND: gettext_lazy("An amendment"),
}

# What a page of the ceremony listens to.
EVENTS = " ".join(
    f"selection.{name}"
    for name in (
        "AttendanceSigned",
        "StepProposed",
        "StepAnswered",
        "CommitmentsOpened",
        "SecretCommitted",
        "RoundFrozen",
        "SecretRevealed",
        "SecretStruck",
        "RevealsClosed",
        "ChanceRecorded",
        "DrawHeld",
        "RoundAttested",
        "ResultPublished",
        "RoundAmended",
    )
)


def council_of(selection_round: Round, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Answer who is there, what waits for a second person, and what this one may do."""
    state = queries.current_state(selection_round)
    rows = queries.attendance(selection_round)
    mine = next((row for row in rows if row.holder == by.id and row.is_present), None)
    waiting = queries.open_proposals(selection_round, at=at)
    return {
        "attendance": [_row(row) for row in rows],
        "seat": mine,
        "may_sit": access.may_sit(by=by) and state != ceremony.PUBLISHED,
        "may_attest": _may_attest(selection_round, state, mine, by=by),
        "proposals": [_proposal(one, rows, mine, by=by) for one in waiting],
        "proposed_steps": [one.step for one in waiting],
        "differing": differing(selection_round, rows),
        "council_events": EVENTS,
        "take_up": _take_up(selection_round, state),
        "stage": stage_of(selection_round, at=at),
        "seen": seen_of(selection_round, at=at),
    }


def stage_of(selection_round: Round, *, at: datetime) -> str:
    """Answer a word that changes when the whole page of a round has to."""
    freeze, draw = queries.freeze_of(selection_round), queries.draw_of(selection_round)
    is_due = freeze is not None and draw is None and at >= freeze.chance_at
    marks = ("-DUE" if is_due else "") + ("-CHANCE" if draw else "")
    return queries.current_state(selection_round) + marks


def seen_of(selection_round: Round, *, at: datetime) -> str:
    """Answer a digest that changes with who is there and what is proposed."""
    told = [stage_of(selection_round, at=at)]
    told += [f"{row.holder}{row.is_present}" for row in queries.attendance(selection_round)]
    waiting = {one.id for one in queries.open_proposals(selection_round, at=at)}
    told += [f"{one.id}{one.id in waiting}" for one in queries.proposals(selection_round)]
    told += [f"{row.id}" for row in queries.attestations(selection_round)]
    promises = queries.commitments(selection_round)
    told += [f"{one.id}{hasattr(one, 'disclosure')}" for one in promises]
    return sha256("|".join(told).encode()).hexdigest()[:16]


PROPOSED_WORDS = {
    Step.FREEZE: gettext_lazy("Freeze the files and the rules. Chance comes from: %(chance)s."),
    Step.STRIKE: gettext_lazy("Strike out the secret of %(member)s, because: %(reason)s"),
    Step.CLOSE: gettext_lazy("End the reveal. Secrets that are struck out: %(names)s."),
    Step.CHANCE: gettext_lazy(
        "One person has entered what chance gave. Another enters it as well."
    ),
    Step.DRAW: gettext_lazy("Draw with the seed that stands below."),
    Step.PUBLISH: gettext_lazy("Publish the result as it stands."),
    Step.AMEND: gettext_lazy("Add to the published result: %(text)s"),
}


def proposal_words(proposal: Proposal) -> str:
    """Say what exactly is proposed."""
    facts = dict(proposal.matter)
    if proposal.step == Step.FREEZE:
        facts["chance"] = chance_words(facts["kind"], facts["name"])
    if proposal.step == Step.CLOSE:
        facts["names"] = _(", ").join(facts["struck"]) or _("none")
    if proposal.step == Step.AMEND:
        facts["text"] = in_language(facts["text_ar"], facts["text_en"])
    return str(PROPOSED_WORDS[Step(proposal.step)]) % facts


def moment_of(proposal: Proposal) -> datetime | None:
    """Answer before which moment chance will not come, by the proposal of a freeze."""
    named = proposal.matter.get("at")
    return datetime.fromisoformat(named) if named else None


def chance_words(kind: str, name: str) -> str:
    """Say where the public randomness comes from."""
    if kind == ChanceKind.DRAND:
        number = numerals.format_number(int(name))
        return _("drand quicknet, round %(number)s") % {"number": number}
    word = _("Dice") if kind == ChanceKind.DICE else _("Lottery")
    return f"{word}: {name}"


def differing(selection_round: Round, rows: list[Attendance]) -> list[dict[str, str]]:
    """Answer the two entries of chance that differed last, until two are the same."""
    newest = queries.newest_proposal(selection_round, Step.CHANCE)
    given = getattr(newest, "answer", None)
    if newest is None or given is None or given.agrees or not given.said:
        return []
    return [
        {"name": name_of(newest.holder, newest.by, rows), "said": newest.matter["entered"]},
        {"name": name_of(given.holder, given.by, rows), "said": given.said},
    ]


def name_of(holder: str, label: str, rows: list[Attendance]) -> str:
    """Answer how the attendance names somebody; their label when they did not sign it."""
    return next((row.name for row in rows if row.holder == holder), label)


def _row(row: Attendance) -> dict[str, Any]:
    return {"seat": row, "office": OFFICE_WORDS[row.office]}


def _proposal(
    one: Proposal, rows: list[Attendance], mine: Attendance | None, *, by: Actor
) -> dict[str, Any]:
    office = mine.office if mine else ""
    if one.step == Step.AMEND:  # nobody sits any more
        office = access.office_of(by)
    is_other = one.holder != by.id and office not in ("", one.office)
    return {
        "proposal": one,
        "step": STEP_WORDS[Step(one.step)],
        "words": proposal_words(one),
        "who": name_of(one.holder, one.by, rows),
        "office": OFFICE_WORDS[one.office],
        "is_mine": one.holder == by.id,
        "may_answer": is_other and access.may_confirm_step(by=by),
        "is_entered": one.step == Step.CHANCE,
        "moment": moment_of(one),
    }


def _may_attest(
    selection_round: Round, state: str, mine: Attendance | None, *, by: Actor
) -> bool:
    if state not in (ceremony.DRAWN, ceremony.PUBLISHED) or mine is None:
        return False
    is_done = any(row.holder == by.id for row in queries.attestations(selection_round))
    return access.may_attest_round(by=by) and not is_done


def _take_up(selection_round: Round, state: str) -> str:
    """Answer the long step that two have decided and that is not done."""
    step = next((one for one in council.LONG if council.NEEDED[one] == state), None)
    is_decided = step is not None and queries.decision_of(selection_round, step) is not None
    return str(step) if is_decided else ""
