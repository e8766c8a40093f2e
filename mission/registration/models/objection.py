"""Objections to a verdict, and what the committee answered."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from foundation.ids import uuid7
from mission.registration.models.application import Application


class Objection(models.Model):
    """A lead says why what holds against their file is wrong.

    ``codes`` are those that stood against it then; upheld, they count against it no longer.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="objections"
    )
    codes = ArrayField(models.CharField(max_length=40))
    reason = models.TextField()
    document = models.ForeignKey(
        "uploads.Upload", on_delete=models.PROTECT, null=True, related_name="+"
    )
    raised_at = models.DateTimeField()
    raised_by = models.CharField(max_length=200)

    class Meta:
        """The oldest stands first: it waits longest."""

        ordering: ClassVar = ["raised_at", "id"]

    def __str__(self) -> str:
        """Answer what it objects to."""
        return ", ".join(self.codes)


class Answer(models.TextChoices):
    """What the committee says; UPHELD agrees with the applicant."""

    UPHELD = "UPHELD"
    REJECTED = "REJECTED"


class ObjectionStatus(models.Model):
    """The committee's answer: written once, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    objection = models.OneToOneField(Objection, on_delete=models.PROTECT, related_name="answer")
    status = models.CharField(max_length=8, choices=Answer.choices)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        """An answer says why."""

        verbose_name_plural = "objection statuses"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="objection_answer_says_why")
        ]

    def __str__(self) -> str:
        """Answer the status."""
        return self.status
