"""What fixes a draw before and at it: promises, the freeze, chance."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from foundation.ids import uuid7
from mission.selection.models.round import Round, RuleSet

SHA256 = r"^[0-9a-f]{64}$"


class Commitment(models.Model):
    """A member's promise of a secret, by its SHA-256.

    ``member`` is the name in commitments.json, ``holder`` the actor's id, who alone reveals.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="commitments")
    place = models.PositiveSmallIntegerField()
    member = models.CharField(max_length=200)
    holder = models.CharField(max_length=250)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        """A member promises once in a round."""

        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "place"], name="commitment_place_unique"),
            models.UniqueConstraint(
                fields=["round", "holder"], name="commitment_once_a_member"
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=SHA256), name="commitment_is_sha256"
            ),
        ]

    def __str__(self) -> str:
        """Answer the member."""
        return self.member


class Disclosure(models.Model):
    """What became of a promise: the secret was shown, or struck because it was not."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    commitment = models.OneToOneField(
        Commitment, on_delete=models.PROTECT, related_name="disclosure"
    )
    secret = models.TextField(blank=True)
    is_struck = models.BooleanField()
    reason = models.CharField(max_length=200, blank=True)
    decision = models.ForeignKey(
        "selection.Answer", on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        """A struck secret is not known, a shown one is."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_struck=True, secret="") | (Q(is_struck=False) & ~Q(secret="")),
                name="disclosure_shown_or_struck",
            )
        ]

    def __str__(self) -> str:
        """Answer which of the two."""
        return "struck" if self.is_struck else "shown"


class ChanceKind(models.TextChoices):
    """Where public randomness comes from."""

    DRAND = "DRAND"
    DICE = "DICE"
    LOTTERY = "LOTTERY"


class Freeze(models.Model):
    """The moment after which neither files nor rules change, and the chance named for it.

    ``linked_sha256`` is empty where no files are drawn together; ``families`` counts the rows
    that stand for several files.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="freeze")
    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="+")
    eligibility_run = models.ForeignKey(
        "registration.EligibilityRun", on_delete=models.PROTECT, related_name="+"
    )
    entries_sha256 = models.CharField(max_length=64)
    rules_sha256 = models.CharField(max_length=64)
    linked_sha256 = models.CharField(max_length=64, blank=True, default="")
    files = models.PositiveIntegerField()
    persons = models.PositiveIntegerField()
    families = models.PositiveIntegerField(default=0)
    chance_kind = models.CharField(max_length=7, choices=ChanceKind.choices)
    chance_name = models.CharField(max_length=200)
    chance_at = models.DateTimeField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        """Chance comes after the freeze."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(chance_at__gt=models.F("at")), name="freeze_before_chance"
            )
        ]

    def __str__(self) -> str:
        """Answer the hash that was read aloud."""
        return self.entries_sha256


class Draw(models.Model):
    """The public randomness as written down, and the seed that follows from it.

    The result is a function of the seed, so a draw that was interrupted is held again with the
    same outcome; ``result_sha256`` is empty until it was held.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="draw")
    public_randomness = models.TextField()
    evidence = models.TextField(blank=True)
    seed = models.CharField(max_length=64)
    decision = models.OneToOneField(
        "selection.Answer", on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    result_sha256 = models.CharField(max_length=64, blank=True)
    selected_files = models.PositiveIntegerField(default=0)
    selected_persons = models.PositiveIntegerField(default=0)
    waiting_files = models.PositiveIntegerField(default=0)

    class Meta:
        """A seed is a SHA-256."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(seed__regex=SHA256), name="draw_seed_is_sha256")
        ]

    def __str__(self) -> str:
        """Answer the seed."""
        return self.seed
