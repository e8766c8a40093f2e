"""Bracelets: signed proofs on the wrist, their numbering and their states."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.ids import uuid7
from mission.permits.models.key import SigningKey
from mission.permits.models.permit import Permit


class BraceletSeries(models.Model):
    """The numbering of a season's bracelets; whoever issues or stops one locks it first."""

    season = models.OneToOneField(
        "season.Season", on_delete=models.PROTECT, primary_key=True, related_name="series"
    )
    next_index = models.PositiveIntegerField(default=0)

    class Meta:
        """A status index takes three bytes in the credential."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(next_index__lte=2**24), name="bracelet_series_three_bytes"
            )
        ]

    def __str__(self) -> str:
        """Answer the next index."""
        return str(self.next_index)


class Bracelet(models.Model):
    """One printed proof: what its symbol says and what readers look up about it.

    States are `BraceletStatus` rows: ISSUED, then perhaps SUSPENDED and ISSUED again, at last
    perhaps REVOKED or REPLACED. A replacement has the next `generation` of its pilgrim and
    names the bracelet that it `replaces`. `camps` are numbers in ascending order.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    season = models.ForeignKey(
        "season.Season", on_delete=models.PROTECT, related_name="bracelets"
    )
    pilgrim = models.ForeignKey(
        "campaigns.Pilgrim", on_delete=models.PROTECT, related_name="bracelets"
    )
    permit = models.ForeignKey(Permit, on_delete=models.PROTECT, related_name="bracelets")
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="bracelets")
    serial = models.CharField(max_length=16, unique=True)
    status_index = models.PositiveIntegerField()
    generation = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="replaced_by", null=True
    )
    credential = models.CharField(max_length=400)
    camps = ArrayField(models.PositiveSmallIntegerField())
    valid_until = models.DateTimeField()
    issued_at = models.DateTimeField()

    class Meta:
        """No index and no generation twice; only a later generation replaces."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["season", "status_index"], name="bracelet_status_index_unique"
            ),
            models.UniqueConstraint(
                fields=["pilgrim", "generation"], name="bracelet_generation_unique"
            ),
            models.CheckConstraint(
                condition=Q(generation=1, replaces=None)
                | Q(generation__gt=1, replaces__isnull=False),
                name="bracelet_later_generation_replaces",
            ),
            models.CheckConstraint(
                condition=Q(camps__len__gte=1), name="bracelet_opens_a_camp"
            ),
        ]

    def __str__(self) -> str:
        """Answer the serial."""
        return self.serial


class BraceletStatus(models.Model):
    """One state of a bracelet, never changed; the row with the highest id is the state."""

    class Status(models.TextChoices):
        """ISSUED opens gates; the others do not. REVOKED and REPLACED are final."""

        ISSUED = "ISSUED", _("Issued")
        SUSPENDED = "SUSPENDED", _("Suspended")
        REVOKED = "REVOKED", _("Revoked")
        REPLACED = "REPLACED", _("Replaced")

    class Reason(models.TextChoices):
        """Why a bracelet was stopped or let go again."""

        NONE = "", "–"
        LOST = "LOST", _("Lost")
        DAMAGED = "DAMAGED", _("Damaged or unreadable")
        WRONG_DATA = "WRONG_DATA", _("Printed with wrong data")
        MISUSED = "MISUSED", _("Used by somebody else")
        PERMIT_CANCELLED = "PERMIT_CANCELLED", _("Permit cancelled")
        KEY_WITHDRAWN = "KEY_WITHDRAWN", _("Signing key withdrawn")
        CLEARED = "CLEARED", _("Suspicion cleared")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    bracelet = models.ForeignKey(Bracelet, on_delete=models.PROTECT, related_name="statuses")
    status = models.CharField(max_length=9, choices=Status.choices)
    reason = models.CharField(max_length=16, choices=Reason.choices, blank=True)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        """A bracelet ends once, and a stop has a reason."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["bracelet"],
                condition=Q(status__in=["REVOKED", "REPLACED"]),
                name="bracelet_ends_once",
            ),
            models.CheckConstraint(
                condition=Q(status="ISSUED") | ~Q(reason=""), name="bracelet_stop_has_reason"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["bracelet", "-id"], name="bracelet_status_newest")
        ]

    def __str__(self) -> str:
        """Answer the state."""
        return self.status
