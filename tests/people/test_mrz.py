"""Machine-readable zones: the specimens of ICAO, what is mended, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mission.people.rules.mrz import parse_mrz
from mission.people.rules.mrz_layouts import TD1, TD2, TD3, check_digit
from mission.people.rules.mrz_lines import MrzRefused
from mission.people.rules.mrz_making import ZoneFields, make_mrz, mrz_letters

ON = date(2026, 11, 25)
ALIKE = ("O0", "I1", "Z2", "S5", "B8")
# ICAO Doc 9303, parts 4, 6 and 5: the specimens of Utopia.
FIRST = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
SECOND = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
TD2_LINES = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
TD1_LINES = (
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
)
TD1_LONG = (
    "I<UTOD23145890<7349<<<<<<<<<<<",
    "3407127M9507122UTO<<<<<<<<<<<2",
    "STEVENSON<<PETER<JOHN<<<<<<<<<",
)


def read(*lines, on=ON):
    return parse_mrz("\n".join(lines), on=on)


def refusal(*lines):
    with pytest.raises(MrzRefused) as refused:
        read(*lines)
    return refused.value


@pytest.mark.parametrize(
    ("text", "digit"), [("520727", "3"), ("AB2134<<<", "5"), ("L898902C3", "6")]
)
def test_check_digits_are_those_of_the_standard(text, digit):
    assert check_digit(text) == digit


def test_the_specimen_passport():
    zone = read(FIRST, SECOND)
    assert (zone.format, zone.document_type, zone.issuer) == ("TD3", "P", "UTO")
    assert (zone.surname, zone.given_names) == ("ERIKSSON", "ANNA MARIA")
    assert (zone.number, zone.nationality, zone.sex) == ("L898902C3", "UTO", "F")
    assert (zone.birth_date, zone.expires_date) == (date(1974, 8, 12), date(2012, 4, 15))
    assert (zone.optional, zone.is_cut, zone.mended) == ("ZE184226B", False, ())


@pytest.mark.parametrize(
    ("lines", "format_name", "number"),
    [(TD2_LINES, "TD2", "D23145890"), (TD1_LINES, "TD1", "D23145890")],
)
def test_the_specimen_cards(lines, format_name, number):
    zone = read(*lines)
    assert (zone.format, zone.number, zone.name) == (format_name, number, "ANNA MARIA ERIKSSON")


def test_a_number_of_more_than_nine_signs_goes_on_in_the_optional_data():
    zone = read(*TD1_LONG, on=date(1994, 1, 1))
    assert (zone.number, zone.optional) == ("D23145890734", "")
    assert zone.birth_date == date(1934, 7, 12)
    wrong = TD1_LONG[0].replace("7349", "7348")
    assert refusal(wrong, *TD1_LONG[1:]).code == "mrz_check_failed"


def test_lines_are_found_among_others_in_any_writing():
    text = f"REPUBLIC OF UTOPIA\n  {FIRST.lower()} \n\n{SECOND[:20]} {SECOND[20:]}\n  seen"
    assert parse_mrz(text, on=ON).number == "L898902C3"
    arabic = SECOND.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert read(FIRST, arabic).number == "L898902C3"


@pytest.mark.parametrize("adrift", [FIRST[:-3], FIRST + "<<"])
def test_a_few_fillers_more_or_less_do_no_harm(adrift):
    assert read(adrift, SECOND).given_names == "ANNA MARIA"


@pytest.mark.parametrize(
    ("wrong", "field", "value"),
    [
        (SECOND.replace("L898902C3", "L8989O2C3"), "number", "L898902C3"),
        (SECOND.replace("7408122", "74O8I2Z"), "birth_date", "7408122"),
        (SECOND.replace("1204159", "120A1S9"), "expires_date", "1204159"),
    ],
)
def test_a_confused_sign_is_mended_where_the_check_digit_proves_it(wrong, field, value):
    assert wrong != SECOND
    zone = read(FIRST, wrong)
    (mended,) = zone.mended
    assert mended.field == field
    assert mended.mended.startswith(value)
    same = read(FIRST, SECOND)
    assert (zone.number, zone.birth_date) == (same.number, same.birth_date)
    assert (zone.expires_date, zone.optional) == (same.expires_date, same.optional)


def confusions(number):
    for place, sign in enumerate(number):
        for pair in ALIKE:
            if sign in pair:
                yield number[:place] + pair.replace(sign, "") + number[place + 1 :]


def test_a_confused_sign_is_mended_rightly_or_refused_and_never_passed_over():
    mended = refused = 0
    for number in ("K0B1S5Z2G", "L898902C3", "01234567", "A0512345B", "EK1234560"):
        first, second = make_mrz(fields(number=number))
        for wrong in confusions(number):
            try:
                zone = read(first, wrong + second[len(number) :])
            except MrzRefused:
                refused += 1
                continue
            mended += 1
            assert zone.number == number
            assert zone.mended[0].read.startswith(wrong)
    assert mended > refused > 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (SECOND.replace("L898902C3", "L898907C3"), "number"),
        (SECOND.replace("L898902C3", "LB98902C3"), "number"),  # two readings would do
        (SECOND.replace("7408122", "7408132"), "birth_date"),
        (SECOND.replace("1204159", "1204158"), "expires_date"),
        (SECOND[:-1] + "1", "composite"),
        (SECOND[:42] + "<" + SECOND[43:], "optional"),
    ],
)
def test_what_no_check_digit_proves_is_refused(wrong, field):
    refused = refusal(FIRST, wrong)
    assert (refused.code, refused.facts) == ("mrz_check_failed", {"field": field})


@pytest.mark.parametrize("text", ["", "hello", FIRST, FIRST + "\n" + SECOND[:30], "<" * 88])
def test_what_is_no_zone_is_refused(text):
    with pytest.raises(MrzRefused) as refused:
        parse_mrz(text, on=ON)
    assert refused.value.code == "mrz_not_found"


def fields(**changes):
    stated = {
        "surname": "Al-Kuwari",
        "given_names": "Noora Ahmad",
        "number": "K1234567",
        "nationality": "QAT",
        "birth_date": date(1961, 3, 9),
        "sex": "F",
        "expires_date": date(2031, 3, 8),
        "issuer": "QAT",
    }
    return ZoneFields(**stated | changes)


def test_a_day_that_is_in_no_calendar_is_refused():
    first, second = make_mrz(fields())
    body = second[:13] + "610231"
    digit = check_digit("610231")
    whole = body + digit + second[20:43]
    composite = check_digit(whole[:10] + whole[13:20] + whole[21:43])
    assert refusal(first, whole + composite).code == "mrz_bad_date"


def test_a_zone_without_a_name_is_refused():
    assert refusal("P<QAT" + "<" * 39, make_mrz(fields())[1]).code == "mrz_no_name"


def test_a_field_with_an_impossible_sign_is_left_out_and_told():
    first, second = make_mrz(fields())
    zone = read(first.replace("NOORA", "N00RA"), second[:20] + "H" + second[21:])
    assert (zone.given_names, zone.surname, zone.sex) == ("", "AL KUWARI", "")
    assert set(zone.doubtful) == {"given_names", "sex"}


@pytest.mark.parametrize(
    ("born", "year"), [("261125", 2026), ("261126", 1926), ("000101", 2000), ("270101", 1927)]
)
def test_nobody_is_born_after_today(born, year):
    day = date(year, int(born[2:4]), int(born[4:]))
    assert read(*make_mrz(fields(birth_date=day))).birth_date == day


@pytest.mark.parametrize("year", [1977, 1999, 2024, 2036, 2075])
def test_an_expiry_is_in_the_half_century_around_today(year):
    day = date(year, 6, 30)
    assert read(*make_mrz(fields(expires_date=day))).expires_date == day


def test_an_unknown_birth_date_and_sex_are_left_open():
    zone = read(*make_mrz(fields(birth_date=None, sex="")))
    assert (zone.birth_date, zone.sex, zone.doubtful) == (None, "", ())


@pytest.mark.parametrize(
    ("code", "iso"), [("DEU", "DEU"), ("GBN", "GBR"), ("RKS", "XKX"), ("XXA", "XXA")]
)
def test_codes_of_icao_become_those_of_iso(code, iso):
    zone = read(*make_mrz(fields(nationality=code, issuer=code)))
    assert (zone.nationality, zone.issuer) == (iso, iso)


def test_a_name_of_one_word_and_a_name_that_is_cut():
    assert read(*make_mrz(fields(given_names=""))).name == "AL KUWARI"
    long = read(*make_mrz(fields(given_names="Abdulrahman Muhammad Abdulaziz Yusuf")))
    assert long.is_cut
    assert long.given_names.startswith("ABDULRAHMAN MUHAMMAD")
    assert read(*make_mrz(fields(surname="A" * 60))).given_names == "N"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("O'Connor-Smith", "OCONNOR SMITH"),
        ("Müller Åse", "MUELLER AASE"),
        ("José Núñez", "JOSE NUNEZ"),
        ("Iſtván, Jr.", "ISTVAN JR"),
    ],
)
def test_latin_names_are_written_in_plain_capitals(name, letters):
    assert mrz_letters(name) == letters


capitals = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=8)
words = st.lists(capitals, min_size=1, max_size=2).map(" ".join)
zones = st.builds(
    ZoneFields,
    surname=words,
    given_names=st.one_of(st.just(""), words),
    number=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=9),
    nationality=st.sampled_from(["QAT", "EGY", "DEU", "XXA"]),
    birth_date=st.one_of(st.none(), st.dates(date(1926, 11, 26), ON)),
    sex=st.sampled_from(["M", "F", ""]),
    expires_date=st.dates(date(1977, 1, 1), date(2076, 1, 1)),
    issuer=st.sampled_from(["QAT", "DEU", "UTO"]),
    optional=st.text("0123456789", max_size=7),
)


@given(zones, st.sampled_from([TD1, TD2, TD3]))
def test_what_is_written_is_read(stated, layout):
    zone = read(*make_mrz(stated, layout=layout))
    assert zone.format == layout.name
    assert (zone.number, zone.optional) == (stated.number, stated.optional)
    assert (zone.birth_date, zone.expires_date) == (stated.birth_date, stated.expires_date)
    assert (zone.sex, zone.nationality) == (stated.sex, stated.nationality)
    if not zone.is_cut:
        assert (zone.surname, zone.given_names) == (stated.surname, stated.given_names)
    assert (zone.mended, zone.doubtful) == ((), ())


@given(zones, st.integers(0, 43), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"))
def test_one_wrong_sign_never_gives_another_number_or_day_unseen(stated, place, sign):
    first, second = make_mrz(stated)
    wrong = second[:place] + sign + second[place + 1 :]
    try:
        zone = read(first, wrong)
    except MrzRefused:
        return
    # K, U and others weigh as 0 does (modulo 10): no check digit tells them apart.
    same_weight = check_digit(sign) == check_digit(second[place])
    if not zone.mended and not same_weight:
        assert (zone.number, zone.birth_date) == (stated.number, stated.birth_date)
        assert zone.expires_date == stated.expires_date


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text):
    try:
        parse_mrz(text, on=ON)
    except MrzRefused:
        return
