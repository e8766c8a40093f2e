"""Amend a published result: never by drawing again, only by a signed line added in public."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from foundation import journal, signing
from foundation.scoping import Actor
from mission.selection import access
from mission.selection.events import RoundAmended
from mission.selection.models import Amendment, Answer, Entry, Proposal, Round
from mission.selection.rules import ceremony
from mission.selection.rules.amendments import (
    AmendmentLine,
    AmendmentOutside,
    Wording,
    check_wording,
    unknown_references,
)
from mission.selection.rules.council import NotDecided, Step
from mission.selection.services.deciding import decided, propose
from mission.selection.services.steps import locked

KEY_NAME = "selection-amendments"


@transaction.atomic
def propose_amendment(
    *, selection_round: Round, wording: Wording, by: Actor, at: datetime
) -> Proposal:
    """Propose to add a line to a published result.

    Raises BadAmendment, AmendmentOutside, and what ``propose`` refuses.
    """
    access.check_may_amend_result(by=by)
    check_wording(wording)
    held = locked(selection_round, needed=ceremony.PUBLISHED)
    entries = Entry.objects.filter(round=held, reference__in=wording.references)
    unknown = unknown_references(wording, list(entries.values_list("reference", flat=True)))
    if unknown:
        raise AmendmentOutside(references=", ".join(unknown))
    matter = {
        "kind": wording.kind,
        "references": list(wording.references),
        "text_ar": wording.text_ar.strip(),
        "text_en": wording.text_en.strip(),
    }
    return propose(step=Step.AMEND, selection_round=held, matter=matter, by=by, at=at)


@transaction.atomic
def amend_result(*, selection_round: Round, by: Actor, at: datetime) -> Amendment:
    """Sign and add the line that two persons decided; no row of the result changes.

    Raises NotDecided, StepOutOfOrder, PermissionRefused.
    """
    access.check_may_confirm_step(by=by)
    held = locked(selection_round, needed=ceremony.PUBLISHED)
    decision = decided(held, Step.AMEND)
    if Amendment.objects.filter(decision=decision).exists():
        raise NotDecided(step=Step.AMEND)
    added = _added(held, decision, by=by, at=at)
    journal.record(
        RoundAmended(
            round=held.id,
            line=added.line,
            kind=added.kind,
            references=", ".join(added.references),
            sha256=added.sha256,
        ),
        by=by,
        at=at,
    )
    return added


def _added(held: Round, decision: Answer, *, by: Actor, at: datetime) -> Amendment:
    matter = decision.proposal.matter
    key = signing.signing_key(KEY_NAME)
    line = _next_line(held, matter, key=signing.public_bytes(key).hex(), at=at)
    return Amendment.objects.create(
        round=held,
        line=line.line,
        kind=matter["kind"],
        references=matter["references"],
        text_ar=matter["text_ar"],
        text_en=matter["text_en"],
        signed=line.signed_bytes().decode(),
        sha256=line.digest,
        signature=key.sign(line.signed_bytes()).hex(),
        decision=decision,
        at=at,
        by=by.label,
    )


def _next_line(
    held: Round, matter: Mapping[str, Any], *, key: str, at: datetime
) -> AmendmentLine:
    before = held.amendments.order_by("-line").first()
    wording = Wording(
        matter["kind"], tuple(matter["references"]), matter["text_ar"], matter["text_en"]
    )
    return AmendmentLine(
        line=before.line + 1 if before else 1,
        at=at,
        wording=wording,
        previous=before.sha256 if before else held.draw.result_sha256,
        key=key,
    )
