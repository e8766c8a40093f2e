"""Publish a result: from here anyone may look up a reference and check the proof."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from foundation import journal
from foundation.progress import QUIET, Progress
from foundation.scoping import Actor
from mission.selection import access, queries
from mission.selection.events import ResultPublished
from mission.selection.models import Proof, Proposal, Round
from mission.selection.rules import ceremony
from mission.selection.rules.council import Step
from mission.selection.rules.seed import sha256_hex
from mission.selection.services.deciding import decided, propose
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
    entries = queries.entries_of_round(held)
    examine_round(held, entries, at=at)
    write_explanations(held, entries, progress=progress)
    archive = queries.proof_archive(held)
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


def _keep(path: str, archive: bytes) -> None:
    """Keep the ZIP for downloads; it could be written again from the rows at any time."""
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(archive))
