"""The rows of the public's accounts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from foundation.ids import uuid7
from mission.accounts.rules import CODE_TRIES, Proof


class Account(models.Model):
    """A member of the public who proved to hold the mobile of a national id.

    ``mobile`` is E.164: the number that codes are sent to. ``language`` is that of messages.
    ``proof`` says how far the mobile is known to be theirs: with MOBILE nobody knew the id, so
    nothing of the register may be shown. ``sessions_ended``: how often all sessions ended.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    national_id = models.CharField(max_length=11)
    mobile = models.CharField(max_length=20)
    language = models.CharField(max_length=2, default="ar")
    opened_at = models.DateTimeField()
    proof = models.CharField(
        max_length=10,
        choices=[(each.value, each.value) for each in Proof],
        default=Proof.MOBILE,
    )
    sessions_ended = models.PositiveIntegerField(default=0)

    class Meta:
        """A national id has one account."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["national_id"], name="account_national_id_unique"),
            models.CheckConstraint(
                condition=Q(national_id__regex=r"^[0-9]{11}$"),
                name="account_national_id_digits",
            ),
        ]

    def __str__(self) -> str:
        """Answer the number that stands for nobody else."""
        return str(self.id)


class SignIn(models.Model):
    """One person on their way in: what they typed, and the code that was sent, if any was.

    ``code_hash`` is keyed; empty when no code went out. The row looks the same to its page
    whether the id is known or not, and is deleted after a day.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    national_id = models.CharField(max_length=11)
    mobile = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    begun_at = models.DateTimeField()
    code_hash = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    is_over = models.BooleanField(default=False)

    class Meta:
        """Read by pair when a newer code ends the older ones."""

        indexes: ClassVar = [
            models.Index(fields=["national_id", "mobile"], name="sign_in_pair"),
            models.Index(fields=["begun_at"], name="sign_in_begun"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(tries__lte=CODE_TRIES), name="sign_in_tries_end"
            ),
            models.CheckConstraint(
                condition=Q(code_hash="") | Q(expires_at__isnull=False),
                name="sign_in_code_expires",
            ),
        ]

    def __str__(self) -> str:
        """Answer the number that stands for nobody else."""
        return str(self.id)


class CodeCount(models.Model):
    """How many codes were asked for within a window, one row a key.

    ``key`` is a digest: an id or a mobile that a stranger typed stands in no table of ours.
    """

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    since = models.DateTimeField()

    def __str__(self) -> str:
        """Answer how many."""
        return f"{self.count} since {self.since:%F %T}"


class Passkey(models.Model):
    """A passkey of an account: ``credential`` is WebAuthn's attested credential data."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="passkeys")
    credential_id = models.BinaryField(unique=True)
    credential = models.BinaryField()
    uses = models.BigIntegerField(default=0)
    device = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Answer the number that stands for nobody else."""
        return str(self.id)
