"""The pages of campaigns: the mission's, a manager's, and a file's choice."""

import pytest

from mission.campaigns import queries, services
from mission.campaigns.models import Campaign
from mission.staff.rules import Role

CHOOSE = "/campaigns/choose/"


@pytest.fixture
def manager_of(member_with, signed_in, amina, at):
    def make(campaign):
        member = member_with(Role.CAMPAIGN_MANAGER)
        services.appoint_staff(campaign=campaign, member=member, by=amina, at=at)
        return signed_in(member=member)

    return make


def lead_of(application):
    return application.applicants.get(role="LEAD").person.national_id


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


def test_a_lead_chooses_with_reference_and_national_id(draw, campaign_with, client):
    (family,) = draw.select(2)
    campaign = campaign_with(5)
    typed = {"reference": family.reference.lower(), "national_id": lead_of(family)}
    client.post(CHOOSE, typed)
    client.post(CHOOSE + "campaign/", {"campaign": str(campaign.id)})
    page = client.get(CHOOSE + "campaign/")
    assert queries.placement_of(family.id).campaign == campaign
    assert campaign.name_ar in page.content.decode()


def test_a_wrong_national_id_opens_nothing(draw, campaign_with, client):
    mine, yours = draw.select(1, 1)
    client.cookies["language"] = "en"
    typed = {"reference": mine.reference, "national_id": lead_of(yours)}
    assert "No selected file" in client.post(CHOOSE, typed).content.decode()
    assert client.get(CHOOSE + "campaign/").status_code == 302


def test_guessing_is_stopped(draw, campaign_with, client):
    (mine,) = draw.select(1)
    client.cookies["language"] = "en"
    for _ in range(5):
        client.post(CHOOSE, {"reference": mine.reference, "national_id": "20000000000"})
    typed = {"reference": mine.reference, "national_id": lead_of(mine)}
    assert "Too many tries" in client.post(CHOOSE, typed).content.decode()


def test_a_campaign_without_room_for_the_file_is_shown_and_not_offered(
    draw, campaign_with, client
):
    (family,) = draw.select(3)
    small, large = campaign_with(2, "Small"), campaign_with(9, "Large")
    client.cookies["language"] = "en"
    client.post(CHOOSE, {"reference": family.reference, "national_id": lead_of(family)})
    page = client.get(CHOOSE + "campaign/").content.decode()
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
