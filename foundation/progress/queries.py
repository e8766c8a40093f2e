"""Reads of long tasks."""

from __future__ import annotations

from uuid import UUID

from foundation.progress import access
from foundation.progress.models import Task
from foundation.refusals import NotFound
from foundation.scoping import Actor


def task_for(task_id: UUID, *, by: Actor) -> Task:
    """Answer a task that this actor may see; raises NotFound."""
    task = Task.objects.filter(pk=task_id).first()
    if task is None:
        raise NotFound(task=str(task_id))
    access.check_may_see(task, by=by)
    return task


def tasks_of(by: Actor, *, kind: str = "", limit: int = 20) -> list[Task]:
    """List somebody's tasks, newest first, of one kind if given."""
    tasks = Task.objects.filter(owner_id=by.id).order_by("-created_at")
    return list((tasks.filter(kind=kind) if kind else tasks)[:limit])
