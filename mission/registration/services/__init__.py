"""The writes of registration, one file per use.

Names are given late: the process that reads workbooks imports from here and has no Django.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mission.registration.services.carrying import carry_over
    from mission.registration.services.checking import (
        Judgement,
        answer_override,
        check_document,
        claim_document,
        claim_next,
        propose_override,
        record_opening,
    )
    from mission.registration.services.documents import (
        check_may_hand_in,
        hand_in_document,
        read_passport,
        remove_document,
        take_particulars,
        type_passport,
    )
    from mission.registration.services.drafting import (
        add_companion,
        declare,
        open_draft,
        remove_companion,
        save_answers,
    )
    from mission.registration.services.families import (
        agree_to_family,
        ask_for_family,
        decline_family,
        leave_family,
        take_back_request,
    )
    from mission.registration.services.freezing import freeze_applications
    from mission.registration.services.imports import (
        check_import,
        import_applications,
        prepare_import,
        preview_workbook,
        start_work,
        stop_import,
    )
    from mission.registration.services.inviting import (
        accept_invitation,
        consent,
        invite_companion,
        revoke_invitation,
    )
    from mission.registration.services.judging import check_eligibility
    from mission.registration.services.objecting import (
        answer_objection,
        note_document_opened,
        raise_objection,
    )
    from mission.registration.services.sending import send_invitation
    from mission.registration.services.submitting import has_changes, submit_application
    from mission.registration.services.withdrawing import withdraw_application

_PLACES = {
    "Judgement": "checking",
    "answer_override": "checking",
    "check_document": "checking",
    "claim_document": "checking",
    "claim_next": "checking",
    "propose_override": "checking",
    "record_opening": "checking",
    "check_may_hand_in": "documents",
    "hand_in_document": "documents",
    "read_passport": "documents",
    "remove_document": "documents",
    "take_particulars": "documents",
    "type_passport": "documents",
    "carry_over": "carrying",
    "add_companion": "drafting",
    "declare": "drafting",
    "open_draft": "drafting",
    "remove_companion": "drafting",
    "save_answers": "drafting",
    "agree_to_family": "families",
    "ask_for_family": "families",
    "decline_family": "families",
    "leave_family": "families",
    "take_back_request": "families",
    "freeze_applications": "freezing",
    "check_import": "imports",
    "import_applications": "imports",
    "prepare_import": "imports",
    "preview_workbook": "imports",
    "start_work": "imports",
    "stop_import": "imports",
    "accept_invitation": "inviting",
    "consent": "inviting",
    "invite_companion": "inviting",
    "send_invitation": "sending",
    "revoke_invitation": "inviting",
    "check_eligibility": "judging",
    "answer_objection": "objecting",
    "note_document_opened": "objecting",
    "raise_objection": "objecting",
    "has_changes": "submitting",
    "submit_application": "submitting",
    "withdraw_application": "withdrawing",
}

__all__ = [
    "Judgement",
    "accept_invitation",
    "add_companion",
    "agree_to_family",
    "answer_objection",
    "answer_override",
    "ask_for_family",
    "carry_over",
    "check_document",
    "check_eligibility",
    "check_import",
    "check_may_hand_in",
    "claim_document",
    "claim_next",
    "consent",
    "declare",
    "decline_family",
    "freeze_applications",
    "hand_in_document",
    "has_changes",
    "import_applications",
    "invite_companion",
    "leave_family",
    "note_document_opened",
    "open_draft",
    "prepare_import",
    "preview_workbook",
    "propose_override",
    "raise_objection",
    "read_passport",
    "record_opening",
    "remove_companion",
    "remove_document",
    "revoke_invitation",
    "save_answers",
    "send_invitation",
    "start_work",
    "stop_import",
    "submit_application",
    "take_back_request",
    "take_particulars",
    "type_passport",
    "withdraw_application",
]


def __getattr__(name: str) -> object:
    """Import the file that holds the write when it is first asked for."""
    if name not in _PLACES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
