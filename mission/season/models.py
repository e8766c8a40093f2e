"""The rows of a season."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from foundation.ids import uuid7


class Season(models.Model):
    """One Hajj of the mission.

    ``reference_date`` is the day on which ages, residence and passports are judged.
    Exactly one season is current.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    hijri_year = models.PositiveSmallIntegerField(unique=True)
    reference_date = models.DateField()
    arafah_date = models.DateField()
    is_current = models.BooleanField(default=False)

    class Meta:
        """Only one season may be current."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=models.Q(is_current=True),
                name="season_only_one_current",
            ),
            models.CheckConstraint(
                condition=models.Q(hijri_year__gte=1300, hijri_year__lte=1600),
                name="season_hijri_year_plausible",
            ),
        ]

    def __str__(self) -> str:
        """Answer the year."""
        return str(self.hijri_year)


class RuleVersion(models.Model):
    """All rule values of a season at one time; a change is a new version, never an edit.

    ``values`` maps a rule's key to its value; ``sources`` maps it to where the value is from.
    The version with the highest number is in force.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="rule_versions")
    number = models.PositiveIntegerField()
    values = models.JSONField()
    sources = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)

    class Meta:
        """Versions of a season count up without a double."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["season", "number"], name="season_rule_version_number_unique"
            )
        ]

    def __str__(self) -> str:
        """Answer the version's number."""
        return f"{self.season_id} v{self.number}"


class Site(models.TextChoices):
    """The holy places where a mission has camps."""

    MINA = "MINA"
    ARAFAT = "ARAFAT"
    MUZDALIFAH = "MUZDALIFAH"


class Camp(models.Model):
    """A camp of the mission in a holy place.

    ``number`` is its bit in a bracelet's credential (0 first), unique in its season.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="camps")
    code = models.SlugField(max_length=40)
    number = models.PositiveSmallIntegerField()
    site = models.CharField(max_length=12, choices=Site.choices)
    name_ar = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)

    class Meta:
        """Codes and numbers are unique in a season."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["season", "code"], name="season_camp_code_unique"),
            models.UniqueConstraint(
                fields=["season", "number"], name="season_camp_number_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(number__lte=63), name="season_camp_number_fits_credential"
            ),
        ]

    def __str__(self) -> str:
        """Answer the camp's code."""
        return self.code
