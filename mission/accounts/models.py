"""The rows of the public's accounts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from foundation.ids import uuid7


class Account(models.Model):
    """A member of the public who proved to hold the mobile of a national id.

    ``mobile`` is E.164: the number that codes are sent to. ``language`` is that of messages.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    national_id = models.CharField(max_length=11)
    mobile = models.CharField(max_length=20)
    language = models.CharField(max_length=2, default="ar")
    opened_at = models.DateTimeField()

    class Meta:
        """A national id has one account."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["national_id"], name="account_national_id_unique"),
            models.CheckConstraint(
                condition=Q(national_id__regex=r"^[0-9]{11}$"),
                name="account_national_id_digits",
            ),
        ]

    def __str__(self) -> str:
        """Answer the number that stands for nobody else."""
        return str(self.id)
