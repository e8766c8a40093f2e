"""Documents in words: kinds, verdicts, reasons, and what is said when one is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from foundation import wording
from mission.registration.models import DocumentCheck
from mission.registration.rules.documents import AskReason, Step, Verdict

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

KINDS: dict[str, str | _StrPromise] = {
    "PASSPORT": _("Passport page"),
    "PHOTO": _("Personal photo"),
    "RESIDENCE": _("Residence card"),
    "FITNESS": _("Fitness certificate"),
    "SPECIAL_NEEDS": _("Special needs report"),
}
HINTS: dict[str, str | _StrPromise] = {
    "PASSPORT": _(
        "The page with your picture, flat and whole, with both lines of letters and < signs at "
        "its foot."
    ),
    "PHOTO": _(
        "A new photo in colour: face to the camera, white background, no glasses, nothing that "
        "hides the face."
    ),
    "RESIDENCE": _("The front of your residence card, or its page in the passport."),
    "FITNESS": _("The medical certificate for this season, with its stamp."),
    "SPECIAL_NEEDS": _(
        "Only for who needs a wheelchair, help or care on the way: a medical report."
    ),
}
REASONS: dict[str, str | _StrPromise] = {
    "UNREADABLE": _("It cannot be read. Take it anew in good light, without a flash."),
    "CUT_OFF": _("A part of it is missing. Take it anew with all four corners in the picture."),
    "WRONG_DOCUMENT": _("This is another document. Hand in the one that is named here."),
    "WRONG_PERSON": _("This is the document of another person. Hand in this person's."),
    "EXPIRED": _("It has expired. Hand in one that is valid."),
    "DIFFERS": _(
        "It says something else than what you typed. Compare both, and correct one of them."
    ),
    "PHOTO_RULE": _(
        "The photo is not as the rule asks: face to the camera, white background, no glasses."
    ),
    "OTHER": _("Another reason"),
}
STEPS: dict[tuple[str, str], str | _StrPromise] = {
    (Step.CHECKED, Verdict.ACCEPTED): _("Accepted"),
    (Step.CHECKED, Verdict.ASK_AGAIN): _("Asked for again"),
    (Step.PROPOSED, Verdict.ACCEPTED): _("Proposed to accept it after all"),
    (Step.PROPOSED, Verdict.ASK_AGAIN): _("Proposed to ask for it again after all"),
    (Step.CONFIRMED, Verdict.ACCEPTED): _("A second person confirmed: accepted"),
    (Step.CONFIRMED, Verdict.ASK_AGAIN): _("A second person confirmed: asked for again"),
    (Step.DECLINED, Verdict.ACCEPTED): _("A second person declined to accept it"),
    (Step.DECLINED, Verdict.ASK_AGAIN): _("A second person declined to ask again"),
}

wording.register(
    {
        "no_such_document": _("This document is not there. Go back and look at the list."),
        "document_link_expired": _(
            "This link to a document has expired. Open the page anew to see it."
        ),
        "document_accepted_already": _(
            "This document was accepted and stays as it is. Call us if it has changed."
        ),
        "documents_missing": _(
            "Documents are still needed (%(count)s). Hand them in first, then send the "
            "application."
        ),
        "photo_too_small": _(
            "The photo is too small. It must have at least %(width)s by %(height)s pixels."
        ),
        "photo_wrong_shape": _(
            "The photo has another shape than the rule asks: width to height as %(width)s to "
            "%(height)s. Crop it, then hand it in."
        ),
        "too_many_documents": _(
            "So many documents were handed in for this person that no more are taken. Call us."
        ),
        "document_already_checked": _(
            "This document has its verdict already, or was replaced meanwhile."
        ),
        "document_claimed": _("%(name)s is looking at this document now. Take the next one."),
        "document_reason_missing": _(
            "Choose the reason. “Another reason” needs a sentence that the applicant is told."
        ),
        "document_nothing_to_override": _(
            "There is nothing to override here: no verdict stands, it is this one already, or "
            "a proposal waits."
        ),
        "document_no_proposal": _("This proposal was answered already."),
        "document_same_person": _(
            "You proposed this yourself. Another person must confirm or decline it."
        ),
        "mrz_not_found": _(
            "These are not the two lines of a passport. Type both, each with 44 signs, < for "
            "every arrow."
        ),
        "mrz_check_failed": _(
            "The two lines do not agree in themselves. Compare each sign with the passport."
        ),
        "mrz_bad_date": _(
            "The lines hold a day that does not exist. Compare each sign with the passport."
        ),
        "mrz_no_name": _("The first line holds no name. Type it as it stands."),
    }
)


def reason_in_words(check: DocumentCheck) -> str:
    """Say why a document is asked for again: the reason, and the sentence that was added."""
    said = "" if check.reason == AskReason.OTHER else str(REASONS.get(check.reason, ""))
    return " ".join(filter(None, (said, check.note)))


def asked_again_message(check: DocumentCheck) -> str:
    """Answer the SMS that asks for a document again; it names no number and no diagnosis."""
    return now_in_words(
        "%(document)s must be handed in again. %(reason)s Sign in to your application to do so."
    ) % {"document": KINDS[check.document.kind], "reason": reason_in_words(check)}


def reason_choices() -> list[tuple[str, Any]]:
    """Answer the reasons for asking again, in the order of the list."""
    return list(REASONS.items())
