"""The code: who gets one, how long it holds, how often it may be tried, by how many at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from foundation import jobs
from mission.accounts import services
from mission.accounts.models import Account, CodeCount, SignIn
from mission.accounts.rules import CODE_LIFE, CODE_TRIES, KEPT, LIMITS, Counted, Proof
from mission.people.models import Person
from tests.accounts.conftest import (
    HESSA,
    HESSAS,
    IBRAHIM,
    IBRAHIMS,
    JABER,
    JABERS,
    SOON,
    STRANGERS,
    VISITOR,
    begin,
    issue,
    other_than,
    prove,
)
from tests.at_once import at_once


def limit_of(counted, *, days=0):
    window = timedelta(days=days) if days else timedelta(minutes=15)
    return next(each for each in LIMITS if (each.counted, each.window) == (counted, window))


@pytest.mark.parametrize(
    ("national_id", "mobile", "proof"),
    [
        (HESSA, HESSAS, Proof.REGISTER),
        (IBRAHIM, IBRAHIMS, Proof.MOBILE),
        (JABER, JABERS, Proof.MOBILE),
    ],
)
def test_the_right_code_opens_the_account(known, sent, system, at, national_id, mobile, proof):
    begun = begin(national_id, mobile, at)
    code = issue(begun, at, system)
    account = prove(begun, code, at + SOON).account
    assert (account.national_id, account.mobile) == (national_id, mobile)
    assert account.proof == proof
    assert sent.mobiles() == [mobile]


@pytest.mark.parametrize("national_id", [HESSA, IBRAHIM])
def test_no_code_goes_to_a_mobile_that_is_not_the_registered_one(
    known, sent, system, at, national_id
):
    begun = begin(national_id, STRANGERS, at)
    assert issue(begun, at, system) == ""
    assert sent.mobiles() == []
    assert prove(begun, "000000", at).account is None


def test_an_account_outweighs_an_older_mobile_of_the_register(known, sent, system, at):
    Person.objects.filter(national_id=HESSA).update(mobile=STRANGERS)
    Account.objects.create(national_id=HESSA, mobile=HESSAS, opened_at=at)
    assert issue(begin(HESSA, STRANGERS, at), at, system) == ""
    assert issue(begin(HESSA, HESSAS, at), at, system)


def test_a_wrong_code_is_told_and_after_five_the_right_one_does_not_help(db, system, at):
    begun = begin(JABER, JABERS, at)
    code = issue(begun, at, system)
    left = [prove(begun, other_than(code), at).tries_left for _ in range(CODE_TRIES)]
    assert left == [4, 3, 2, 1, 0]
    assert prove(begun, code, at).account is None


def test_a_code_holds_five_minutes(db, system, at):
    begun = begin(JABER, JABERS, at)
    code = issue(begun, at, system)
    assert prove(begun, code, at + CODE_LIFE).account is None
    assert prove(begun, code, at + CODE_LIFE - SOON).account is not None


def test_a_code_opens_once(db, system, at):
    begun = begin(JABER, JABERS, at)
    code = issue(begun, at, system)
    assert prove(begun, code, at).account is not None
    assert prove(begun, code, at).account is None


def test_only_the_newest_code_holds(db, system, at):
    first = begin(JABER, JABERS, at)
    code = issue(first, at, system)
    second = begin(JABER, JABERS, at + SOON)
    newer = issue(second, at + SOON, system)
    assert prove(first, code, at + SOON).account is None
    assert prove(second, newer, at + SOON).account is not None


def test_a_code_belongs_to_its_own_sign_in(known, system, at):
    mine, theirs = begin(JABER, JABERS, at), begin(HESSA, HESSAS, at)
    code = issue(mine, at, system)
    issue(theirs, at, system)
    assert prove(theirs, code, at).account is None


def test_a_stranger_cannot_end_the_code_of_another_mobile(known, system, at):
    begun = begin(HESSA, HESSAS, at)
    code = issue(begun, at, system)
    stranger = begin(HESSA, STRANGERS, at + SOON)
    issue(stranger, at + SOON, system)
    assert prove(begun, code, at + SOON).account is not None


def test_what_has_changed_meanwhile_counts(known, amina, system, at):
    begun = begin(IBRAHIM, IBRAHIMS, at)
    code = issue(begun, at, system)
    services.move_mobile(
        national_id=IBRAHIM, mobile=STRANGERS, reason="seen at the office", by=amina, at=at
    )
    assert prove(begun, code, at).account is None


def test_the_job_that_runs_twice_sends_one_code(db, sent, system, at):
    begun = begin(JABER, JABERS, at)
    assert issue(begun, at, system)
    assert issue(begun, at, system) == ""
    assert sent.mobiles() == [JABERS]


def test_a_job_that_comes_much_too_late_sends_nothing(db, sent, system, at):
    begun = begin(JABER, JABERS, at)
    assert issue(begun, at + timedelta(hours=1), system) == ""


def test_the_code_stands_in_no_table(db, system, at):
    begun = begin(JABER, JABERS, at)
    code = issue(begun, at, system)
    with connection.cursor() as cursor:
        for table in ("accounts_signin", "notifications_message", "procrastinate_jobs"):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")  # noqa: S608
            kept = cursor.fetchone()[0].replace(str(begun), "")
            assert f" {code} " not in kept
            assert f"{code} is" not in kept


def test_what_nobody_proved_stands_not_in_the_journal(db, system, at):
    begun = begin(JABER, JABERS, at)
    issue(begun, at, system)
    prove(begun, "000000", at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(e::text, ' ') FROM journal_entry e")
        kept = cursor.fetchone()[0]
    assert JABER not in kept
    assert JABERS.removeprefix("+") not in kept


@pytest.mark.parametrize(
    ("counted", "vary"),
    [
        (Counted.PAIR, {}),
        (Counted.NATIONAL_ID, {"mobile"}),
        (Counted.MOBILE, {"national_id"}),
    ],
)
def test_too_many_codes_wait(db, at, counted, vary):
    limit = limit_of(counted)

    def once(number):
        national_id = f"2806340{number:04d}" if "national_id" in vary else JABER
        mobile = f"+9745550{number:04d}" if "mobile" in vary else JABERS
        return services.begin_sign_in(
            national_id=national_id,
            mobile=mobile,
            address=f"10.0.{number}.1",
            language="ar",
            by=VISITOR,
            at=at,
        )

    waits = [once(number).wait for number in range(limit.most + 1)]
    assert waits[:-1] == [None] * limit.most
    assert waits[-1] == limit.window


def test_the_wait_ends_and_the_limit_of_the_day_holds_on(db, at):
    quarter, day = limit_of(Counted.PAIR), limit_of(Counted.PAIR, days=1)
    asked = 0
    moment = at
    while asked < day.most:
        if begin(JABER, JABERS, moment) is None:
            moment += quarter.window + SOON
        else:
            asked += 1
    moment += quarter.window + SOON
    assert begin(JABER, JABERS, moment) is None
    assert begin(JABER, JABERS, at + day.window + SOON) is not None


def test_known_and_unknown_ids_are_counted_alike(known, at):
    def waits(national_id, mobile):
        return [begin(national_id, mobile, at) is None for _ in range(7)]

    assert waits(HESSA, STRANGERS) == waits(JABER, JABERS)


def test_former_days_are_forgotten(db, system, at):
    begin(JABER, JABERS, at)
    services.forget_old_sign_ins(by=system, at=at + KEPT - SOON)
    assert SignIn.objects.count() == 1
    assert services.forget_old_sign_ins(by=system, at=at + KEPT + SOON) == 1
    assert (SignIn.objects.count(), CodeCount.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_thirty_two_guesses_at_once_look_at_five(system, at):
    begun = begin(JABER, JABERS, at)
    wrong = other_than(issue(begun, at, system))
    answers = at_once(32, lambda _: prove(begun, wrong, at))
    assert sorted(answer.tries_left for answer in answers) == [0] * 28 + [1, 2, 3, 4]
    assert SignIn.objects.get().tries == CODE_TRIES


@pytest.mark.django_db(transaction=True)
def test_the_right_code_thirty_two_times_at_once_opens_once(system, at):
    begun = begin(JABER, JABERS, at)
    code = issue(begun, at, system)
    answers = at_once(32, lambda _: prove(begun, code, at))
    assert len([answer for answer in answers if answer.account is not None]) == 1
    assert Account.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_thirty_two_requests_at_once_stop_at_the_limit(at):
    answers = at_once(32, lambda number: begin(JABER, JABERS, at, f"10.0.0.{number}"))
    assert len([answer for answer in answers if answer]) == limit_of(Counted.PAIR).most


@pytest.mark.django_db(transaction=True)
def test_two_who_prove_an_unknown_id_at_once_one_has_it(system, at):
    mine, theirs = begin(JABER, JABERS, at), begin(JABER, STRANGERS, at)
    codes = [issue(mine, at, system), issue(theirs, at, system)]
    answers = at_once(2, lambda n: prove((mine, theirs)[n], codes[n], at))
    assert len([answer for answer in answers if answer.account is not None]) == 1
    assert Account.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_send_one_code(sent, system, at):
    begun = begin(JABER, JABERS, at)
    made = at_once(8, lambda _: issue(begun, at, system))
    assert len([code for code in made if code]) == 1
    jobs.run_until_idle(queues=["messages"])
    assert sent.mobiles() == [JABERS]
