"""Reads of submissions."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from django.db import transaction

from foundation.idempotency.models import State, Submission
from foundation.refusals import NotFound

Standing = Literal["done", "checking", "lost"]


def submission_of(key: UUID, *, actor: str) -> Submission:
    """Answer a submission of this actor; raises NotFound for one of somebody else."""
    found = Submission.objects.filter(key=key, actor=actor).first()
    if found is None:
        raise NotFound(key=str(key))
    return found


def standing(submission: Submission) -> Standing:
    """Answer how it stands: done, worked on now, or lost with the program that worked on it.

    The lock tells the last two apart; it ends with its program.
    """
    if submission.state == State.DONE:
        return "done"
    with transaction.atomic():
        rows = Submission.objects.select_for_update(skip_locked=True)
        free = rows.filter(pk=submission.pk).first()
    if free is None:
        return "checking"
    return "done" if free.state == State.DONE else "lost"


def path_of(key: UUID) -> str:
    """Answer the address that a submission was sent to; raises NotFound."""
    path = Submission.objects.filter(key=key).values_list("path", flat=True).first()
    if path is None:
        raise NotFound(key=str(key))
    return path
