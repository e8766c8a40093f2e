"""The staff of the sample season and where each of them works."""

from __future__ import annotations

from datetime import datetime

from demo.accounts import ACCOUNTS, PASSWORD, Account
from foundation.scoping import Actor
from mission.campaigns import queries as campaigns
from mission.campaigns import services as campaign_services
from mission.season.models import Season
from mission.staff import queries, services
from mission.staff.models import StaffMember
from mission.staff.rules import Role

LOADER = Actor.system("load_demo")


def hire_everybody(*, at: datetime) -> None:
    """Open every account of the sample season, with its role and the shared password."""
    for account in ACCOUNTS:
        if queries.member_by_email(account.email) is None:
            _hire(account, at=at)


def _hire(account: Account, *, at: datetime) -> None:
    member = services.hire_member(
        email=account.email,
        names=(account.name_ar, account.name_en),
        roles=[Role(account.role)],
        by=LOADER,
        at=at,
    )
    services.set_password(member=member, password=PASSWORD, by=LOADER, at=at)


def appoint_managers(season: Season, *, at: datetime) -> None:
    """Let every campaign manager work for the season's first campaign."""
    first = campaigns.open_campaigns(season)[0]
    for account in ACCOUNTS:
        if account.role == Role.CAMPAIGN_MANAGER:
            campaign_services.appoint_staff(
                campaign=first, member=member_of(account), by=LOADER, at=at
            )


def member_of(account: Account) -> StaffMember:
    """Answer the account's member of staff."""
    member = queries.member_by_email(account.email)
    if member is None:
        raise RuntimeError(f"{account.email} was not hired yet")
    return member


def committee() -> list[tuple[str, Actor]]:
    """Answer the committee, the chair first: name in Arabic and actor."""
    return [
        (account.name_ar, queries.actor_for(member_of(account)))
        for account in ACCOUNTS
        if account.role in (Role.COMMITTEE_CHAIR, Role.COMMITTEE_MEMBER)
    ]


def seated(role: Role) -> tuple[str, Actor]:
    """Answer who sits at the draw in this role: name in Arabic and actor."""
    account = next(account for account in ACCOUNTS if account.role == role)
    return account.name_ar, queries.actor_for(member_of(account))
