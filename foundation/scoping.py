"""Who acts and how far they reach: actors, permissions, and the pages that ask for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.urls import reverse

from foundation.refusals import PermissionRefused

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

Kind = Literal["staff", "applicant", "device", "system"]
LABEL_WIDTH = 200  # of every column that says who did something


@dataclass(frozen=True)
class Actor:
    """Whoever does or asks something.

    label        how lists and the journal name them; what is too long for a column is cut off
    permissions  the names held, e.g. ``permits.revoke_bracelet``
    campaigns    ids of the campaigns whose records may be seen; None means every campaign
    """

    kind: Kind
    id: str
    label: str
    permissions: frozenset[str] = field(default_factory=frozenset)
    campaigns: frozenset[UUID] | None = frozenset()
    everything: bool = False

    def __post_init__(self) -> None:
        """Keep the label within its columns, here once for all who write it."""
        object.__setattr__(self, "label", self.label[:LABEL_WIDTH])

    @classmethod
    def system(cls, name: str) -> Actor:
        """Name the program itself (a job, a command at the console); it may do everything."""
        return cls(kind="system", id=name, label=name, campaigns=None, everything=True)

    def may(self, permission: str) -> bool:
        """Answer whether the permission is held."""
        return self.everything or permission in self.permissions

    def covers_campaign(self, campaign_id: UUID | None) -> bool:
        """Answer whether records of this campaign may be seen."""
        return self.campaigns is None or (
            campaign_id is not None and campaign_id in self.campaigns
        )


def require(by: Actor, permission: str, *, campaign: UUID | None = None) -> None:
    """Raise PermissionRefused unless ``by`` holds the permission and covers the campaign.

    Without ``campaign`` only the permission is asked.
    """
    if not by.may(permission):
        raise PermissionRefused(permission=permission)
    if campaign is not None and not by.covers_campaign(campaign):
        raise PermissionRefused(permission=permission)


_actor_sources: list[Callable[[Any], Actor]] = []


def set_actor_source(source: Callable[[Any], Actor]) -> None:
    """Say how a signed-in account becomes an Actor; the app that owns accounts calls this."""
    _actor_sources[:] = [source]


def actor_of(user: Any) -> Actor:
    """Turn a signed-in account into an Actor."""
    return _actor_sources[0](user)


_campaign_sources: list[Callable[[UUID], frozenset[UUID]]] = []


def set_campaign_source(source: Callable[[UUID], frozenset[UUID]]) -> None:
    """Say how a member's campaigns are found; the app that owns campaigns calls this."""
    _campaign_sources[:] = [source]


def campaigns_of(member_id: UUID) -> frozenset[UUID]:
    """Answer the campaigns that a member of staff works for."""
    return _campaign_sources[0](member_id) if _campaign_sources else frozenset()


def page_permission(
    permission: str,
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Guard a staff page: sign-in first, then the permission; sets ``request.actor``."""

    def guard(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        @login_required
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = actor_of(request.user)
            request.actor = actor  # type: ignore[attr-defined]
            require(actor, permission)
            return view(request, *args, **kwargs)

        guarded.page_permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard


def open_page(
    reason: str,
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Say why a page asks for no permission; a test refuses pages that are neither."""

    def mark(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        view.open_because = reason  # type: ignore[attr-defined]
        return view

    return mark


_applicant_sources: list[Callable[[Any], Actor | None]] = []


def set_applicant_source(source: Callable[[Any], Actor | None]) -> None:
    """Say who of the public is signed in on a request; the app of their accounts calls this."""
    _applicant_sources[:] = [source]


def applicant_page(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Guard a page of the public's own records: sign-in by code; sets ``request.actor``.

    The view itself must reach nothing but what belongs to that actor.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor = _applicant_sources[0](request)
        if actor is None:
            return redirect_to_login(request.get_full_path(), reverse("accounts:sign_in"))
        request.actor = actor  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    guarded.for_applicants = True  # type: ignore[attr-defined]
    return guarded


_grants: dict[str, frozenset[str]] = {}


def grant(role: str, permissions: Iterable[str]) -> None:
    """Give a role its permissions; the wiring calls this once per role at start-up."""
    _grants[role] = frozenset(permissions)


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """Answer everything that these roles together may do."""
    return frozenset().union(*(_grants.get(role, frozenset()) for role in roles))
