"""Counts for the overview: permitted, with a bracelet, printed, stopped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from foundation.scoping import Actor
from mission.campaigns.models import Campaign
from mission.permits.models import Bracelet, BraceletStatus, Permit, PrintedBracelet
from mission.permits.queries.bracelets import with_state
from mission.permits.queries.permits import permits_in_force
from mission.permits.rules.bracelets import State
from mission.season.models import Season


@dataclass(frozen=True, slots=True)
class Figures:
    """How far a season is; pilgrims, except the last three, which count bracelets.

    `worn` includes those that are suspended.
    """

    permitted: int
    worn: int
    printed: int
    suspended: int
    revoked: int
    replaced: int

    @property
    def without_bracelet(self) -> int:
        """Pilgrims who are permitted and have no bracelet in force."""
        return max(self.permitted - self.worn, 0)

    @property
    def stopped(self) -> int:
        """Bracelets that ended."""
        return self.revoked + self.replaced

    @property
    def unprinted(self) -> int:
        """Bracelets in force that stand on no finished sheet."""
        return max(self.worn - self.printed, 0)


def figures_of_season(season: Season, *, by: Actor, at: datetime) -> Figures:
    """Count what `by` may see."""
    permits = permits_in_force(season, at=at)
    bracelets = Bracelet.objects.filter(season=season)
    if by.campaigns is not None:
        permits = permits.filter(pilgrim__campaign_id__in=by.campaigns)
        bracelets = bracelets.filter(pilgrim__campaign_id__in=by.campaigns)
    stopped = _count_final(bracelets)
    live = bracelets.filter(~_ended())
    return Figures(
        permitted=permits.count(),
        worn=live.count(),
        printed=live.filter(_printed()).count(),
        suspended=_count_suspended(live),
        revoked=stopped[State.REVOKED],
        replaced=stopped[State.REPLACED],
    )


def figures_of_campaigns(season: Season, *, at: datetime) -> list[Campaign]:
    """Answer the campaigns with `permitted`, `worn` and `printed`, by licence."""
    permitted = _by_campaign(permits_in_force(season, at=at))
    live = Bracelet.objects.filter(~_ended(), season=season)
    worn = _by_campaign(live)
    printed = _by_campaign(live.filter(_printed()))
    campaigns = list(Campaign.objects.filter(season=season).order_by("licence_no"))
    for campaign in campaigns:
        campaign.permitted = permitted.get(campaign.id, 0)  # type: ignore[attr-defined]
        campaign.worn = worn.get(campaign.id, 0)  # type: ignore[attr-defined]
        campaign.printed = printed.get(campaign.id, 0)  # type: ignore[attr-defined]
    return campaigns


def _by_campaign(rows: QuerySet[Bracelet] | QuerySet[Permit]) -> dict[UUID, int]:
    counted = rows.order_by().values_list("pilgrim__campaign_id").annotate(Count("id"))
    return dict(counted)


def _count_final(bracelets: QuerySet[Bracelet]) -> dict[State, int]:
    counted = bracelets.aggregate(
        revoked=Count("id", filter=Q(statuses__status=State.REVOKED)),
        replaced=Count("id", filter=Q(statuses__status=State.REPLACED)),
    )
    return {State.REVOKED: counted["revoked"], State.REPLACED: counted["replaced"]}


def _count_suspended(live: QuerySet[Bracelet]) -> int:
    once = BraceletStatus.objects.filter(status=State.SUSPENDED).values("bracelet_id")
    return with_state(live.filter(id__in=once)).filter(state=State.SUSPENDED).count()


def _ended() -> Exists:
    final = [State.REVOKED, State.REPLACED]
    return Exists(BraceletStatus.objects.filter(bracelet=OuterRef("pk"), status__in=final))


def _printed() -> Exists:
    done = PrintedBracelet.objects.filter(bracelet=OuterRef("pk"))
    return Exists(done.filter(batch__printed_at__isnull=False))
