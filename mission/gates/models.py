"""The rows of the gates."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from foundation.ids import uuid7
from mission.gates.rules.decision import Code, Direction


class Way(models.TextChoices):
    """Which ways people walk through a gate."""

    IN = "IN"
    OUT = "OUT"
    BOTH = "BOTH"


class Gate(models.Model):
    """An opening in the fence of one camp; `code` is its name in addresses and on signs."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    season = models.ForeignKey("season.Season", on_delete=models.PROTECT, related_name="gates")
    camp = models.ForeignKey("season.Camp", on_delete=models.PROTECT, related_name="gates")
    code = models.SlugField(max_length=40)
    name_ar = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    way = models.CharField(max_length=4, choices=Way.choices, default=Way.BOTH)
    opened_at = models.DateTimeField()

    class Meta:
        """A code stands once in a season."""

        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["season", "code"], name="gate_code_unique"),
        ]

    def __str__(self) -> str:
        """Answer the code."""
        return self.code


class ReaderDevice(models.Model):
    """A phone that reads bracelets at one gate.

    Waiting (a code was shown, no token yet), enrolled (has a token), revoked (a revocation row
    stands). Code and token are random and kept only as SHA-256.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    gate = models.ForeignKey(Gate, on_delete=models.PROTECT, related_name="devices")
    name = models.CharField(max_length=80)
    language = models.CharField(max_length=2, choices=[("ar", "ar"), ("en", "en")])
    shows_names = models.BooleanField(default=False)
    code_hash = models.BinaryField(max_length=32, unique=True)
    code_until = models.DateTimeField()
    token_hash = models.BinaryField(max_length=32, unique=True, null=True)
    prepared_at = models.DateTimeField()
    prepared_by = models.CharField(max_length=200)
    enrolled_at = models.DateTimeField(null=True)

    class Meta:
        """A token and the moment it was taken come together."""

        ordering: ClassVar = ["prepared_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(token_hash=None, enrolled_at=None)
                | Q(token_hash__isnull=False, enrolled_at__isnull=False),
                name="reader_token_with_enrolment",
            ),
        ]

    def __str__(self) -> str:
        """Answer the name."""
        return self.name


class ReaderRevocation(models.Model):
    """The end of a reader: who, when, why. Never taken back; a phone is enrolled anew."""

    device = models.OneToOneField(
        ReaderDevice, primary_key=True, on_delete=models.PROTECT, related_name="revocation"
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    reason = models.CharField(max_length=200)

    def __str__(self) -> str:
        """Answer which reader ended."""
        return f"{self.device_id} revoked"


class Scan(models.Model):
    """One bracelet held before one reader, with the verdict that was given. Never changed.

    `id` is a UUIDv7 made by the device, so the table can be partitioned by ranges of it.
    `scanned_at` is the device's clock, `received_at` ours. `credential` is kept only where no
    bracelet was recognised. `fingerprint` is the SHA-256 of what the device sent, by which a
    repeated scan is told from another one under the same id.
    """

    id = models.UUIDField(primary_key=True)
    gate = models.ForeignKey(
        Gate, on_delete=models.PROTECT, related_name="scans", db_index=False
    )
    device = models.ForeignKey(
        ReaderDevice, on_delete=models.PROTECT, related_name="scans", null=True, db_index=False
    )
    bracelet = models.ForeignKey(
        "permits.Bracelet", on_delete=models.PROTECT, related_name="scans", null=True
    )
    credential = models.CharField(max_length=400, blank=True)
    direction = models.CharField(
        max_length=3, choices=[(way.value, way.value) for way in Direction]
    )
    scanned_at = models.DateTimeField()
    received_at = models.DateTimeField()
    code = models.CharField(max_length=16, choices=[(code.value, code.value) for code in Code])
    facts = models.JSONField(default=dict)
    fingerprint = models.BinaryField(max_length=32)

    class Meta:
        """Lists of a gate go by arrival."""

        indexes: ClassVar = [
            models.Index(fields=["gate", "received_at"], name="scan_by_gate_and_arrival"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(direction__in=[way.value for way in Direction]),
                name="scan_direction_known",
            ),
            models.CheckConstraint(
                condition=Q(code__in=[code.value for code in Code]), name="scan_code_known"
            ),
        ]

    def __str__(self) -> str:
        """Answer the verdict and where it was given."""
        return f"{self.code} at {self.gate_id}"

    @property
    def is_admitted(self) -> bool:
        """Tell whether the verdict let the person pass."""
        return self.code == Code.OK


class Presence(models.Model):
    """Where one pilgrim is, as the admitted scans say; `camp` is empty when outside.

    One row a pilgrim, locked while a scan is judged: of any number of scans at once exactly
    one enters. `scan` is the one that moved the pilgrim last, at `changed_at` of its device.
    """

    pilgrim = models.OneToOneField(
        "campaigns.Pilgrim", primary_key=True, on_delete=models.PROTECT, related_name="presence"
    )
    camp = models.ForeignKey(
        "season.Camp", on_delete=models.PROTECT, related_name="presences", null=True
    )
    gate = models.ForeignKey(
        Gate, on_delete=models.PROTECT, related_name="presences", null=True, db_index=False
    )
    scan = models.UUIDField(null=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        """Whoever is inside came through a gate."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(camp=None) | Q(gate__isnull=False, changed_at__isnull=False),
                name="presence_inside_through_a_gate",
            ),
        ]

    def __str__(self) -> str:
        """Answer where the pilgrim is."""
        return f"{self.pilgrim_id} in {self.camp_id}"


class ParkedScan(models.Model):
    """Something a reader sent that is no scan, kept as it came until a person has looked.

    `digest` is the SHA-256 of `body`, so that sending it again adds nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    gate = models.ForeignKey(Gate, on_delete=models.PROTECT, related_name="parked")
    device = models.ForeignKey(
        ReaderDevice, on_delete=models.PROTECT, related_name="parked", null=True
    )
    body = models.TextField()
    digest = models.BinaryField(max_length=32)
    reason = models.CharField(max_length=400)
    received_at = models.DateTimeField()

    class Meta:
        """The same thing from the same reader is parked once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["device", "digest"], name="parked_scan_once"),
        ]

    def __str__(self) -> str:
        """Answer why it was parked."""
        return self.reason
