"""How messages are said and shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.clock import now
from foundation.numerals import format_duration, format_number
from foundation.scoping import Actor
from foundation.wording import register, say
from foundation.workboard import Link, WorkItem
from mission.notifications import access, queries
from mission.notifications.models import Message, MessageStatus
from mission.notifications.rules import NotResendable, State, check_resendable

# Somebody who waits for a code gives up after about a minute.
LATE = timedelta(minutes=1)
COUNTED = timedelta(days=1)

STATE_NAMES = {
    State.QUEUED: _("Waiting"),
    State.SENDING: _("Being sent"),
    State.SENT: _("Handed over"),
    State.DELIVERED: _("Arrived"),
    State.FAILED: _("Not arrived"),
    State.UNKNOWN: _("Unknown"),
}
SHADES = {
    State.QUEUED: "calm",
    State.SENDING: "calm",
    State.SENT: "calm",
    State.DELIVERED: "good",
    State.FAILED: "bad",
    State.UNKNOWN: "warn",
}

register(
    {
        "no_such_message": _("There is no such message. Go back to the list."),
        "message_not_resendable": _(
            "This message cannot be sent again: it is on its way, has arrived, or held a code"
            " that is not kept. A new code is asked for on the sign-in page."
        ),
    }
)


def kind_name(kind: str) -> str:
    """Answer what a kind of message is called, in the reader's language.

    The app that sends it registers the words under ``message.<kind>``.
    """
    return say(f"message.{kind}").removeprefix("message.")


def masked_number(number: str) -> str:
    """Show the country's first digits and the last three of a mobile."""
    return f"{number[:4]}{'•' * max(len(number) - 7, 0)}{number[-3:]}"


def row(message: Message) -> dict[str, Any]:
    """Answer what the list shows of one message."""
    state = State(message.state)
    return {
        "message": message,
        "kind": kind_name(message.kind),
        "number": masked_number(message.to),
        "label": STATE_NAMES[state],
        "shade": SHADES[state],
        "may_be_resent": _may_be_resent(message),
    }


def _may_be_resent(message: Message) -> bool:
    try:
        check_resendable(State(message.state), is_secret=message.is_secret)
    except NotResendable:
        return False
    return True


def steps(statuses: list[MessageStatus]) -> list[dict[str, Any]]:
    """Answer the states of one message for its table."""
    return [
        {
            "status": status,
            "label": STATE_NAMES[State(status.state)],
            "shade": SHADES[State(status.state)],
        }
        for status in statuses
    ]


def state_options() -> list[tuple[str, str]]:
    """Answer the states to filter by."""
    return [(state.value, str(name)) for state, name in STATE_NAMES.items()]


def figures() -> list[dict[str, Any]]:
    """Answer the figures of the last day, in the order of a message's way."""
    counts = queries.counts_by_state(since=now() - COUNTED)
    troubled = {State.FAILED: "bad", State.UNKNOWN: "warn"}
    return [
        {
            "value": counts[state],
            "label": STATE_NAMES[state],
            "shade": troubled.get(state, "") if counts[state] else "",
        }
        for state in State
    ]


def work_waiting(by: Actor) -> list[WorkItem]:
    """Say on the home of the unit when messages of the last day did not arrive."""
    if not access.may_resend(by=by):
        return []
    counts = queries.counts_by_state(since=now() - COUNTED)
    failed = counts[State.FAILED]
    if not failed:
        return []
    sentence = ngettext(
        "%(count)s message of the last day did not arrive.",
        "%(count)s messages of the last day did not arrive.",
        failed,
    ) % {"count": format_number(failed)}
    url = f"{reverse('notifications:list')}?state={State.FAILED}"
    tag = now_in_words("Not arrived")
    return [WorkItem("warn", tag, sentence, url, now_in_words("Look"), failed)]


def links(by: Actor) -> list[Link]:
    """Say how long the oldest message waits for the gateway."""
    if not access.may_view(by=by):
        return []
    label, url = now_in_words("SMS gateway"), reverse("notifications:list")
    oldest = queries.oldest_unsent_at()
    if oldest is not None and now() - oldest > LATE:
        waits = format_duration(now() - oldest)
        sentence = now_in_words("A message waits since %(duration)s.") % {"duration": waits}
        return [Link("bad", label, sentence, url)]
    last = queries.newest_handed_over_at()
    if last is None:
        return [Link("calm", label, now_in_words("No message was sent yet."), url)]
    ago = format_duration(now() - last)
    sentence = now_in_words("Took the last message %(duration)s ago.") % {"duration": ago}
    return [Link("good", label, sentence, url)]
