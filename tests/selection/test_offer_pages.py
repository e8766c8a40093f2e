"""The pages of offers, what a lead is told by message, and what anyone reads."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from foundation import workboard
from foundation.clock import now, standing_at
from foundation.journal.models import Entry
from mission.accounts.models import Account
from mission.people.models import Person
from mission.selection import presenters, queries, services, tasks
from mission.selection.events import OfferLapsed, OfferMade, OfferReminded, ResultPublished
from mission.selection.models import Offer, SelfTest
from mission.staff.queries import actor_for
from tests.leads import account_of_lead
from tests.selection.rounds import behind_the_program
from tests.selection.test_views import text_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def at():
    """Rounds of these tests are held now: pages ask the clock."""
    return now() - timedelta(hours=3)


@pytest.fixture
def browser(signed_in, chair):
    return signed_in(member=chair)


@pytest.fixture
def held(ceremony, files):
    return ceremony.until("publish")


def url(name, held, *more):
    return reverse(f"selection:{name}", args=[held.id, *more])


def open_offers(held):
    return list(queries.offers_of(held, state="OPEN"))


def test_the_list_counts_filters_and_finds(browser, held, amina):
    first, *others = open_offers(held)
    services.accept_offer(application_id=first.entry.application_id, by=amina, at=now())
    reference = first.entry.reference

    accepted = text_of(browser.get(url("offers", held), {"state": "ACCEPTED"}))
    waiting = text_of(browser.get(url("offers", held), {"state": "OPEN"}))
    searched = text_of(browser.get(url("offers", held), {"q": others[0].entry.reference}))

    assert reference in accepted
    assert reference not in waiting
    assert others[0].entry.reference in searched
    assert reference not in searched
    nonsense = text_of(browser.get(url("offers", held), {"state": "'"}))
    assert reference in nonsense


def test_the_staff_accepts_for_a_caller(browser, held):
    offer = open_offers(held)[0]
    reference = offer.entry.reference
    assert "Accept for the caller" in text_of(browser.get(url("offer", held, reference)))

    browser.post(url("accept_offer", held, reference))

    page = text_of(browser.get(url("offer", held, reference)))
    assert "The offer was accepted" in page
    assert "Accept for the caller" not in page
    assert queries.offer_for(offer.entry.application_id).state == "ACCEPTED"


def test_the_staff_withdraws_a_file_with_a_reason(browser, held):
    offer = open_offers(held)[0]
    there = url("withdraw_offer", held, offer.entry.reference)
    assert browser.post(there, {"reason": ""}).status_code == 422
    assert queries.is_selected(offer.entry.application_id)

    browser.post(there, {"reason": "moved abroad"})

    assert not queries.is_selected(offer.entry.application_id)
    page = text_of(browser.get(url("offer", held, offer.entry.reference)))
    assert "moved abroad" in page
    assert "Withdraw the file" not in page
    again = browser.post(there, {"reason": "again"})
    assert again.status_code == 422


def test_an_agent_answers_the_offer_of_who_calls_and_the_journal_names_them(signed_in, held):
    agent = signed_in("CONTACT_AGENT")
    offer = open_offers(held)[0]
    owner = account_of_lead(offer.entry.application_id)
    numbers = {"national_id": owner.national_id, "mobile": owner.mobile}
    page = agent.post(reverse("registration:calls"), numbers).url
    there = url("offer", held, offer.entry.reference)
    assert there in agent.get(page).content.decode()

    agent.post(url("accept_offer", held, offer.entry.reference))

    accepted = Entry.objects.get(event="selection.OfferAccepted")
    assert accepted.by_kind == "staff"
    assert accepted.payload["reference"] == offer.entry.reference
    assert there in agent.get(page).content.decode()  # seats may be given back still
    agent.post(url("withdraw_offer", held, offer.entry.reference), {"reason": "ill"})
    vacated = Entry.objects.get(event="selection.SeatVacated")
    assert (vacated.by_kind, vacated.by_label) == ("staff", accepted.by_label)
    assert there not in agent.get(page).content.decode()


def test_who_may_not_answer_sees_and_cannot_act(signed_in, held):
    reference = open_offers(held)[0].entry.reference
    member, guard = signed_in("COMMITTEE_MEMBER"), signed_in("GATE_GUARD")

    assert "Accept for the caller" not in text_of(member.get(url("offer", held, reference)))
    for browser in (member, guard):
        assert browser.post(url("accept_offer", held, reference)).status_code == 403
        withdrawn = browser.post(url("withdraw_offer", held, reference), {"reason": "x"})
        assert withdrawn.status_code == 403
    assert guard.get(url("offers", held)).status_code == 403
    assert guard.get(url("offer", held, reference)).status_code == 403


def test_an_unknown_reference_has_no_offer(browser, held):
    assert browser.get(url("offer", held, "XXXX-XXXX")).status_code == 404


def test_the_home_says_how_many_end_tonight_and_tomorrow(chair, held, member_with):
    offers = open_offers(held)
    by = actor_for(chair)

    def said(moment, by=by):
        with standing_at(moment), translation.override("en"):
            return [item.sentence for item in workboard.waiting_for(by)]

    assert not any("tomorrow night" in sentence for sentence in said(now()))
    tomorrow = said(offers[0].until - 1.5 * DAY)
    assert f"{len(offers)} offers end tomorrow night" in tomorrow
    assert f"{len(offers)} offers end tonight" in said(offers[0].until - DAY / 2)
    member = actor_for(member_with("COMMITTEE_MEMBER"))
    assert not any("tonight" in one for one in said(offers[0].until - DAY / 2, member))


def test_anyone_reads_until_when_a_reference_may_accept(client, settings, held, amina):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    offer = open_offers(held)[0]
    there = {"reference": offer.entry.reference}
    with translation.override("en"):
        day = presenters.last_day(offer.until, queries.terms_of(held.season))

    before = text_of(client.get(reverse("selection:public"), there))
    services.accept_offer(application_id=offer.entry.application_id, by=amina, at=now())
    after = text_of(client.get(reverse("selection:public"), there))

    assert f"The offer stands until the end of {day}" in before
    assert "The offer was accepted" in after
    assert day not in after


def test_the_public_page_lists_who_left_and_who_moved_up(client, settings, held, amina):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    leaving = max(open_offers(held), key=lambda offer: offer.entry.size).entry
    lines = services.decline_offer(
        application_id=leaving.application_id, reason="private words", by=amina, at=now()
    )

    page = text_of(client.get(reverse("selection:public")))

    assert leaving.reference in page
    assert all(line.entry.reference in page for line in lines)
    assert "moved up" in page
    assert "private words" not in page


def test_the_round_shows_what_its_tests_found(browser, held):
    page = text_of(browser.get(url("round", held)))
    assert "Does the draw look like chance?" in page
    assert "look at least as odd" in page

    with behind_the_program():
        SelfTest.objects.update(p_value=0.0001)
    assert "One fair draw in 10,000 looks so odd" in text_of(browser.get(url("round", held)))


def test_the_clock_of_the_offers_is_a_job_that_catches_up(held):
    until = Offer.objects.first().until
    with standing_at(until + 3 * DAY):
        tasks.look_after_offers()

    late = queries.offers_of(held, state="OPEN").filter(until__lte=until)
    assert not late.exists()
    assert queries.offers_of(held, state="LAPSED").exists()


def lead_of(offer):
    from mission.registration.models import Applicant

    return Person.objects.get(
        id=Applicant.objects.get(
            application_id=offer.entry.application_id, role="LEAD"
        ).person_id
    )


def event(kind, offer, **more):
    return kind(
        round=offer.round_id, application=offer.entry.application_id,
        reference=offer.entry.reference, until=offer.until, **more,
    )  # fmt: skip


def test_a_lead_is_told_in_the_language_of_the_own_account(held):
    offer = open_offers(held)[0]
    lead = lead_of(offer)
    assert presenters.message_of(event(OfferLapsed, offer)) is None  # no mobile is known
    Person.objects.filter(id=lead.id).update(mobile="+97455512345")
    made = event(OfferMade, offer, is_promoted=False)

    arabic = presenters.message_of(made)
    Account.objects.create(
        national_id=lead.national_id,
        mobile="+97455500000",
        language="en",
        opened_at=now(),
        proof="REGISTER",
    )
    english = presenters.message_of(made)

    assert (arabic.mobile, arabic.language) == ("+97455512345", "ar")
    assert (english.mobile, english.language) == ("+97455500000", "en")
    assert offer.entry.reference in english.text
    assert english.text.startswith("Your file")


def test_each_event_has_words_of_its_own_and_names_the_last_day(held):
    offer = open_offers(held)[0]
    events = [
        event(OfferMade, offer, is_promoted=False),
        event(OfferMade, offer, is_promoted=True),
        event(OfferReminded, offer, day=4),
        event(OfferLapsed, offer),
    ]

    texts = [presenters.offer_text(one, language="en") for one in events]

    assert len(set(texts)) == 4
    with translation.override("en"):
        day = presenters.last_day(offer.until, queries.terms_of(held.season))
    assert all(offer.entry.reference in text for text in texts)
    assert all(day in text for text in texts)
    other = ResultPublished(round=held.id, season=held.season_id, proof_sha256="0" * 64)
    assert presenters.message_of(other) is None
