"""The offer that a selected or promoted file gets, and what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from foundation.ids import uuid7
from mission.selection.models.result import Entry
from mission.selection.models.round import Round


class Offer(models.Model):
    """Seats offered to a file until a moment that is excluded; written once.

    States, by its steps: OPEN → ACCEPTED | LAPSED, and from OPEN or ACCEPTED → WITHDRAWN.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="offers")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="offer")
    until = models.DateTimeField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        """A file gets one offer in a round, and some time to answer."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gt=F("at")), name="offer_gives_time")
        ]
        indexes: ClassVar = [models.Index(fields=["round", "until"], name="offer_ending")]

    def __str__(self) -> str:
        """Answer whose it is."""
        return f"offer to {self.entry_id}"


class OfferStep(models.Model):
    """One thing that happened to an offer: immutable, with who and when.

    ``day`` is, of a reminder, after how many days it was sent.
    """

    class Kind(models.TextChoices):
        """What can happen to an offer."""

        REMINDED = "REMINDED"
        ACCEPTED = "ACCEPTED"
        WITHDRAWN = "WITHDRAWN"
        LAPSED = "LAPSED"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    day = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        """Accepted or lapsed, never both; a file leaves once; a reminder is sent once."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["offer"],
                condition=Q(kind__in=["ACCEPTED", "LAPSED"]),
                name="offer_accepted_or_lapsed",
            ),
            models.UniqueConstraint(
                fields=["offer"],
                condition=Q(kind__in=["WITHDRAWN", "LAPSED"]),
                name="offer_left_once",
            ),
            models.UniqueConstraint(
                fields=["offer", "day"],
                condition=Q(kind="REMINDED"),
                name="offer_reminded_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(kind="REMINDED", day__isnull=False)
                | (~Q(kind="REMINDED") & Q(day__isnull=True)),
                name="offer_reminder_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        """Answer what happened."""
        return self.kind
