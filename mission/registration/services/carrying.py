"""Carrying a file that was not taken last season over into this one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from foundation.scoping import Actor
from mission.accounts.models import Account
from mission.registration.models import Applicant, Draft, DraftPerson, Role
from mission.registration.queries import applying
from mission.registration.queries.carrying import carried_candidate, persons_to_carry
from mission.registration.rules.applying import NothingToCarry
from mission.registration.rules.screens import DISTRICT
from mission.registration.services.drafting import open_draft
from mission.season.models import Season


@transaction.atomic
def carry_over(*, account: Account, season: Season, by: Actor, at: datetime) -> Draft:
    """Open the draft of an account as its file of last season was, refused once more.

    One confirmation by the lead does it; what changed meanwhile (passports, certificates) is
    asked again on the screens. A draft that is open already only gets the refused seasons.

    Raises NothingToCarry, WindowClosed, PermissionRefused.
    """
    former = carried_candidate(account, season)
    if former is None:
        raise NothingToCarry()
    was_open = applying.draft_for(account.pk, season) is not None
    draft = open_draft(account=account, season=season, by=by, at=at)
    if draft.carried_from_id is not None:
        return draft
    cells = applying.season_rules(season).cells
    draft.carried_from = former
    draft.refused_seasons = min(former.refused_seasons + 1, cells.refused_seasons)
    draft.saved_at = at
    draft.save(update_fields=["carried_from", "refused_seasons", "saved_at"])
    if not was_open:
        # A district that this season does not list is asked for again.
        home = cells.districts.known(former.district)
        _fill(draft, persons_to_carry(former), home=home, at=at)
    return draft


def _fill(draft: Draft, people: list[Applicant], *, home: str, at: datetime) -> None:
    lead, *companions = people
    answers = _answers(lead) | ({DISTRICT: home} if home else {})
    DraftPerson.objects.filter(draft=draft, place=0).update(answers=answers)
    DraftPerson.objects.bulk_create(
        DraftPerson(
            draft=draft,
            place=place,
            role=Role.COMPANION,
            relation=each.relation,
            answers=_answers(each),
            saved_at=at,
        )
        for place, each in enumerate(companions, start=1)
    )


def _answers(each: Applicant) -> dict[str, str]:
    """Write what a file stated as answers; fitness is certified anew every season."""
    person = each.person
    stated = {
        "name_ar": person.name_ar,
        "name_en": person.name_en,
        "sex": person.sex,
        "birth_date": each.birth_date.isoformat(),
        "nationality": each.nationality,
        "passport_no": each.passport_no,
        "passport_expiry": each.passport_expires_date.isoformat(),
        "resident_since": each.resident_since.isoformat() if each.resident_since else "",
        "hajj_before": "yes" if each.last_hajj_year else "no",
        "last_hajj_year": str(each.last_hajj_year or ""),
    }
    if each.role != Role.LEAD:
        stated |= {"national_id": person.national_id, "relation": each.relation.lower()}
    return {name: text for name, text in stated.items() if text}
