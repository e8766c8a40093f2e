"""The applicant's own documents: handed in, looked at, replaced; and what a passport says."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.clock import now
from foundation.refusals import NotFound, Refusal
from foundation.scoping import Actor, applicant_page
from foundation.wording import sentence
from mission.registration import services
from mission.registration.models import Document, DraftPerson
from mission.registration.presenters import documents as shown
from mission.registration.presenters.document_words import KINDS
from mission.registration.presenters.places import places_for
from mission.registration.queries import documents as reads
from mission.registration.rules.documents import DocumentKind, NoSuchDocument
from mission.registration.views.applying.guards import actor
from mission.registration.views.applying.telling import show
from mission.registration.views.document_files import file_answer, picture_answer


@require_GET
@applicant_page
def own_documents(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show what a person must hand in, and where each document stands."""
    person, by = _own(request, person_id)
    rules = reads.document_rules(person.draft.season)
    context = {
        "person": person,
        "name": shown.name_of(person),
        "cards": shown.own_cards(person, by=by),
        "missing": len(reads.missing_documents(person)),
        "photo_width": rules.photo_width,
        "photo_height": rules.photo_height,
        "back": _back(person, by),
    }
    return show(request, "registration/own_documents.html", context)


@require_POST
@applicant_page
def hand_in(request: HttpRequest, person_id: UUID, kind: str) -> HttpResponse:
    """Take a document, by camera or from the device; a passport is read at once."""
    person, by = _own(request, person_id)
    found = _kind(kind)
    given = request.FILES.get("camera") or request.FILES.get("file")
    if given is None:
        messages.error(request, _("Choose a file or take a photo first."))
        return redirect("documents:own", person_id=person.pk)
    try:
        document = services.hand_in_document(
            person=person, kind=found, source=given, name=given.name or "", by=by, at=now()
        )
    except Refusal as refusal:
        messages.error(request, f"{KINDS[found]}: {sentence(refusal)}")
        return redirect("documents:own", person_id=person.pk)
    messages.success(request, _("%(document)s: received.") % {"document": KINDS[found]})
    if found == DocumentKind.PASSPORT:
        services.read_passport(document=document, by=by, at=now())
        return redirect("documents:passport", person_id=person.pk)
    return redirect("documents:own", person_id=person.pk)


@require_POST
@applicant_page
def remove(request: HttpRequest, person_id: UUID, kind: str) -> HttpResponse:
    """Take a document back that was not accepted."""
    person, by = _own(request, person_id)
    held = reads.held_documents(person).get(_kind(kind))
    if held is None:
        raise NoSuchDocument()
    try:
        services.remove_document(document=held.document, by=by, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return redirect("documents:own", person_id=person.pk)


@require_http_methods(["GET", "POST"])
@applicant_page
def passport(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show what a passport says beside what was typed; its lines may be typed by hand."""
    person, by = _own(request, person_id)
    document = _passport_of(person)
    problem = _typed_lines(request, document, by) if request.method == "POST" else ""
    zone = shown.zone_of(document, on=now().date())
    rows = shown.particulars(person, zone)
    context = {
        "person": person,
        "name": shown.name_of(person),
        "document": document,
        "token": reads.document_token(document, by=by),
        "zone": zone,
        "rows": rows,
        "differing": sum(row["differs"] for row in rows),
        "offers": any(row["offer"] for row in rows),
        "typed": request.POST.get("mrz", ""),
        "problem": problem,
    }
    page = show(request, "registration/passport.html", context)
    page.status_code = 422 if problem else 200
    return page


@require_POST
@applicant_page
def take_particulars(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Put what the passport says in the place of what was typed, in the chosen fields."""
    person, by = _own(request, person_id)
    document = _passport_of(person)
    try:
        changed = services.take_particulars(
            document=document,
            fields=request.POST.getlist("fields"),
            by=by,
            at=now(),
        )
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        if changed:
            messages.success(request, _("Your answers are now as the passport says."))
    return redirect("documents:passport", person_id=person.pk)


@require_GET
@applicant_page
def own_picture(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Answer a picture of an own document; the link lives for minutes, for this account."""
    return picture_answer(_of_token(request, token), number)


@require_GET
@applicant_page
def own_file(request: HttpRequest, token: str) -> HttpResponse:
    """Answer an own document's file to be saved."""
    return file_answer(_of_token(request, token))


def _own(request: HttpRequest, person_id: UUID) -> tuple[DraftPerson, Actor]:
    """Answer a person of the signed-in account's draft; raises NoSuchDocument for others'."""
    by = actor(request)
    person = reads.person_with_documents(person_id)
    services.check_may_hand_in(person, by=by)
    return person, by


def _of_token(request: HttpRequest, token: str) -> Document:
    by = actor(request)
    document = reads.document_of_token(token, by=by)
    services.check_may_hand_in(document.person, by=by)
    return document


def _back(person: DraftPerson, by: Actor) -> str:
    """Answer the page of the application from which one came: the review, or the consent."""
    places = places_for(by)
    if str(person.draft.account_id) == by.id:
        return places.to("review", person.draft_id)
    return places.to("consent", person.pk)


def _kind(text: str) -> DocumentKind:
    try:
        return DocumentKind(text)
    except ValueError:
        raise NotFound() from None


def _passport_of(person: DraftPerson) -> Document:
    held = reads.held_documents(person).get(DocumentKind.PASSPORT)
    if held is None:
        raise NoSuchDocument()
    return held.document


def _typed_lines(request: HttpRequest, document: Document, by: Actor) -> str:
    """Take typed lines; answer what is wrong with them, if anything is."""
    try:
        services.type_passport(
            document=document, text=request.POST.get("mrz", ""), by=by, at=now()
        )
    except Refusal as refusal:
        return sentence(refusal)
    return ""
