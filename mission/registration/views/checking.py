"""The staff's queue of documents: one at a time, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foundation.clock import now
from foundation.refusals import Refusal
from foundation.scoping import actor_of, page_permission
from foundation.wording import sentence
from mission.registration import services
from mission.registration.models import Document
from mission.registration.presenters import documents as shown
from mission.registration.presenters.document_words import KINDS, reason_choices
from mission.registration.presenters.pages import relation_name
from mission.registration.queries import documents as reads
from mission.registration.rules.documents import DocumentKind, NoOpenProposal, Verdict
from mission.registration.services.checking import Judgement
from mission.registration.views.document_files import file_answer, picture_answer
from mission.season.queries import current_season

SHOWN = 20


@require_GET
@page_permission("registration.verify_documents")
def queue(request: HttpRequest) -> HttpResponse:
    """Show how much waits, what needs a second person, and find any document."""
    season = current_season()
    if season is None:
        return render(request, "season/none.html")
    search = request.GET.get("q", "").strip()
    counts = reads.counts_waiting(season)
    waiting = reads.waiting_documents(season)[:SHOWN]
    context = {
        "search": search,
        "rows": shown.queue_lines(reads.find_documents(season, search) if search else waiting),
        "waiting": sum(counts.values()),
        "by_kind": shown.waiting_by_kind(counts),
        "proposals": shown.proposal_lines(reads.open_proposals(season)),
        "most": reads.MOST_FOUND if search else SHOWN,
    }
    return render(request, "registration/document_queue.html", context)


@require_POST
@page_permission("registration.verify_documents")
def take_next(request: HttpRequest) -> HttpResponse:
    """Take the next document that nobody looks at; one that is passed over is let go."""
    after = request.POST.get("after", "")
    passed = reads.document_by_id(UUID(after)) if _is_uuid(after) else None
    return _next(request, passed)


@require_GET
@page_permission("registration.verify_documents")
def one_document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Show one document large with its person's particulars, and what may be done."""
    document, by = reads.document_by_id(document_id), actor_of(request.user)
    held = reads.Held(document, reads.standing_checks([document]).get(document.pk))
    claimed_by = ""
    if document.is_current and not held.verdict:
        try:
            services.claim_document(document=document, by=by, at=now())
        except Refusal as refusal:
            claimed_by = sentence(refusal)
    person = document.person
    zone = shown.zone_of(_passport_beside(document), on=now().date())
    rows = shown.particulars(person, zone)
    context = {
        "document": document,
        "kind": KINDS[document.kind],
        "name": shown.name_of(person),
        "relation": relation_name(person.relation or "SELF"),
        "national_id": reads.identity_of(person),
        "application": person.draft.application,
        "token": reads.document_token(document, by=by),
        "numbers": range(1, max(document.pages, 1) + 1),
        "zone": zone,
        "rows": rows,
        "differing": sum(row["differs"] for row in rows),
        "verdict": held.verdict,
        "other_verdict": _other(held.verdict),
        "may_judge": document.is_current and not held.verdict and not claimed_by,
        "claimed_by": claimed_by,
        "proposal": reads.open_proposal(document),
        "timeline": shown.history(document),
        "reasons": reason_choices(),
        "by": by,
    }
    return render(request, "registration/document.html", context)


@require_POST
@page_permission("registration.verify_documents")
def judge(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Accept a document or ask for it again, and go on to the next."""
    document = reads.document_by_id(document_id)
    try:
        services.check_document(
            document=document,
            judgement=_judgement(request),
            by=actor_of(request.user),
            at=now(),
        )
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect("documents:one", document_id=document.pk)
    return _next(request, document)


@require_POST
@page_permission("registration.verify_documents")
def propose(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Propose another verdict than the one that stands."""

    def act(document: Document) -> None:
        services.propose_override(
            document=document,
            judgement=_judgement(request),
            by=actor_of(request.user),
            at=now(),
        )

    return _act(request, document_id, act)


@require_POST
@page_permission("registration.verify_documents")
def answer_proposal(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Confirm or decline what another person proposed."""

    def act(document: Document) -> None:
        proposal = reads.open_proposal(document)
        if proposal is None:
            raise NoOpenProposal()
        services.answer_override(
            proposal=proposal,
            is_confirmed=request.POST.get("answer") == "confirm",
            by=actor_of(request.user),
            at=now(),
        )

    return _act(request, document_id, act)


@require_GET
@page_permission("registration.verify_documents")
def picture(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Answer a picture of a document; the link lives for minutes, and the look is recorded."""
    by = actor_of(request.user)
    document = reads.document_of_token(token, by=by)
    services.record_opening(document=document, by=by, at=now())
    return picture_answer(document, number)


@require_GET
@page_permission("registration.verify_documents")
def file(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a document's file to be saved; that is recorded too."""
    by = actor_of(request.user)
    document = reads.document_of_token(token, by=by)
    services.record_opening(document=document, by=by, at=now())
    return file_answer(document)


def _next(request: HttpRequest, after: Document | None) -> HttpResponse:
    season = current_season()
    if season is None:
        return render(request, "season/none.html")
    found = services.claim_next(season=season, by=actor_of(request.user), at=now(), after=after)
    if found is None:
        messages.info(request, _("No other document waits."))
        return redirect("documents:queue")
    return redirect("documents:one", document_id=found.pk)


def _act(
    request: HttpRequest, document_id: UUID, act: Callable[[Document], None]
) -> HttpResponse:
    document = reads.document_by_id(document_id)
    try:
        act(document)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return redirect("documents:one", document_id=document.pk)


def _judgement(request: HttpRequest) -> Judgement:
    is_good = request.POST.get("verdict") == Verdict.ACCEPTED
    return Judgement(
        Verdict.ACCEPTED if is_good else Verdict.ASK_AGAIN,
        request.POST.get("reason", ""),
        request.POST.get("note", ""),
    )


def _other(verdict: str) -> str:
    return (
        {Verdict.ACCEPTED: Verdict.ASK_AGAIN, Verdict.ASK_AGAIN: Verdict.ACCEPTED}.get(
            Verdict(verdict), ""
        )
        if verdict
        else ""
    )


def _passport_beside(document: Document) -> Document | None:
    """Answer the passport whose lines stand beside any document of its person."""
    if document.kind == DocumentKind.PASSPORT:
        return document
    held = reads.held_documents(document.person).get(DocumentKind.PASSPORT)
    return held.document if held else None


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
