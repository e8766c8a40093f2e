"""The rows of messages out."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from foundation.ids import uuid7
from mission.notifications.rules import State

STATES = [(state.value, state.value) for state in State]


class Message(models.Model):
    """A text to one mobile (E.164), in the receiver's language.

    ``about`` is the record that it is about, as text. ``state`` repeats the newest status.
    ``sealed`` is the encrypted text of a secret message until it is handed over; such a message
    has no ``text``, and after ``expires_at`` it is not sent any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    to = models.CharField(max_length=20)
    kind = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    sealed = models.BinaryField(null=True)
    is_secret = models.BooleanField(default=False)
    about = models.CharField(max_length=60, blank=True)
    queued_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=STATES, default=State.QUEUED)
    state_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """Read newest first, by state, by receiver and by record."""

        indexes: ClassVar = [
            models.Index(fields=["state", "state_at"], name="message_by_state"),
            models.Index(fields=["about"], name="message_about"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to__regex=r"^\+[0-9]{6,15}$"), name="message_to_e164"
            ),
            models.CheckConstraint(
                condition=Q(is_secret=False) | Q(text=""), name="message_secret_is_not_kept"
            ),
            models.CheckConstraint(
                condition=Q(sealed__isnull=True) | Q(state__in=["QUEUED", "SENDING"]),
                name="message_sealed_only_until_sent",
            ),
        ]

    def __str__(self) -> str:
        """Answer what kind of message, never to whom."""
        return f"{self.kind} {self.state}"


class MessageStatus(models.Model):
    """A state that a message came into; rows are never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="statuses")
    state = models.CharField(max_length=10, choices=STATES)
    detail = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        """Read by message, newest first."""

        indexes: ClassVar = [
            models.Index(fields=["message", "-id"], name="message_status_newest")
        ]

    def __str__(self) -> str:
        """Answer the state."""
        return self.state
