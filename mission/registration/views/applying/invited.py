"""The companion's own way in: a link, a sign-in of their own, and their agreement."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from foundation.clock import now
from foundation.refusals import Refusal
from foundation.scoping import applicant_page
from mission.registration import services
from mission.registration.presenters import applying as shown
from mission.registration.presenters.places import places_for
from mission.registration.queries import applying
from mission.registration.rules.applying import NoSuchDraft
from mission.registration.views.applying.guards import actor, own_account, own_person
from mission.registration.views.applying.telling import show, tell


@require_http_methods(["GET", "POST"])
@applicant_page
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Say whose application it is; to go on binds the link to whoever signed in."""
    invitation = applying.invitation_for(token, at=now())
    by, places = actor(request), places_for(actor(request))
    if request.method == "POST":
        try:
            person = services.accept_invitation(
                invitation=invitation, account=own_account(request), by=by, at=now()
            )
        except Refusal as refusal:
            tell(request, refusal)
            return redirect(request.path)
        return redirect(places.screen(person, "who"))
    context = {
        "frame": places.frame,
        "lead": shown.name_of(applying.people_of(invitation.person.draft)[0]),
        "invitation": invitation,
        "account": own_account(request),
    }
    return show(request, "registration/apply/invited.html", context)


@require_http_methods(["GET", "POST"])
@applicant_page
def consent(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show the companion what is stated of them, and take their agreement."""
    person, is_invited = own_person(request, person_id)
    if not is_invited:
        raise NoSuchDraft()
    places = places_for(actor(request))
    rules = applying.season_rules(person.draft.season)
    if request.method == "POST":
        try:
            services.consent(person=person, by=actor(request), at=now())
            messages.success(request, _("You have agreed. You need do nothing more here."))
        except Refusal as refusal:
            tell(request, refusal)
        return redirect(request.path)
    read = applying.read_of(person, rules)
    context = {
        "frame": places.frame,
        "person": person,
        "lead": shown.name_of(applying.people_of(person.draft)[0]),
        "screens": shown.stated(person, read, places, rules),
        "is_complete": read.is_complete,
        "before": places.screen(person, "health"),
    }
    return show(request, "registration/apply/consent.html", context)
