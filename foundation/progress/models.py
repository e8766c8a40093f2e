"""Long tasks: how far they are, what came out, and who may stop them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext

from foundation import clock, wording
from foundation.ids import uuid7

# No sign of life for so long: the page says so. Reports come at least every few seconds.
QUIET_SECONDS = 30


class State(models.TextChoices):
    """Where a task stands."""

    WAITING = "WAITING"
    RUNNING = "RUNNING"
    CANCELLING = "CANCELLING"
    DONE = "DONE"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


ENDED = frozenset({State.DONE, State.FAILED, State.CANCELLED})


class Task(models.Model):
    """One long piece of work: WAITING, RUNNING, (CANCELLING,) then DONE, FAILED or CANCELLED.

    ``done`` and ``total`` count the items of the present stage, whose name is ``stage``, in
    English; ``error`` holds ``code`` and ``facts`` of the refusal that ended the task.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=100)
    label = models.CharField(max_length=200)
    stage = models.CharField(max_length=200, default="", blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    owner_id = models.CharField(max_length=100)
    owner_label = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    cancel_requested_at = models.DateTimeField(null=True, blank=True)
    result: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    error: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["owner_id", "-created_at"], name="progress_task_of_owner")
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done__gte=0, total__gte=0),
                name="progress_task_counts_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.state in ENDED

    @property
    def is_quiet(self) -> bool:
        """Whether a running task has given no sign of life for a while."""
        if self.state != State.RUNNING or self.updated_at is None:
            return False
        return (clock.now() - self.updated_at).total_seconds() > QUIET_SECONDS

    @property
    def url(self) -> str:
        """Where the bar alone is answered, again and again."""
        return reverse("progress:task", args=[self.id])

    @property
    def cancel_url(self) -> str:
        """Where one asks the task to stop."""
        return reverse("progress:cancel", args=[self.id])

    @property
    def note(self) -> str:
        """What a person should know beside the counts, in the active language."""
        if self.error:
            return wording.say(self.error["code"], self.error["facts"])
        if self.is_quiet:
            return gettext("No news for a while; the work is taken up again by itself.")
        return gettext(self.stage) if self.stage else ""

    @property
    def rate(self) -> float:
        """Items a second since the present stage began; 0 before the first second."""
        if self.started_at is None or self.updated_at is None:
            return 0.0
        seconds = (self.updated_at - self.started_at).total_seconds()
        return self.done / seconds if seconds >= 1 else 0.0

    @property
    def seconds_left(self) -> int | None:
        """The time that the rest of the stage takes at the present rate, or None."""
        if self.state != State.RUNNING or not self.rate or self.total < self.done:
            return None
        return round((self.total - self.done) / self.rate)

    @property
    def percent(self) -> int:
        """How much of the stage is done, 0 to 100."""
        if self.state == State.DONE:
            return 100
        return min(100, self.done * 100 // self.total) if self.total else 0
