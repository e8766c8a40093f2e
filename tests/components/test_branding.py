"""A mission's own colour and emblem."""

from __future__ import annotations

import re

import pytest

from foundation import branding


@pytest.mark.parametrize(
    ("colour", "contrast"), [("#8a1538", 9.35), ("#ffffff", 1), ("#000000", 21)]
)
def test_contrast_is_that_of_the_accessibility_guidelines(colour, contrast):
    assert branding.contrast_with_white(colour) == pytest.approx(contrast, abs=0.1)


@pytest.mark.parametrize(
    ("colour", "codes"),
    [
        ("", []),
        ("#00573f", []),
        ("maroon", ["foundation.E001"]),
        ("#f4c542", ["foundation.E002"]),
    ],
)
def test_colour_that_nobody_can_read_is_refused_at_the_start(settings, colour, codes):
    settings.MISSION_COLOUR = colour
    assert [fault.id for fault in branding.check_branding(None)] == codes


def test_own_colour_and_emblem_reach_the_page(client, db, settings, tmp_path):
    drawing = tmp_path / "emblem.svg"
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    settings.MISSION_COLOUR, settings.MISSION_EMBLEM = "#00573f", str(drawing)
    page = client.get("/accounts/login/").content.decode()
    for address in re.findall(r'(?:href|src)="(/brand/[^"]+)"', page):
        assert client.get(address).status_code == 200
    assert "--brand: #00573f" in client.get("/brand/colours.css").content.decode()
    assert client.get("/brand/emblem")["Content-Type"] == "image/svg+xml"


def test_without_own_ones_nothing_more_is_loaded(client, db):
    page = client.get("/accounts/login/").content.decode()
    assert "/brand/" not in page
    assert client.get("/brand/emblem").status_code == 404
