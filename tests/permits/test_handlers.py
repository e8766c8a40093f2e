"""What the Saudi path's decisions bring about here, and what the schedule does."""

from datetime import date, timedelta

import pytest
import time_machine

from config.subscriptions import SUBSCRIPTIONS
from foundation import jobs, journal
from foundation.refusals import NotFound
from mission.masar.events import PermitGranted, PermitWithdrawn
from mission.permits import handlers, queries, tasks
from mission.permits.models import Permit


def granted(pilgrim, number="P7"):
    return PermitGranted(
        pilgrim=pilgrim.id,
        application_number="A7",
        visa_number="V7",
        permit_number=number,
        valid_from=date(2027, 4, 22),
        valid_until=date(2027, 6, 6),
    )


def test_a_granted_permit_is_entered_once(pilgrims, at):
    for _ in range(2):
        handlers.receive_granted_permit(granted(pilgrims[0]), at=at)

    permit = Permit.objects.get()
    assert (permit.number, permit.visa_number, permit.pilgrim_id) == (
        "P7",
        "V7",
        pilgrims[0].id,
    )


def test_a_withdrawn_permit_is_cancelled_with_its_bracelet(bracelet, at):
    event = PermitWithdrawn(
        pilgrim=bracelet.pilgrim_id, permit_number=bracelet.permit.number, codes=("health",)
    )

    for _ in range(2):
        handlers.cancel_withdrawn_permit(event, at=at)

    cancelled = bracelet.permit.statuses.get(status="CANCELLED")
    assert cancelled.reason == "health"
    assert queries.bracelet_facts(bracelet).state == "REVOKED"


def test_a_withdrawal_of_what_never_came_changes_nothing(pilgrims, at):
    event = PermitWithdrawn(pilgrim=pilgrims[0].id, permit_number="P404")

    handlers.cancel_withdrawn_permit(event, at=at)

    assert not Permit.objects.exists()


def test_a_permit_of_nobody_is_refused(season, pilgrims, at):
    event = granted(pilgrims[0])
    pilgrims[0].delete()

    with pytest.raises(NotFound):
        handlers.receive_granted_permit(event, at=at)


def test_the_wiring_brings_the_events_here():
    assert SUBSCRIPTIONS[PermitGranted] == ("mission.permits.handlers.receive_granted_permit",)
    assert SUBSCRIPTIONS[PermitWithdrawn] == (
        "mission.permits.handlers.cancel_withdrawn_permit",
    )


@pytest.mark.django_db(transaction=True)
def test_an_event_in_the_journal_becomes_a_permit(pilgrims, system, at):
    from django.db import transaction

    with transaction.atomic():
        journal.record(granted(pilgrims[0]), by=system, at=at)
    jobs.run_until_idle()

    assert queries.permit_of_pilgrim(pilgrims[0].id).number == "P7"


def test_the_schedule_keeps_the_lists_fresh(season, worn, at):
    before = queries.status_list(season).version
    with time_machine.travel(at + timedelta(hours=1)):
        tasks.refresh_lists()
    assert queries.status_list(season).version == before
    with time_machine.travel(at + timedelta(hours=7)):
        tasks.refresh_lists()
    assert queries.status_list(season).version == before + 1


def test_the_schedule_does_nothing_before_the_first_bracelet(season, permitted):
    tasks.refresh_lists()

    assert queries.published_list("STATUS", season.id) is None
