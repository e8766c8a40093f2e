"""The draw on the lead's own pages: the outcome, and the offer with its last day."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from mission.registration.models import Application
from mission.registration.queries import Following
from mission.selection import queries
from mission.selection.presenters.offers import last_day
from mission.selection.presenters.outcome import outcome_words
from mission.selection.queries import PublicOutcome

TEMPLATE = "selection/_own_result.html"
FOR_STAFF = "selection/_call_result.html"


def own_result(application: Application, at: datetime) -> Following | None:
    """Answer the card of a file's outcome; None while no public result holds the file."""
    try:
        outcome = queries.outcome_for(application.reference)
    except queries.UnknownReference:
        return None
    until = outcome.offered_until
    is_open = queries.is_selected(application.pk) and not outcome.has_accepted
    is_asked = is_open and (until is None or at < until)
    context = {
        "application": application,
        "outcome": outcome,
        "words": outcome_words(outcome),
        "is_asked": is_asked,
        "may_decline": is_asked or outcome.has_accepted,
        "until": last_day(until, queries.terms_of(outcome.round.season)) if until else "",
    }
    awaits = "" if is_asked else _awaits(outcome)
    return Following(TEMPLATE, context, is_asked=is_asked, awaits=awaits, for_staff=FOR_STAFF)


def _awaits(outcome: PublicOutcome) -> str:
    """Say what a file waits for whose lead has nothing to answer."""
    if outcome.outcome == "WAITING" and not outcome.happening:
        if outcome.is_beyond_reserve:
            return ""
        return _("Seats that come free. If it is your turn, we tell you by SMS and here.")
    return ""
