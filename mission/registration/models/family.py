"""Families: applications of one season that are drawn together, all or none."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from foundation.ids import uuid7
from mission.registration.models.application import Application


class Family(models.Model):
    """Applications whose leads agreed to be drawn together.

    It stands while two applications or more stand in it. Its row is locked by whoever changes
    who stands in it, so that the most persons that a season allows are counted one by one.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    season = models.ForeignKey("season.Season", on_delete=models.PROTECT, related_name="+")
    founded_at = models.DateTimeField()

    class Meta:
        """Named in the plural by its own word."""

        verbose_name_plural = "families"

    def __str__(self) -> str:
        """Answer its id."""
        return str(self.id)


class Leaving(models.TextChoices):
    """Why an application stands in a family no longer.

    ALONE is the last that was left when all others had gone.
    """

    LEFT = "LEFT"
    WITHDRAWN = "WITHDRAWN"
    ALONE = "ALONE"


class FamilyMember(models.Model):
    """An application in a family, from when to when; by the lead's own act or agreement."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="members")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    joined_by = models.CharField(max_length=200)
    left_at = models.DateTimeField(null=True)
    left_by = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=9, choices=Leaving.choices, blank=True)

    class Meta:
        """An application stands in one family at most."""

        ordering: ClassVar = ["joined_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(left_at__isnull=True),
                name="family_member_in_one_family",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True, why="")
                | (Q(left_at__isnull=False) & ~Q(why="")),
                name="family_member_left_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        """Answer whose place it is."""
        return f"{self.application_id} in {self.family_id}"


class RequestEnding(models.TextChoices):
    """What became of a request to be drawn together.

    CLOSED is a request of an application that was withdrawn.
    """

    AGREED = "AGREED"
    DECLINED = "DECLINED"
    TAKEN_BACK = "TAKEN_BACK"
    CLOSED = "CLOSED"


class FamilyRequest(models.Model):
    """A lead asks to be drawn together with the application of a reference.

    ``asked`` is empty where no application had the ``reference``: such a request is kept and
    shown to who asked like every other, so that nobody learns which references exist.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    asking = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=16)
    asked = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="+", null=True
    )
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)
    ending = models.CharField(max_length=10, choices=RequestEnding.choices, blank=True)

    class Meta:
        """The same is asked once at a time."""

        ordering: ClassVar = ["asked_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["asking", "reference"],
                condition=Q(ended_at__isnull=True),
                name="family_request_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ending="")
                | (Q(ended_at__isnull=False) & ~Q(ending="")),
                name="family_request_ended_somehow",
            ),
        ]

    def __str__(self) -> str:
        """Answer whom it asks."""
        return self.reference
