"""What a draw was about and what it said: files in the urn, outcomes, the proof."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from foundation.ids import uuid7
from mission.selection.models.round import Round


class Line(models.Model):
    """The columns of a line that a draw reads; what they mean says docs/reference/draw.md."""

    reference = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    tier = models.PositiveIntegerField()
    tickets = models.PositiveIntegerField()
    queue = models.PositiveIntegerField()
    age_days = models.PositiveIntegerField()
    shares = ArrayField(models.CharField(max_length=60), default=list)
    stratum = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        """The columns alone are no table."""

        abstract = True

    def __str__(self) -> str:
        """Answer the reference."""
        return self.reference


class LinkedRow(Line):
    """A line of entries.csv that stands for several files: all of them are taken, or none.

    ``size`` is their persons together; every other column is the least favourable of theirs.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="linked_rows")

    class Meta:
        """A row of linked files is in a round once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "reference"], name="linked_row_once"),
            models.CheckConstraint(
                condition=Q(size__gte=2, tier__gte=1, tickets__gte=1, queue__gte=1),
                name="linked_row_counts_from_one",
            ),
        ]


class Entry(Line):
    """One file in the urn of a round: its line of entries.csv, or of linked.csv where it is
    drawn together with others, as the ``row`` that stands for them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="entries", db_index=False
    )
    application = models.ForeignKey(
        "registration.Application", on_delete=models.PROTECT, related_name="+"
    )
    row = models.ForeignKey(
        LinkedRow, on_delete=models.PROTECT, related_name="files", null=True, db_index=False
    )

    class Meta:
        """A file is in a round once, and holds at least a person and a ticket."""

        verbose_name_plural = "entries"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "reference"], name="entry_once_a_round"),
            models.CheckConstraint(
                condition=Q(size__gte=1, tier__gte=1, tickets__gte=1, queue__gte=1),
                name="entry_counts_from_one",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["reference"], name="entry_reference"),
            models.Index(
                fields=["row"], name="entry_linked_row", condition=Q(row__isnull=False)
            ),
        ]


class OutcomeKind(models.TextChoices):
    """What the draw says about a file."""

    SELECTED = "SELECTED"
    WAITING = "WAITING"


class Outcome(models.Model):
    """The line of a file in result.csv; ``share`` is empty for the general pool.

    Linked files have the place of their row each; ``part`` counts them from 1, and is 0 for a
    file by itself.

    ``round`` and ``application`` are those of the entry. A check of each of them by the
    database would double the time of a nation's draw. Instead, the draw reads every row back
    through its entry before it ends, and entries are never changed or deleted.
    """

    entry = models.OneToOneField(
        Entry,
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="result",
        db_constraint=False,
    )
    round = models.ForeignKey(
        Round,
        on_delete=models.PROTECT,
        related_name="outcomes",
        db_index=False,
        db_constraint=False,
    )
    application = models.ForeignKey(
        "registration.Application",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    outcome = models.CharField(max_length=8, choices=OutcomeKind.choices)
    place = models.PositiveIntegerField()
    share = models.CharField(max_length=60, blank=True)
    part = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        """A place is taken once, and a waiting file has no share."""

        ordering: ClassVar = ["outcome", "place", "part"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "outcome", "place", "part"], name="outcome_place_unique"
            ),
            models.CheckConstraint(
                condition=Q(outcome="SELECTED") | Q(share=""), name="outcome_waiting_no_share"
            ),
        ]

    def __str__(self) -> str:
        """Answer outcome and place."""
        return f"{self.outcome} {self.place}"


class Proof(models.Model):
    """The ZIP that was published; ``path`` is relative to the store of documents."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="proof")
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    path = models.CharField(max_length=200)

    def __str__(self) -> str:
        """Answer its hash."""
        return self.sha256
