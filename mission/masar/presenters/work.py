"""How the link is and what waits, for everybody's home."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as now_in_words
from django.utils.translation import ngettext

from foundation import numerals
from foundation.clock import now
from foundation.scoping import Actor
from foundation.workboard import FunnelBar, Link, State, WorkItem
from mission.masar import queries
from mission.masar.rules.states import Operation
from mission.masar.rules.states import State as Stand
from mission.season import queries as seasons
from mission.season.models import Season

# Younger than this, the link counts as alive: the schedule calls every minute.
ALIVE_MINUTES = 5


def link_health(season: Season, *, at: datetime) -> tuple[State, str]:
    """Say how the link is: a state and one sentence with the age of the last answer."""
    link = queries.link_of(season)
    if link.last_answer_at is None:
        if link.last_trouble_at is None:
            return "calm", now_in_words("It was never called this season")
        return "bad", now_in_words("It has never answered this season")
    age = at - link.last_answer_at
    words = {"age": numerals.format_duration(age)}
    if age <= timedelta(minutes=ALIVE_MINUTES):
        return "good", now_in_words("Alive: it answered %(age)s ago") % words
    state: State = "bad" if link.last_trouble_at and link.last_trouble_at > at - age else "warn"
    return state, now_in_words("Its last answer is %(age)s old") % words


def links(by: Actor) -> list[Link]:
    """Answer the link to the e-path for the homes of those who may see it."""
    season = seasons.current_season()
    if season is None or not by.may("masar.view_exchange"):
        return []
    state, sentence = link_health(season, at=now())
    return [Link(state, now_in_words("Saudi e-path"), sentence, reverse("masar:link"))]


def funnel(by: Actor) -> list[FunnelBar]:
    """Count the pilgrims whom the e-path gave a permit."""
    season = seasons.current_season()
    if season is None or not by.may("masar.view_exchange") or by.campaigns is not None:
        return []
    granted = queries.counts(season)[Operation.PERMIT][Stand.ACCEPTED]
    return [FunnelBar("masar", now_in_words("Permitted by the Saudi e-path"), granted)]


def alarm_before(season: Season, *, at: datetime) -> datetime:
    """Answer the moment before which an unknown answer is too old."""
    minutes = int(seasons.rule_values(season)["masar_unknown_alarm_minutes"])
    return at - timedelta(minutes=minutes)


def work_waiting(by: Actor) -> list[WorkItem]:
    """Say what waits: refusals, differences, answers unknown for long, pilgrims not entered."""
    season = seasons.current_season()
    if season is None:
        return []
    items: list[WorkItem] = []
    if by.may("masar.resolve_refusals"):
        items += _to_decide(season, by)
    if by.may("masar.view_exchange"):
        old = queries.unknown_since(season, alarm_before(season, at=now())).count()
        sentence = ngettext(
            "The answer to %(count)s request to the e-path is unknown for too long",
            "The answers to %(count)s requests to the e-path are unknown for too long",
            old,
        )
        items += _item(old, "bad", now_in_words("Unknown"), sentence, "masar:link")
    if by.may("masar.send_pilgrims"):
        fresh = queries.count_not_begun(season)
        sentence = ngettext(
            "%(count)s pilgrim is not yet entered in the e-path",
            "%(count)s pilgrims are not yet entered in the e-path",
            fresh,
        )
        items += _item(fresh, "warn", now_in_words("To send"), sentence, "masar:link")
    return items


def _to_decide(season: Season, by: Actor) -> list[WorkItem]:
    refused = queries.refusals(season, by=by).count()
    sentence = ngettext(
        "%(count)s request was refused by the e-path and waits for a decision",
        "%(count)s requests were refused by the e-path and wait for a decision",
        refused,
    )
    items = _item(refused, "bad", now_in_words("Rejected"), sentence, "masar:refusals")
    found = queries.differences(season).count()
    sentence = ngettext(
        "%(count)s difference between our books and the e-path waits for a decision",
        "%(count)s differences between our books and the e-path wait for a decision",
        found,
    )
    items += _item(found, "bad", now_in_words("Different"), sentence, "masar:differences")
    gone = queries.leavers(season, by=by).count()
    sentence = ngettext(
        "%(count)s pilgrim gave the seat up and still stands in the e-path",
        "%(count)s pilgrims gave their seats up and still stand in the e-path",
        gone,
    )
    return items + _item(gone, "bad", now_in_words("Left"), sentence, "masar:leavers")


def _item(count: int, state: State, tag: str, sentence: str, url_name: str) -> list[WorkItem]:
    if not count:
        return []
    return [
        WorkItem(
            state=state,
            tag=tag,
            sentence=sentence % {"count": numerals.format_number(count)},
            url=reverse(url_name),
            verb=now_in_words("Look"),
            count=count,
        )
    ]


def summary(season: Season) -> dict[str, int]:
    """Count for a console what the exchange came to."""
    table = queries.counts(season)
    return {
        "pilgrims": queries.count_pilgrims(season),
        "registered": table[Operation.PILGRIM][Stand.ACCEPTED],
        "visas": table[Operation.VISA][Stand.ACCEPTED],
        "permits": table[Operation.PERMIT][Stand.ACCEPTED],
        "waiting_for_people": queries.count_for_people(season),
    }
