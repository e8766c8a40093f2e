"""The rows of people: persons and their passports."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from foundation.ids import uuid7


class Sex(models.TextChoices):
    """As the passport says it (ICAO 9303)."""

    MALE = "M"
    FEMALE = "F"


class Person(models.Model):
    """A natural person, known by the national identity number and kept over the seasons.

    ``nationality`` is ISO 3166 alpha-3, ``mobile`` E.164 or empty. ``name_keys`` are the folded
    keys under which both names are found.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    national_id = models.CharField(max_length=11)
    name_ar = models.CharField(max_length=300, blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices)
    birth_date = models.DateField()
    nationality = models.CharField(max_length=3)
    mobile = models.CharField(max_length=20, blank=True)
    name_keys = ArrayField(models.TextField(), default=list)
    known_since = models.DateTimeField()

    class Meta:
        """A person has a name in at least one script."""

        indexes: ClassVar = [GinIndex(fields=["name_keys"], name="person_name_keys")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["national_id"], name="person_national_id_unique"),
            models.CheckConstraint(
                condition=Q(national_id__regex=r"^[0-9]{11}$"), name="person_national_id_digits"
            ),
            models.CheckConstraint(
                condition=~Q(name_ar="") | ~Q(name_en=""), name="person_has_a_name"
            ),
            models.CheckConstraint(condition=Q(sex__in=["M", "F"]), name="person_sex_known"),
        ]

    def __str__(self) -> str:
        """Answer the name, Arabic first."""
        return self.name_ar or self.name_en


class Passport(models.Model):
    """A passport of a person; the newest one is current, earlier ones stay for the record."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="passports")
    number = models.CharField(max_length=9)
    expires_date = models.DateField()
    is_current = models.BooleanField(default=True)
    recorded_at = models.DateTimeField()

    class Meta:
        """A person holds one current passport, and each number once."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "number"], name="passport_number_once_a_person"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(is_current=True), name="passport_one_current"
            ),
        ]

    def __str__(self) -> str:
        """Answer only the end of the number: logs are read by many."""
        return f"…{self.number[-3:]}"
