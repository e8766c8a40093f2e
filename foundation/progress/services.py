"""Writes of long tasks: opening one, asking it to stop."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from foundation.progress import access
from foundation.progress.models import State, Task
from foundation.scoping import Actor


def open_task(*, kind: str, label: str, by: Actor, at: datetime) -> Task:
    """Make the row that a page can watch before the work begins.

    kind   ``app.work``, e.g. ``registration.import_applications``
    label  shown as the title, in the language of whoever asked for the work
    """
    return Task.objects.create(
        kind=kind, label=label[:200], owner_id=by.id, owner_label=by.label, created_at=at
    )


@transaction.atomic
def cancel_task(task: Task, *, by: Actor, at: datetime) -> Task:
    """Ask a task to stop; one that waits never begins, one that runs stops at its next check.

    A task that is over stays as it is.
    """
    access.check_may_see(task, by=by)
    task = Task.objects.select_for_update().get(pk=task.pk)
    if task.is_over:
        return task
    task.cancel_requested_at = at
    if task.state == State.WAITING:
        task.state, task.ended_at = State.CANCELLED, at
    else:
        task.state = State.CANCELLING
    task.save(update_fields=["cancel_requested_at", "state", "ended_at"])
    return task
