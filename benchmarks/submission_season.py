"""A season for benchmarks of submissions: an open window, and drafts that are filled in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from benchmarks.typed_answers import COMPANIONS, DECLARED, LEAD, national_id
from foundation.clock import now
from foundation.ids import uuid7
from mission.accounts.models import Account
from mission.registration.models import Draft, DraftPerson, Relation, Role
from mission.season.models import Season


@dataclass(frozen=True)
class Filled:
    """A draft with everything answered, and the session of its lead."""

    draft: str
    session: str


def fill(season: Season, count: int, *, first: int = 0) -> list[Filled]:
    """Make so many leads who are signed in, each with a filled draft of three persons.

    first  number of the first lead; each number is another lead with other companions
    """
    at = now()
    accounts = [_account(number, at) for number in range(first, first + count)]
    drafts = [
        Draft(
            season=season, account=account, answers=DECLARED, opened_at=at, saved_at=at,
            opened_by="bench",
        )
        for account in accounts
    ]  # fmt: skip
    people = [
        person
        for number, draft in enumerate(drafts, start=first)
        for person in _people(draft, number, at)
    ]
    sessions = [_session(account, at) for account in accounts]
    for rows in (accounts, drafts, people, sessions):
        type(rows[0]).objects.bulk_create(rows, batch_size=2_000)  # type: ignore[attr-defined]
    return [
        Filled(str(draft.pk), session.session_key)
        for draft, session in zip(drafts, sessions, strict=True)
    ]


def _account(number: int, at: datetime) -> Account:
    return Account(
        national_id=national_id(number, 0), mobile=f"+97455{number:06d}", opened_at=at
    )


def _people(draft: Draft, number: int, at: datetime) -> list[DraftPerson]:
    lead = LEAD | {"passport_no": f"P{3 * number:07d}"}
    made = [DraftPerson(draft=draft, place=0, role=Role.LEAD, answers=lead, saved_at=at)]
    for place, stated in enumerate(COMPANIONS, start=1):
        own = {
            "national_id": national_id(number, place),
            "passport_no": f"P{3 * number + place:07d}",
        }
        made.append(
            DraftPerson(
                draft=draft, place=place, role=Role.COMPANION, answers=stated | own,
                relation=Relation[stated["relation"].upper()], saved_at=at,
            )
        )  # fmt: skip
    return made


def _session(account: Account, at: datetime) -> Any:
    if not account.pk:
        account.pk = uuid7()
    said = SessionStore().encode({"account": str(account.pk)})
    ends = at + timedelta(hours=12)
    return Session(session_key=secrets.token_hex(16), session_data=said, expire_date=ends)
