"""The checks of whole files, after those of their rows: who leads, who is in already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from mission.registration.rules.row_checks import SAME_PERSON

NO_LEAD = "no_lead"
TWO_LEADS = "two_leads"
FILE_FROZEN = "file_frozen"


class Fate(StrEnum):
    """What becomes of a row that passed its own checks."""

    ENTERS = "enters"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file that the season has already, with its lead."""

    is_frozen: bool = False


@dataclass(frozen=True)
class Held:
    """What the season has already of the people and files in a workbook.

    persons  national id → file number under which that person is in this season
    files    file number → the file
    """

    persons: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, HeldFile] = field(default_factory=dict)


@dataclass(slots=True)
class Candidate:
    """A row as the checks of files see it; ``code`` and ``fate`` are what they decide.

    code  as the row's own checks left it, empty when it passed
    """

    row_number: int
    file_no: str
    national_id: str
    is_lead: bool
    code: str = ""
    fate: Fate = Fate.ENTERS


@dataclass(frozen=True, slots=True)
class LostCompanion:
    """A companion's row was refused, and the file went on without that person."""

    file_no: str
    row_number: int
    code: str


def check_files(candidates: Sequence[Candidate], held: Held) -> None:
    """Decide the fate of every row, in place: same persons first, then whole files.

    candidates  in the order of the sheet
    """
    refuse_same_persons(candidates, held)
    files: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        if not candidate.code:
            files.setdefault(candidate.file_no, []).append(candidate)
    for file_no, members in files.items():
        code = file_code(members, held.files.get(file_no))
        if code:
            for member in members:
                if member.fate is Fate.ENTERS:
                    member.code = code


def refuse_same_persons(candidates: Iterable[Candidate], held: Held) -> None:
    """Refuse a person whom an earlier row, or another file of the season, has already.

    An earlier row counts if it passed its own checks, whatever later becomes of its file. The
    same person in the same file as held is not refused but unchanged.
    """
    seen: set[str] = set()
    for candidate in candidates:
        if candidate.code:
            continue
        home = held.persons.get(candidate.national_id)
        if candidate.national_id in seen or (home is not None and home != candidate.file_no):
            candidate.code = SAME_PERSON
            continue
        seen.add(candidate.national_id)
        if home is not None:
            candidate.fate = Fate.UNCHANGED


def file_code(members: Iterable[Candidate], held: HeldFile | None) -> str:
    """Answer the first code that refuses the rows of a file which would enter, or nothing.

    members  the rows of one file that passed their own checks
    """
    entering = [member for member in members if member.fate is Fate.ENTERS]
    if held is not None and held.is_frozen:
        return FILE_FROZEN
    leads = sum(member.is_lead for member in entering) + (held is not None)
    if leads == 0:
        return NO_LEAD
    return TWO_LEADS if leads > 1 else ""


def lost_companions(candidates: Iterable[Candidate], entered: set[str]) -> list[LostCompanion]:
    """List the refused companions of files that went on without them.

    entered  the file numbers that are in the season after the import
    """
    return [
        LostCompanion(candidate.file_no, candidate.row_number, candidate.code)
        for candidate in candidates
        if candidate.code and not candidate.is_lead and candidate.file_no in entered
    ]
