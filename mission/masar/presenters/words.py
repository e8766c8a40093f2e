"""The words of the exchange: refusals, operations, states, reasons, their fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from foundation import wording
from foundation.languages import in_language
from mission.campaigns.models import Campaign, Pilgrim
from mission.masar.rules.differences import Finding
from mission.masar.rules.states import Operation
from mission.masar.rules.states import State as Stand

wording.register(
    {
        "sender_at_work": _(
            "Another process exchanges with the e-path at this moment. Wait until it has ended."
        ),
        "path_not_answering": _(
            "The e-path did not answer (%(words)s). Look at the link, then try again."
        ),
        "token_refused": _(
            "The e-path refuses our token. Check MASAR_TOKEN with the ministry, then try again."
        ),
        "nothing_to_resubmit": _(
            "This request does not wait any more: somebody has submitted it again already."
        ),
        "difference_already_settled": _("%(by)s has settled this difference already."),
    }
)

OPERATIONS = {
    Operation.GROUP: _("Group of the campaign"),
    Operation.PILGRIM: _("Registration"),
    Operation.VISA: _("Visa"),
    Operation.PERMIT: _("Permit"),
}
STANDS = {
    Stand.PENDING: _("Waits to be sent"),
    Stand.SENT: _("On the line"),
    Stand.UNKNOWN: _("Answer unknown"),
    Stand.RECEIVED: _("With the e-path"),
    Stand.ACCEPTED: _("Accepted"),
    Stand.REJECTED: _("Rejected"),
    Stand.WITHDRAWN: _("Withdrawn"),
}
STAND_SHADES = {
    Stand.ACCEPTED: "good",
    Stand.UNKNOWN: "warn",
    Stand.REJECTED: "bad",
    Stand.WITHDRAWN: "bad",
}
FINDINGS = {
    Finding.MISSING_THERE: _("We hold it as accepted; the e-path does not have it"),
    Finding.CONTRADICTION: _("One side says accepted, the other refused"),
    Finding.DUPLICATE: _("The e-path holds a second booking that we did not make"),
    Finding.STRANGER: _("The e-path holds a booking that we know nothing of"),
    Finding.BEHIND: _("The e-path is further than we know"),
}
REASONS = {
    "the sender stopped before an answer came": _("The sender stopped before an answer came"),
    "its application was withdrawn": _("Its application was withdrawn"),
    "asked by key": _("Asked by key"),
    "feed of changes": _("Feed of changes"),
    "comparison of both sides": _("Comparison of both sides"),
    "they do not have it: comparison of both sides": _(
        "The e-path does not have it: comparison of both sides"
    ),
    "never sent: a booking of theirs was taken over": _(
        "Never sent: a booking that the e-path held already was taken over"
    ),
}
FIELDS = {
    "passport_number": _("Passport number"),
    "passport_expires_date": _("Passport expiry date"),
    "name_ar": _("Name in Arabic"),
    "name_en": _("Name in English"),
    "sex": _("Sex"),
    "birth_date": _("Date of birth"),
    "nationality": _("Nationality"),
    "mobile": _("Mobile"),
    "group_number": _("Group number"),
    "application_number": _("Application number"),
    "visa_number": _("Visa number"),
    "capacity": _("Capacity"),
    "licence_no": _("Licence"),
    "season": _("Season"),
    "reference": _("Reference"),
}


def operation_name(operation: str) -> str:
    """Answer an operation in the reader's language."""
    return str(OPERATIONS[Operation(operation)])


def subject_name(pilgrim: Pilgrim | None, campaign: Campaign | None) -> str:
    """Answer whom a request is about."""
    named = pilgrim.person if pilgrim is not None else campaign
    return in_language(named.name_ar, named.name_en) if named is not None else ""


def reasons_in_words(reasons: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Answer the reasons of a refusal as they gave them, in the reader's language."""
    return [
        {
            "field": str(FIELDS.get(reason.get("field", ""), reason.get("field", ""))),
            "text": in_language(reason.get("message_ar", ""), reason.get("message_en", ""))
            or str(reason.get("code", "")),
        }
        for reason in reasons
    ]


def purpose_name(purpose: str) -> str:
    """Answer what a call was for."""
    kind, _space, operation = purpose.partition(" ")
    if operation:
        return now_in_words("Send: %(operation)s") % {"operation": operation_name(operation)}
    names = {"ASK": now_in_words("Ask by key"), "FEED": now_in_words("Feed of changes")}
    return names.get(kind, purpose)
