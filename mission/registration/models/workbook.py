"""Workbooks as they came, and what became of their rows."""

from __future__ import annotations

from typing import Any, ClassVar

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
