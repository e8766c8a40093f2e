"""Answers that were given once: by their key, so that a submission sent again has no effect."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """Where a submission stands."""

    CHECKING = "CHECKING"
    DONE = "DONE"


class Submission(models.Model):
    """One submission: CHECKING, then DONE with its answer.

    Whoever works on it holds the lock of the row until the answer is committed together with
    the effect; a CHECKING row that nobody has locked is one whose program died, and without
    effect.

    fingerprint  SHA-256 of method, path, actor and content
    status       of the answer, with ``location`` of a redirect or ``body``
    """

    key = models.UUIDField(primary_key=True, editable=False)
    fingerprint = models.CharField(max_length=64)
    actor = models.CharField(max_length=200)
    path = models.CharField(max_length=500)
    state = models.CharField(max_length=8, choices=State.choices, default=State.CHECKING)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    location = models.CharField(max_length=2_000, default="", blank=True)
    media_type = models.CharField(max_length=100, default="", blank=True)
    body = models.BinaryField(default=b"", blank=True)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["at"], name="idempotency_by_time")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="CHECKING", status=None, done_at=None)
                | models.Q(state="DONE", status__isnull=False, done_at__isnull=False),
                name="idempotency_done_has_answer",
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)
