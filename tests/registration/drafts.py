"""Applicants who sign in, and drafts that they fill in, for the tests of this folder."""

from __future__ import annotations

from datetime import UTC, datetime

from mission.accounts.models import Account
from mission.accounts.queries import actor_for
from mission.registration import services
from mission.registration.queries import applying
from mission.season.queries import current_season

# A moment within the window of the sample season.
OPEN_AT = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)

LEAD = {
    "nationality": "QAT",
    "birth_date": "1/5/1970",
    "hajj_before": "no",
    "companions_planned": "1",
    "name_ar": "حسن ناصر المري",
    "name_en": "Hassan Al-Marri",
    "sex": "M",
    "district": "doha",
    "passport_no": "P1234567",
    "passport_expiry": "2033-01-01",
    "fitness_certificate": "yes",
}
COMPANION = {
    "relation": "wife",
    "name_ar": "مريم حمد الكواري",
    "sex": "F",
    "birth_date": "1972-03-04",
    "nationality": "QAT",
    "hajj_before": "no",
    "passport_no": "C7654321",
    "passport_expiry": "2033-01-01",
    "fitness_certificate": "yes",
}


def account(number: int = 1) -> Account:
    """Make the account of one more lead, each with another national id and mobile."""
    return Account.objects.create(
        national_id=f"270634{number:05d}",
        mobile=f"+97455{number:06d}",
        opened_at=OPEN_AT,
    )


def wife_id(number: int) -> str:
    """Answer the national id of one more companion."""
    return f"272634{number:05d}"


def filled(owner: Account, *companions: str, at: datetime = OPEN_AT, **changes: str):
    """Open and fill in a draft: a lead, and a companion for each national id."""
    by = actor_for(owner)
    season = current_season()
    assert season is not None
    draft = services.open_draft(account=owner, season=season, by=by, at=at)
    lead = applying.people_of(draft)[0]
    services.save_answers(person=lead, answers=LEAD | changes, by=by, at=at)
    for place, national_id in enumerate(companions):
        person = services.add_companion(draft=draft, by=by, at=at)
        answers = COMPANION | {"national_id": national_id, "passport_no": f"C765432{place}"}
        services.save_answers(person=person, answers=answers, by=by, at=at)
    said = dict.fromkeys(("declare_true", "declare_conditions", "declare_authorised"), True)
    services.declare(draft=draft, said=said, by=by, at=at)
    return applying.draft_by_id(draft.pk)


def submitted(owner: Account, *companions: str, at: datetime = OPEN_AT, **changes: str):
    """Fill in and submit; answer the application."""
    draft = filled(owner, *companions, at=at, **changes)
    return services.submit_application(draft_id=draft.pk, by=actor_for(owner), at=at)
