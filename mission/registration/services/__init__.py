"""The writes of registration, one file per use.

Names are given late: the process that reads workbooks imports from here and has no Django.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
        hand_in_document,
        read_passport,
        remove_document,
        take_particulars,
        type_passport,
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
    from mission.registration.services.judging import check_eligibility

_PLACES = {
    "Judgement": "checking",
    "answer_override": "checking",
    "check_document": "checking",
    "claim_document": "checking",
    "claim_next": "checking",
    "propose_override": "checking",
    "record_opening": "checking",
    "hand_in_document": "documents",
    "read_passport": "documents",
    "remove_document": "documents",
    "take_particulars": "documents",
    "type_passport": "documents",
    "freeze_applications": "freezing",
    "check_import": "imports",
    "import_applications": "imports",
    "prepare_import": "imports",
    "preview_workbook": "imports",
    "stop_import": "imports",
    "start_work": "imports",
    "check_eligibility": "judging",
}

__all__ = [
    "Judgement",
    "answer_override",
    "check_document",
    "check_eligibility",
    "check_import",
    "claim_document",
    "claim_next",
    "freeze_applications",
    "hand_in_document",
    "import_applications",
    "prepare_import",
    "preview_workbook",
    "propose_override",
    "read_passport",
    "record_opening",
    "remove_document",
    "start_work",
    "stop_import",
    "take_particulars",
    "type_passport",
]


def __getattr__(name: str) -> object:
    """Import the file that holds the write when it is first asked for."""
    if name not in _PLACES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
