"""The comparison of both sides: lost, doubled, contradicting and unknown bookings."""

from __future__ import annotations

import httpx
import pytest

from foundation.refusals import PermissionRefused
from mission.masar import queries, services
from mission.masar.models import Call, Difference, Exchange, ExchangeStep, Link, Reconciliation
from mission.masar.rules.differences import Finding
from mission.masar.rules.states import Operation, State


def forget_ours():
    """The database comes back from a backup of before the exchange."""
    ExchangeStep.objects.all().delete()
    Difference.objects.all().delete()
    Exchange.objects.all().delete()
    Call.objects.all().delete()
    Link.objects.all().delete()


def test_equal_sides_leave_nothing_to_do(opened, exchange, compare):
    exchange()
    run = compare()
    assert (run.compared, run.taken_over, run.sent_again) == (2 + 3 * 12, 0, 0)
    assert (run.cancelled_there, run.left_to_people) == (0, 0)


def test_a_restored_backup_finds_its_lost_requests_again(
    opened, season, exchange, compare, simulator, system, at
):
    exchange()
    before = queries.accepted_permits(season)
    forget_ours()
    run = compare()
    assert run.taken_over == 2 + 3 * 12
    after = queries.accepted_permits(season)
    assert {permit.permit_number for permit in after} == {
        permit.permit_number for permit in before
    }
    assert {permit.visa_number for permit in after} == {permit.visa_number for permit in before}
    assert services.open_requests(season=season, by=system, at=at) == 0
    assert exchange().open_left == 0
    assert simulator.control("GET", "bookings")["booked_twice"] == []


def test_what_they_lost_is_sent_again_under_the_same_key(
    opened, season, exchange, exchange_until, compare, simulator
):
    simulator.control("PATCH", "settings", json={"review_seconds_min": 300.0})
    exchange_until(lambda: Exchange.objects.filter(state=State.RECEIVED).count() == 2)
    keys = set(Exchange.objects.filter(state=State.RECEIVED).values_list("id", flat=True))
    assert len(keys) == 2
    simulator.control("POST", "forget")
    simulator.control("POST", "profile/calm")
    assert compare().sent_again == 2
    Link.objects.all().delete()  # their feed began anew
    assert exchange().open_left == 0
    assert keys <= set(
        Exchange.objects.filter(state=State.ACCEPTED).values_list("id", flat=True)
    )


def test_an_accepted_booking_that_they_lost_waits_for_a_person(
    opened, season, exchange, compare, simulator
):
    exchange()
    simulator.control("POST", "forget")
    run = compare()
    assert run.left_to_people == 2 + 3 * 12
    assert compare().left_to_people == 0  # shown already
    assert {row.finding for row in queries.differences(season)} == {Finding.MISSING_THERE}


def test_a_second_booking_that_we_never_made_is_cancelled_there(
    opened, season, exchange, compare, simulator
):
    exchange()
    ours = Exchange.objects.filter(operation=Operation.PILGRIM).first()
    answer = httpx.post(
        f"{simulator.url}/v1/pilgrims",
        json=ours.body,
        headers={
            "authorization": f"Bearer {simulator.token}",
            "idempotency-key": "typed-by-hand",
        },
        timeout=60,
        trust_env=False,
    )
    assert answer.status_code == 202
    assert len(simulator.control("GET", "bookings")["booked_twice"]) == 1
    assert compare().cancelled_there == 1
    assert simulator.control("GET", "bookings")["booked_twice"] == []
    ours.refresh_from_db()
    assert ours.state == State.ACCEPTED


def test_opposite_decisions_are_settled_by_a_person_once(
    opened, season, exchange, compare, amina, dawud, at
):
    exchange()
    permit = Exchange.objects.filter(operation=Operation.PERMIT).first()
    Exchange.objects.filter(id=permit.id).update(state=State.REJECTED)
    assert compare().left_to_people == 1
    found = queries.differences(season).get()
    assert (found.finding, found.exchange_id) == (Finding.CONTRADICTION, permit.id)
    settle = {"difference": found, "how": "NO_ACTION", "note": "checked", "at": at}
    with pytest.raises(PermissionRefused):
        services.settle_difference(**settle, by=dawud)
    services.settle_difference(**settle, by=amina)
    with pytest.raises(services.DifferenceAlreadySettled):
        services.settle_difference(**settle, by=amina)
    assert not queries.differences(season).exists()


def test_a_dry_comparison_counts_and_changes_nothing(opened, exchange, compare, season):
    exchange()
    forget_ours()
    run = compare(is_dry=True)
    assert run.taken_over == 2 + 3 * 12
    assert not Exchange.objects.exists()
    assert not Reconciliation.objects.exists()


def test_a_comparison_that_cannot_read_their_side_changes_nothing(
    opened, exchange, compare, settings
):
    exchange()
    settings.MASAR_URL, settings.MASAR_TRIES = "http://127.0.0.1:9", 1
    with pytest.raises(services.PathNotAnswering):
        compare()
    assert not Difference.objects.exists()
    assert Reconciliation.objects.get().ended_at is None
