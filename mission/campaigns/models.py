"""The rows of campaigns."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from foundation.ids import uuid7


class Campaign(models.Model):
    """A licensed organiser in one season.

    ``capacity`` and ``seats_taken`` are persons. Every placement changes ``seats_taken`` in its
    own transaction, and the constraint refuses the seat too many, whoever comes at once.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    season = models.ForeignKey(
        "season.Season", on_delete=models.PROTECT, related_name="campaigns"
    )
    licence_no = models.CharField(max_length=20)
    name_ar = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    capacity = models.PositiveIntegerField()
    seats_taken = models.PositiveIntegerField(default=0)
    camps = models.ManyToManyField("season.Camp", related_name="campaigns")

    class Meta:
        """A licence stands once in a season, and no campaign is over its capacity."""

        ordering: ClassVar = ["licence_no"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["season", "licence_no"], name="campaign_licence_unique"
            ),
            models.CheckConstraint(
                condition=Q(seats_taken__lte=F("capacity")),
                name="campaign_never_over_capacity",
            ),
        ]

    def __str__(self) -> str:
        """Answer the licence."""
        return self.licence_no

    @property
    def seats_left(self) -> int:
        """Seats that may still be taken, in persons."""
        return self.capacity - self.seats_taken


class CampaignStaff(models.Model):
    """A member of staff who works for a campaign and sees what belongs to it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="staff")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="campaign_posts"
    )
    appointed_at = models.DateTimeField()
    appointed_by = models.CharField(max_length=200)

    class Meta:
        """One post a person in a campaign."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "member"], name="campaign_staff_post_unique"
            )
        ]

    def __str__(self) -> str:
        """Answer whose post it is."""
        return f"{self.member_id} in {self.campaign_id}"


class How(models.TextChoices):
    """How a file came to its campaign: by its own choice, or placed where seats were."""

    CHOSEN = "CHOSEN"
    PLACED = "PLACED"


class Placement(models.Model):
    """The seats of one selected file in one campaign; a file is placed whole, once.

    ``left_at`` is set when the file gave its seats up: they went back to the campaign.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.OneToOneField(
        "registration.Application", on_delete=models.PROTECT, related_name="placement"
    )
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="placements")
    seats = models.PositiveSmallIntegerField()
    how = models.CharField(max_length=6, choices=How.choices)
    placed_at = models.DateTimeField()
    placed_by = models.CharField(max_length=200)
    left_at = models.DateTimeField(null=True)
    left_by = models.CharField(max_length=200, blank=True)

    class Meta:
        """A placement takes at least one seat."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(seats__gte=1), name="placement_takes_a_seat")
        ]

    def __str__(self) -> str:
        """Answer which file sits where."""
        return f"{self.application_id} in {self.campaign_id}"


class Pilgrim(models.Model):
    """One person who travels with a campaign this season; permits and bracelets hang on it.

    ``reference`` is the public name of the pilgrim: opaque, with a check character. ``left_at``
    is set when the file gave its seats up; the row stays, for others hang on it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(max_length=16, unique=True)
    season = models.ForeignKey(
        "season.Season", on_delete=models.PROTECT, related_name="pilgrims"
    )
    application = models.ForeignKey(
        "registration.Application", on_delete=models.PROTECT, related_name="pilgrims"
    )
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="pilgrims"
    )
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="pilgrims")
    is_lead = models.BooleanField()
    made_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        """A person travels once in a season."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["season", "person"],
                condition=Q(left_at__isnull=True),
                name="pilgrim_once_a_season",
            )
        ]

    def __str__(self) -> str:
        """Answer the public reference."""
        return self.reference
