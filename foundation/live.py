"""The web's side of live pages: where the live program is, and tickets for signed-in people."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from foundation import clock, events, signing, tickets
from foundation.scoping import Actor, actor_of, open_page

TICKET_SECONDS = 120


@open_page("signed in; topics follow from the permissions")
@require_GET
@never_cache
@login_required
def ticket(request: HttpRequest) -> JsonResponse:
    """Answer a ticket that lets this person's page hear of events for two minutes from now."""
    actor = actor_of(request.user)
    minted = tickets.mint(
        tickets.Ticket(
            holder=actor.id,
            topics=topics_for(actor),
            # The pages ask for their parts again whatever it was; nobody needs to be told more.
            records=False,
            expires_at=int(clock.now().timestamp()) + TICKET_SECONDS,
        ),
        key=signing.secret(tickets.SECRET_NAME),
    )
    return JsonResponse({"ticket": minted, "expires_in_seconds": TICKET_SECONDS})


def topics_for(actor: Actor) -> frozenset[str]:
    """Answer the apps whose events this actor may hear of: those where they may do anything."""
    known = events.known_events() if actor.everything else actor.permissions
    return frozenset(name.partition(".")[0] for name in known)
