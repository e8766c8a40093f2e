"""The list of applications: searched, filtered, sorted, some at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from foundation.ids import BadReference, parse_reference
from foundation.names import western_digits
from mission.people.queries import name_condition
from mission.registration.models import (
    Applicant,
    Application,
    Eligibility,
    EligibilityRun,
    FamilyMember,
    Role,
)
from mission.registration.queries.eligible import newest_judgement
from mission.season.models import Season

State = Literal["", "eligible", "ineligible", "unjudged"]
STATES: tuple[State, ...] = ("", "eligible", "ineligible", "unjudged")
NO_DISTRICT = "-"  # filters the files that state no home district
SORTS = ("queue", "-queue", "file_no", "-file_no", "refused_seasons", "-refused_seasons")

_ID_DIGITS = 11
_EXPORTED_AT_ONCE = 2_000


@dataclass(frozen=True)
class Listed:
    """One line of the list: the file, its lead, and the newest verdict if it was judged.

    together  the applications that it is linked with, by reference
    """

    application: Application
    lead: Applicant
    size: int
    verdict: Eligibility | None
    together: tuple[str, ...] = ()


def find_applications(
    season: Season,
    *,
    search: str = "",
    state: State = "",
    district: str = "",
    sort: str = "queue",
) -> QuerySet[Application]:
    """Answer the season's files that fit; a search is a reference, a number, or a name.

    district  a code; NO_DISTRICT for the files that state none
    """
    found = Application.objects.filter(season=season)
    if search.strip():
        found = found.filter(_search_condition(season, western_digits(search).strip()))
    if state:
        found = _in_state(found, state, newest_judgement(season))
    if district:
        found = found.filter(district="" if district == NO_DISTRICT else district)
    order = sort if sort in SORTS else "queue"
    return found.order_by(order, "id")


def listed(applications: Iterable[Application], season: Season) -> list[Listed]:
    """Answer the lines of some applications, in their order."""
    files = list(applications)
    ids = [file.id for file in files]
    people: dict[UUID, list[Applicant]] = {}
    for each in Applicant.objects.filter(application__in=ids).select_related("person"):
        people.setdefault(each.application_id, []).append(each)
    verdicts = _verdicts(ids, newest_judgement(season))
    together = _linked_with(ids)
    return [
        Listed(
            application=file,
            lead=next(each for each in people[file.id] if each.role == Role.LEAD),
            size=len(people[file.id]),
            verdict=verdicts.get(file.id),
            together=together.get(file.id, ()),
        )
        for file in files
    ]


def _linked_with(ids: list[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Answer the others in the families of those of these applications that stand in one."""
    standing = FamilyMember.objects.filter(left_at__isnull=True)
    own = dict(standing.filter(application__in=ids).values_list("application_id", "family_id"))
    members: dict[UUID, list[tuple[UUID, str]]] = {}
    for family, other, name in standing.filter(family__in=set(own.values())).values_list(
        "family_id", "application_id", "application__reference"
    ):
        members.setdefault(family, []).append((other, name))
    return {
        application: tuple(name for other, name in members[family] if other != application)
        for application, family in own.items()
    }


def all_listed(applications: QuerySet[Application], season: Season) -> Iterator[Listed]:
    """Answer the lines of all applications found, without holding them at once."""
    part: list[Application] = []
    for file in applications.iterator(chunk_size=_EXPORTED_AT_ONCE):
        part.append(file)
        if len(part) == _EXPORTED_AT_ONCE:
            yield from listed(part, season)
            part = []
    yield from listed(part, season)


def verdict_on(application: Application) -> Eligibility | None:
    """Answer the newest verdict on one file, if it was judged."""
    verdicts = Eligibility.objects.filter(application=application).select_related("run")
    return verdicts.order_by("-run__number").first()


def _search_condition(season: Season, search: str) -> Q:
    if search.isdigit() and len(search) == _ID_DIGITS:
        return Q(Exists(_people(season).filter(person__national_id=search)))
    condition = Q(file_no__in=[search, search.upper()])
    with suppress(BadReference):
        condition |= Q(reference=parse_reference(search))
    if any(sign.isdigit() for sign in search):
        return condition
    by_name = name_condition(search, path="person__")
    return condition | Q(Exists(_people(season).filter(by_name)))


def _people(season: Season) -> QuerySet[Applicant]:
    return Applicant.objects.filter(season=season, application=OuterRef("pk"))


def _in_state(
    found: QuerySet[Application], state: State, run: EligibilityRun | None
) -> QuerySet[Application]:
    if state == "unjudged":
        found = found.filter(withdrawn_at__isnull=True)
    if run is None:
        return found if state == "unjudged" else found.none()
    verdicts = Eligibility.objects.filter(run=run, application=OuterRef("pk"))
    if state == "unjudged":
        return found.filter(~Exists(verdicts))
    fits = verdicts.filter(codes=[]) if state == "eligible" else verdicts.exclude(codes=[])
    return found.filter(Exists(fits))


def _verdicts(ids: Sequence[UUID], run: EligibilityRun | None) -> dict[UUID, Eligibility]:
    if run is None:
        return {}
    found = Eligibility.objects.filter(run=run, application__in=ids)
    return {each.application_id: each for each in found}
