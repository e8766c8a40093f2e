"""What a draw looked like against chance, before it was published."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from foundation.ids import uuid7
from mission.selection.models.round import Round


class SelfTest(models.Model):
    """One statistical test of a round's draw; ``p_value`` is how often chance does worse."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="self_tests")
    name = models.CharField(max_length=20)
    files = models.PositiveIntegerField()
    statistic = models.FloatField()
    p_value = models.FloatField()
    at = models.DateTimeField()

    class Meta:
        """A test is made once in a round."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "name"], name="self_test_once")
        ]

    def __str__(self) -> str:
        """Answer which test."""
        return self.name
