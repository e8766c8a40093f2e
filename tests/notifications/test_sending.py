"""A message goes out once, again only when nothing was taken; a code is not kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from foundation import jobs
from foundation.journal.reading import entries_by_id
from foundation.refusals import PermissionRefused
from mission.notifications import queries, services
from mission.notifications.models import Message, MessageStatus
from mission.notifications.rules import WAITS, Answer, End, NotResendable, State
from mission.notifications.services import Secret
from tests.at_once import at_once

BUSY = Answer(End.TEMPORARY, "HTTP 503")
UNKNOWN = Answer(End.UNKNOWN, "ReadTimeout")
REFUSED = Answer(End.REFUSED, "HTTP 400")


def deliver(message, system, moment):
    return services.deliver(message_id=message.id, by=system, clock=lambda: moment)


def states(message):
    return [status.state for status in queries.statuses_of(message)]


def test_a_message_is_handed_over_with_an_address_to_report_to(queued, answers, system, at):
    message = queued()
    assert deliver(message, system, at) is State.SENT
    ((to, text, url),) = answers.calls
    assert (to, text) == (message.to, "Your file is complete.")
    assert str(message.id) in url
    assert url.endswith("?kind=%d")
    assert states(message) == ["QUEUED", "SENDING", "SENT"]


def test_the_job_of_the_queue_sends_it(queued, answers):
    queued()
    jobs.run_until_idle(queues=["messages"])
    assert len(answers.calls) == 1


def test_running_the_job_twice_sends_once(queued, answers, system, at):
    message = queued()
    deliver(message, system, at)
    deliver(message, system, at)
    assert len(answers.calls) == 1


def test_without_a_commit_nothing_is_sent(db, queued, answers):
    with transaction.atomic():
        queued()
        transaction.set_rollback(True)
    jobs.run_until_idle(queues=["messages"])
    assert answers.calls == []
    assert not Message.objects.exists()


def test_a_busy_gateway_is_asked_again_later(queued, answers, system, at):
    answers.given = [BUSY, Answer(End.ACCEPTED)]
    message = queued()
    assert deliver(message, system, at) is State.QUEUED
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(scheduled_at) FROM procrastinate_jobs")
        assert cursor.fetchone()[0] == at + WAITS[0]
    assert deliver(message, system, at + WAITS[0]) is State.SENT
    assert len(answers.calls) == 2


def test_a_gateway_that_stays_busy_leaves_the_message_to_people(queued, answers, system, at):
    answers.given = [BUSY]
    message = queued()
    for _ in range(len(WAITS)):
        assert deliver(message, system, at) is State.QUEUED
    assert deliver(message, system, at) is State.FAILED
    assert message_events("MessageFailed") == 1


def test_after_an_unknown_answer_nothing_is_sent_again(queued, answers, system, at):
    answers.given = [UNKNOWN, Answer(End.ACCEPTED)]
    message = queued()
    assert deliver(message, system, at) is State.UNKNOWN
    assert deliver(message, system, at) is State.UNKNOWN
    assert len(answers.calls) == 1


def test_a_program_that_dies_while_sending_leaves_it_unknown(queued, answers, system, at):
    answers.given = [KeyboardInterrupt(), Answer(End.ACCEPTED)]
    message = queued()
    with pytest.raises(KeyboardInterrupt):
        deliver(message, system, at)
    assert deliver(message, system, at) is State.UNKNOWN
    assert len(answers.calls) == 1


def test_what_a_dead_program_left_is_ended_by_the_schedule(queued, answers, system, at):
    answers.given = [KeyboardInterrupt()]
    message = queued()
    with pytest.raises(KeyboardInterrupt):
        deliver(message, system, at)
    soon, later = at + timedelta(seconds=30), at + timedelta(minutes=2)
    assert services.give_up_left_behind(by=system, at=soon) == 0
    assert services.give_up_left_behind(by=system, at=later) == 1
    assert queries.message(message.id).state == State.UNKNOWN


def test_a_code_stands_nowhere_in_clear_and_nowhere_at_all_once_sent(
    queued, answers, system, at
):
    message = queued(Secret("481516 is your code", until=at + timedelta(minutes=5)))
    assert "481516" not in whole_database()
    deliver(message, system, at)
    assert answers.calls[0][1] == "481516 is your code"
    kept = queries.message(message.id)
    assert (kept.text, kept.sealed) == ("", None)
    assert "481516" not in whole_database()


def whole_database():
    """Answer all that the tables of messages, jobs and the journal hold, as text."""
    tables = ["notifications_message", "notifications_messagestatus"]
    tables += ["procrastinate_jobs", "journal_entry"]
    with connection.cursor() as cursor:
        texts = []
        for table in tables:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")  # noqa: S608
            texts.append(cursor.fetchone()[0])
        cursor.execute(
            "SELECT coalesce(string_agg(encode(sealed, 'escape'), ' '), '')"
            " FROM notifications_message"
        )
        return " ".join([*texts, cursor.fetchone()[0]])


def test_a_late_code_is_not_sent_and_not_kept(queued, answers, system, at):
    until = at + timedelta(minutes=5)
    message = queued(Secret("481516", until=until))
    assert deliver(message, system, until) is State.FAILED
    assert answers.calls == []
    assert queries.message(message.id).sealed is None


def test_a_code_that_nobody_took_is_forgotten_by_the_schedule(queued, system, at):
    message = queued(Secret("481516", until=at + timedelta(minutes=5)))
    services.give_up_left_behind(by=system, at=at + timedelta(minutes=6))
    kept = queries.message(message.id)
    assert (kept.state, kept.sealed) == (State.FAILED, None)


def test_the_database_refuses_a_code_that_is_kept(queued, at):
    message = queued(Secret("481516", until=at + timedelta(minutes=5)))
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.id).update(text="481516")
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.id).update(state=State.SENT)


def test_a_state_that_was_written_stays(queued):
    message = queued()
    with pytest.raises(IntegrityError), transaction.atomic():
        MessageStatus.objects.filter(message=message).update(state=State.DELIVERED)


def test_a_refused_message_is_sent_again_by_who_may(queued, answers, amina, dawud, system, at):
    answers.given = [REFUSED, Answer(End.ACCEPTED)]
    message = queued()
    assert deliver(message, system, at) is State.FAILED
    with pytest.raises(PermissionRefused):
        services.resend(message_id=message.id, by=dawud, at=at)
    services.resend(message_id=message.id, by=amina, at=at)
    assert deliver(message, system, at) is State.SENT
    with pytest.raises(NotResendable):
        services.resend(message_id=message.id, by=amina, at=at)


def test_reports_move_a_message_and_a_late_one_changes_nothing(queued, answers, system, at):
    message = queued()
    deliver(message, system, at)
    for kind in (8, 1, 2):
        services.record_report(message_id=message.id, kind=kind, by=system, at=at)
    assert states(message) == ["QUEUED", "SENDING", "SENT", "DELIVERED"]


def message_events(name):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM journal_entry WHERE event = %s", [f"notifications.{name}"]
        )
        ids = [row[0] for row in cursor.fetchall()]
    return len(entries_by_id(ids))


@pytest.mark.django_db(transaction=True)
def test_sixteen_workers_at_once_hand_a_message_over_once(queued, answers, system, at):
    message = queued()
    at_once(16, lambda _: deliver(message, system, at))
    assert len(answers.calls) == 1
