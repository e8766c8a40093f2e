"""Putting accepted rows into the season: people, files, applicants, all by COPY."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_noop as _

from foundation.copying import copy_rows
from foundation.ids import new_references, uuid7s
from foundation.progress import Progress
from foundation.scoping import Actor
from mission.people.services import PersonRecord, record_people
from mission.registration.models import (
    Applicant,
    Application,
    ApplicationStatus,
    Relation,
    SourceFile,
    Status,
)
from mission.registration.queries import imports
from mission.registration.rules.columns import Column
from mission.registration.rules.file_checks import Candidate
from mission.registration.services.planning import Plan, Values
from mission.registration.services.queueing import count_queue, take_places

C = Column
CHUNK = 10_000

_APPLICATION = (
    "id season_id file_no reference submitted_at queue refused_seasons registered_at district"
).split()
_STATUS = "id application_id status reason at by".split()
_APPLICANT = (
    "id application_id person_id season_id role relation nationality birth_date passport_no "
    "passport_expires_date resident_since last_hajj_year is_fit source_id source_row"
).split()


@dataclass
class Entry:
    """What is being put in, from which workbook, by whom and when."""

    plan: Plan
    source: SourceFile
    by: Actor
    at: datetime
    progress: Progress

    def __post_init__(self) -> None:
        """Write once what repeats in every row."""
        self.season_id, self.source_id = self.source.season_id.hex, self.source.id.hex
        self.moment = self.at.isoformat()


def enter_rows(entry: Entry) -> None:
    """Put the entering rows of a plan into the season, within the present transaction."""
    entering = entry.plan.entering
    _put_off_the_name_index()
    known = imports.ids_of_files(entry.source.season, {each.file_no for each in entering})
    people = _record_people(entry, entering)
    new = _ids_of_new(entering, known)
    _register_applicants(entry, entering, known | new, people)
    # Last, because it holds the queue: whoever submits a typed application waits for it.
    _register_files(entry, entering, new)
    _note_extended(entry, {each.file_no for each in entering} & set(known), known)


def _put_off_the_name_index() -> None:
    """Let the index of names take what is new in one go, by the vacuum that follows an import.

    Until then a search reads it from a list, which is slower and as complete.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL gin_pending_list_limit = '128MB'")


def _record_people(entry: Entry, entering: Sequence[Candidate]) -> dict[str, UUID]:
    people: dict[str, UUID] = {}
    entry.progress.start(len(entering), _("Writing people and passports"))
    for part in _parts(entering):
        records = [_person(entry.plan.values(each.row_number)) for each in part]
        people |= record_people(people=records, by=entry.by, at=entry.at)
        entry.progress.advance(len(part))
        entry.progress.check()
    return people


def _person(values: Values) -> PersonRecord:
    return PersonRecord(
        national_id=values[C.NATIONAL_ID],
        name_ar=values[C.NAME_AR] or "",
        name_en=values[C.NAME_EN] or "",
        sex=values[C.SEX],
        birth_date=values[C.BIRTH_DATE],
        nationality=values[C.NATIONALITY],
        mobile=values[C.MOBILE] or "",
        passport_no=values[C.PASSPORT_NO],
        passport_expires_date=values[C.PASSPORT_EXPIRY],
    )


def _ids_of_new(entering: Sequence[Candidate], known: dict[str, UUID]) -> dict[str, UUID]:
    """Make ids for the files that the season does not have yet."""
    numbers = [each.file_no for each in entering if each.is_lead and each.file_no not in known]
    return dict(zip(numbers, uuid7s(len(numbers)), strict=True))


def _register_files(entry: Entry, entering: Sequence[Candidate], ids: dict[str, UUID]) -> None:
    """Make an application for every new file, in the order of registration.

    ids  file number → application, of the new files
    """
    leads = sorted(
        _lead(entry.plan.values(each.row_number))
        for each in entering
        if each.is_lead and each.file_no in ids
    )
    references = new_references(len(leads), taken=imports.references_taken)
    season = entry.source.season
    behind = take_places(season, len(leads))
    copy_rows(
        Application._meta.db_table,
        _APPLICATION,
        (
            (
                ids[file_no].hex,
                entry.season_id,
                file_no,
                references[place],
                submitted_at,
                behind + place + 1,
                refused_seasons,
                entry.moment,
                district,
            )
            for place, (submitted_at, file_no, refused_seasons, district) in enumerate(leads)
        ),
    )
    _add_statuses(entry, ids, Status.REGISTERED)
    if behind and leads:
        count_queue(season)


def _lead(values: Values) -> tuple[str, str, int, str]:
    """Answer what a file's place in the queue follows, moment, then number (byte order), and
    what its lead states of the whole file."""
    refused, district = values[C.REFUSED_SEASONS] or 0, values[C.DISTRICT] or ""
    return values[C.SUBMITTED_AT], values[C.FILE_NO], refused, district


def _register_applicants(
    entry: Entry,
    entering: Sequence[Candidate],
    files: dict[str, UUID],
    people: dict[str, UUID],
) -> None:
    entry.progress.start(len(entering), _("Writing applications"))
    for part in _parts(entering):
        copy_rows(
            Applicant._meta.db_table,
            _APPLICANT,
            [
                _applicant(own, entry, each, files[each.file_no], people[each.national_id])
                for own, each in zip(uuid7s(len(part)), part, strict=True)
            ],
        )
        entry.progress.advance(len(part))
        entry.progress.check()


def _applicant(
    own: UUID, entry: Entry, candidate: Candidate, application: UUID, person: UUID
) -> tuple[object, ...]:
    values = entry.plan.values(candidate.row_number)
    return (
        own.hex,
        application.hex,
        person.hex,
        entry.season_id,
        values[C.ROLE],
        Relation.SELF.value if candidate.is_lead else values[C.RELATION],
        values[C.NATIONALITY],
        values[C.BIRTH_DATE],
        values[C.PASSPORT_NO],
        values[C.PASSPORT_EXPIRY],
        values[C.RESIDENT_SINCE],
        values[C.LAST_HAJJ_YEAR],
        values[C.FITNESS_CERTIFICATE],
        entry.source_id,
        candidate.row_number,
    )


def _note_extended(entry: Entry, extended: set[str], known: dict[str, UUID]) -> None:
    ids = {file_no: known[file_no] for file_no in sorted(extended)}
    _add_statuses(entry, ids, Status.EXTENDED)


def _add_statuses(entry: Entry, ids: dict[str, UUID], status: Status) -> None:
    by = entry.by.label
    copy_rows(
        ApplicationStatus._meta.db_table,
        _STATUS,
        (
            (own.hex, application.hex, status.value, "", entry.moment, by)
            for own, application in zip(uuid7s(len(ids)), ids.values(), strict=True)
        ),
    )


def _parts(entering: Sequence[Candidate]) -> Iterator[Sequence[Candidate]]:
    for start in range(0, len(entering), CHUNK):
        yield entering[start : start + CHUNK]
