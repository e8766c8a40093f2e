"""Whether a draft is complete, and what still stands in its way."""

from __future__ import annotations

from dataclasses import dataclass

from mission.registration.models import Draft, DraftPerson
from mission.registration.queries import applying
from mission.registration.rules.answers import PersonAnswers
from mission.registration.rules.early import EarlyAnswer, early_answer, full_answer
from mission.registration.rules.screens import (
    DECLARATIONS,
    DECLARE_AUTHORISED,
    YES,
    screen_of_field,
)

SAME_PERSON = "same_person"


@dataclass(frozen=True)
class CheckedPerson:
    """A person of a draft with what their answers come to."""

    person: DraftPerson
    read: PersonAnswers

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing and nothing wrong."""
        return self.read.is_complete

    @property
    def first_open_screen(self) -> str:
        """The screen that asks what is missing or wrong first; empty when nothing is."""
        first = next(iter(self.read.problems), "")
        return screen_of_field(self.person.who, first) if first else ""


@dataclass(frozen=True)
class CheckedDraft:
    """A whole draft, checked: persons with the lead first, declarations, eligibility."""

    draft: Draft
    people: list[CheckedPerson]
    declarations_missing: tuple[str, ...]
    early: EarlyAnswer
    full: EarlyAnswer

    @property
    def lead(self) -> CheckedPerson:
        """The lead."""
        return self.people[0]

    @property
    def companions(self) -> list[CheckedPerson]:
        """The companions, in their order."""
        return self.people[1:]

    @property
    def open_count(self) -> int:
        """How many answers are missing or wrong."""
        return sum(len(each.read.problems) for each in self.people) + len(
            self.declarations_missing
        )

    @property
    def is_complete(self) -> bool:
        """Whether it can be submitted."""
        return self.open_count == 0


def checked(draft: Draft, rules: applying.SeasonRules) -> CheckedDraft:
    """Check a draft as it stands."""
    people = [
        CheckedPerson(person, applying.read_of(person, rules))
        for person in applying.people_of(draft)
    ]
    _mark_same_persons(people)
    reads = [each.read for each in people]
    return CheckedDraft(
        draft=draft,
        people=people,
        declarations_missing=tuple(
            name for name in needed_declarations(people) if draft.answers.get(name) != YES
        ),
        early=early_answer(
            reads[0], rules.eligibility, home_nationality=rules.cells.home_nationality
        ),
        full=full_answer(reads, rules.eligibility),
    )


def needed_declarations(people: list[CheckedPerson]) -> list[str]:
    """List the declarations to be made: for whom did not agree themselves, the lead answers."""
    silent = any(each.person.consented_at is None for each in people[1:])
    return [name for name in DECLARATIONS if silent or name != DECLARE_AUTHORISED]


def _mark_same_persons(people: list[CheckedPerson]) -> None:
    seen: set[str] = set()
    for each in people:
        national_id = each.read.values.get("national_id")
        if national_id in seen:
            each.read.problems["national_id"] = SAME_PERSON
        elif national_id:
            seen.add(national_id)
