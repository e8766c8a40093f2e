"""Publish a result: from here anyone may look up a reference and check the proof."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_noop as _

from foundation import journal
from foundation.progress import QUIET, Progress
from foundation.scoping import Actor
from mission.selection import access, queries
from mission.selection.events import ResultPublished
from mission.selection.models import Proof, Proposal, Round
from mission.selection.queries.files import entries_file
from mission.selection.rules import ceremony
from mission.selection.rules.council import Step
from mission.selection.rules.draw import RESULT_HEADER, Drawn, hold_draw
from mission.selection.rules.entries import Entries
from mission.selection.rules.entries_csv import read_entries
from mission.selection.rules.numbers import Heads, number_heads
from mission.selection.rules.seed import sha256_hex
from mission.selection.services.deciding import decided, propose
from mission.selection.services.drawing import ResultDiffers
from mission.selection.services.examining import examine_round
from mission.selection.services.explaining import write_explanations
from mission.selection.services.offering import offer_to_seated
from mission.selection.services.steps import locked, move_to


@transaction.atomic
def propose_publication(*, selection_round: Round, by: Actor, at: datetime) -> Proposal:
    """Propose to publish the result as it stands. Raises what ``propose`` refuses."""
    access.check_may_publish_round(by=by)
    held = locked(selection_round, needed=ceremony.DRAWN)
    matter = {"result_sha256": held.draw.result_sha256}
    return propose(step=Step.PUBLISH, selection_round=held, matter=matter, by=by, at=at)


@transaction.atomic
def publish_round(
    *, selection_round: Round, by: Actor, at: datetime, progress: Progress = QUIET
) -> Proof:
    """Publish the result with its proof, as two persons decided, and offer the seats.

    All or nothing: a publication that was killed left no row, and the decision stands.
    Raises NotDecided, BadOfferTerms, DrawNotRandom, ResultDiffers, StepOutOfOrder,
    PermissionRefused.
    """
    access.check_may_confirm_step(by=by)
    held = locked(selection_round, needed=ceremony.DRAWN)
    decision = decided(held, Step.PUBLISH)
    data = entries_file(held)
    entries = read_entries(data)
    progress.start(len(entries), _("Drawing numbers"))
    heads = number_heads(entries, seed=held.draw.seed, advance=progress.advance)
    examine_round(held, entries, heads=heads, at=at)
    drawn = _drawn_again(held, entries, heads)
    write_explanations(held, drawn, progress=progress)
    archive = queries.proof_archive(held, entries=data, result=drawn.as_csv())
    digest = sha256_hex(archive)
    path = f"selection/proof-{held.season.hijri_year}-{held.number}-{digest[:16]}.zip"
    proof = Proof.objects.create(round=held, sha256=digest, size_bytes=len(archive), path=path)
    transaction.on_commit(partial(_keep, path, archive))
    move_to(ceremony.PUBLISHED, selection_round=held, by=by, at=at, decision=decision)
    journal.record(
        ResultPublished(round=held.id, season=held.season_id, proof_sha256=proof.sha256),
        by=by,
        at=at,
    )
    offer_to_seated(held, by=by, at=at)
    progress.finish()
    return proof


def _drawn_again(held: Round, entries: Entries, heads: Heads) -> Drawn:
    """Draw once more from the frozen files; raises ResultDiffers unless it is what was drawn.

    So what is explained is the result that is published, or nothing is.
    """
    drawn = hold_draw(entries, queries.rules_of(held), seed=held.draw.seed, heads=heads)
    if sha256_hex(RESULT_HEADER, *drawn.pieces()) != held.draw.result_sha256:
        raise ResultDiffers(number=held.number)
    return drawn


def _keep(path: str, archive: bytes) -> None:
    """Keep the ZIP for downloads; it could be written again from the rows at any time."""
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(archive))
