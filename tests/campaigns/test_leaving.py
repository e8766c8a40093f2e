"""A placed file that gives its seats up leaves its campaign, and the e-path is told no more."""

from datetime import timedelta

import pytest

from foundation.journal.models import Entry as Recorded
from foundation.refusals import PermissionRefused
from mission.campaigns import handlers, queries, services
from mission.campaigns.events import PlacementTakenBack
from mission.campaigns.models import Pilgrim, Placement
from mission.masar import handlers as masar_handlers
from mission.masar import queries as exchange
from mission.masar.models import Exchange
from mission.masar.services import open_requests
from mission.permits.models import Permit
from mission.permits.queries import permits_in_force
from mission.selection.events import SeatVacated
from tests.leads import lead_actor

pytestmark = pytest.mark.django_db


def choose(application, campaign, at):
    return services.choose_campaign(
        application=application, campaign=campaign, by=lead_actor(application.id), at=at
    )


def vacated(application, draw):
    return SeatVacated(
        round=draw.round.id,
        application=application.id,
        reference=application.reference,
        how="WITHDRAWN",
    )


def test_the_seats_go_back_once_and_somebody_else_gets_them(draw, campaign_with, amina, at):
    family, other = draw.select(3, 3)
    campaign = campaign_with(3)
    choose(family, campaign, at)

    for _ in range(2):  # a job that runs twice gives back once
        handlers.take_placement_back(vacated(family, draw), at=at)

    campaign.refresh_from_db()
    assert campaign.seats_taken == 0
    assert queries.placement_of(family.id) is None
    assert list(queries.roster(campaign.id, by=amina)) == []
    assert Recorded.objects.filter(event="campaigns.PlacementTakenBack").count() == 1
    choose(other, campaign, at)
    campaign.refresh_from_db()
    assert campaign.seats_taken == 3


def test_the_rows_stay_with_when_and_by_whom(draw, campaign_with, at):
    (family,) = draw.select(2)
    choose(family, campaign_with(5), at)
    handlers.take_placement_back(vacated(family, draw), at=at)
    placement = Placement.objects.get(application=family)
    assert (placement.left_at, placement.left_by) == (at, "campaigns")
    assert set(Pilgrim.objects.values_list("left_at", flat=True)) == {at}


def test_a_file_without_a_campaign_leaves_nothing(draw, at):
    (family,) = draw.select(1)
    handlers.take_placement_back(vacated(family, draw), at=at)
    assert not Recorded.objects.filter(event="campaigns.PlacementTakenBack").exists()


def test_who_left_may_travel_with_another_file(draw, campaign_with, at):
    first, second = draw.select(1, 1)
    campaign = campaign_with(5)
    choose(first, campaign, at)
    person = first.applicants.get().person
    handlers.take_placement_back(vacated(first, draw), at=at)
    first.applicants.update(left_at=at)
    second.applicants.update(person=person)
    choose(second, campaign, at)
    assert Pilgrim.objects.filter(person=person).count() == 2
    assert queries.pilgrims(campaign.season).get().application == second


def test_dawud_takes_no_placement_back(draw, campaign_with, dawud, at):
    (family,) = draw.select(1)
    choose(family, campaign_with(5), at)
    with pytest.raises(PermissionRefused):
        services.take_placement_back(application_id=family.id, how="WITHDRAWN", by=dawud, at=at)
    assert queries.placement_of(family.id) is not None


def taken_back(application, campaign, draw, at):
    handlers.take_placement_back(vacated(application, draw), at=at)
    pilgrims = Pilgrim.objects.filter(application=application)
    event = PlacementTakenBack(
        application=application.id,
        campaign=campaign.id,
        seats=pilgrims.count(),
        how="WITHDRAWN",
        pilgrims=tuple(pilgrims.values_list("id", flat=True)),
    )
    masar_handlers.void_unsent_requests(event, at=at)


def request_for(pilgrim, at, **more):
    given = {"operation": "PILGRIM", "state": "PENDING", "body": {}, "number": ""}
    return Exchange.objects.create(
        season=pilgrim.season, pilgrim=pilgrim, opened_at=at, state_at=at, **(given | more)
    )


def test_what_was_not_sent_is_not_sent_any_more(draw, campaign_with, at):
    (family,) = draw.select(1)
    campaign = campaign_with(5)
    choose(family, campaign, at)
    waiting = request_for(Pilgrim.objects.get(), at)
    taken_back(family, campaign, draw, at)
    waiting.refresh_from_db()
    assert waiting.state == "WITHDRAWN"
    assert waiting.steps.get().reason == "the pilgrim gave the seat up"


def test_nothing_is_opened_for_who_left(draw, campaign_with, amina, at, season):
    family, other = draw.select(2, 1)
    campaign = campaign_with(5)
    for each in (family, other):
        choose(each, campaign, at)
    taken_back(family, campaign, draw, at)
    open_requests(season=season, by=amina, at=at)
    Exchange.objects.filter(operation="GROUP").update(state="ACCEPTED", number="G1")
    open_requests(season=season, by=amina, at=at)
    asked = Exchange.objects.filter(operation="PILGRIM")
    assert asked.get().pilgrim.application == other
    assert exchange.count_pilgrims(season) == 1


def test_what_stands_in_the_e_path_waits_for_a_person(
    draw, campaign_with, amina, at, season, signed_in
):
    (family,) = draw.select(1)
    campaign = campaign_with(5)
    choose(family, campaign, at)
    pilgrim = Pilgrim.objects.get()
    sent = request_for(pilgrim, at, state="ACCEPTED", number="A1")
    taken_back(family, campaign, draw, at)

    client = signed_in("SYSTEMS")
    client.cookies["language"] = "en"
    assert "gave the seat up and still stands" in client.get("/").content.decode()
    assert pilgrim.reference in client.get("/masar/leavers/").content.decode()

    sent.refresh_from_db()
    assert sent.state == "ACCEPTED"
    Exchange.objects.filter(pk=sent.pk).update(state="WITHDRAWN")
    assert not exchange.leavers(season, by=amina).exists()


def test_no_bracelet_is_issued_to_who_left(draw, campaign_with, at, season):
    (family,) = draw.select(1)
    campaign = campaign_with(5)
    choose(family, campaign, at)
    Permit.objects.create(
        season=season, pilgrim=Pilgrim.objects.get(), generation=1, number="P1",
        application_number="A1", visa_number="V1", valid_from=at,
        valid_until=at + timedelta(days=90), received_at=at,
    )  # fmt: skip
    assert permits_in_force(season, at=at).count() == 1
    taken_back(family, campaign, draw, at)
    assert permits_in_force(season, at=at).count() == 0
