"""Applications: files of a lead and companions, and what happened to them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from foundation.ids import uuid7
from mission.registration.models.workbook import SourceFile


class Application(models.Model):
    """A file: one lead and the companions who win or wait together.

    ``reference`` is the public code that the applicant holds. ``queue`` is the place in the
    order of registration, from 1. ``frozen_at`` is set when a round of the selection took the
    file as it stands; from then on no import and no amendment changes it. ``withdrawn_at`` is
    set when its lead took it back: it leaves eligibility and the draw, and its persons may
    stand in another file. ``district`` is the code of the lead's home district in the season's
    list, empty when none was stated.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    season = models.ForeignKey(
        "season.Season", on_delete=models.PROTECT, related_name="applications"
    )
    file_no = models.CharField(max_length=100)
    reference = models.CharField(max_length=16)
    submitted_at = models.DateTimeField()
    queue = models.PositiveIntegerField()
    refused_seasons = models.PositiveSmallIntegerField(default=0)
    registered_at = models.DateTimeField()
    district = models.CharField(max_length=40, blank=True, default="", db_default="")
    frozen_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """A file number stands once in a season, and so does a place in the queue."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["season", "file_no"], name="application_file_no_once_a_season"
            ),
            models.UniqueConstraint(fields=["reference"], name="application_reference_unique"),
            models.UniqueConstraint(
                fields=["season", "queue"],
                name="application_queue_once_a_season",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(queue__gte=1), name="application_queue_from_one"
            ),
        ]

    def __str__(self) -> str:
        """Answer the public reference."""
        return self.reference


class Status(models.TextChoices):
    """What happened to an application, in the order of the journey."""

    REGISTERED = "REGISTERED"
    EXTENDED = "EXTENDED"
    AMENDED = "AMENDED"
    WITHDRAWN = "WITHDRAWN"
    FROZEN = "FROZEN"


class ApplicationStatus(models.Model):
    """One step of an application: immutable, with who, when and why."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="statuses"
    )
    status = models.CharField(max_length=12, choices=Status.choices)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        """Read in the order of time."""

        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        """Answer the status."""
        return self.status


class Role(models.TextChoices):
    """The place of a person in a file."""

    LEAD = "LEAD"
    COMPANION = "COMPANION"


class Relation(models.TextChoices):
    """What a companion is to the lead; a lead is SELF."""

    SELF = "SELF"
    WIFE = "WIFE"
    HUSBAND = "HUSBAND"
    MOTHER = "MOTHER"
    FATHER = "FATHER"
    SON = "SON"
    DAUGHTER = "DAUGHTER"
    BROTHER = "BROTHER"
    SISTER = "SISTER"
    OTHER = "OTHER"


class Applicant(models.Model):
    """One person in one file of one season, with what the file stated about that person then.

    ``last_hajj_year`` is Hijri, NULL if never. What was stated comes from a workbook, where
    ``source`` and ``source_row`` say where every original cell is kept, or from a draft that
    somebody typed (``draft_person``). ``season`` and ``source`` are those of the import that
    wrote the row under its lock; a check of each by the database would cost a tenth of it.
    ``left_at`` is set when the file was withdrawn: the person may stand in another one then.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="applicants"
    )
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="applicants", db_index=False
    )
    season = models.ForeignKey(
        "season.Season",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    role = models.CharField(max_length=9, choices=Role.choices)
    relation = models.CharField(max_length=8, choices=Relation.choices)
    nationality = models.CharField(max_length=3)
    birth_date = models.DateField()
    passport_no = models.CharField(max_length=9)
    passport_expires_date = models.DateField()
    resident_since = models.DateField(null=True)
    last_hajj_year = models.PositiveSmallIntegerField(null=True)
    is_fit = models.BooleanField()
    source = models.ForeignKey(
        SourceFile,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
        null=True,
    )
    source_row = models.PositiveIntegerField(null=True)
    draft_person = models.ForeignKey(
        "registration.DraftPerson",
        on_delete=models.PROTECT,
        related_name="applicants",
        null=True,
        db_index=False,
    )
    left_at = models.DateTimeField(null=True)

    class Meta:
        """A person stands once in a season, and a file has one lead."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "season"],
                condition=Q(left_at__isnull=True),
                name="applicant_person_once_a_season",
            ),
            models.UniqueConstraint(
                fields=["application"], condition=Q(role="LEAD"), name="applicant_one_lead"
            ),
            models.CheckConstraint(
                condition=Q(
                    source__isnull=False, source_row__isnull=False, draft_person__isnull=True
                )
                | Q(source__isnull=True, source_row__isnull=True, draft_person__isnull=False),
                name="applicant_from_a_workbook_or_a_draft",
            ),
        ]

    def __str__(self) -> str:
        """Answer the role in the file."""
        return f"{self.role} of {self.application_id}"
