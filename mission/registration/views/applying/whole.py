"""The screens of the whole file: companions, declarations, a last look, and sending it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.clock import now
from foundation.idempotency.sending import submit_once
from foundation.refusals import Refusal
from foundation.scoping import Actor, applicant_page, page_permission
from mission.registration import services
from mission.registration.forms import DeclarationsForm
from mission.registration.models import Draft, DraftPerson, Invitation
from mission.registration.presenters import applying as shown
from mission.registration.presenters import conditions, documents, journey
from mission.registration.presenters.messages import invitation_text
from mission.registration.presenters.places import Places, places_for
from mission.registration.queries import applying, checking
from mission.registration.queries.checking import CheckedPerson
from mission.registration.queries.documents import document_rules
from mission.registration.rules.screens import DECLARATIONS, YES
from mission.registration.views.applying.guards import (
    FILL_FOR_CALLER,
    actor,
    applicant_sender,
    both,
    own_draft,
    own_person,
)
from mission.registration.views.applying.telling import show, tell


@require_GET
def _companions(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """List the companions, each with what is still open, and offer to add one."""
    draft = own_draft(request, draft_id)
    rules = applying.season_rules(draft.season)
    found = checking.checked(draft, rules)
    places = places_for(actor(request))
    context = _whole(places, found.lead.person, "companions") | {
        "companions": [_line(request, each, places) for each in found.companions],
        "early": conditions.early(found.full if found.is_complete else found.early),
        "urls": places.of_draft(draft),
        "after": places.to("declarations", draft.pk),
    }
    return show(request, "registration/apply/companions.html", context)


def _line(request: HttpRequest, each: CheckedPerson, places: Places) -> dict[str, Any]:
    standing = applying.standing_invitation(each.person)
    link = ""
    if standing is not None and standing.expires_at > now():
        link = _link(request, standing)
    return shown.companion_line(each, places, invitation=standing, link=link)


def _link(request: HttpRequest, invitation: Invitation) -> str:
    token = applying.invitation_token(invitation)
    return request.build_absolute_uri(reverse("registration:invited", args=[token]))


@require_POST
def _add_companion(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Add a companion and go to the first screen about them."""
    draft = own_draft(request, draft_id)
    places = places_for(actor(request))
    try:
        person = services.add_companion(draft=draft, by=actor(request), at=now())
    except Refusal as refusal:
        tell(request, refusal)
        return redirect(places.to("companions", draft.pk))
    return redirect(places.screen(person, "who"))


@require_POST
def _remove_companion(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Take a companion out."""
    return _with_companion(request, person_id, services.remove_companion)


@require_POST
def _invite(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Make a link with which a companion fills in and agrees from their own phone.

    With a mobile the link is sent there too; one that stands is sent again as it is.
    """
    mobile = request.POST.get("mobile", "").strip()

    def invite(*, person: DraftPerson, by: Actor, at: datetime) -> None:
        standing = applying.standing_invitation(person)
        if not mobile or standing is None or standing.expires_at <= at:
            standing = services.invite_companion(person=person, by=by, at=at)
        if mobile:
            lead = shown.name_of(applying.people_of(person.draft)[0])
            services.send_invitation(
                invitation=standing,
                mobile=mobile,
                text=invitation_text(
                    lead=str(lead or _("An applicant")), link=_link(request, standing)
                ),
                by=by,
                at=at,
            )
            messages.success(request, _("The link is on its way to your companion."))

    return _with_companion(request, person_id, invite)


@require_POST
def _revoke(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Take a companion's link back."""
    return _with_companion(request, person_id, services.revoke_invitation)


def _with_companion(request: HttpRequest, person_id: UUID, write: Any) -> HttpResponse:
    person, is_invited = own_person(request, person_id)
    if is_invited:  # the companion fills in, and decides nothing about the file
        own_draft(request, person.draft_id)
    try:
        write(person=person, by=actor(request), at=now())
    except Refusal as refusal:
        tell(request, refusal)
    return redirect(places_for(actor(request)).to("companions", person.draft_id))


@require_http_methods(["GET", "POST"])
def _declarations(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Take the declarations of the lead."""
    draft = own_draft(request, draft_id)
    rules = applying.season_rules(draft.season)
    found = checking.checked(draft, rules)
    places = places_for(actor(request))
    asked = shown.declarations(found)
    given = {name: draft.answers.get(name) == YES for name in asked}
    form = DeclarationsForm(asked, request.POST or None, initial=given)
    if request.method == "POST":
        said = {name: bool(request.POST.get(name)) for name in DECLARATIONS}
        try:
            services.declare(draft=draft, said=said, by=actor(request), at=now())
        except Refusal as refusal:
            tell(request, refusal)
            return redirect("registration:apply")
        if form.is_valid():
            return redirect(places.to("review", draft.pk))
    context = _whole(places, found.lead.person, "declarations") | {
        "form": form,
        "conditions": conditions.conditions(rules),
        "before": places.to("companions", draft.pk),
    }
    return show(request, "registration/apply/declarations.html", context)


def _documents(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    """Answer each person's documents in a line, and what lacks; an operator has none."""
    if actor(request).kind != "applicant":
        return {}
    lines = [documents.documents_line(person) for person in applying.people_of(draft)]
    missing = sum(line["missing"] for line in lines)
    return {
        "documents": lines,
        "documents_missing": journey.missing_words(missing) if missing else "",
        "documents_block": document_rules(draft.season).block_submission,
    }


@require_GET
def _review(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show everything that was stated, with a link to change each part."""
    return _reviewed(request, own_draft(request, draft_id))


def _reviewed(request: HttpRequest, draft: Draft) -> HttpResponse:
    rules = applying.season_rules(draft.season)
    found = checking.checked(draft, rules)
    places = places_for(actor(request))
    context = _whole(places, found.lead.person, "review") | {
        "found": found,
        "people": shown.review(found, places, rules),
        "line": shown.draft_line(draft, found),
        "early": conditions.early(found.full),
        "urls": places.of_draft(draft),
        "before": places.to("declarations", draft.pk),
        "closes_at": rules.window.closes_at,
    }
    context |= _documents(request, draft)
    return show(request, "registration/apply/review.html", context)


@require_http_methods(["GET", "POST"])
def _submit(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Send the application; a second sending answers the same receipt.

    A refusal is answered by the review, 422: nothing of it stands, and the same form may be
    sent again. Whoever comes by the address alone, after signing in anew, is shown the review.
    """
    places = places_for(actor(request))
    if request.method == "GET":
        return redirect(places.to("review", own_draft(request, draft_id).pk))
    try:
        application = services.submit_application(
            draft_id=draft_id, by=actor(request), at=now()
        )
    except Refusal as refusal:
        draft = own_draft(request, draft_id)
        tell(request, refusal)
        answer = _reviewed(request, draft)
        answer.status_code = 422
        return answer
    return redirect(places.to("receipt", application.reference))


def _whole(places: Places, lead: DraftPerson, key: str) -> dict[str, Any]:
    return {
        "frame": places.frame,
        "person": lead,
        "who": shown.name_of(lead),
        "progress": shown.file_progress(key),
        "before": places.around(lead, key, is_invited=False)[0],
    }


companions, call_companions = both(_companions)
add_companion, call_add_companion = both(_add_companion)
remove_companion, call_remove_companion = both(_remove_companion)
invite, call_invite = both(_invite)
revoke, call_revoke = both(_revoke)
declarations, call_declarations = both(_declarations)
review, call_review = both(_review)
submit = applicant_page(submit_once(actor=applicant_sender)(_submit))
call_submit = page_permission(FILL_FOR_CALLER)(submit_once()(_submit))
