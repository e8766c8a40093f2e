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
from mission.registration.models.draft import Draft, DraftPerson, Invitation
from mission.registration.models.eligibility import Eligibility, EligibilityRun
from mission.registration.models.family import (
    Family,
    FamilyMember,
    FamilyRequest,
    Leaving,
    RequestEnding,
)
from mission.registration.models.objection import Answer, Objection, ObjectionStatus
from mission.registration.models.workbook import ImportRun, RefusedRow, SourceFile, SourceRow

__all__ = [
    "Answer",
    "Applicant",
    "Application",
    "ApplicationStatus",
    "Document",
    "DocumentCheck",
    "Draft",
    "DraftPerson",
    "Eligibility",
    "EligibilityRun",
    "Family",
    "FamilyMember",
    "FamilyRequest",
    "ImportRun",
    "Invitation",
    "Leaving",
    "Objection",
    "ObjectionStatus",
    "RefusedRow",
    "Relation",
    "RequestEnding",
    "Role",
    "SourceFile",
    "SourceRow",
    "Status",
]
