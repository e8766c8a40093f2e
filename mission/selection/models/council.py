"""Who was there, what one of them proposed, and how another one answered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from foundation.ids import uuid7
from mission.selection.models.round import Round
from mission.selection.rules import council

OFFICES = [(office, office) for office in council.OFFICES]
STEPS = [(step.value, step.value) for step in council.Step]


class Attendance(models.Model):
    """Somebody came to the ceremony or left it; a person's newest row is in force.

    ``holder`` is the actor's id, ``name`` how the transcript names them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="attendance")
    place = models.PositiveSmallIntegerField()
    holder = models.CharField(max_length=250)
    name = models.CharField(max_length=200)
    office = models.CharField(max_length=9, choices=OFFICES)
    is_present = models.BooleanField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        """Rows of a round count up."""

        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "place"], name="attendance_place_unique")
        ]

    def __str__(self) -> str:
        """Answer who."""
        return self.name


class Proposal(models.Model):
    """A step that one person proposes; it counts when another one agrees before it expires.

    matter  what exactly: where chance comes from, whose secret, what the dice show
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="proposals")
    place = models.PositiveIntegerField()
    step = models.CharField(max_length=7, choices=STEPS)
    matter = models.JSONField()
    holder = models.CharField(max_length=250)
    office = models.CharField(max_length=9, choices=OFFICES)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        """Proposals of a round count up, and each ends some time."""

        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "place"], name="proposal_place_unique"),
            # What an answer repeats of its proposal is held to it by a key over these.
            models.UniqueConstraint(
                fields=["id", "holder", "office", "expires_at"], name="proposal_by_one"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("at")), name="proposal_expires_later"
            ),
        ]

    def __str__(self) -> str:
        """Answer the step."""
        return self.step


class Answer(models.Model):
    """The second person's word on a proposal; a decision when it agrees.

    ``said`` is what they entered themselves, where a step asks two people the same thing.
    ``proposer``, ``proposer_office`` and ``expires_at`` repeat the proposal, so that the
    database itself refuses an answer by the same person, from the same office, or too late.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="answer")
    proposer = models.CharField(max_length=250)
    proposer_office = models.CharField(max_length=9, choices=OFFICES)
    expires_at = models.DateTimeField()
    holder = models.CharField(max_length=250)
    office = models.CharField(max_length=9, choices=OFFICES)
    agrees = models.BooleanField()
    said = models.TextField(blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """Two persons, two offices, in time."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(holder=F("proposer")), name="answer_by_another_person"
            ),
            models.CheckConstraint(
                condition=~Q(office=F("proposer_office")), name="answer_by_another_office"
            ),
            models.CheckConstraint(
                condition=Q(at__lt=F("expires_at")), name="answer_before_expiry"
            ),
        ]

    def __str__(self) -> str:
        """Answer which of the two."""
        return "agreed" if self.agrees else "declined"


class Attestation(models.Model):
    """A witness's word that the draw went as the transcript says, over the result seen."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="attestations")
    holder = models.CharField(max_length=250)
    name = models.CharField(max_length=200)
    result_sha256 = models.CharField(max_length=64)
    remark = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """A witness attests once."""

        ordering: ClassVar = ["at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "holder"], name="attestation_once")
        ]

    def __str__(self) -> str:
        """Answer who."""
        return self.name
