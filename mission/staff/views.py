"""Pages of the staff: everybody's home, and the accounts."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_cookie

from foundation import workboard
from foundation.clock import now
from foundation.refusals import Refusal
from foundation.scoping import Actor, actor_of, open_page, page_permission
from foundation.wording import sentence
from mission.staff import access, presenters, queries, services
from mission.staff.forms import HireForm, ReasonForm, RolesForm
from mission.staff.rules import Role

# The page of the doors is the same for everybody who brings no cookie.
SHARED_SECONDS = 60


@open_page("everybody who is signed in has a home, and everybody else a way to the own door")
@vary_on_cookie
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person, and the season in numbers as far as they may see it.

    Who is not signed in is shown the doors: of applicants, of the result, of the staff.
    """
    if not request.user.is_authenticated:
        answer = render(request, "doors.html", {"is_shared": True})
        if not request.COOKIES:
            patch_cache_control(answer, public=True, max_age=SHARED_SECONDS)
        return answer
    actor = actor_of(request.user)
    request.actor = actor  # type: ignore[attr-defined]
    context = {
        "figures": workboard.figures_for(actor),
        "funnel": workboard.funnel_for(actor),
        "links": workboard.links_for(actor),
        "work": workboard.waiting_for(actor),
    }
    return render(request, "staff/home.html", context)


@page_permission("staff.manage_staff")
def members(request: HttpRequest) -> HttpResponse:
    """List the accounts, searched by name or e-mail."""
    search = request.GET.get("q", "").strip()
    page = Paginator(queries.members(search), 50).get_page(request.GET.get("page"))
    held = queries.roles_of_many([member.id for member in page])
    rows = [
        {
            "member": member,
            "name": presenters.member_name(member),
            "roles": presenters.role_names(held[member.id]),
        }
        for member in page
    ]
    context = {"rows": rows, "page": page, "search": search}
    return render(request, "staff/members.html", context)


@page_permission("staff.manage_staff")
def hire(request: HttpRequest) -> HttpResponse:
    """Open an account; its owner gets a password from the unit and changes it."""
    form = HireForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (hired := _hire(request, form)):
        messages.success(request, _("The account is open. Give it a password now."))
        return redirect("staff:member", member_id=hired)
    return render(request, "staff/hire.html", {"form": form})


def _hire(request: HttpRequest, form: HireForm) -> UUID | None:
    given = form.cleaned_data
    try:
        member = services.hire_member(
            email=given["email"],
            names=(given["name_ar"], given["name_en"]),
            roles=[Role(role) for role in given["roles"]],
            by=_actor(request),
            at=now(),
        )
    except Refusal as refusal:
        form.add_error("email", sentence(refusal))
        return None
    return member.id


@page_permission("staff.manage_staff")
def member(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Show one account and change its roles."""
    shown = queries.member_by_id(member_id)
    held = sorted(queries.roles_of(member_id))
    form = RolesForm(request.POST or None, initial={"roles": held})
    if request.method == "POST" and form.is_valid():
        wanted = [Role(role) for role in form.cleaned_data["roles"]]
        services.change_roles(member=shown, roles=wanted, by=_actor(request), at=now())
        messages.success(request, _("The roles are saved."))
        return redirect("staff:member", member_id=member_id)
    context: dict[str, Any] = {
        "shown": shown,
        "name": presenters.member_name(shown),
        "form": form,
        "may_remove_factors": access.may_remove_second_factors(member_id, by=_actor(request))
        and queries.second_factors(member_id).exists(),
    }
    return render(request, "staff/member.html", context)


@page_permission("staff.manage_staff")
@require_POST
def give_password(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Make a password and show it this once; only its hash is kept."""
    shown = queries.member_by_id(member_id)
    password = token_urlsafe(12)
    services.set_password(member=shown, password=password, by=_actor(request), at=now())
    context = {"shown": shown, "name": presenters.member_name(shown), "password": password}
    return render(request, "staff/password.html", context)


@page_permission("staff.manage_staff")
def dismiss(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Close an account after a reason was given."""
    shown = queries.member_by_id(member_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.dismiss_member(
            member=shown, reason=form.cleaned_data["reason"], by=_actor(request), at=now()
        )
        messages.success(request, _("The account is closed and its sessions have ended."))
        return redirect("staff:members")
    context = {
        "shown": shown,
        "form": form,
        "title": _("Close the account"),
        "effect": _(
            "All sessions of this person end now, and nobody can sign in with this account"
            " any more."
        ),
        "verb": _("Close it"),
    }
    return render(request, "staff/with_reason.html", context)


@page_permission("staff.manage_staff")
def remove_second_factors(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Let somebody who lost the device make a new second factor, after a reason was given."""
    shown = queries.member_by_id(member_id)
    access.check_may_remove_second_factors(member_id, by=_actor(request))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.remove_second_factors(
            member=shown, reason=form.cleaned_data["reason"], by=_actor(request), at=now()
        )
        messages.success(
            request, _("The second factor is removed and the sessions have ended.")
        )
        return redirect("staff:member", member_id=member_id)
    context = {
        "shown": shown,
        "form": form,
        "title": _("Remove the second factor"),
        "effect": _(
            "Do this only for somebody whom you see or know by voice: until a new second factor"
            " is made, the password alone opens this account. All sessions end now."
        ),
        "verb": _("Remove it"),
    }
    return render(request, "staff/with_reason.html", context)


@open_page("everyone who is signed in may end their own sessions")
@login_required
@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign the person who asks out on one of their devices."""
    by = actor_of(request.user)
    mine = queries.member_by_id(UUID(by.id))
    services.end_session(member=mine, session_id=session_id, by=by, at=now())
    messages.success(request, _("That device is signed out."))
    return redirect("usersessions_list")


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
