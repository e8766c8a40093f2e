"""Who wears the bracelet, and what the bracelet is worth at this moment."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from mission.campaigns.models import Campaign, Pilgrim
from mission.gates.rules.decision import Standing
from mission.people.models import Person
from mission.permits.models import Bracelet, BraceletStatus

_STANDINGS = {
    BraceletStatus.Status.ISSUED.value: Standing.VALID,
    BraceletStatus.Status.SUSPENDED.value: Standing.SUSPENDED,
    BraceletStatus.Status.REVOKED.value: Standing.REVOKED,
    BraceletStatus.Status.REPLACED.value: Standing.REPLACED,
}


@dataclass(frozen=True, slots=True)
class Bearer:
    """The pilgrim to whom a bracelet was issued; a name may stand in one script only."""

    bracelet: UUID
    pilgrim: UUID
    standing: Standing
    name_ar: str
    name_en: str
    sex: str
    campaign_ar: str
    campaign_en: str


def bearers_at(season_id: UUID, indexes: Collection[int]) -> dict[int, Bearer]:
    """Answer who holds these status indexes of a season, in one query; unknown ones lack."""
    if not indexes:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_BEARERS, [season_id, list(indexes)])
        rows = cursor.fetchall()
    return {
        index: Bearer(bracelet, pilgrim, _STANDINGS.get(state, Standing.NOT_ISSUED), *named)
        for index, bracelet, pilgrim, state, *named in rows
    }


# Written out, because for one scan the making of the same query costs more than its answer.
_BEARERS = f"""
SELECT bracelet.status_index, bracelet.id, bracelet.pilgrim_id, newest.status,
       person.name_ar, person.name_en, person.sex, campaign.name_ar, campaign.name_en
FROM {Bracelet._meta.db_table} bracelet
JOIN {Pilgrim._meta.db_table} pilgrim ON pilgrim.id = bracelet.pilgrim_id
JOIN {Person._meta.db_table} person ON person.id = pilgrim.person_id
JOIN {Campaign._meta.db_table} campaign ON campaign.id = pilgrim.campaign_id
LEFT JOIN LATERAL (
    SELECT status FROM {BraceletStatus._meta.db_table} state
    WHERE state.bracelet_id = bracelet.id
    ORDER BY state.id DESC LIMIT 1
) newest ON true
WHERE bracelet.season_id = %s AND bracelet.status_index = ANY(%s)
"""  # noqa: S608 (table names of models, no input)
