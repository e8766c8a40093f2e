"""Signing keys, public halves only, and the signed lists that readers fetch."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.ids import uuid7


class KeyUsage(models.TextChoices):
    """What a key signs; it never signs anything else."""

    ROOT = "root", _("Trust list")
    QR = "qr", _("Bracelets")
    STATUS = "status", _("Status list")


class SigningKey(models.Model):
    """The public half of a key pair; the private half is a file under RIFADA_VAR.

    What it signed counts from `not_before` until before `not_after`; it signs from
    `signs_from` on, so that every reader has heard of it by then. Kid 0 is the root's.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    season = models.ForeignKey(
        "season.Season", on_delete=models.PROTECT, related_name="signing_keys", null=True
    )
    usage = models.CharField(max_length=6, choices=KeyUsage.choices)
    kid = models.PositiveSmallIntegerField(unique=True)
    public_key = models.BinaryField(max_length=32)
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    signs_from = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)

    class Meta:
        """A kid is one byte and never used twice; only the root is without a season."""

        ordering: ClassVar = ["kid"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kid__lte=255), name="signing_key_kid_one_byte"),
            models.CheckConstraint(
                condition=Q(kid=0, usage="root", season=None)
                | (Q(kid__gte=1, season__isnull=False) & ~Q(usage="root")),
                name="signing_key_root_stands_alone",
            ),
            models.CheckConstraint(
                condition=Q(
                    made_at__lte=F("signs_from"),
                    signs_from__lt=F("not_after"),
                    not_before__lt=F("not_after"),
                ),
                name="signing_key_made_before_it_signs",
            ),
        ]

    def __str__(self) -> str:
        """Answer the key's number and usage."""
        return f"{self.kid} ({self.usage})"

    @property
    def file_name(self) -> str:
        """Name of the private half's file; not a secret itself."""
        return f"{self.usage}-{self.id.hex}"


class KeyWithdrawal(models.Model):
    """A key that is believed no more, and why; what it signed must be issued again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.OneToOneField(SigningKey, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    def __str__(self) -> str:
        """Answer which key."""
        return str(self.key_id)


class ListKind(models.TextChoices):
    """The two lists that readers hold."""

    TRUST = "TRUST", _("Trust list")
    STATUS = "STATUS", _("Status list")


class PublishedList(models.Model):
    """One version of a signed list, exactly as readers fetch it; the highest version counts.

    `entries` counts keys in a trust list and indexes in a status list.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=6, choices=ListKind.choices)
    season = models.ForeignKey(
        "season.Season", on_delete=models.PROTECT, related_name="published_lists", null=True
    )
    version = models.PositiveIntegerField()
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    entries = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    next_update_at = models.DateTimeField()

    class Meta:
        """Versions of a list are never given twice; the trust list is of no season."""

        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "season", "version"],
                name="published_list_version_unique",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(kind="TRUST", season=None) | Q(kind="STATUS", season__isnull=False),
                name="published_list_season_fits_kind",
            ),
        ]

    def __str__(self) -> str:
        """Answer kind and version."""
        return f"{self.kind} {self.version}"
