"""The verdict on a scan: the shared vectors, and what holds for every combination of facts."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mission.gates.rules.decision import (
    CHECKS_IN,
    Claims,
    Code,
    Direction,
    Inside,
    Post,
    Reading,
    ScanFacts,
    Standing,
    gate_decision,
)

VECTORS = Path(__file__).parents[1] / "vectors" / "gate_decision.json"
CASES = json.loads(VECTORS.read_text(encoding="utf-8"))["cases"]


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _facts(raw: dict[str, Any]) -> ScanFacts:
    claims, inside, post = raw["claims"], raw["inside"], dict(raw["post"])
    skew = timedelta(seconds=post.pop("clock_skew_seconds"))
    return ScanFacts(
        direction=Direction(raw["direction"]),
        at=datetime.fromisoformat(raw["at"]),
        post=Post(**post, clock_skew=skew),
        reading=Reading(raw["reading"]),
        claims=claims
        and Claims(
            mission=claims["mission"],
            season=claims["season"],
            camps=frozenset(claims["camps"]),
            valid_from=_moment(claims["valid_from"]),
            valid_until=datetime.fromisoformat(claims["valid_until"]),
        ),
        standing=Standing(raw["standing"]),
        inside=inside
        and Inside(
            camp=inside["camp"],
            gate=inside["gate"],
            since=datetime.fromisoformat(inside["since"]),
        ),
    )


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_verdict_equals_the_shared_vector(case):
    verdict = gate_decision(_facts(case["facts"]))

    assert {
        "admitted": verdict.admitted,
        "code": verdict.code.value,
        "facts": dict(verdict.facts),
    } == case["verdict"]


def test_every_reason_appears_in_the_vectors():
    assert {case["verdict"]["code"] for case in CASES} == {code.value for code in Code}


MOMENTS = st.datetimes(
    min_value=datetime(2027, 1, 1),  # noqa: DTZ001 (Hypothesis wants it naive)
    max_value=datetime(2027, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
POSTS = st.builds(
    Post,
    mission=st.integers(1, 2),
    season=st.integers(1447, 1448),
    camp=st.integers(0, 3),
    clock_skew=st.integers(0, 900).map(lambda seconds: timedelta(seconds=seconds)),
)
CLAIMS = st.builds(
    Claims,
    mission=st.integers(1, 2),
    season=st.integers(1447, 1448),
    camps=st.frozensets(st.integers(0, 3)),
    valid_until=MOMENTS,
    valid_from=st.none() | MOMENTS,
)
FACTS = st.builds(
    ScanFacts,
    direction=st.sampled_from(Direction),
    at=MOMENTS,
    post=POSTS,
    reading=st.sampled_from(Reading),
    claims=st.none() | CLAIMS,
    standing=st.sampled_from(Standing),
    inside=st.none()
    | st.builds(Inside, camp=st.integers(0, 3), gate=st.just("north"), since=MOMENTS),
)


@given(FACTS)
def test_admitted_and_ok_are_the_same_thing(facts):
    verdict = gate_decision(facts)

    assert verdict.admitted is (verdict.code is Code.OK)


@given(FACTS)
def test_nobody_passes_with_a_credential_that_is_not_genuine(facts):
    if facts.reading is not Reading.GENUINE or facts.claims is None:
        assert not gate_decision(facts).admitted


@given(FACTS)
def test_an_entry_is_admitted_only_when_every_single_check_is_silent(facts):
    if facts.reading is not Reading.GENUINE or facts.claims is None:
        return
    objections = [check(facts, facts.claims) for check in CHECKS_IN]
    verdict = gate_decision(facts)

    if facts.direction is Direction.IN:
        assert verdict.admitted is (not any(objections))
        assert verdict.admitted or verdict == next(filter(None, objections))


@given(FACTS)
def test_whoever_may_enter_may_also_leave(facts):
    def walking(direction: Direction) -> ScanFacts:
        return ScanFacts(
            direction=direction,
            at=facts.at,
            post=facts.post,
            reading=facts.reading,
            claims=facts.claims,
            standing=facts.standing,
            inside=facts.inside,
        )

    if gate_decision(walking(Direction.IN)).admitted:
        assert gate_decision(walking(Direction.OUT)).admitted


@given(FACTS)
def test_an_admitted_entry_has_a_right_to_this_camp_at_this_time(facts):
    verdict = gate_decision(facts)
    if not verdict.admitted or facts.direction is Direction.OUT:
        return
    claims, post = facts.claims, facts.post

    assert claims is not None
    assert (claims.mission, claims.season) == (post.mission, post.season)
    assert post.camp in claims.camps
    assert facts.standing is Standing.VALID
    assert facts.at < claims.valid_until + post.clock_skew
    assert facts.inside is None or facts.inside.camp != post.camp
