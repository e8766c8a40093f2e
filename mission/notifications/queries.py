"""Reads of messages."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from foundation.numerals import western_digits
from foundation.refusals import NotFound
from mission.notifications.models import Message, MessageStatus
from mission.notifications.rules import SENDING_MOST, State

UNSENT = (State.QUEUED, State.SENDING)


class NoSuchMessage(NotFound):
    """No message has this id."""

    code = "no_such_message"


def message(message_id: UUID) -> Message:
    """Answer one message; raises NoSuchMessage."""
    found = Message.objects.filter(pk=message_id).first()
    if found is None:
        raise NoSuchMessage(message=message_id)
    return found


def messages(*, state: str = "", search: str = "") -> QuerySet[Message]:
    """Answer the messages, newest first: of a state, and to a number that ends so."""
    found = Message.objects.order_by("-id")
    if state:
        found = found.filter(state=state)
    digits = "".join(sign for sign in western_digits(search) if sign.isdigit())
    if search:
        found = found.filter(Q(to__endswith=digits) if digits else Q(about=search))
    return found


def statuses_of(message: Message) -> list[MessageStatus]:
    """Answer the states that a message went through, oldest first."""
    return list(message.statuses.order_by("id"))


def count_about(kind: str, about: str) -> int:
    """Answer how many messages of a kind were sent about a record."""
    return Message.objects.filter(kind=kind, about=about).count()


def told_about(kind: str, abouts: Collection[str], *, since: datetime) -> set[str]:
    """Answer of which of these records somebody was sent this kind since a moment."""
    found = Message.objects.filter(kind=kind, about__in=abouts, queued_at__gte=since)
    return set(found.values_list("about", flat=True))


def counts_by_state(*, since: datetime) -> dict[str, int]:
    """Answer how many messages queued since then are in each state; states without are 0."""
    counted = dict(
        Message.objects.filter(queued_at__gte=since)
        .values_list("state")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return {state.value: counted.get(state.value, 0) for state in State}


def oldest_unsent_at() -> datetime | None:
    """Answer since when the oldest message waits for the gateway."""
    found = Message.objects.filter(state__in=UNSENT).aggregate(oldest=Min("queued_at"))
    oldest: datetime | None = found["oldest"]
    return oldest


def newest_handed_over_at() -> datetime | None:
    """Answer when the gateway last took a message."""
    found = MessageStatus.objects.filter(state=State.SENT).order_by("-id").first()
    return found.at if found else None


def left_behind(*, at: datetime, most: timedelta = SENDING_MOST) -> list[UUID]:
    """Answer the messages whose sender died, and the codes that waited too long."""
    dead = Q(state=State.SENDING, state_at__lt=at - most)
    late = Q(state=State.QUEUED, expires_at__lte=at)
    return list(Message.objects.filter(dead | late).values_list("pk", flat=True))
