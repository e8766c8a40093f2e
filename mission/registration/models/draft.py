"""Applications while they are being filled in on a phone: nothing of them counts yet."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from foundation.ids import uuid7
from mission.registration.models.application import Application, Relation, Role


class Draft(models.Model):
    """An application that an account fills in, field by field, on any device.

    ``answers`` are those about the whole file: field to text as it was typed. ``application``
    is what it became when it was submitted; edits go on here and are submitted again.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    season = models.ForeignKey("season.Season", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(
        "accounts.Account", on_delete=models.PROTECT, related_name="drafts"
    )
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, null=True, related_name="draft"
    )
    answers: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=200)
    saved_at = models.DateTimeField()

    class Meta:
        """An account fills in one application a season."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["season", "account"], name="draft_once_an_account_and_season"
            )
        ]

    def __str__(self) -> str:
        """Answer whose it is."""
        return f"draft of {self.account_id}"


class DraftPerson(models.Model):
    """The lead or a companion in a draft; ``answers`` maps field to text as it was typed.

    A companion who was taken out keeps the row (``removed_at``), so that nothing typed is lost.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="persons")
    place = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=9, choices=Role.choices)
    relation = models.CharField(max_length=8, choices=Relation.choices, blank=True)
    answers: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    removed_at = models.DateTimeField(null=True)
    saved_at = models.DateTimeField()

    class Meta:
        """A draft has one lead, in place 0."""

        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "place"], name="draft_person_place_once"),
            models.CheckConstraint(
                condition=Q(place=0, role="LEAD", removed_at__isnull=True)
                | Q(place__gte=1, role="COMPANION"),
                name="draft_person_lead_is_first",
            ),
        ]

    def __str__(self) -> str:
        """Answer the role in the draft."""
        return f"{self.role} of {self.draft_id}"
