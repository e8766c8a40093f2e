"""Queueing a message, handing it over at most once, and trying again what was not taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from foundation import jobs, journal
from foundation.scoping import Actor
from mission.notifications import access, queries, rules
from mission.notifications.events import MessageFailed, MessageQueued, MessageRetried
from mission.notifications.models import Message, MessageStatus
from mission.notifications.rules import Answer, End, Secret, State
from mission.notifications.services.client import hand_over
from mission.notifications.services.reporting import report_url
from mission.notifications.services.sealing import seal, unseal
from mission.notifications.services.states import locked, move

EXPIRED = "expired"
# Somebody waits for a code before a page; thousands of results may wait a little.
NEWS_PRIORITY = -1
ENDS = {End.ACCEPTED: State.SENT, End.REFUSED: State.FAILED, End.UNKNOWN: State.UNKNOWN}


@dataclass(frozen=True)
class News:
    """A text to one mobile (E.164), in the receiver's language; ``about`` is its record."""

    to: str
    text: str
    about: str


@transaction.atomic
def send_sms(
    *, to: str, kind: str, text: str | Secret, about: str, by: Actor, at: datetime
) -> Message:
    """Have a text sent after the commit; it is ready, in the receiver's language.

    to     E.164
    kind   what the message is for, e.g. ``sign_in_code``; its name is registered as wording
           ``message.<kind>``
    text   a Secret is kept encrypted until it is handed over, then not at all
    about  the record that it is about, as text
    """
    secret = text if isinstance(text, Secret) else None
    message = Message.objects.create(
        to=to,
        kind=kind,
        text=text if isinstance(text, str) else "",
        sealed=seal(secret.text) if secret else None,
        is_secret=secret is not None,
        about=about,
        queued_at=at,
        expires_at=secret.until if secret else None,
        state_at=at,
    )
    MessageStatus.objects.create(message=message, state=State.QUEUED, at=at, by=by.label)
    journal.record(MessageQueued(message=message.id, kind=kind, about=about), by=by, at=at)
    _start([message.id], is_awaited=message.is_secret)
    return message


@transaction.atomic
def send_news(
    *, news: Sequence[News], kind: str, since: datetime, by: Actor, at: datetime
) -> int:
    """Have many texts of one kind sent after the commit; answer how many.

    since  when this telling began: a record about which the kind was sent since is passed over,
           so that a job that runs again tells nobody twice
    """
    told = queries.told_about(kind, [each.about for each in news], since=since)
    made = [
        Message(
            to=each.to, kind=kind, text=each.text, about=each.about, queued_at=at, state_at=at
        )
        for each in news
        if each.about not in told
    ]
    Message.objects.bulk_create(made)
    MessageStatus.objects.bulk_create(
        MessageStatus(message=message, state=State.QUEUED, at=at, by=by.label)
        for message in made
    )
    events = (
        MessageQueued(message=message.id, kind=kind, about=message.about) for message in made
    )
    if made:
        journal.record_many(events, by=by, at=at)
        _start([message.id for message in made], is_awaited=False)
    return len(made)


def deliver(*, message_id: UUID, by: Actor, clock: Callable[[], datetime]) -> State:
    """Hand a waiting message to the gateway and write down how it ended.

    That it is being sent is committed before the call: a program that dies in the middle leaves
    a message that nobody sends a second time.
    """
    message = _take(message_id=message_id, by=by, at=clock())
    if message is None:
        return State(queries.message(message_id).state)
    text = unseal(bytes(message.sealed)) if message.sealed else message.text
    answer = hand_over(to=message.to, text=text, report_url=report_url(message.id))
    return _settle(message_id=message_id, answer=answer, by=by, at=clock())


@transaction.atomic
def resend(*, message_id: UUID, by: Actor, at: datetime) -> Message:
    """Have a message sent again that failed or whose end nobody knows.

    Raises PermissionRefused, NotResendable.
    """
    access.check_may_resend(by=by)
    queries.message(message_id)
    message = locked(message_id)
    former = State(message.state)
    rules.check_resendable(former, is_secret=message.is_secret)
    message.tries = 0
    move(message, State.QUEUED, by=by, at=at)
    journal.record(MessageRetried(message=message.id, former_state=former), by=by, at=at)
    _start([message.id], is_awaited=message.is_secret)
    return message


@transaction.atomic
def give_up_left_behind(*, by: Actor, at: datetime) -> int:
    """End messages whose sender died and codes that are too late; answer how many."""
    found = queries.left_behind(at=at)
    for message_id in found:
        _give_up(locked(message_id), by=by, at=at)
    return len(found)


@transaction.atomic
def _take(*, message_id: UUID, by: Actor, at: datetime) -> Message | None:
    """Mark the message as being sent; None when there is nothing to send."""
    message = locked(message_id)
    is_late = message.expires_at is not None and message.expires_at <= at
    if message.state == State.SENDING or (message.state == State.QUEUED and is_late):
        _give_up(message, by=by, at=at)
        return None
    if message.state != State.QUEUED:
        return None
    message.tries += 1
    return move(message, State.SENDING, by=by, at=at)


@transaction.atomic
def _settle(*, message_id: UUID, answer: Answer, by: Actor, at: datetime) -> State:
    message = locked(message_id)
    if message.state != State.SENDING:
        return State(message.state)  # the delivery report was quicker than the answer
    if answer.end is not End.TEMPORARY:
        return _end(message, ENDS[answer.end], detail=answer.words, by=by, at=at)
    again_at = rules.next_try_at(message.tries, at=at, expires_at=message.expires_at)
    if again_at is None:
        return _end(message, State.FAILED, detail=answer.words, by=by, at=at)
    move(message, State.QUEUED, by=by, at=at, detail=answer.words)
    _start([message.id], is_awaited=message.is_secret, run_at=again_at)
    return State.QUEUED


def _give_up(message: Message, *, by: Actor, at: datetime) -> None:
    """Whoever was sending may have sent it; what still waits was certainly not sent."""
    if message.state == State.SENDING:
        _end(message, State.UNKNOWN, detail="the sender died", by=by, at=at)
    elif message.state == State.QUEUED:
        _end(message, State.FAILED, detail=EXPIRED, by=by, at=at)


def _end(message: Message, state: State, *, detail: str, by: Actor, at: datetime) -> State:
    move(message, state, by=by, at=at, detail=detail)
    if state is State.FAILED:
        reason = EXPIRED if detail == EXPIRED else "not_taken"
        event = MessageFailed(message=message.id, kind=message.kind, reason=reason)
        journal.record(event, by=by, at=at)
    return state


def _start(
    message_ids: Sequence[UUID], *, is_awaited: bool, run_at: datetime | None = None
) -> None:
    jobs.defer_many(
        "notifications.send",
        [{"message": str(message_id)} for message_id in message_ids],
        run_at=run_at,
        priority=0 if is_awaited else NEWS_PRIORITY,
    )
