"""The lists as readers fetch them over HTTP."""

import pytest
from django.test import Client

from foundation.cose import sign1, statuslist
from mission.permits import queries, services
from mission.permits.rules import trust_list


@pytest.fixture
def client():
    return Client()


def test_the_trust_list_is_served_to_anybody(client, worn):
    answer = client.get("/api/v1/trust-list")

    assert answer.status_code == 200
    assert answer["Content-Type"] == trust_list.MEDIA_TYPE
    read = trust_list.read_trust_list(answer.content, root=queries.root_public_key())
    assert read.by_kid().keys() == {1, 2}
    assert answer["X-List-Version"] == str(read.version)


@pytest.mark.parametrize("address", ["/api/v1/status-list", "/api/v1/status-list/1448"])
def test_the_status_list_is_served_as_a_signed_cwt(client, worn, address):
    answer = client.get(address)

    assert answer["Content-Type"] == "application/statuslist+cwt"
    read = statuslist.read(sign1.parse(answer.content, tagged=True).payload)
    assert [read.status(one.status_index) for one in worn] == [0] * 5
    assert read.subject == "/api/v1/status-list/1448"


def test_a_reader_that_knows_the_list_gets_304(client, bracelet, system, at):
    first = client.get("/api/v1/status-list")
    etag = first["ETag"]

    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = client.get("/api/v1/status-list", headers={"If-None-Match": known})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)

    services.revoke_bracelet(bracelet=bracelet, reason="LOST", by=system, at=at)
    fresh = client.get("/api/v1/status-list", headers={"If-None-Match": etag})
    assert fresh.status_code == 200
    read = statuslist.read(sign1.parse(fresh.content, tagged=True).payload)
    assert read.status(bracelet.status_index) is statuslist.Status.INVALID


@pytest.mark.parametrize("address", ["trust-list", "status-list", "status-list/1448"])
def test_before_the_first_bracelet_there_is_no_list(client, season, address):
    answer = client.get(f"/api/v1/{address}")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "no_such_list"


def test_another_season_has_no_list(client, worn):
    answer = client.get("/api/v1/status-list/1447")

    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_season")


def test_both_lists_are_in_the_description(client, db):
    paths = client.get("/api/openapi.json").json()["paths"]

    assert {"/api/v1/trust-list", "/api/v1/status-list"} <= paths.keys()


def test_the_page_about_the_interface_fetches_nothing_from_elsewhere(client, db):
    page = client.get("/api/docs").content.decode()
    assert "swagger-ui" in page
    assert "://" not in page
