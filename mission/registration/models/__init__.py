"""The rows of registration: workbooks as they came, applications, and their eligibility."""

from mission.registration.models.application import (
    Applicant,
    Application,
    ApplicationStatus,
    Relation,
    Role,
    Status,
)
from mission.registration.models.document import Document, DocumentCheck
from mission.registration.models.draft import Draft, DraftPerson
from mission.registration.models.eligibility import Eligibility, EligibilityRun
from mission.registration.models.workbook import ImportRun, RefusedRow, SourceFile, SourceRow

__all__ = [
    "Applicant",
    "Application",
    "ApplicationStatus",
    "Document",
    "DocumentCheck",
    "Draft",
    "DraftPerson",
    "Eligibility",
    "EligibilityRun",
    "ImportRun",
    "RefusedRow",
    "Relation",
    "Role",
    "SourceFile",
    "SourceRow",
    "Status",
]
