"""What was added to a published result, for ever and in public."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from foundation.ids import uuid7
from mission.selection.models.council import Answer
from mission.selection.models.round import Round
from mission.selection.rules.amendments import KINDS


class Amendment(models.Model):
    """One line of amendments.jsonl, decided by two persons; no row of the result changes by it.

    ``signed`` is the exact text under the signature, ``sha256`` what the next line names.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="amendments")
    line = models.PositiveIntegerField()
    kind = models.CharField(max_length=9, choices=[(kind, kind) for kind in KINDS])
    references = ArrayField(models.CharField(max_length=40))
    text_ar = models.TextField()
    text_en = models.TextField()
    signed = models.TextField()
    sha256 = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    decision = models.OneToOneField(Answer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        """Lines of a round count up."""

        ordering: ClassVar = ["line"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "line"], name="amendment_line_unique")
        ]

    def __str__(self) -> str:
        """Answer the kind."""
        return self.kind
