"""The writes of registration, one file per use.

Names are given late: the process that reads workbooks imports from here and has no Django.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
    "check_eligibility",
    "check_import",
    "freeze_applications",
    "import_applications",
    "prepare_import",
    "preview_workbook",
    "start_work",
    "stop_import",
]


def __getattr__(name: str) -> object:
    """Import the file that holds the write when it is first asked for."""
    if name not in _PLACES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
