"""Pages of messages for the systems unit, and the address that the gateway reports to."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.clock import now
from foundation.refusals import Refusal
from foundation.scoping import Actor, actor_of, open_page, page_permission
from foundation.wording import sentence
from mission.notifications import access, presenters, queries, services

PAGE_ROWS = 50
_GATEWAY = Actor.system("sms_gateway")


@page_permission("notifications.view_messages")
def messages_page(request: HttpRequest) -> HttpResponse:
    """List the messages, newest first."""
    state, search = request.GET.get("state", ""), request.GET.get("q", "").strip()
    found = queries.messages(state=state, search=search)
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "rows": [presenters.row(message) for message in page],
        "page": page,
        "figures": presenters.figures(),
        "options": presenters.state_options(),
        "is_filtered": bool(state or search),
    }
    return render(request, "notifications/list.html", context)


@page_permission("notifications.view_messages")
def message_page(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Show one message and the states that it went through."""
    message = queries.message(message_id)
    context = {
        "row": presenters.row(message),
        "steps": presenters.steps(queries.statuses_of(message)),
        "may_resend": access.may_resend(by=actor_of(request.user)),
    }
    return render(request, "notifications/message.html", context)


@require_POST
@page_permission("notifications.resend_messages")
def resend(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Have one message sent again."""
    try:
        services.resend(message_id=message_id, by=actor_of(request.user), at=now())
    except queries.NoSuchMessage:
        raise
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("The message is on its way again."))
    return redirect("notifications:message", message_id=message_id)


@open_page("the gateway reports at an address that only we can have made")
@require_safe
def report(request: HttpRequest, message_id: UUID, signature: str) -> HttpResponse:
    """Take a delivery report; gateways send it as a plain GET and read the status alone."""
    kind = request.GET.get("kind", "")
    if not services.is_genuine_report(message_id, signature):
        return HttpResponse("unknown address\n", status=404, content_type="text/plain")
    if not (kind.isascii() and kind.isdigit() and len(kind) < 4):
        return HttpResponse("no kind of report\n", status=400, content_type="text/plain")
    queries.message(message_id)
    services.record_report(message_id=message_id, kind=int(kind), by=_GATEWAY, at=now())
    return HttpResponse("ok\n", content_type="text/plain")
