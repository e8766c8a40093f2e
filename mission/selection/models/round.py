"""Rounds, the steps they went through, and the versions of their rules."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from foundation.ids import uuid7


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
    """One step of a round: immutable, each state once, from the freeze on decided by two."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="statuses")
    place = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices)
    reason = models.CharField(max_length=200, blank=True)
    decision = models.OneToOneField(
        "selection.Answer", on_delete=models.PROTECT, null=True, related_name="+"
    )
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
    """One version of a round's rules, as the canonical text of rules.json.

    ``file_rules`` says, in canonical JSON too, what gives a file its tier, tickets, shares and
    stratum; empty where the values of the season say it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="rule_sets")
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    file_rules = models.TextField(blank=True, default="")
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
