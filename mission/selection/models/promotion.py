"""What happened to files after the draw."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from foundation.ids import uuid7
from mission.selection.models.result import Entry
from mission.selection.models.round import Round


class Happening(models.TextChoices):
    """What can happen to a file after the draw."""

    WITHDRAWN = "WITHDRAWN"
    LAPSED = "LAPSED"
    PROMOTED = "PROMOTED"


class Promotion(models.Model):
    """One line of promotions.csv: a seat came free, or a waiting file took it.

    ``sha256`` is over the hash of the line before and this line; nothing is ever changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="promotions")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="promotions")
    line = models.PositiveIntegerField()
    happening = models.CharField(max_length=9, choices=Happening.choices)
    share = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        """Lines count up; a file leaves once and is promoted once."""

        ordering: ClassVar = ["line"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "line"], name="promotion_line_unique"),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(happening="PROMOTED"), name="promotion_once"
            ),
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(happening__in=["WITHDRAWN", "LAPSED"]),
                name="vacation_once",
            ),
        ]

    def __str__(self) -> str:
        """Answer what happened."""
        return self.happening
