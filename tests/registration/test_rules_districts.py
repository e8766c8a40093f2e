"""The districts of a season: what people write for them, and what they are called."""

from hypothesis import given
from hypothesis import strategies as st

from foundation.names import place_key
from mission.registration.rules.districts import Districts
from mission.season.rules import are_places

ARABIC = st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", min_size=3, max_size=8)
LATIN = st.text("bcdfghjkmnpqrstvwxyz", min_size=3, max_size=8)
PLACES = st.lists(
    st.builds(
        lambda stem, arabic: {
            "code": f"al-{stem}",
            "name_ar": f"ال{arabic}",
            "name_en": f"Al {stem.title()}",
        },
        LATIN,
        ARABIC,
    ),
    max_size=6,
).filter(are_places)
SPELLINGS = st.sampled_from(
    [
        str,
        str.upper,
        str.swapcase,
        lambda text: f"  {text} ",
        lambda text: f"{text[0]}ـ{text[1:]}",
    ]
)


def of(places):
    return Districts.from_values({"applications.districts": places})


@given(PLACES, SPELLINGS)
def test_every_spelling_of_a_listed_place_gives_its_code(places, spelt):
    districts = of(places)
    for one in places:
        for text in one.values():
            assert districts.code_of(spelt(text)) == one["code"]


@given(PLACES, st.text())
def test_what_is_like_no_listed_place_gives_none(places, text):
    keys = {place_key(name) for one in places for name in one.values()}
    code = of(places).code_of(text)
    assert (code is None) == (place_key(text) not in keys)


@given(PLACES, st.text(max_size=10))
def test_only_listed_codes_are_known_and_named(places, code):
    districts = of(places)
    is_listed = code in {one["code"] for one in places}
    assert districts.known(code) == (code if is_listed else "")
    if not is_listed:
        assert districts.name(code, arabic=True) == code
    assert bool(districts) == bool(places)
    assert districts.named(arabic=False) == [(one["code"], one["name_en"]) for one in places]


def test_a_season_that_never_said_has_no_districts():
    assert not Districts.from_values({})
