"""Write down chance, and draw: the result is a function of what is public by then."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from foundation import journal
from foundation.progress import QUIET, Progress
from foundation.refusals import Refusal
from foundation.scoping import Actor
from mission.selection import access, queries
from mission.selection.events import ChanceRecorded, DrawHeld
from mission.selection.models import ChanceKind, Draw, Freeze, Proposal, Round
from mission.selection.queries.files import entries_file
from mission.selection.queries.linked import linked_file
from mission.selection.queries.proof import result_pieces
from mission.selection.queries.rounds import draw_of
from mission.selection.rules import ceremony
from mission.selection.rules.council import NotDecided, Step
from mission.selection.rules.draw import RESULT_HEADER, SELECTED, WAITING, Drawn, hold_draw
from mission.selection.rules.entries import Entries
from mission.selection.rules.entries_csv import read_entries
from mission.selection.rules.ruleset import Rules
from mission.selection.rules.seed import checked_randomness, seed_of, sha256_hex
from mission.selection.services.deciding import decided, propose
from mission.selection.services.outcomes import write_outcomes
from mission.selection.services.steps import locked, move_to


class ChanceAlreadyRecorded(Refusal):
    """Another public randomness was written down for this round already."""

    code = "chance_already_recorded"


class ChanceNotRecorded(Refusal):
    """No public randomness was written down yet."""

    code = "chance_not_recorded"


class EntriesChanged(Refusal):
    """The frozen files or rules are not those whose hashes were published."""

    code = "entries_changed"


class ResultDiffers(Refusal):
    """The rows read back are not the result that was computed."""

    code = "result_differs"


@transaction.atomic
def record_chance(
    *, selection_round: Round, public_randomness: str, by: Actor, at: datetime
) -> Draw:
    """Write down the public randomness that two persons entered, and the seed that follows.

    public_randomness  what was thrown or announced; for drand the round's signature, whose
                       randomness counts when it is genuine
    The same text again is no error.
    Raises NotDecided, ChanceAlreadyRecorded, ChanceNotDue, BadRandomness, BadDrandSignature,
    StepOutOfOrder, PermissionRefused.
    """
    access.check_may_confirm_step(by=by)
    held = locked(selection_round, needed=ceremony.REVEALED)
    frozen = Freeze.objects.get(round=held)
    ceremony.check_chance_due(at=at, chance_at=frozen.chance_at)
    text, evidence = _read_chance(frozen, public_randomness)
    earlier = draw_of(held)
    if earlier is not None and earlier.public_randomness != text:
        raise ChanceAlreadyRecorded(public_randomness=earlier.public_randomness)
    if earlier is not None:
        return earlier
    _check_entered_by_two(held, public_randomness)
    return _write_chance(held, frozen, text=text, evidence=evidence, by=by, at=at)


def _check_entered_by_two(held: Round, given: str) -> None:
    entered = decided(held, Step.CHANCE).said
    if given.strip().lower() != entered.lower():
        raise NotDecided(step=Step.CHANCE)


def _read_chance(frozen: Freeze, given: str) -> tuple[str, str]:
    if frozen.chance_kind != ChanceKind.DRAND:
        return checked_randomness(given), ""
    number = int(frozen.chance_name)
    return ceremony.drand_randomness(number=number, signature=given), given.strip().lower()


def _write_chance(
    held: Round, frozen: Freeze, *, text: str, evidence: str, by: Actor, at: datetime
) -> Draw:
    seed = seed_of(
        entries_sha256=frozen.entries_sha256,
        rules_sha256=frozen.rules_sha256,
        linked_sha256=frozen.linked_sha256,
        secrets=queries.revealed_secrets(held),
        public_randomness=text,
    )
    written = Draw.objects.create(
        round=held,
        public_randomness=text,
        evidence=evidence,
        seed=seed,
        decision=decided(held, Step.CHANCE),
        at=at,
        by=by.label,
    )
    journal.record(
        ChanceRecorded(round=held.id, public_randomness=text, seed=seed), by=by, at=at
    )
    return written


@transaction.atomic
def propose_draw(*, selection_round: Round, by: Actor, at: datetime) -> Proposal:
    """Propose to draw with the seed that stands.

    Raises ChanceNotRecorded, and what ``propose`` refuses.
    """
    access.check_may_draw_round(by=by)
    held = locked(selection_round, needed=ceremony.REVEALED)
    draw = draw_of(held)
    if draw is None:
        raise ChanceNotRecorded(number=held.number)
    matter = {"seed": draw.seed}
    return propose(step=Step.DRAW, selection_round=held, matter=matter, by=by, at=at)


@transaction.atomic
def hold_round_draw(
    *, selection_round: Round, by: Actor, at: datetime, progress: Progress = QUIET
) -> Draw:
    """Draw with the seed that stands, as two persons decided, and write everyone's outcome.

    All or nothing: a draw that was killed left no row, and held again gives the same result.
    Raises NotDecided, ChanceNotRecorded, EntriesChanged, StepOutOfOrder, PermissionRefused.
    """
    access.check_may_confirm_step(by=by)
    held = locked(selection_round, needed=ceremony.REVEALED)
    draw = draw_of(held)
    if draw is None:
        raise ChanceNotRecorded(number=held.number)
    decision = decided(held, Step.DRAW)
    entries, rules = _frozen_inputs(held)
    progress.start(len(entries), _("Drawing numbers"))
    drawn = hold_draw(entries, rules, seed=draw.seed, advance=progress.advance)
    counted = write_outcomes(held, drawn, progress=progress)
    draw.selected_files, draw.waiting_files = counted[SELECTED], counted[WAITING]
    _write_draw(held, draw, drawn, by=by, at=at)
    move_to(ceremony.DRAWN, selection_round=held, by=by, at=at, decision=decision)
    progress.finish()
    return draw


def _frozen_inputs(held: Round) -> tuple[Entries, Rules]:
    """Read back what was frozen, and refuse if a row was changed behind the program's back."""
    frozen = Freeze.objects.select_related("rule_set").get(round=held)
    data, rules = entries_file(held), queries.rules_of(held)
    linked = linked_file(held)
    found = (
        sha256_hex(data),
        sha256_hex(rules.as_bytes()),
        sha256_hex(linked) if linked else "",
    )
    if found != (frozen.entries_sha256, frozen.rules_sha256, frozen.linked_sha256):
        raise EntriesChanged(number=held.number)
    return read_entries(data), rules


def _write_draw(held: Round, draw: Draw, drawn: Drawn, *, by: Actor, at: datetime) -> None:
    draw.result_sha256 = sha256_hex(RESULT_HEADER, *result_pieces(held))
    if draw.result_sha256 != sha256_hex(RESULT_HEADER, *drawn.pieces()):
        raise ResultDiffers(number=held.number)
    draw.selected_persons = drawn.persons
    draw.save()
    journal.record(
        DrawHeld(
            round=held.id,
            seed=draw.seed,
            result_sha256=draw.result_sha256,
            selected_files=draw.selected_files,
            selected_persons=draw.selected_persons,
            waiting_files=draw.waiting_files,
        ),
        by=by,
        at=at,
    )
