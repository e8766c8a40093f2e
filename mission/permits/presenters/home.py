"""What permits put on the homes: work that waits, large numbers, the age of the lists."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.clock import now
from foundation.numerals import format_number
from foundation.scoping import Actor
from foundation.workboard import Figure, FunnelBar, Link, WorkItem
from mission.campaigns.queries import pilgrim_count
from mission.permits import queries
from mission.permits.models import ListKind
from mission.season import queries as seasons


def work_waiting(by: Actor) -> list[WorkItem]:
    """Say what lacks: to who issues, bracelets and sheets; to who only looks, permits."""
    season = seasons.current_season()
    if season is None or not by.may("permits.view_permits"):
        return []
    counted = queries.figures_of_season(season, by=by, at=now())
    if not by.may("permits.issue_bracelets"):
        return _without_permit(pilgrim_count(season, by=by) - counted.permitted)
    items = []
    if counted.without_bracelet:
        sentence = ngettext(
            "%(count)s pilgrim has a permit and no bracelet",
            "%(count)s pilgrims have a permit and no bracelet",
            counted.without_bracelet,
        )
        items.append(_item(sentence, counted.without_bracelet, "overview", _("Look")))
    if counted.unprinted:
        sentence = ngettext(
            "%(count)s bracelet is not on a sheet yet",
            "%(count)s bracelets are not on a sheet yet",
            counted.unprinted,
        )
        items.append(_item(sentence, counted.unprinted, "batches", _("Print")))
    return items


def _without_permit(count: int) -> list[WorkItem]:
    if count <= 0:
        return []
    sentence = ngettext(
        "%(count)s pilgrim has no Hajj permit yet",
        "%(count)s pilgrims have no Hajj permit yet",
        count,
    )
    return [_item(sentence, count, "pilgrims", _("Look"))]


def figures(by: Actor) -> list[Figure]:
    """Give the number of bracelets in force to those who may see permits."""
    season = seasons.current_season()
    if season is None or not by.may("permits.view_permits"):
        return []
    worn = queries.figures_of_season(season, by=by, at=now()).worn
    return [Figure(_("bracelets in force"), worn, url=reverse("permits:overview"))]


def funnel(by: Actor) -> list[FunnelBar]:
    """Give the season's funnel its two bars: permitted, and with a bracelet."""
    season = seasons.current_season()
    if season is None or not by.may("permits.view_permits"):
        return []
    counted = queries.figures_of_season(season, by=by, at=now())
    return [
        FunnelBar("permits", _("Permitted"), counted.permitted),
        FunnelBar("permits", _("With a bracelet"), counted.worn),
    ]


def links(by: Actor) -> list[Link]:
    """Say whether the lists that readers fetch are still fresh."""
    season = seasons.current_season()
    if season is None or not by.may("permits.manage_keys"):
        return []
    found = [
        queries.published_list(ListKind.TRUST),
        queries.published_list(ListKind.STATUS, season.id),
    ]
    if not any(found):
        return []
    is_late = any(listed is None or listed.next_update_at <= now() for listed in found)
    url = reverse("permits:keys")
    if is_late:
        sentence = _("A list is overdue: readers may refuse to work. Is the worker running?")
        return [Link("bad", _("Lists for readers"), sentence, url)]
    return [Link("good", _("Lists for readers"), _("Both lists are in time."), url)]


def _item(sentence: str, count: int, page: str, verb: str) -> WorkItem:
    return WorkItem(
        state="warn",
        tag=_("Waiting"),
        sentence=sentence % {"count": format_number(count)},
        url=reverse(f"permits:{page}"),
        verb=verb,
        count=count,
    )
