"""Who may see and stop a long task: whoever started it, and those who watch over jobs."""

from __future__ import annotations

from foundation.progress.models import Task
from foundation.refusals import NotFound
from foundation.scoping import Actor

WATCH = "staff.view_jobs"


def may_see(task: Task, *, by: Actor) -> bool:
    """Answer whether the task is theirs, or theirs to watch."""
    return task.owner_id == by.id or by.may(WATCH)


def check_may_see(task: Task, *, by: Actor) -> None:
    """Raise NotFound for a task of somebody else: its existence is not told."""
    if not may_see(task, by=by):
        raise NotFound(task=str(task.id))
