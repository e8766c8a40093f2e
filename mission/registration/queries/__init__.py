"""Reads of registration: for other apps, for imports, for pages."""

from mission.registration.queries.applying import application_of, is_lead
from mission.registration.queries.carrying import set_seat_source
from mission.registration.queries.districts import districts_of
from mission.registration.queries.eligible import (
    EligibleFile,
    changed_since,
    changes_in,
    eligible_files,
    newest_judgement,
    refused_references,
)
from mission.registration.queries.families import families_of_season
from mission.registration.queries.files import applicants_of, application_by_reference
from mission.registration.queries.following import Following, add_following
from mission.registration.queries.supposed import CandidateFiles, candidate_files, refused_by
from mission.registration.rules.districts import Districts

__all__ = [
    "CandidateFiles",
    "Districts",
    "EligibleFile",
    "Following",
    "add_following",
    "applicants_of",
    "application_by_reference",
    "application_of",
    "candidate_files",
    "changed_since",
    "changes_in",
    "districts_of",
    "eligible_files",
    "families_of_season",
    "is_lead",
    "newest_judgement",
    "refused_by",
    "refused_references",
    "set_seat_source",
]
