"""Applications while they are being filled in on a phone: nothing of them counts yet."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from foundation.ids import uuid7
from mission.registration.models.application import Application, Relation, Role
from mission.registration.rules.screens import Who


class Draft(models.Model):
    """An application that an account fills in, field by field, on any device.

    ``answers`` are those about the whole file: field to text as it was typed. ``application``
    is what it became when it was submitted; edits go on here and are submitted again, and
    ``submitted_at`` is when they last were. ``refused_seasons`` and ``carried_from`` say which
    file of an earlier season it carries on.
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
    by_staff = models.BooleanField(default=False)
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    refused_seasons = models.PositiveSmallIntegerField(default=0)
    carried_from = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, related_name="+"
    )

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
    ``submitted`` is what the answers were when they last went into the application.
    ``consented_at`` is when a companion agreed from their own phone; a later change by somebody
    else takes it away.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="persons")
    place = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=9, choices=Role.choices)
    relation = models.CharField(max_length=8, choices=Relation.choices, blank=True)
    answers: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    removed_at = models.DateTimeField(null=True)
    submitted: models.JSONField[dict[str, Any] | None, dict[str, Any] | None] = (
        models.JSONField(null=True)
    )
    consented_at = models.DateTimeField(null=True)
    consented_by = models.CharField(max_length=200, blank=True)
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

    @property
    def who(self) -> Who:
        """The role as the rules name it."""
        return "LEAD" if self.role == Role.LEAD else "COMPANION"


class Invitation(models.Model):
    """A companion is asked to fill in and agree from their own phone, by a link.

    It counts until ``expires_at``, unless it was taken back (``revoked_at``). ``account`` is
    who took it up, after signing in; from then on nobody else may.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(
        DraftPerson, on_delete=models.PROTECT, related_name="invitations"
    )
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    account = models.ForeignKey(
        "accounts.Account", on_delete=models.PROTECT, null=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        """A companion has one invitation that was not taken back."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(revoked_at__isnull=True),
                name="invitation_one_standing",
            ),
            models.CheckConstraint(
                condition=Q(account__isnull=True, accepted_at__isnull=True)
                | Q(account__isnull=False, accepted_at__isnull=False),
                name="invitation_accepted_by_an_account",
            ),
        ]

    def __str__(self) -> str:
        """Answer whom it is for."""
        return f"invitation of {self.person_id}"
