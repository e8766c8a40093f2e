"""The unit's pages of messages, and the address that the gateway reports to."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import translation

from foundation import workboard
from foundation.clock import now
from mission.notifications import services
from mission.notifications.rules import Answer, End, State
from mission.notifications.services import Secret
from mission.notifications.services.reporting import report_url
from mission.staff.rules import Role


@pytest.fixture
def unit(signed_in):
    return signed_in(Role.SYSTEMS)


def path_of(message, kind):
    return urlsplit(report_url(message.id).replace("%d", str(kind)))


def report(client, message, kind):
    address = path_of(message, kind)
    return client.get(f"{address.path}?{address.query}")


def sent(queued, answers, system, **more):
    message = queued(at=now(), **more)
    services.deliver(message_id=message.id, by=system, clock=now)
    message.refresh_from_db()
    return message


def test_the_list_shows_state_and_half_of_the_number(unit, queued, answers, system):
    sent(queued, answers, system)
    page = unit.get("/messages/").content.decode()
    assert "Handed over" in page
    assert "+97455512345" not in page
    assert "345" in page


def test_the_list_is_searched_and_filtered(unit, queued):
    queued()
    assert "notice" in unit.get("/messages/?q=2345").content.decode()
    assert "notice" not in unit.get("/messages/?q=9999").content.decode()
    assert "notice" not in unit.get("/messages/?state=FAILED").content.decode()


def test_one_message_shows_its_way_and_never_a_code(unit, queued, at):
    notice = queued()
    code = queued(Secret("481516", until=at + timedelta(minutes=5)))
    assert "Your file is complete." in unit.get(f"/messages/{notice.id}/").content.decode()
    page = unit.get(f"/messages/{code.id}/").content.decode()
    assert "It held a code" in page
    assert "481516" not in page


def test_the_page_of_a_message_keeps_the_steps_of_the_frame(unit, queued):
    for page in ("/messages/", f"/messages/{queued().id}/"):
        assert 'aria-current="page"><span>Messages' in unit.get(page).content.decode()


def test_a_failed_message_is_sent_again_from_its_page(unit, queued, answers, system):
    answers.given = [Answer(End.REFUSED, "HTTP 400")]
    message = sent(queued, answers, system)
    assert "Send again" in unit.get(f"/messages/{message.id}/").content.decode()
    unit.post(f"/messages/{message.id}/resend/")
    message.refresh_from_db()
    assert message.state == State.QUEUED


def test_what_cannot_be_sent_again_says_so(unit, queued, answers, system):
    message = sent(queued, answers, system)
    page = unit.post(f"/messages/{message.id}/resend/", follow=True).content.decode()
    assert "cannot be sent again" in page


def test_a_genuine_report_is_taken(client, queued, answers, system):
    message = sent(queued, answers, system)
    assert report(client, message, 1).status_code == 200
    message.refresh_from_db()
    assert message.state == State.DELIVERED


def test_an_address_that_we_did_not_make_changes_nothing(client, queued, answers, system):
    message = sent(queued, answers, system)
    other = queued()
    signature = path_of(other, 1).path.rstrip("/").rsplit("/", 1)[1]
    for wrong in (signature, "0" * 32, "x", "ة"):
        assert client.get(f"/messages/{message.id}/report/{wrong}/?kind=1").status_code == 404
    message.refresh_from_db()
    assert message.state == State.SENT


@pytest.mark.parametrize("kind", ["", "x", "-1", "٣", "99999"])
def test_a_report_of_no_kind_is_refused(client, queued, kind):
    address = path_of(queued(), 1)
    assert client.get(address.path, {"kind": kind}).status_code == 400


def test_the_home_of_the_unit_tells_of_trouble(queued, answers, system, amina, dawud):
    answers.given = [Answer(End.REFUSED, "HTTP 400")]
    sent(queued, answers, system)
    with translation.override("en"):
        said = [item.sentence for item in workboard.waiting_for(amina)]
        untold = [item.sentence for item in workboard.waiting_for(dawud)]
    assert any("did not arrive" in each for each in said)
    assert not any("did not arrive" in each for each in untold)
    queued(at=now() - timedelta(minutes=5))
    with translation.override("en"):
        links = {link.label: link.state for link in workboard.links_for(amina)}
    assert links["SMS gateway"] == "bad"
