"""Reads of registration: for other apps, for imports, for pages."""

from mission.registration.queries.eligible import EligibleFile, eligible_files
from mission.registration.queries.files import applicants_of, application_by_reference

__all__ = ["EligibleFile", "applicants_of", "application_by_reference", "eligible_files"]
