"""The texts of messages to applicants, in the receiver's language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from mission.registration.models import Application


def receipt_text(application: Application, *, language: str) -> str:
    """Say that an application came in, with its reference."""
    with override(language):
        return _(
            "Your Hajj application was received. Your reference is %(reference)s. Keep it: "
            "with it you follow your application and see the result of the draw."
        ) % {"reference": application.reference}


def withdrawn_text(application: Application, *, language: str) -> str:
    """Say that an application was withdrawn, so that nobody is surprised."""
    with override(language):
        return _(
            "Your Hajj application %(reference)s was withdrawn. If it was not you, call us now."
        ) % {"reference": application.reference}


def objection_answered_text(application: Application, *, language: str) -> str:
    """Say that the committee answered; what it says stands on the page, not in a message."""
    with override(language):
        return _(
            "The committee answered your objection for the application %(reference)s. Sign in "
            "to read the answer."
        ) % {"reference": application.reference}


def invitation_text(*, lead: str, link: str) -> str:
    """Say who asks a companion to travel along, and the link; in the reader's language."""
    return _(
        "%(lead)s asks you to travel along on Hajj. Fill in your own particulars here: %(link)s"
    ) % {"lead": lead, "link": link}
