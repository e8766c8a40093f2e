"""Reads of registration: for other apps, for imports, for pages."""

from mission.registration.queries.carrying import set_seat_source
from mission.registration.queries.eligible import EligibleFile, changed_since, eligible_files
from mission.registration.queries.files import applicants_of, application_by_reference

__all__ = [
    "EligibleFile",
    "applicants_of",
    "application_by_reference",
    "changed_since",
    "eligible_files",
    "set_seat_source",
]
