"""How long an offer stands, when it is called to mind, and what it may still become."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mission.selection.rules import offers
from mission.selection.rules.offers import OfferFacts, Terms, read_terms

QATAR = ZoneInfo("Asia/Qatar")
TERMS = Terms(days=7, reminder_days=(4, 6), zone=QATAR)
MOMENTS = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zone
    max_value=datetime(2030, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
ZONES = st.sampled_from(["Asia/Qatar", "Asia/Jakarta", "Africa/Cairo", "America/New_York"])


def test_the_days_that_a_rounds_rules_promise_go_before_those_of_the_season():
    made = TERMS.midnight(date(2027, 3, 1))

    assert TERMS.promising(None) == TERMS
    shorter, longer = TERMS.promising(5), TERMS.promising(30)
    assert shorter.until_of(made) == TERMS.midnight(date(2027, 3, 7))
    assert shorter.reminder_days == (4,)
    assert longer.until_of(made) == TERMS.midnight(date(2027, 4, 1))
    assert longer.reminder_days == TERMS.reminder_days


def test_an_offer_made_at_noon_stands_to_the_end_of_the_seventh_day_after():
    made = datetime(2027, 3, 1, 12, 0, tzinfo=QATAR)

    assert TERMS.until_of(made) == datetime(2027, 3, 9, 0, 0, tzinfo=QATAR)


def test_the_day_is_the_missions_and_not_that_of_utc():
    just_after_midnight = datetime(2027, 3, 1, 21, 30, tzinfo=UTC)  # 2 March in Qatar

    assert TERMS.until_of(just_after_midnight) == datetime(2027, 3, 10, 0, 0, tzinfo=QATAR)


@given(made=MOMENTS, zone=ZONES, days=st.integers(min_value=1, max_value=60))
def test_everybody_has_the_full_days_whatever_the_hour_and_the_clocks(made, zone, days):
    terms = Terms(days=days, reminder_days=(), zone=ZoneInfo(zone))

    until = terms.until_of(made)

    # Where clocks are put forward at midnight, the day begins at one.
    assert until.astimezone(UTC).astimezone(terms.zone).hour in (0, 1)
    assert until.astimezone(terms.zone).minute == 0
    whole = terms.day_of(until) - terms.day_of(made)
    assert whole == timedelta(days=days + 1)
    # Where clocks are put forward in between, a day has an hour less.
    assert until - made > timedelta(days=days) - timedelta(hours=1)


def test_of_several_missed_reminders_only_the_newest_is_sent():
    made = datetime(2027, 3, 1, 12, 0, tzinfo=QATAR)

    def due(days):
        return TERMS.reminder_due(made, at=made + timedelta(days=days))

    assert [due(days) for days in (3.99, 4, 5, 6, 7)] == [None, 4, 4, 6, 6]
    assert TERMS.next_reminder(made, at=made) == made + timedelta(days=4)
    assert TERMS.next_reminder(made, at=made + timedelta(days=6)) is None


def facts(state, until=datetime(2027, 3, 9, tzinfo=QATAR)):
    return OfferFacts("7K3P-9QXM", until, state)


def test_it_is_in_time_up_to_the_last_moment_and_not_after():
    until = facts("OPEN").until
    offers.check_acceptable(facts("OPEN"), at=until - timedelta(microseconds=1))
    with pytest.raises(offers.OfferOver):
        offers.check_acceptable(facts("OPEN"), at=until)


def test_what_was_accepted_stays_so_and_what_is_gone_does_not_come_back():
    late = facts("OPEN").until + timedelta(days=30)
    offers.check_acceptable(facts("ACCEPTED"), at=late)
    for state in ("LAPSED", "WITHDRAWN"):
        with pytest.raises(offers.OfferGone):
            offers.check_acceptable(facts(state), at=late)


def test_only_what_is_over_and_unanswered_lapses():
    until = facts("OPEN").until
    offers.check_lapsable(facts("OPEN"), at=until)
    with pytest.raises(offers.OfferStillOpen):
        offers.check_lapsable(facts("OPEN"), at=until - timedelta(microseconds=1))
    with pytest.raises(offers.OfferWasAccepted):
        offers.check_lapsable(facts("ACCEPTED"), at=until + timedelta(days=1))


VALUES = {
    "offers.days": 7,
    "offers.reminder_days": [6, 4],
    "offers.promotions_until": "",
    "applications.timezone": "Asia/Qatar",
}


def test_the_seasons_values_are_read_and_a_day_to_stop_is_optional():
    assert read_terms(VALUES) == TERMS
    stopped = read_terms(VALUES | {"offers.promotions_until": "2027-03-09T00:00:00+03:00"})
    stop = datetime(2027, 3, 9, tzinfo=QATAR)
    assert stopped.is_giving(stop - timedelta(seconds=1))
    assert not stopped.is_giving(stop)
    assert TERMS.is_giving(stop + timedelta(days=999))


def test_a_reminder_after_the_last_day_is_refused():
    with pytest.raises(offers.BadOfferTerms):
        read_terms(VALUES | {"offers.reminder_days": [4, 8]})
