"""A campaign's manager asks every page for what belongs to another campaign."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from foundation.clock import now
from mission.campaigns.models import Campaign, CampaignStaff
from mission.staff.rules import Role
from tests.access.test_pages import is_ours
from tests.gates.conftest import world_of_today

ASKED_BY = [
    [Role.CAMPAIGN_MANAGER],
    [Role.CAMPAIGN_MANAGER, Role.GATE_GUARD],
    [Role.CAMPAIGN_MANAGER, Role.CONTACT_AGENT],
]
PLACE = re.compile(r"<(\w+):(\w+)>")


def routes(patterns, prefix="/"):
    """Answer every route of our own pages, with its places still open."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and is_ours(pattern.callback):
            yield route


@pytest.fixture
def worlds(db, amina):
    """Two campaigns with a pilgrim each; answer the world and the other campaign's bracelet."""
    world = world_of_today(amina)
    world.wear()
    mine, world.campaign = (
        world.campaign,
        Campaign.objects.create(
            season=world.season,
            licence_no="HC-OTHER",
            name_ar="حملة زمزم",
            name_en="Zamzam",
            capacity=50,
        ),
    )
    (theirs,) = world.wear()
    theirs.pilgrim.person.name_en = "Somebody Else"
    theirs.pilgrim.person.save()
    world.campaign = mine
    return world, theirs


def shown(answer):
    """Answer everything that a page or a workbook says."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"".join(book.read(name) for name in book.namelist())
    return body.decode(errors="replace")


@pytest.mark.parametrize("roles", ASKED_BY, ids=lambda roles: "+".join(roles))
def test_no_page_tells_of_another_campaigns_pilgrims(worlds, member_with, signed_in, roles):
    world, theirs = worlds
    pilgrim = theirs.pilgrim
    manager = member_with(*roles)
    CampaignStaff.objects.create(
        campaign=world.campaign, member=manager, appointed_at=now(), appointed_by="test"
    )
    ids = {
        "uuid": pilgrim.id,
        "campaign_id": pilgrim.campaign_id,
        "pilgrim_id": pilgrim.id,
        "reference": pilgrim.reference,
        "serial": theirs.bracelet.serial,
        "code": "mina-1-north",
    }
    private = {
        "Zamzam",
        "HC-OTHER",
        "Somebody Else",
        pilgrim.reference,
        pilgrim.person.national_id,
        theirs.bracelet.serial,
    }
    client = signed_in(member=manager)
    told = {}
    opened = 0
    for route in routes(get_resolver().url_patterns):
        path = PLACE.sub(lambda place: str(ids.get(place[2], ids.get(place[1], 1))), route)
        for asked in (path, f"{path}?campaign={pilgrim.campaign_id}", f"{path}?q=Somebody"):
            answer = client.get(asked)
            if answer.status_code == 200:
                opened += 1
                said = shown(answer)
                told[asked] = {word for word in private if word in said}
    assert {path: words for path, words in told.items() if words} == {}
    assert opened > 20
