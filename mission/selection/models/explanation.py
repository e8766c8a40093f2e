"""Why each file has its outcome, kept so that many may ask at once."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from foundation.ids import uuid7
from mission.selection.models.round import Round


class Explanation(models.Model):
    """The passes of a published draw; what they said follows from the proof's own files.

    headings  one list a pass, in their order: kind, share, files, stratum
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="explanation")
    headings = models.JSONField()

    def __str__(self) -> str:
        """Answer how many passes there were."""
        return str(len(self.headings))


class ExplainedFiles(models.Model):
    """What the passes said to some files that follow each other in byte order.

    A row for each file would take a nation's publication minutes; these are a few thousand.

    first       the reference of the first of them
    references  one a line
    counts      for each file how many passes spoke, 16 bits, little-endian
    looks       those passes, file after file, as ``rules.explaining.LOOK``
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    explanation = models.ForeignKey(
        Explanation, on_delete=models.PROTECT, related_name="parts", db_index=False
    )
    first = models.CharField(max_length=40, db_collation="C")
    references = models.TextField()
    counts = models.BinaryField()
    looks = models.BinaryField()

    class Meta:
        """Each part begins at another file; the constraint's index finds the part of a file."""

        verbose_name_plural = "explained files"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["explanation", "first"], name="explained_once")
        ]

    def __str__(self) -> str:
        """Answer where it begins."""
        return self.first
