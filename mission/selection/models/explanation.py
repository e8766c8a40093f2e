"""Why a file has its outcome, kept so that many may ask at once."""

from __future__ import annotations

from django.db import models

from foundation.ids import uuid7
from mission.selection.models.result import Entry
from mission.selection.models.round import Round


class Explanation(models.Model):
    """What each pass of the draw said to a file; it follows from the proof's own files.

    looks  one list a pass: kind, share, turn, files, seats left, verdict
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="explanation")
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="explanations", db_index=False
    )
    looks = models.JSONField()

    def __str__(self) -> str:
        """Answer how many passes spoke."""
        return str(len(self.looks))
