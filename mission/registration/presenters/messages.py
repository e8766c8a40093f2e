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


def family_asked_text(application: Application, *, language: str) -> str:
    """Say that another family asks to be drawn together; who it is stands on the page."""
    with override(language):
        return _(
            "Another family asks to be drawn together with your Hajj application "
            "%(reference)s: all or none. Sign in to read who it is, and to agree or decline."
        ) % {"reference": application.reference}


def family_agreed_text(application: Application, *, others: str, language: str) -> str:
    """Say whom an application is drawn together with from now on."""
    with override(language):
        return _(
            "Your Hajj application %(reference)s is drawn together with %(others)s: all or "
            "none. Until registration closes you may leave the others again."
        ) % {"reference": application.reference, "others": others}


def family_left_text(application: Application, *, others: str, language: str) -> str:
    """Say that a family left; ``others`` are those that are still drawn together with it."""
    with override(language):
        facts = {"reference": application.reference, "others": others}
        if others:
            return (
                _(
                    "A family left those who are drawn together with your Hajj application "
                    "%(reference)s. Still together with it: %(others)s."
                )
                % facts
            )
        return (
            _("The other family left. Your Hajj application %(reference)s is drawn by itself.")
            % facts
        )


def invitation_text(*, lead: str, link: str) -> str:
    """Say who asks a companion to travel along, and the link; in the reader's language."""
    return _(
        "%(lead)s asks you to travel along on Hajj. Fill in your own particulars here: %(link)s"
    ) % {"lead": lead, "link": link}
