"""Print batches: which bracelets stand on which sheet of which file."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from foundation.ids import uuid7
from mission.permits.models.bracelet import Bracelet


class PrintBatch(models.Model):
    """One file of sheets. It waits until `printed_at`, when its file and digest are known.

    `file_name` is relative to the media folder; empty where a command wrote it elsewhere.
    `task_id` is the long task that writes it, where a page ordered it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    season = models.ForeignKey(
        "season.Season", on_delete=models.PROTECT, related_name="print_batches"
    )
    number = models.PositiveIntegerField()
    campaign = models.ForeignKey(
        "campaigns.Campaign", on_delete=models.PROTECT, related_name="print_batches", null=True
    )
    file_name = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    task_id = models.UUIDField(null=True)
    sheets = models.PositiveIntegerField(default=0)
    ordered_at = models.DateTimeField()
    ordered_by = models.CharField(max_length=200)
    printed_at = models.DateTimeField(null=True)

    class Meta:
        """Batches count up in a season; a finished one has its file's digest."""

        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["season", "number"], name="print_batch_number_unique"
            ),
            models.CheckConstraint(
                condition=Q(printed_at=None) | ~Q(digest=""), name="print_batch_has_digest"
            ),
        ]

    def __str__(self) -> str:
        """Answer the number."""
        return str(self.number)


class PrintedBracelet(models.Model):
    """A bracelet's place in a batch, counted from 1."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    batch = models.ForeignKey(PrintBatch, on_delete=models.PROTECT, related_name="bracelets")
    bracelet = models.ForeignKey(Bracelet, on_delete=models.PROTECT, related_name="printings")
    place = models.PositiveIntegerField()

    class Meta:
        """A place holds one bracelet, and a bracelet stands once in a batch."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "place"], name="printed_place_unique"),
            models.UniqueConstraint(fields=["batch", "bracelet"], name="printed_bracelet_once"),
        ]

    def __str__(self) -> str:
        """Answer the place."""
        return str(self.place)
