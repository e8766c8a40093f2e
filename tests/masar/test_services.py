"""The exchange with a stand-in that behaves and misbehaves, over HTTP."""

from __future__ import annotations

import pytest
from django.db import connection

from foundation.progress import QUIET
from foundation.refusals import PermissionRefused
from mission.masar import queries, services
from mission.masar.models import Call, Exchange, ExchangeStep
from mission.masar.rules.answers import Told
from mission.masar.rules.states import Operation, State
from mission.masar.services.recording import record_told
from mission.masar.services.sending import claim_chunk
from mission.masar.services.steps import Why
from mission.people.models import Passport


def ends(season):
    return {
        operation: {state: count for state, count in row.items() if count}
        for operation, row in queries.counts(season).items()
    }


def test_every_pilgrim_gets_a_permit_with_its_numbers(opened, season, exchange, simulator):
    outcome = exchange()
    assert outcome.open_left == 0
    permits = queries.accepted_permits(season)
    assert {permit.pilgrim_id for permit in permits} == {pilgrim.id for pilgrim in opened}
    one = permits[0]
    assert one.permit_number.startswith("P1448")
    assert one.application_number.startswith("A1448")
    assert one.visa_number.startswith("6")
    assert one.valid_from < one.valid_until
    truth = simulator.control("GET", "bookings")
    assert truth["states"] == {
        "GROUP ACCEPTED": 2,
        "PILGRIM ACCEPTED": 12,
        "VISA ISSUED": 12,
        "PERMIT ISSUED": 12,
    }


def test_a_permit_is_told_once_to_those_who_react(opened, exchange):
    exchange()
    with connection.cursor() as cursor:
        cursor.execute("select record from journal_entry where event = 'masar.PermitGranted'")
        told = [row[0] for row in cursor.fetchall()]
    assert sorted(told) == sorted(str(pilgrim.id) for pilgrim in opened)


def test_every_step_and_every_answer_is_kept(opened, exchange):
    exchange()
    permit = Exchange.objects.filter(operation=Operation.PERMIT).first()
    steps = list(ExchangeStep.objects.filter(exchange=permit))
    assert [step.state for step in steps] == [State.SENT, State.RECEIVED, State.ACCEPTED]
    assert steps[-1].answer["permit_number"] == permit.number
    assert steps[1].call.outcome == "ANSWERED"
    assert not Call.objects.filter(ended_at=None).exists()


def test_opening_twice_opens_nothing_more(opened, season, system, at):
    assert services.open_requests(season=season, by=system, at=at) == 0
    assert Exchange.objects.count() == 2


def test_nothing_is_booked_twice_when_every_answer_to_a_booking_is_dropped(
    opened, season, exchange, exchange_until, simulator
):
    simulator.control("PATCH", "settings", json={"commit_then_drop": 1.0})
    exchange_until(lambda: ExchangeStep.objects.filter(state=State.UNKNOWN).exists())
    simulator.control("PATCH", "settings", json={"commit_then_drop": 0.0})
    assert exchange().open_left == 0
    truth = simulator.control("GET", "bookings")
    assert truth["booked_twice"] == []
    assert truth["states"]["PILGRIM ACCEPTED"] == 12


def test_silence_is_unknown_and_never_failed(
    opened, season, exchange, exchange_until, simulator, settings
):
    settings.MASAR_READ_SECONDS = settings.MASAR_CALL_SECONDS = 0.2
    settings.MASAR_OPERATION_SECONDS, settings.MASAR_TRIES = 0.2, 1
    slow = {"long_answer": 1.0, "long_answer_seconds": 1.2}
    simulator.control("PATCH", "settings", json=slow)
    exchange_until(lambda: ends(season)[Operation.GROUP] == {State.UNKNOWN: 2})
    step = ExchangeStep.objects.filter(state=State.UNKNOWN).first()
    assert "Timeout" in step.reason
    simulator.control("POST", "profile/calm")
    settings.MASAR_READ_SECONDS = settings.MASAR_CALL_SECONDS = 10
    assert exchange().open_left == 0
    assert simulator.control("GET", "bookings")["booked_twice"] == []


@pytest.mark.parametrize(
    "faults",
    [
        {"partial_batch": 0.4, "partial_batch_then_drop": 0.2},
        {"connection_reset": 0.2, "server_error": 0.1, "token_hiccup": 0.1},
        {"commit_then_gateway_error": 0.4, "rate_limit": 0.3, "retry_after_seconds": 0},
        {"stale_read": 0.5, "stale_seconds": 0.3, "review_seconds_max": 0.2},
        {"duplicate_item": 1.0, "repeated_page": 0.5, "schema_drift": 1.0},
        {"slow_drip": 0.5, "drip_seconds": 0.1, "outage": 0.05, "outage_seconds": 0.1},
    ],
)
def test_all_end_where_they_say_whatever_the_line_does(
    opened, season, exchange, simulator, faults
):
    simulator.control("PATCH", "settings", json=faults)
    assert exchange(seconds=20).open_left == 0
    truth = simulator.control("GET", "bookings?records=1")
    assert truth["booked_twice"] == []
    held = {record["key"]: record["number"] for record in truth["records"]}
    permits = Exchange.objects.filter(operation=Operation.PERMIT, state=State.ACCEPTED)
    assert permits.count() == 12
    assert all(held[str(permit.id)] == permit.number for permit in permits)


def test_a_chance_rejection_is_submitted_again_and_then_waits_for_a_person(
    opened, season, exchange, simulator, amina
):
    simulator.control("PATCH", "settings", json={"spurious_rejection": 1.0})
    exchange()
    refused = list(queries.refusals(season, by=amina))
    assert len(refused) == 2
    assert {row.resubmissions for row in refused} == {5}
    assert Exchange.objects.count() == 2 * 6
    assert refused[0].reasons[0]["code"] == "REVIEW_NOT_COMPLETED"


def test_what_a_person_corrected_goes_out_under_a_new_key(opened, season, exchange, amina, at):
    passport = Passport.objects.get(person=opened[0].person)
    Passport.objects.filter(id=passport.id).update(number="BAD")
    exchange()
    refused = queries.refusals(season, by=amina).get()
    assert refused.reasons[0]["field"] == "passport_number"
    Passport.objects.filter(id=passport.id).update(number=passport.number)
    fresh = services.resubmit_request(
        exchange=refused, note="passport read anew", by=amina, at=at
    )
    assert fresh.id != refused.id
    assert fresh.body["passport_number"] == passport.number
    assert exchange().open_left == 0
    assert len(queries.accepted_permits(season)) == 12
    assert not queries.refusals(season, by=amina).exists()


def test_a_refusal_is_resubmitted_once_however_often_it_is_pressed(
    opened, season, exchange, amina, at
):
    Passport.objects.filter(person=opened[0].person).update(number="BAD")
    exchange()
    refused = queries.refusals(season, by=amina).get()
    services.resubmit_request(exchange=refused, note="x", by=amina, at=at)
    with pytest.raises(services.NothingToResubmit):
        services.resubmit_request(exchange=refused, note="x", by=amina, at=at)


def test_a_permit_that_they_withdraw_is_withdrawn_with_us(
    opened, season, exchange, simulator, amina
):
    exchange()
    number = queries.accepted_permits(season)[0].permit_number
    simulator.control("POST", f"permits/{number}/withdraw")
    exchange(until_done=False)
    assert number not in {permit.permit_number for permit in queries.accepted_permits(season)}
    waiting = queries.refusals(season, by=amina).get()
    assert (waiting.state, waiting.number) == (State.WITHDRAWN, number)


def test_a_cancelled_application_takes_visa_and_permit_with_it(
    opened, season, exchange, simulator, amina, at
):
    exchange()
    gone = Exchange.objects.filter(operation=Operation.PILGRIM).first()
    told = {gone.id: Told(State.WITHDRAWN)}
    record_told(season=season, told=told, why=Why("by hand"), by=amina, at=at)
    own = Exchange.objects.filter(pilgrim=gone.pilgrim)
    assert set(own.values_list("state", flat=True)) == {State.WITHDRAWN}
    assert queries.refusals(season, by=amina).get() == gone
    assert len(queries.accepted_permits(season)) == 11
    services.resubmit_request(exchange=gone, note="entered anew", by=amina, at=at)
    assert exchange().open_left == 0
    assert len(queries.accepted_permits(season)) == 12
    assert own.filter(operation=Operation.VISA).count() == 2


def test_requests_of_a_dead_sender_are_asked_for(opened, season, exchange, system, at):
    claim_chunk(season=season, operation=Operation.GROUP, size=100, by=system, at=at)
    assert ends(season)[Operation.GROUP] == {State.SENT: 2}
    assert exchange().open_left == 0
    reasons = ExchangeStep.objects.filter(state=State.UNKNOWN).values_list("reason", flat=True)
    assert set(reasons) == {"the sender stopped before an answer came"}


def test_a_dead_line_opens_the_breakers_instead_of_hammering(
    opened, season, exchange, exchange_until, settings
):
    settings.MASAR_URL = "http://127.0.0.1:9"
    settings.MASAR_BREAKER_SECONDS = 30.0
    settings.MASAR_BREAKER_FAILURES, settings.MASAR_TRIES = 2, 1
    exchange_until(
        lambda: [row.open_until is None for row in queries.breakers(season)] == [False, False]
    )
    assert exchange(seconds=0.5).calls == 0
    assert ends(season)[Operation.GROUP] == {State.PENDING: 2}
    link = queries.link_of(season)
    assert link.last_answer_at is None
    assert "Connect" in link.last_trouble


def test_a_decision_that_the_feed_lost_is_asked_for(opened, season, exchange, sitting):
    exchange()
    permits = Exchange.objects.filter(operation=Operation.PERMIT)
    permits.update(state=State.RECEIVED, number="")
    assert exchange(until_done=False).open_left == 12
    with sitting() as line:
        assert services.ask_again(line, older_minutes=0) == 12
    assert ends(season)[Operation.PERMIT] == {State.ACCEPTED: 12}


def test_who_may_not_send_sends_nothing(season, pilgrims, sitting, dawud, at):
    with pytest.raises(PermissionRefused):
        services.open_requests(season=season, by=dawud, at=at)
    with sitting(by=dawud) as line, pytest.raises(PermissionRefused):
        services.run_exchange(line, progress=QUIET, seconds=1, until_done=True)
    assert not Exchange.objects.exists()


def test_a_decision_is_for_those_of_the_campaign(
    opened, season, exchange, amina, bilal, dawud, at
):
    Passport.objects.filter(person=opened[0].person).update(number="BAD")
    exchange()
    refused = queries.refusals(season, by=amina).get()
    assert not queries.refusals(season, by=bilal).exists()
    for stranger in (bilal, dawud):
        with pytest.raises(PermissionRefused):
            services.resubmit_request(exchange=refused, note="x", by=stranger, at=at)
    services.resubmit_request(exchange=refused, note="x", by=amina, at=at)
