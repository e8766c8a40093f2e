"""Tickets of live pages: read back, or refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation import tickets
from foundation.live import topics_for
from foundation.scoping import Actor
from foundation.tickets import BadTicket, Ticket
from tests.foundation.samples import ThingMade

KEY = b"k" * 32
TICKET = Ticket("amina", frozenset({"permits", "masar.PilgrimAccepted"}), True, 1_000)


@given(
    st.builds(
        Ticket,
        holder=st.text(max_size=40),
        topics=st.frozensets(st.text(max_size=20), max_size=5),
        records=st.booleans(),
        expires_at=st.integers(1, 2**40),
    )
)
def test_a_ticket_reads_back(ticket):
    assert tickets.read(tickets.mint(ticket, key=KEY), key=KEY, now=0) == ticket


def test_every_changed_character_is_noticed():
    text = tickets.mint(TICKET, key=KEY)
    for place in range(len(text)):
        changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
        with pytest.raises(BadTicket):
            tickets.read(changed, key=KEY, now=0)


@pytest.mark.parametrize("text", ["", ".", "a.b", "…", "a" * 5_000])
def test_what_is_no_ticket_is_refused(text):
    with pytest.raises(BadTicket):
        tickets.read(text, key=KEY, now=0)


def test_a_ticket_of_another_installation_or_too_old_is_refused():
    text = tickets.mint(TICKET, key=KEY)
    with pytest.raises(BadTicket):
        tickets.read(text, key=b"o" * 32, now=0)
    assert tickets.read(text, key=KEY, now=999.9) == TICKET
    with pytest.raises(BadTicket):
        tickets.read(text, key=KEY, now=1_000)


def test_a_topic_is_an_app_or_one_event():
    assert TICKET.covers("permits.PermitIssued")
    assert TICKET.covers("masar.PilgrimAccepted")
    assert not TICKET.covers("masar.PilgrimRefused")
    assert not TICKET.covers("permitsx.PermitIssued")


def test_people_hear_of_apps_where_they_may_do_something():
    guard = Actor(kind="staff", id="1", label="", permissions=frozenset({"season.view_season"}))
    assert topics_for(guard) == {"season"}
    assert topics_for(Actor(kind="staff", id="2", label="")) == frozenset()
    assert ThingMade.wire.partition(".")[0] in topics_for(Actor.system("tests"))
