"""The rows of a round: its steps, rules, promises, frozen files, result and what came after."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from foundation.ids import uuid7

SHA256 = r"^[0-9a-f]{64}$"


class State(models.TextChoices):
    """Where a round stands."""

    DRAFT = "DRAFT"
    COMMITTING = "COMMITTING"
    FROZEN = "FROZEN"
    REVEALED = "REVEALED"
    DRAWN = "DRAWN"
    PUBLISHED = "PUBLISHED"


class Round(models.Model):
    """One draw of a season.

    States, each an immutable row: DRAFT → COMMITTING → FROZEN → REVEALED → DRAWN → PUBLISHED.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    season = models.ForeignKey("season.Season", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=200)

    class Meta:
        """Rounds of a season count up."""

        ordering: ClassVar = ["-opened_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["season", "number"], name="round_number_unique")
        ]

    def __str__(self) -> str:
        """Answer its number."""
        return f"round {self.number}"


class RoundStatus(models.Model):
    """One step of a round: immutable, each state once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="statuses")
    place = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        """A step happens once, and the steps stand in their order."""

        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "place"], name="round_state_once"),
            models.CheckConstraint(
                condition=Q(
                    *(Q(place=i, state=state) for i, state in enumerate(State.values)),
                    _connector=Q.OR,
                ),
                name="round_state_in_its_place",
            ),
        ]

    def __str__(self) -> str:
        """Answer the state."""
        return self.state


class RuleSet(models.Model):
    """One version of a round's rules, as the canonical text of rules.json."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="rule_sets")
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        """Versions of a round count up."""

        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "version"], name="rule_set_version_unique")
        ]

    def __str__(self) -> str:
        """Answer the version."""
        return f"rules v{self.version}"


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
    """The moment after which neither files nor rules change, and the chance named for it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="freeze")
    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="+")
    eligibility_run = models.ForeignKey(
        "registration.EligibilityRun", on_delete=models.PROTECT, related_name="+"
    )
    entries_sha256 = models.CharField(max_length=64)
    rules_sha256 = models.CharField(max_length=64)
    files = models.PositiveIntegerField()
    persons = models.PositiveIntegerField()
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


class Entry(models.Model):
    """One file in the urn of a round, as its line of entries.csv."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="entries", db_index=False
    )
    application = models.ForeignKey(
        "registration.Application", on_delete=models.PROTECT, related_name="+"
    )
    reference = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    tier = models.PositiveIntegerField()
    tickets = models.PositiveIntegerField()
    queue = models.PositiveIntegerField()
    age_days = models.PositiveIntegerField()
    shares = ArrayField(models.CharField(max_length=60), default=list)

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
        indexes: ClassVar = [models.Index(fields=["reference"], name="entry_reference")]

    def __str__(self) -> str:
        """Answer the public reference."""
        return self.reference


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


class OutcomeKind(models.TextChoices):
    """What the draw says about a file."""

    SELECTED = "SELECTED"
    WAITING = "WAITING"


class Outcome(models.Model):
    """The line of a file in result.csv; ``share`` is empty for the general pool."""

    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, primary_key=True, related_name="result"
    )
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="outcomes", db_index=False
    )
    application = models.ForeignKey(
        "registration.Application", on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=8, choices=OutcomeKind.choices)
    place = models.PositiveIntegerField()
    share = models.CharField(max_length=60, blank=True)

    class Meta:
        """A place is taken once, and a waiting file has no share."""

        ordering: ClassVar = ["outcome", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "outcome", "place"], name="outcome_place_unique"
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
