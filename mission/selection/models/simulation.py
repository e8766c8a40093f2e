"""What the rules of a round would do to groups of files, as simulated draws said."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from foundation.ids import uuid7
from mission.selection.models.round import Round


class Simulation(models.Model):
    """The chances of groups over many simulated draws; the newest of a round is shown.

    basis    SHA-256 of what the draws were simulated from: with another basis it is old
    chances  grouping → its groups, each as group, files, mean, low and high share
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="simulations")
    basis = models.CharField(max_length=64)
    draws = models.PositiveIntegerField()
    files = models.PositiveIntegerField()
    chances = models.JSONField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        """Answer how many draws were simulated."""
        return str(self.draws)
