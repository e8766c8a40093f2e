"""Offers on PostgreSQL: made, accepted, called to mind, given back, and lapsed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from foundation.journal.models import Entry as Recorded
from foundation.refusals import PermissionRefused
from mission.season.queries import rules_in_force
from mission.season.services import change_rule_values
from mission.selection import queries, services
from mission.selection.models import Offer, OfferStep, Promotion
from mission.selection.rules import offers as rules
from tests.leads import lead_actor
from tests.selection.rounds import behind_the_program

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def values(season, system, at):
    """Give a way to change the season's values; at first nothing stops the promotions."""

    def change(**changes):
        named = {f"offers.{name}": value for name, value in changes.items()}
        base = rules_in_force(season)
        change_rule_values(base=base, changes=named, note="test", by=system, at=at)

    change(promotions_until="")
    return change


@pytest.fixture
def held(values, ceremony, files):
    return ceremony.until("publish")


@pytest.fixture
def published_at(ceremony):
    return ceremony.chance_at


@pytest.fixture
def look(ceremony, system):
    def look(at):
        return services.look_after_offers(season=ceremony.season, by=system, at=at)

    return look


def lead_of(application_id):
    return lead_actor(application_id)


def selected(ceremony):
    return queries.selected_applications(ceremony.season)


def states(held):
    return {count.state: count.files for count in queries.offer_counts(held) if count.files}


def told(name):
    rows = Recorded.objects.filter(event=f"selection.{name}").order_by("id")
    return [row.payload["reference"] for row in rows]


def test_every_selected_file_is_offered_its_seats_at_publication(held, ceremony, published_at):
    files = selected(ceremony)

    offers = list(queries.offers_of(held))

    assert {one.entry.reference for one in offers} == {file.reference for file in files}
    assert {one.until for one in offers} == {
        queries.terms_of(held.season).until_of(published_at)
    }
    assert sorted(told("OfferMade")) == sorted(file.reference for file in files)
    assert states(held) == {"OPEN": len(files)}


def test_a_lead_accepts_for_the_own_file_and_no_other(held, ceremony, dawud, published_at):
    mine, other = selected(ceremony)[:2]
    for by in (lead_of(other.application), dawud):
        with pytest.raises(PermissionRefused):
            services.accept_offer(application_id=mine.application, by=by, at=published_at)
        with pytest.raises(PermissionRefused):
            services.decline_offer(
                application_id=mine.application, reason="", by=by, at=published_at
            )

    for _ in range(2):  # twice is no error and no second acceptance
        services.accept_offer(
            application_id=mine.application, by=lead_of(mine.application), at=published_at
        )

    assert told("OfferAccepted") == [mine.reference]
    assert queries.offer_for(mine.application).state == "ACCEPTED"


def test_what_nobody_answered_lapses_after_its_last_day_and_its_seats_are_given_on(
    held, ceremony, look, amina
):
    kept, *others = selected(ceremony)
    until = Offer.objects.first().until
    services.accept_offer(application_id=kept.application, by=amina, at=until - DAY)

    assert look(until - timedelta(seconds=1)).lapsed == 0
    looked = look(until + rules.ON_ITS_WAY)

    assert looked.lapsed == len(others)
    assert sorted(told("OfferLapsed")) == sorted(file.reference for file in others)
    now_selected = {file.reference for file in selected(ceremony)}
    assert kept.reference in now_selected
    assert not now_selected & {file.reference for file in others}
    assert looked.promoted == len(now_selected) - 1 > 0
    fresh = queries.offers_of(held, state="OPEN")
    assert {one.entry.reference for one in fresh} == now_selected - {kept.reference}
    terms = queries.terms_of(held.season)
    assert {one.until for one in fresh} == {terms.until_of(until + rules.ON_ITS_WAY)}
    assert look(until + rules.ON_ITS_WAY + DAY).lapsed == 0


def test_it_makes_no_difference_whether_places_lapse_in_one_go_or_apart(
    held, ceremony, look, amina
):
    until = Offer.objects.first().until
    references = [file.reference for file in selected(ceremony)]
    at = until + rules.ON_ITS_WAY
    with transaction.atomic():
        for reference in references:
            services.vacate_place(
                selection_round=held, reference=reference, how="LAPSED", reason="", by=amina,
                at=at,
            )  # fmt: skip
        apart = queries.promotions_file(held)
        transaction.set_rollback(True)

    look(at)

    assert queries.promotions_file(held) == apart


def test_an_acceptance_that_came_in_time_stands_however_late_the_worker_is(
    held, ceremony, look, amina
):
    until = Offer.objects.first().until
    files = selected(ceremony)
    for file in files:
        services.accept_offer(
            application_id=file.application, by=amina, at=until - timedelta(microseconds=1)
        )

    assert look(until + 30 * DAY).lapsed == 0
    assert selected(ceremony) == files


def test_after_the_last_day_nobody_accepts_also_before_the_worker_came(held, ceremony, amina):
    file = selected(ceremony)[0]
    until = Offer.objects.first().until

    with pytest.raises(rules.OfferOver):
        services.accept_offer(application_id=file.application, by=amina, at=until)
    assert services.accept_offers(application_ids=[file.application], by=amina, at=until) == 0


def test_a_lapsed_or_withdrawn_file_cannot_take_its_seats_again(held, ceremony, look, amina):
    first, second = selected(ceremony)[:2]
    until = Offer.objects.first().until
    services.decline_offer(
        application_id=first.application, reason="ill", by=lead_of(first.application),
        at=until - DAY,
    )  # fmt: skip
    look(until + DAY)

    for file in (first, second):
        with pytest.raises(rules.OfferGone):
            services.accept_offer(application_id=file.application, by=amina, at=until - DAY)
        with pytest.raises(rules.OfferGone):
            services.decline_offer(
                application_id=file.application, reason="", by=amina, at=until
            )


def test_an_accepted_file_may_still_withdraw_but_never_lapses(held, ceremony, amina):
    file = selected(ceremony)[0]
    until = Offer.objects.first().until
    services.accept_offer(application_id=file.application, by=amina, at=until - DAY)
    with pytest.raises(rules.OfferWasAccepted):
        services.vacate_place(
            selection_round=held, reference=file.reference, how="LAPSED", reason="", by=amina,
            at=until + DAY,
        )  # fmt: skip

    services.decline_offer(
        application_id=file.application, reason="moved abroad", by=amina, at=until + DAY
    )

    assert not queries.is_selected(file.application)
    assert queries.offer_for(file.application).state == "WITHDRAWN"


def test_a_place_is_not_taken_from_anybody_before_the_time_is_over(held, ceremony, amina, at):
    for file in selected(ceremony):
        with pytest.raises(rules.OfferStillOpen):
            services.vacate_place(
                selection_round=held, reference=file.reference, how="LAPSED", reason="",
                by=amina, at=at,
            )  # fmt: skip
    waiting = min(queries.waiting_references(held))
    with pytest.raises(services.NotOffered):
        services.vacate_place(
            selection_round=held, reference=waiting, how="LAPSED", reason="", by=amina, at=at
        )
    assert not Promotion.objects.exists()


def test_reminders_go_once_to_those_who_have_not_answered(
    held, ceremony, look, amina, published_at
):
    answered, *others = selected(ceremony)
    services.accept_offer(application_id=answered.application, by=amina, at=published_at)

    assert look(published_at + 4 * DAY).reminded == len(others)
    assert look(published_at + 5 * DAY).reminded == 0
    assert look(published_at + 6 * DAY).reminded == len(others)
    assert answered.reference not in told("OfferReminded")


def test_a_worker_that_was_away_for_days_sends_one_reminder_not_two(
    held, ceremony, look, published_at
):
    assert look(published_at + 6.5 * DAY).reminded == len(selected(ceremony))
    assert set(OfferStep.objects.values_list("day", flat=True)) == {6}
    assert look(published_at + 7 * DAY).reminded == 0


def test_from_the_last_day_of_promotions_free_seats_stay_free(
    held, ceremony, look, values, amina
):
    until = Offer.objects.first().until
    values(promotions_until=until.isoformat())
    one = selected(ceremony)[0]
    moved = services.decline_offer(
        application_id=one.application, reason="", by=amina, at=until - DAY
    )
    assert len(moved) > 1

    looked = look(until + rules.ON_ITS_WAY)

    assert looked.lapsed > 0
    assert looked.promoted == 0


def test_a_round_from_before_there_were_offers_gets_them_with_full_days(
    held, ceremony, look, amina
):
    with behind_the_program():
        Offer.objects.all().delete()
    file, *others = selected(ceremony)
    late = ceremony.chance_at + 100 * DAY

    services.accept_offer(application_id=file.application, by=amina, at=late)
    assert look(late).lapsed == 0

    until = queries.terms_of(held.season).until_of(late)
    assert set(Offer.objects.values_list("until", flat=True)) == {until}
    assert states(held) == {"ACCEPTED": 1, "OPEN": len(others)}


def test_nobody_without_seats_has_an_offer_to_answer(held, files, amina, at):
    waiting = [one for one in files if not queries.is_selected(one.id)]
    for answer in (services.accept_offer, services.decline_offer):
        more = {"reason": ""} if answer is services.decline_offer else {}
        with pytest.raises(services.NotOffered):
            answer(application_id=waiting[0].id, by=amina, at=at, **more)


def test_the_database_keeps_offers_as_they_were(held, ceremony, look, amina, at):
    offer = Offer.objects.first()
    step = {"offer": offer, "at": at, "by": "x"}
    OfferStep.objects.create(kind="ACCEPTED", **step)
    for kind, name in (("LAPSED", "accepted_or_lapsed"), ("REMINDED", "has_its_day")):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            OfferStep.objects.create(kind=kind, **step)
    for change in (
        lambda: Offer.objects.update(by="y"),
        lambda: OfferStep.objects.update(by="y"),
        lambda: OfferStep.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()


def test_only_who_publishes_lets_offers_lapse(held, ceremony, dawud, at):
    with pytest.raises(PermissionRefused):
        services.look_after_offers(season=ceremony.season, by=dawud, at=at)
    with pytest.raises(PermissionRefused):
        services.accept_offers(application_ids=[], by=dawud, at=at)


def test_the_chair_knows_how_many_end_today_and_tomorrow(held, ceremony, amina):
    until = Offer.objects.first().until
    everyone = len(selected(ceremony))

    def ending(at):
        found = queries.ending(ceremony.season, at=at)
        return (found.over, found.today, found.tomorrow)

    assert ending(until - 3 * DAY) == (0, 0, 0)
    assert ending(until - 2 * DAY) == (0, 0, everyone)
    assert ending(until - DAY) == (0, everyone, 0)
    assert ending(until) == (everyone, 0, 0)
