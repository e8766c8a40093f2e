"""What a guard reads: every reason in both languages, with what to do next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from mission.gates.presenters.pages import REASONS
from mission.gates.presenters.words import ago, words_for
from mission.gates.rules.decision import Code

NOON = datetime(2027, 5, 14, 9, 0, tzinfo=UTC)
FACTS = {
    Code.OTHER_MISSION: {"mission": 3},
    Code.OTHER_SEASON: {"season": 1447},
    Code.NOT_YET_VALID: {"valid_from": "2027-05-20T00:00:00Z"},
    Code.EXPIRED: {"valid_until": "2027-05-10T00:00:00Z"},
    Code.OTHER_CAMP: {"camps": [0, 2]},
    Code.ALREADY_INSIDE: {"gate": "mina-1-south", "since": "2027-05-14T08:56:00Z"},
}
REFUSALS = [code for code in Code if code is not Code.OK]


def told(world, code, facts=None, *, direction="IN", sex="F"):
    given = FACTS.get(code, {}) if facts is None else facts
    return words_for(code, given, direction=direction, sex=sex, post=world.console(), at=NOON)


@pytest.mark.parametrize("code", REFUSALS)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_refusal_says_why_and_what_to_do(world, code, language):
    with translation.override(language):
        words = told(world, code)

    assert words.headline
    assert words.reason
    assert words.advice
    assert "%(" not in words.reason + words.advice


def test_every_refusal_has_a_short_name():
    assert set(REASONS) == set(REFUSALS)


def test_places_are_named_not_numbered(world):
    with translation.override("en"):
        assert told(world, Code.OTHER_CAMP).reason == (
            "Belongs to another camp: Mina camp 1, Arafat camp 1"
        )
        assert told(world, Code.ALREADY_INSIDE).reason == (
            "Already inside through South gate, 4 minutes ago"
        )
        assert told(world, Code.OTHER_CAMP, {"camps": [44]}).reason.endswith("camp 44")
        assert (
            told(world, Code.OTHER_CAMP, {"camps": []}).reason == "This bracelet opens no camp"
        )


def test_who_passes_is_greeted_as_a_woman_or_a_man(world):
    with translation.override("ar"):
        assert told(world, Code.OK, {}, sex="F").headline == "تفضّلي"
        assert told(world, Code.OK, {}, sex="M").headline == "تفضّل"


def test_who_passes_strangely_is_remarked_upon(world):
    with translation.override("en"):
        came = told(world, Code.OK, {"left_camp": 2})
        left = told(world, Code.OK, {"was_inside": False}, direction="OUT")

    assert came.reason == "Came from Arafat camp 1 without being seen to leave"
    assert (left.headline, left.reason) == ("Go safely", "Was not seen coming in")


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=-3), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=5), "5 hours ago"),
    ],
)
def test_ages_are_told_in_the_largest_unit(passed, words):
    with translation.override("en"):
        assert ago(NOON - passed, at=NOON) == words
