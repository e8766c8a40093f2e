"""The rows of registration: workbooks as they came, applications, and their eligibility."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from foundation.ids import uuid7


class SourceFile(models.Model):
    """A workbook as it came: the same bytes are kept once in a season, and for ever.

    ``header`` is the first row as a JSON array of texts.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    season = models.ForeignKey("season.Season", on_delete=models.PROTECT, related_name="+")
    upload = models.ForeignKey("uploads.Upload", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    header: models.JSONField[list[str], list[str]] = models.JSONField(default=list)

    class Meta:
        """The same bytes stand once in a season."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["season", "sha256"], name="source_file_once_a_season"
            )
        ]

    def __str__(self) -> str:
        """Answer the hash of the bytes."""
        return self.sha256


class SourceRow(models.Model):
    """One row of a workbook, every cell as it stood there, as a JSON array in column order.

    Rows are written once, in the transaction that holds their workbook.
    """

    source = models.ForeignKey(
        SourceFile, on_delete=models.PROTECT, related_name="rows", db_constraint=False
    )
    row_number = models.PositiveIntegerField()
    cells = models.TextField()

    class Meta:
        """A row of the sheet is kept once."""

        ordering: ClassVar = ["row_number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "row_number"], name="source_row_once")
        ]

    def __str__(self) -> str:
        """Answer the row's place."""
        return f"row {self.row_number}"


class ImportRun(models.Model):
    """One import of a workbook into a season.

    States, each a moment that is set once: prepared → checked → finished, or stopped with a
    ``stop_code`` (cancelled by a person, or refused as a whole). ``report`` holds what the last
    reading found; the counts are those of a finished import. ``task_id`` is the long task that
    checks or imports.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    season = models.ForeignKey("season.Season", on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(SourceFile, on_delete=models.PROTECT, related_name="runs")
    prepared_at = models.DateTimeField()
    prepared_by = models.CharField(max_length=200)
    checked_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stop_code = models.CharField(max_length=60, blank=True)
    task_id = models.UUIDField(null=True)
    rows = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    report: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)

    class Meta:
        """A run that ended did so in one way, and its counts agree."""

        ordering: ClassVar = ["-prepared_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(stopped_at__isnull=True),
                name="import_run_ends_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    rows=models.F("accepted") + models.F("unchanged") + models.F("refused")
                ),
                name="import_run_counts_agree",
            ),
        ]

    def __str__(self) -> str:
        """Answer what was imported."""
        return f"import of {self.source_id}"


class RefusedRow(models.Model):
    """A row of a workbook that did not go in; it stands until a later import settles it.

    ``file_no`` and ``national_id`` are the mended texts, whatever stood there.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="refused_rows")
    season = models.ForeignKey("season.Season", on_delete=models.PROTECT, related_name="+")
    row_number = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    file_no = models.TextField(blank=True)
    national_id = models.TextField(blank=True)
    settled_by = models.ForeignKey(
        ImportRun, on_delete=models.PROTECT, null=True, related_name="settled_rows"
    )

    class Meta:
        """A run refuses a row once; standing refusals are counted often."""

        ordering: ClassVar = ["row_number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "row_number"], name="refused_row_once_a_run")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["season", "code"],
                condition=Q(settled_by__isnull=True),
                name="refused_row_standing",
            )
        ]

    def __str__(self) -> str:
        """Answer the row and its code."""
        return f"row {self.row_number}: {self.code}"


class Application(models.Model):
    """A file: one lead and the companions who win or wait together.

    ``reference`` is the public code that the applicant holds. ``queue`` is the place in the
    order of registration, from 1. ``frozen_at`` is set when a round of the selection took the
    file as it stands; from then on no import changes it.
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
    frozen_at = models.DateTimeField(null=True)

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

    ``last_hajj_year`` is Hijri, NULL if never. ``source`` and ``source_row`` say where every
    original cell of the row is kept. ``season`` and ``source`` are those of the import that
    wrote the row under its lock; a check of each by the database would cost a tenth of it.
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
    )
    source_row = models.PositiveIntegerField()

    class Meta:
        """A person stands once in a season, and a file has one lead."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "season"], name="applicant_person_once_a_season"
            ),
            models.UniqueConstraint(
                fields=["application"], condition=Q(role="LEAD"), name="applicant_one_lead"
            ),
        ]

    def __str__(self) -> str:
        """Answer the role in the file."""
        return f"{self.role} of {self.application_id}"


class EligibilityRun(models.Model):
    """One judgement of all applications of a season by one version of its rule values.

    A judgement that says the same as the newest one is not kept twice (``digest``).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    season = models.ForeignKey("season.Season", on_delete=models.PROTECT, related_name="+")
    rule_version = models.ForeignKey(
        "season.RuleVersion", on_delete=models.PROTECT, related_name="+"
    )
    number = models.PositiveIntegerField()
    judged_at = models.DateTimeField()
    judged_by = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    summary: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()

    class Meta:
        """Judgements of a season count up."""

        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["season", "number"], name="eligibility_run_number_unique"
            )
        ]

    def __str__(self) -> str:
        """Answer its number."""
        return f"judgement {self.number}"


class Eligibility(models.Model):
    """The verdict on one application: no codes means eligible. ``size`` is persons."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = models.ForeignKey(
        EligibilityRun, on_delete=models.PROTECT, related_name="verdicts", db_index=False
    )
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="eligibilities"
    )
    codes = ArrayField(models.CharField(max_length=40), default=list)
    size = models.PositiveSmallIntegerField()
    tier = models.PositiveSmallIntegerField()
    tickets = models.PositiveSmallIntegerField()

    class Meta:
        """An application is judged once in a judgement."""

        verbose_name_plural = "eligibilities"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["run", "application"], name="eligibility_once_a_run"
            )
        ]

    def __str__(self) -> str:
        """Answer the codes, or that there are none."""
        return ", ".join(self.codes) or "eligible"
