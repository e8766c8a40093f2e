"""Permits: what the Saudi path granted to a pilgrim, with its numbers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.ids import uuid7


class Permit(models.Model):
    """The Hajj permit of one pilgrim, with the numbers that the Saudi path gave.

    Counts from `valid_from` until before `valid_until`. Its states are `PermitStatus` rows. A
    pilgrim may be granted another one after the first was cancelled: the next `generation`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    season = models.ForeignKey(
        "season.Season", on_delete=models.PROTECT, related_name="permits"
    )
    pilgrim = models.ForeignKey(
        "campaigns.Pilgrim", on_delete=models.PROTECT, related_name="permits"
    )
    generation = models.PositiveSmallIntegerField(default=1)
    number = models.CharField(max_length=40)
    visa_number = models.CharField(max_length=40)
    application_number = models.CharField(max_length=64)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        """A number is granted once in a season; a pilgrim has one permit after the other."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["season", "number"], name="permit_number_unique"),
            models.UniqueConstraint(
                fields=["pilgrim", "generation"], name="permit_generation_unique"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__lt=F("valid_until")),
                name="permit_valid_from_before_until",
            ),
        ]

    def __str__(self) -> str:
        """Answer the permit's number."""
        return self.number


class PermitStatus(models.Model):
    """One state of a permit, never changed: GRANTED, then perhaps CANCELLED.

    The newest row is the state.
    """

    class Status(models.TextChoices):
        """GRANTED counts; CANCELLED does not, and its bracelets are stopped."""

        GRANTED = "GRANTED", _("Granted")
        CANCELLED = "CANCELLED", _("Cancelled")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    permit = models.ForeignKey(Permit, on_delete=models.PROTECT, related_name="statuses")
    status = models.CharField(max_length=10, choices=Status.choices)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        """Each state is entered once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["permit", "status"], name="permit_status_once")
        ]

    def __str__(self) -> str:
        """Answer the state."""
        return self.status
