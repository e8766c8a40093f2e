"""The rows of the exchange: requests and their steps, calls, the link, differences."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from foundation.ids import uuid7
from mission.masar.rules.differences import Finding
from mission.masar.rules.states import LIVE, Operation, State

_OPERATIONS = [(operation.value, operation.value) for operation in Operation]
_STATES = [(state.value, state.value) for state in State]
_LIVE = sorted(state.value for state in LIVE)


class Exchange(models.Model):
    """One request to the e-path; its id is the idempotency key under which they know it.

    States are those of ``rules.states.State``; ``state`` repeats the newest step so that
    constraints and lists can see it. ``resubmissions`` counts earlier requests of the same
    thing that were rejected. ``body`` is what is sent, to the letter, however often. While
    ``needs_person`` is true a rejection waits for somebody's decision.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    season = models.ForeignKey("season.Season", on_delete=models.PROTECT, related_name="+")
    operation = models.CharField(max_length=8, choices=_OPERATIONS)
    pilgrim = models.ForeignKey(
        "campaigns.Pilgrim", on_delete=models.PROTECT, null=True, related_name="exchanges"
    )
    campaign = models.ForeignKey(
        "campaigns.Campaign", on_delete=models.PROTECT, null=True, related_name="exchanges"
    )
    attempt = models.PositiveIntegerField(default=1)
    resubmissions = models.PositiveIntegerField(default=0)
    body = models.JSONField()
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=_STATES, default=State.PENDING)
    state_at = models.DateTimeField()
    number = models.CharField(max_length=40, blank=True)
    reasons = models.JSONField(default=list)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    needs_person = models.BooleanField(default=False)

    class Meta:
        """One live request per subject and operation, whoever opens it."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(operation=Operation.GROUP, pilgrim=None, campaign__isnull=False)
                | (~Q(operation=Operation.GROUP) & Q(pilgrim__isnull=False, campaign=None)),
                name="exchange_has_one_subject",
            ),
            models.UniqueConstraint(
                fields=["pilgrim", "operation"],
                condition=Q(state__in=_LIVE, pilgrim__isnull=False),
                name="exchange_pilgrim_one_live",
            ),
            models.UniqueConstraint(
                fields=["campaign", "operation"],
                condition=Q(state__in=_LIVE, campaign__isnull=False),
                name="exchange_campaign_one_live",
            ),
            models.UniqueConstraint(
                fields=["pilgrim", "operation", "attempt"],
                condition=Q(pilgrim__isnull=False),
                name="exchange_pilgrim_attempt_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ACCEPTED) | ~Q(number=""),
                name="exchange_accepted_has_number",
            ),
            models.CheckConstraint(
                condition=Q(needs_person=False)
                | Q(state__in=[State.REJECTED, State.WITHDRAWN]),
                name="exchange_person_only_when_refused",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["season", "operation", "state"], name="exchange_by_state"),
            models.Index(
                fields=["season", "state_at"],
                condition=Q(needs_person=True),
                name="exchange_for_people",
            ),
        ]

    def __str__(self) -> str:
        """Answer what is asked and where it stands."""
        return f"{self.operation} {self.state} {self.id}"


class Call(models.Model):
    """One call to the e-path about requests, written before it is made.

    ``outcome`` is empty until the call ends: ANSWERED, TURNED_AWAY (they took nothing) or
    SILENT (no answer that can be trusted); it stays empty where the sender died.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    season = models.ForeignKey("season.Season", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20)
    requests = models.PositiveIntegerField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True)
    http_status = models.PositiveSmallIntegerField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    words = models.TextField(blank=True)

    class Meta:
        """The page shows the newest calls."""

        indexes: ClassVar = [models.Index(fields=["season", "-begun_at"], name="call_newest")]

    def __str__(self) -> str:
        """Answer what it was for."""
        return f"{self.purpose} {self.outcome}"


class ExchangeStep(models.Model):
    """One step of a request, never changed: where it stands since, why, who, their words."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    exchange = models.ForeignKey(Exchange, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=9, choices=_STATES)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    reason = models.CharField(max_length=200, blank=True)
    answer = models.JSONField(null=True)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Steps are read in their order."""

        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        """Answer the state."""
        return self.state


class Link(models.Model):
    """How the line to the e-path is in one season, and how far its feed has been read."""

    season = models.OneToOneField(
        "season.Season", primary_key=True, on_delete=models.PROTECT, related_name="masar_link"
    )
    cursor = models.PositiveBigIntegerField(default=0)
    last_answer_at = models.DateTimeField(null=True)
    last_trouble_at = models.DateTimeField(null=True)
    last_trouble = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        """Answer whose line it is."""
        return str(self.season_id)


class Breaker(models.Model):
    """The circuit breaker of one purpose of calls; shared by every process that calls."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    season = models.ForeignKey("season.Season", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20)
    failures = models.PositiveIntegerField(default=0)
    openings = models.PositiveIntegerField(default=0)
    open_until = models.DateTimeField(null=True)

    class Meta:
        """One breaker a purpose."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["season", "purpose"], name="breaker_one_a_purpose")
        ]

    def __str__(self) -> str:
        """Answer the purpose."""
        return self.purpose


class Reconciliation(models.Model):
    """One full comparison of both sides; while ``ended_at`` is empty it runs or was cut off."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    season = models.ForeignKey("season.Season", on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=200)
    compared = models.PositiveIntegerField(default=0)
    taken_over = models.PositiveIntegerField(default=0)
    sent_again = models.PositiveIntegerField(default=0)
    cancelled_there = models.PositiveIntegerField(default=0)
    left_to_people = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        """Answer when it began."""
        return f"{self.begun_at:%Y-%m-%d %H:%M}"


class Difference(models.Model):
    """A difference between both sides that waits for a person, or waited for one.

    Open while ``settled_at`` is empty. ``subject`` is the passport number, ``number`` theirs.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    season = models.ForeignKey("season.Season", on_delete=models.PROTECT, related_name="+")
    operation = models.CharField(max_length=8, choices=_OPERATIONS)
    finding = models.CharField(
        max_length=13, choices=[(finding.value, finding.value) for finding in Finding]
    )
    key = models.CharField(max_length=64)
    subject = models.CharField(max_length=40, blank=True)
    number = models.CharField(max_length=40, blank=True)
    exchange = models.ForeignKey(
        Exchange, on_delete=models.PROTECT, null=True, related_name="differences"
    )
    answer = models.JSONField(default=dict)
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=200, blank=True)
    settled_how = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        """A difference is open once, however often it is found."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["season", "key", "finding"],
                condition=Q(settled_at=None),
                name="difference_open_once",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by="")
                | (Q(settled_at__isnull=False) & ~Q(settled_by="")),
                name="difference_settled_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        """Answer the finding."""
        return f"{self.finding} {self.key}"
