"""The gates on each role's home: today's figures, and what a person should look at."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.clock import now
from foundation.scoping import Actor
from foundation.workboard import Figure, WorkItem
from mission.gates import access
from mission.gates.presenters.pages import REASONS
from mission.gates.queries import figures as read
from mission.gates.rules.decision import Code
from mission.season import queries as seasons


def work_waiting(by: Actor) -> list[WorkItem]:
    """Say where a guard scans, and which deliveries of readers nobody has looked at."""
    season = seasons.current_season()
    if season is None or not access.may_view_gates(by=by):
        return []
    items = []
    since = read.start_of_day(now())
    if by.may("gates.scan"):
        items.append(_guard_duty(read.open_gates(season)))
        items += _refused(read.figures_of_season(season, since=since))
    parked = read.parked_of_day(season, since=since)
    if parked and access.may_manage_devices(by=by):
        items.append(_parked(parked))
    return items


def figures(by: Actor) -> list[Figure]:
    """Count who was let through and refused today, and who is inside a camp now."""
    season = seasons.current_season()
    if season is None or not access.may_view_gates(by=by):
        return []
    today = read.figures_of_season(season, since=read.start_of_day(now()))
    url = reverse("gates:list")
    return [
        Figure(_("inside the camps now"), sum(read.inside_now(season).values()), url=url),
        Figure(_("let in today"), today.entered, url=url),
        Figure(
            _("refused at the gates today"),
            today.refused,
            state="bad" if today.refused else "",
            url=url,
        ),
    ]


def _guard_duty(gates: int) -> WorkItem:
    sentence = ngettext(
        "%(count)s gate can be guarded with this phone",
        "%(count)s gates can be guarded with this phone",
        gates,
    ) % {"count": gates}
    return WorkItem(
        state="calm",
        tag=_("Your shift"),
        sentence=sentence,
        url=reverse("gates:list"),
        verb=_("Choose a gate"),
        count=gates,
    )


def _refused(today: read.Figures) -> list[WorkItem]:
    """Say why people were refused today, the most frequent reason first."""
    if not today.refused:
        return []
    told = [f"{REASONS[Code(code)]} {number}" for code, number in today.reasons.items()]
    return [
        WorkItem(
            state="warn",
            tag=_("Refused"),
            sentence=_("Refused today by reason: %(reasons)s")
            % {"reasons": _(", ").join(told)},
            url=reverse("gates:list"),
            verb=_("See them"),
            count=today.refused,
        )
    ]


def _parked(parked: int) -> WorkItem:
    sentence = ngettext(
        "%(count)s delivery of a reader could not be read as a scan today",
        "%(count)s deliveries of readers could not be read as scans today",
        parked,
    ) % {"count": parked}
    return WorkItem(
        state="warn",
        tag=_("Look at this"),
        sentence=sentence,
        url=reverse("gates:list"),
        verb=_("See them"),
        count=parked,
    )
