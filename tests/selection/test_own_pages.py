"""The lead answers the own offer on the own pages, and is told by SMS what happens to it."""

from datetime import timedelta

import pytest

from foundation.clock import standing_at
from mission.notifications.models import Message
from mission.people.models import Person
from mission.registration.models import Applicant
from mission.selection import handlers, queries, tasks
from mission.selection.events import OfferLapsed, OfferMade, OfferReminded, ResultPublished
from mission.selection.models import Offer
from tests.leads import account_of_lead, signed_in_as_lead
from tests.selection.test_offers import values  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def held(values, ceremony, files):  # noqa: F811
    return ceremony.until("publish")


@pytest.fixture
def now(ceremony):
    """Stand a day after the result was published."""
    moment = ceremony.chance_at + DAY
    with standing_at(moment):
        yield moment


@pytest.fixture
def mine(held):
    return queries.selected_applications(held.season)[0]


def waiting_of(held):
    found = queries.results(held, outcome="WAITING")
    return [line.entry for line in found]


def state(file):
    return queries.offer_for(file.application).state


def place(reference, name=""):
    return f"/apply/files/{reference}/{name}"


def text(answer):
    return answer.content.decode()


def event(kind, file, held, **more):
    offer = queries.offer_for(file.application)
    return kind(
        round=held.id, application=file.application, reference=file.reference,
        until=offer.until, **more,
    )  # fmt: skip


def test_a_lead_accepts_from_the_own_page(held, now, mine, client):
    signed_in_as_lead(client, mine.application)
    page = text(client.get(place(mine.reference)))
    assert "Your answer is awaited" in page
    answer = client.post(place(mine.reference, "accept/"), follow=True)
    assert state(mine) == "ACCEPTED"
    assert "Your answer is awaited" not in text(answer)
    assert "Choose your campaign" in text(answer)


def test_a_lead_gives_the_seats_back_and_the_next_file_moves_up(held, now, mine, client):
    signed_in_as_lead(client, mine.application)
    client.post(place(mine.reference, "decline/"), {"reason": "ill"})
    assert state(mine) == "WITHDRAWN"
    assert not queries.is_selected(mine.application)
    assert held.promotions.filter(happening="PROMOTED").exists()


def test_nobody_answers_for_another_file(held, now, mine, client):
    other = queries.selected_applications(held.season)[1]
    signed_in_as_lead(client, other.application)
    for act in ("accept/", "decline/"):
        assert client.post(place(mine.reference, act)).status_code == 404
    assert state(mine) == "OPEN"


def test_an_offer_that_is_over_is_not_accepted_and_the_page_says_so(held, mine, client):
    until = Offer.objects.first().until
    signed_in_as_lead(client, mine.application)
    with standing_at(until + timedelta(minutes=5)):
        assert "Accept the seats" not in text(client.get(place(mine.reference)))
        client.post(place(mine.reference, "accept/"))
    assert state(mine) != "ACCEPTED"


def test_a_file_that_waits_reads_its_place_and_what_it_waits_for(held, now, client):
    entry = waiting_of(held)[0]
    signed_in_as_lead(client, entry.application_id)
    page = text(client.get(place(entry.reference)))
    assert "On the waiting list" in page
    assert "Nothing to do now. You wait for:" in page
    assert "Accept the seats" not in page


def test_the_first_page_shows_the_next_step(held, now, mine, client):
    signed_in_as_lead(client, mine.application)
    assert "Accept the seats" in text(client.get("/apply/"))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_lead_is_told_of_the_offer_once_in_the_own_language(held, now, mine, language):
    account = account_of_lead(mine.application, language=language)
    handlers.tell_lead(event(OfferMade, mine, held, is_promoted=False), at=now)
    message = Message.objects.get()
    assert (message.to, message.kind, message.about) == (
        account.mobile, "offer_made", mine.reference,
    )  # fmt: skip
    assert ("Accept" in message.text) is (language == "en")


def test_a_lead_without_an_account_is_told_on_the_mobile_of_the_workbook(held, now, mine):
    lead = Applicant.objects.get(application_id=mine.application, role="LEAD")
    Person.objects.filter(id=lead.person_id).update(mobile="+97455512345")
    handlers.tell_lead(event(OfferReminded, mine, held, day=4), at=now)
    assert Message.objects.get().to == "+97455512345"


def test_an_account_that_proved_a_mobile_alone_is_told_nothing_of_the_register(held, now, mine):
    account = account_of_lead(mine.application)
    account.proof = "MOBILE"
    account.save()
    handlers.tell_lead(event(OfferMade, mine, held, is_promoted=False), at=now)
    assert not Message.objects.exists()


def test_who_answered_meanwhile_is_not_reminded(held, now, mine, client):
    signed_in_as_lead(client, mine.application)
    client.post(place(mine.reference, "accept/"))
    handlers.tell_lead(event(OfferReminded, mine, held, day=4), at=now)
    assert not Message.objects.exists()


def test_old_news_is_not_told(held, now, mine):
    account_of_lead(mine.application)
    lapsed = event(OfferLapsed, mine, held)
    handlers.tell_lead(lapsed, at=now - 3 * DAY)
    assert not Message.objects.exists()
    handlers.tell_lead(lapsed, at=now - DAY)
    assert Message.objects.get().kind == "offer_lapsed"


def test_everybody_who_waits_is_told_once_part_by_part(held, now, monkeypatch):
    monkeypatch.setattr(tasks, "TOLD_AT_ONCE", 2)
    entries = waiting_of(held)
    for number, entry in enumerate(entries):
        account_of_lead(entry.application_id, mobile=f"+974550001{number:02d}")
    since = now.isoformat()
    after, seen = 0, []
    while part := queries.not_offered(held, after=after, most=2):
        for _ in range(2):  # a job that runs again after a kill
            tasks.tell_who_waits(round_id=str(held.id), after=after, since=since)
        after = part[-1].place
        seen += part
    assert len(seen) == len(entries)
    told = Message.objects.filter(kind="draw_waits")
    assert sorted(told.values_list("about", flat=True)) == sorted(
        entry.reference for entry in entries
    )


def test_publication_defers_one_job_whatever_the_size(held, now, monkeypatch):
    deferred = []
    monkeypatch.setattr(
        handlers.jobs, "defer_by_name", lambda name, **given: deferred.append((name, given))
    )
    told = ResultPublished(round=held.id, season=held.season_id, proof_sha256="0" * 64)
    handlers.tell_who_waits(told, at=now)
    handlers.tell_who_waits(told, at=now - 3 * DAY)
    assert [name for name, _ in deferred] == ["selection.tell_who_waits"]


def test_a_lead_chooses_a_campaign_and_reads_it_on_the_own_page(held, now, mine, client, amina):
    from mission.campaigns.services import CampaignPlan, license_campaign

    plan = CampaignPlan("HC-001", "حملة النور", "Noor", 20)
    campaign = license_campaign(season=held.season, plan=plan, camps=[], by=amina, at=now)
    signed_in_as_lead(client, mine.application)
    choice = {"campaign": str(campaign.id)}
    page = text(client.post(place(mine.reference, "campaign/"), choice, follow=True))
    assert state(mine) == "ACCEPTED"
    assert "Your campaign" in page
    assert "Noor" in page
    assert "A call of your campaign." in page
