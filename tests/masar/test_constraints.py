"""What the database itself refuses."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from foundation.progress import QUIET
from mission.masar import services
from mission.masar.models import Difference, Exchange
from mission.masar.rules.states import Operation, State


@pytest.fixture
def request_row(season, pilgrims, at):
    return Exchange.objects.create(
        season=season,
        operation=Operation.PILGRIM,
        pilgrim=pilgrims[0],
        body={},
        opened_at=at,
        state_at=at,
    )


def refused(**changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        Exchange.objects.update(**changes)


def test_a_pilgrim_has_one_live_request_of_a_kind(request_row, at):
    with pytest.raises(IntegrityError, match="exchange_pilgrim_one_live"), transaction.atomic():
        Exchange.objects.create(
            season=request_row.season,
            operation=Operation.PILGRIM,
            pilgrim=request_row.pilgrim,
            attempt=2,
            body={},
            opened_at=at,
            state_at=at,
        )


def test_a_campaign_has_one_live_group(season, pilgrims, at):
    campaign = pilgrims[0].campaign
    row = {"season": season, "operation": Operation.GROUP, "campaign": campaign}
    Exchange.objects.create(**row, body={}, opened_at=at, state_at=at)
    with (
        pytest.raises(IntegrityError, match="exchange_campaign_one_live"),
        transaction.atomic(),
    ):
        Exchange.objects.create(**row, attempt=2, body={}, opened_at=at, state_at=at)


def test_an_acceptance_has_its_number(request_row):
    refused(state=State.ACCEPTED, number="")


def test_only_a_refusal_waits_for_a_person(request_row):
    refused(needs_person=True)


def test_a_request_has_exactly_one_subject(request_row):
    refused(campaign=request_row.pilgrim.campaign)
    refused(operation=Operation.GROUP)
    refused(pilgrim=None)


def test_a_difference_is_settled_by_somebody(season, at):
    Difference.objects.create(
        season=season, operation=Operation.VISA, finding="STRANGER", key="k", found_at=at
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Difference.objects.update(settled_at=at)


def test_a_difference_is_open_once(season, at):
    row = {"season": season, "operation": Operation.VISA, "finding": "STRANGER", "key": "k"}
    Difference.objects.create(**row, found_at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Difference.objects.create(**row, found_at=at)


def test_a_pilgrim_with_requests_is_not_deleted(request_row):
    with pytest.raises(ProtectedError):
        request_row.pilgrim.delete()


def test_a_second_sender_is_refused_while_one_is_at_work(season, sitting):
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(
                "select pg_advisory_lock(hashtext('masar.sender'), %s)", [season.hijri_year]
            )
        with sitting() as line, pytest.raises(services.SenderAtWork):
            services.run_exchange(line, progress=QUIET, seconds=1, until_done=True)
    finally:
        other.close()
