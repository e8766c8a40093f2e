"""Events: written as JSON and read back exactly, or refused."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation import events
from foundation.event_fields import codec_for
from foundation.events import BadEvent, Event, UnknownEvent
from tests.foundation.samples import Colour, EverythingHappened, ThingMade

TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
MOMENTS = st.datetimes(timezones=st.just(UTC))
EVERYTHING = st.builds(
    EverythingHappened,
    record_id=st.uuids(),
    text=TEXT,
    number=st.integers(),
    share=st.floats(allow_nan=False, allow_infinity=False),
    flag=st.booleans(),
    day=st.dates(),
    moment=MOMENTS,
    colour=st.sampled_from(Colour),
    word=st.sampled_from(["yes", "no"]),
    perhaps=st.none() | st.integers(),
    ids=st.lists(st.uuids()).map(tuple),
    pair=st.tuples(TEXT, st.integers()),
    names=st.lists(TEXT),
    counts=st.dictionaries(TEXT, st.integers()),
    added_later=TEXT,
)
SAMPLE = EverythingHappened(
    record_id=UUID(int=1),
    text="نص",
    number=3,
    share=0.5,
    flag=True,
    day=date(2027, 5, 15),
    moment=datetime(2027, 5, 15, 9, tzinfo=UTC),
    colour=Colour.RED,
    word="yes",
    perhaps=None,
    ids=(UUID(int=2),),
    pair=("a", 1),
    names=["أ"],
    counts={"x": 1},
)


@given(EVERYTHING)
def test_an_event_reads_back_exactly(event):
    kept = json.loads(json.dumps(event.to_json()))
    again = events.read(event.wire, kept)
    assert again == event
    assert type(again.colour) is Colour
    assert isinstance(again.ids, tuple)


def test_a_row_from_before_a_field_was_added_takes_its_default():
    old = SAMPLE.to_json()
    del old["added_later"]
    assert EverythingHappened.from_json(old).added_later == "as before"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("record_id", "not-a-uuid"),
        ("text", 3),
        ("text", "a\x00b"),
        ("number", True),
        ("number", 1.0),
        ("share", "0.5"),
        ("flag", 1),
        ("day", "15/05/2027"),
        ("moment", "2027-05-15T09:00:00"),
        ("colour", "GREEN"),
        ("word", "maybe"),
        ("perhaps", "3"),
        ("pair", ["a"]),
        ("names", ["a", 1]),
        ("counts", {"x": "1"}),
    ],
)
def test_a_value_of_another_type_is_refused_when_read(field, value):
    with pytest.raises(BadEvent):
        EverythingHappened.from_json(SAMPLE.to_json() | {field: value})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("share", float("nan")),
        ("moment", datetime(2027, 5, 15, 9)),  # noqa: DTZ001
        ("day", datetime(2027, 5, 15, tzinfo=UTC)),
        ("record_id", "text"),
        ("ids", [UUID(int=1)]),
        ("number", None),
    ],
)
def test_a_value_of_another_type_is_refused_when_written(field, value):
    with pytest.raises(BadEvent):
        replace(SAMPLE, **{field: value}).to_json()


def test_a_field_too_many_or_too_few_is_refused():
    with pytest.raises(BadEvent, match="unknown fields"):
        EverythingHappened.from_json(SAMPLE.to_json() | {"strange": 1})
    with pytest.raises(BadEvent):
        EverythingHappened.from_json({"text": "alone"})


def test_an_event_that_nobody_knows_is_refused():
    with pytest.raises(UnknownEvent):
        events.read("samples.NeverHeardOf", {})


def test_the_wire_name_is_the_app_and_the_class():
    assert events._app_of("mission.permits.events") == "permits"
    assert events._app_of("mission.permits.events.issue") == "permits"
    assert ThingMade.wire == "samples.ThingMade"
    assert events.event_named("samples.ThingMade") is ThingMade


def test_two_events_never_share_a_wire_name():
    with pytest.raises(TypeError, match="Two events"):

        @dataclass(frozen=True)
        class Other(Event):
            wire = "samples.ThingMade"
            thing: UUID


def test_the_record_is_the_first_field():
    assert ThingMade(thing=UUID(int=7)).record == str(UUID(int=7))


@pytest.mark.parametrize("hint", [bytes, set[int], int | str, dict[int, int], object])
def test_a_type_that_json_cannot_keep_is_refused(hint):
    with pytest.raises(TypeError):
        codec_for(hint)
