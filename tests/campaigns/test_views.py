"""The pages of campaigns: the mission's, a manager's, and a file's choice."""

import pytest

from mission.campaigns import queries, services
from mission.campaigns.models import Campaign
from mission.staff.rules import Role
from tests.leads import signed_in_as_lead


@pytest.fixture
def manager_of(member_with, signed_in, amina, at):
    def make(campaign):
        member = member_with(Role.CAMPAIGN_MANAGER)
        services.appoint_staff(campaign=campaign, member=member, by=amina, at=at)
        return signed_in(member=member)

    return make


def test_a_manager_sees_the_own_campaign_and_no_other(
    draw, campaign_with, manager_of, amina, at, season
):
    mine, other = campaign_with(5, "Mine"), campaign_with(5, "Other")
    draw.select(2, 1)
    services.place_winners(season=season, by=amina, at=at)
    client = manager_of(mine)
    assert client.get("/campaigns/").url == f"/campaigns/{mine.id}/"
    assert client.get(f"/campaigns/{mine.id}/").status_code == 200
    assert client.get(f"/campaigns/{other.id}/").status_code == 404


def test_bilal_of_another_campaign_reaches_no_roster(draw, campaign_with, bilal):
    campaign = campaign_with(5)
    with pytest.raises(queries.NoSuchCampaign):
        queries.roster(campaign.id, by=bilal)
    assert queries.pilgrim_count(campaign.season, by=bilal) == 0


@pytest.mark.parametrize(
    ("search", "found"),
    [("Pilgrim 1", True), ("حاج", True), ("26063400010", True), ("Zz", False)],
)
def test_a_roster_is_searched_by_name_and_number(
    draw, campaign_with, signed_in, amina, at, season, search, found
):
    campaign = campaign_with(5)
    draw.select(1)
    services.place_winners(season=season, by=amina, at=at)
    page = signed_in("SYSTEMS").get(f"/campaigns/{campaign.id}/", {"q": search})
    assert ("Pilgrim 1 0" in page.content.decode()) is found


def own_page(application):
    return f"/apply/files/{application.reference}/campaign/"


def test_a_lead_chooses_from_the_own_pages(draw, campaign_with, client):
    (family,) = draw.select(2)
    campaign = campaign_with(5)
    signed_in_as_lead(client, family.id, language="ar")
    answer = client.post(own_page(family), {"campaign": str(campaign.id)})
    assert answer.url == f"/apply/files/{family.reference}/"
    assert queries.placement_of(family.id).campaign == campaign
    assert client.get(own_page(family)).url == answer.url  # chosen once


def test_the_campaigns_of_another_file_open_to_nobody_else(draw, campaign_with, client):
    mine, yours = draw.select(1, 1)
    campaign = campaign_with(5)
    assert client.get(own_page(mine)).url.startswith("/apply/sign-in/")
    signed_in_as_lead(client, mine.id)
    assert client.get(own_page(yours)).status_code == 404
    client.post(own_page(yours), {"campaign": str(campaign.id)})
    assert queries.placement_of(yours.id) is None


def test_a_file_that_waits_is_offered_no_campaign(draw, campaign_with, client):
    (waiting,) = draw.select(1, outcome="WAITING")
    campaign_with(5)
    signed_in_as_lead(client, waiting.id)
    assert client.get(own_page(waiting)).url == f"/apply/files/{waiting.reference}/"


def test_a_campaign_without_room_for_the_file_is_shown_and_not_offered(
    draw, campaign_with, client
):
    (family,) = draw.select(3)
    small, large = campaign_with(2, "Small"), campaign_with(9, "Large")
    signed_in_as_lead(client, family.id)
    page = client.get(own_page(family)).content.decode()
    assert str(large.id) in page
    assert str(small.id) not in page
    assert "Too few seats for your file" in page


def test_the_unit_licenses_changes_seats_and_places_the_rest(draw, signed_in, season):
    client = signed_in("SYSTEMS")
    draw.select(2, 1)
    typed = {"licence_no": "HC-9", "name_ar": "النور", "name_en": "Noor", "capacity": 2}
    client.post("/campaigns/new/", typed | {"camps": ["mina-1"]})
    campaign = Campaign.objects.get()
    assert "fewer seats" in client.get("/campaigns/place/").content.decode()
    client.post(f"/campaigns/{campaign.id}/capacity/", {"capacity": 3})
    page = client.post("/campaigns/place/").content.decode()
    assert "Every selected file has its campaign." in page


def test_the_committee_may_not_place(campaign_with, signed_in):
    assert signed_in("COMMITTEE_CHAIR").get("/campaigns/place/").status_code == 403
