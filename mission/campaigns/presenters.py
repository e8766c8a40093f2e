"""Campaigns in words and numbers: refusals, what waits, and the rows of their tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation import wording
from foundation.languages import both_languages, in_language
from foundation.numerals import format_number
from foundation.scoping import Actor
from foundation.workboard import Figure, FunnelBar, WorkItem
from mission.campaigns import queries
from mission.campaigns.models import Campaign, Pilgrim
from mission.registration.models import Application
from mission.registration.queries import Following
from mission.season import queries as seasons
from mission.season.models import Camp

OWN_CARD = "campaigns/_own_campaign.html"

wording.register(
    {
        "no_seats_left": _(
            "This campaign has %(seats_left)s seats left and the file needs %(size)s. "
            "Choose another campaign."
        ),
        "already_placed": _("File %(reference)s sits in a campaign already."),
        "not_selected": _("File %(reference)s was not selected, so no campaign may take it."),
        "capacity_too_small": _(
            "%(seats_taken)s pilgrims sit in the campaign already. Give at least as many seats."
        ),
        "no_such_campaign": _("There is no such campaign here. Go back to the list."),
        "no_such_file": _("There is no such application here."),
        "bad_campaigns_file": _(
            "Line %(line)s of the campaigns file cannot be read (%(column)s). Mend it, then "
            "try again."
        ),
    }
)


def campaign_name(campaign: Campaign) -> str:
    """Answer a campaign's name in the reader's language."""
    return in_language(campaign.name_ar, campaign.name_en)


def pilgrim_names(pilgrim: Pilgrim) -> tuple[str, str]:
    """Answer a pilgrim's name in the reader's language, then in the other script."""
    return both_languages(pilgrim.person.name_ar, pilgrim.person.name_en)


def work_waiting(by: Actor) -> list[WorkItem]:
    """Say which selected files still have no campaign, to those who place them."""
    season = seasons.current_season()
    if season is None or not by.may("campaigns.place_winners"):
        return []
    waiting = len(queries.files_without_campaign(season))
    if not waiting:
        return []
    sentence = ngettext(
        "%(count)s selected file has no campaign yet",
        "%(count)s selected files have no campaign yet",
        waiting,
    ) % {"count": format_number(waiting)}
    return [
        WorkItem(
            state="warn",
            tag=now_in_words("Waiting"),
            sentence=sentence,
            url=reverse("campaigns:place"),
            verb=now_in_words("Place them"),
            count=waiting,
        )
    ]


def figures(by: Actor) -> list[Figure]:
    """Count the pilgrims that this person may see."""
    season = seasons.current_season()
    if season is None or not by.may("campaigns.view_roster"):
        return []
    count = queries.pilgrim_count(season, by=by)
    return [
        Figure(now_in_words("have a campaign"), count, url=reverse("campaigns:list")),
    ]


def funnel(by: Actor) -> list[FunnelBar]:
    """Count the pilgrims in campaigns for the season's funnel."""
    season = seasons.current_season()
    if season is None or not by.may("campaigns.view_campaigns") or by.campaigns is not None:
        return []
    count = queries.pilgrim_count(season, by=by)
    return [FunnelBar("campaigns", now_in_words("In a campaign"), count)]


def own_campaign(application: Application, _at: datetime) -> Following | None:
    """Answer the card of a file that sits in a campaign, or accepted and may choose one."""
    placement = queries.placement_of(application.pk)
    context: dict[str, object] = {"application": application, "placement": placement}
    if placement is not None:
        context["name"] = campaign_name(placement.campaign)
        awaits = now_in_words("A call of your campaign. It tells you the next dates.")
        return Following(OWN_CARD, context, awaits=awaits)
    if not queries.has_accepted(application.pk):  # the card of the draw asks for that first
        return None
    return Following(OWN_CARD, context, is_asked=True)


def camp_name(camp: Camp) -> str:
    """Answer a camp's name in the reader's language."""
    return in_language(camp.name_ar, camp.name_en)


def offers(campaigns: Iterable[Campaign], *, size: int) -> list[dict[str, object]]:
    """Answer the campaigns as a file sees them: those with seats for all of it first."""
    rows: list[dict[str, object]] = [
        {
            "campaign": campaign,
            "name": campaign_name(campaign),
            "camps": [camp_name(camp) for camp in campaign.camps.all()],
            "fits": campaign.seats_left >= size,
        }
        for campaign in campaigns
    ]
    return sorted(rows, key=lambda row: not row["fits"])
