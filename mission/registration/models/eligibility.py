"""Judgements of a season's applications by its rule values."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from foundation.ids import uuid7
from mission.registration.models.application import Application


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
