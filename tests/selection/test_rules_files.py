"""entries.csv, rules.json, the seed and canonical JSON, to the byte."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mission.selection.rules import ruleset
from mission.selection.rules.canonical import NotCanonical, canonical_json, parse_json
from mission.selection.rules.entries import BadEntry, EntryRow, EntryTwice, entries_of
from mission.selection.rules.entries_csv import BadEntriesFile, read_entries
from mission.selection.rules.ruleset import read_rules
from mission.selection.rules.seed import (
    BadRandomness,
    BadSecret,
    Committed,
    SecretDiffers,
    check_revealed,
    checked_randomness,
    commitment_to,
    commitments_json,
    seed_json,
    seed_of,
    sha256_hex,
)

HEADER = b"reference,size,tier,tickets,queue,age_days,shares\n"
EXAMPLE = (
    '{"general":{"order":["tier","number"]},"last_seat":"skip","quota":4400,'
    '"shares":[{"name":"elderly","order":["-age_days","number"],"seats":220,"when":"before"}]}'
)


def test_rules_are_written_as_the_specification_shows_them():
    rules = read_rules(json.dumps(json.loads(EXAMPLE), indent=3))

    assert rules.as_bytes() == EXAMPLE.encode()
    assert rules.quota == 4400
    assert rules.shares[0].order == ("-age_days", "number")


@pytest.mark.parametrize(
    ("change", "refusal", "where"),
    [
        ({"quota": "4400"}, ruleset.RulesBadNumber, "quota"),
        ({"quota": -1}, ruleset.RulesBadNumber, "quota"),
        ({"quota": 4400.0}, ruleset.RulesBadNumber, "quota"),
        ({"quota": True}, ruleset.RulesBadNumber, "quota"),
        ({"quota": 2**53}, ruleset.RulesBadNumber, "quota"),
        ({"quota": 219}, ruleset.RulesSharesExceedQuota, "shares"),
        ({"last_seat": "drop"}, ruleset.RulesBadChoice, "last_seat"),
        ({"lastseat": "skip"}, ruleset.RulesUnknownKey, "lastseat"),
        ({"general": {"order": []}}, ruleset.RulesBadOrder, "general.order"),
        ({"general": {"order": "tier"}}, ruleset.RulesBadOrder, "general.order"),
        ({"general": {"order": ["name"]}}, ruleset.RulesBadOrder, "general.order[0]"),
        ({"general": {"order": ["tier", "-tier"]}}, ruleset.RulesBadOrder, "general.order[1]"),
        ({"general": {"order": [3]}}, ruleset.RulesBadOrder, "general.order[0]"),
        ({"general": {}}, ruleset.RulesMissingKey, "general.order"),
        ({"general": 7}, ruleset.RulesMissingKey, "general.order"),
        ({"shares": {}}, ruleset.RulesBadChoice, "shares"),
        ({"shares": [{}]}, ruleset.RulesMissingKey, "shares[0].name"),
    ],
)
def test_rules_are_refused_with_the_place(change, refusal, where):
    with pytest.raises(refusal) as refused:
        read_rules(json.loads(EXAMPLE) | change)

    assert refused.value.facts["where"] == where


@pytest.mark.parametrize("name", ["", "a b", "a,b", 'a"b', "a|b", "a\n", 7, "x" * 61])
def test_share_names_that_would_break_a_line_are_refused(name):
    rules = json.loads(EXAMPLE)
    rules["shares"][0]["name"] = name

    with pytest.raises(ruleset.RulesBadShareName):
        read_rules(rules)


def test_two_shares_of_one_name_are_refused():
    rules = json.loads(EXAMPLE)
    rules["shares"] *= 2

    with pytest.raises(ruleset.RulesBadShareName) as refused:
        read_rules(rules)

    assert refused.value.facts == {"where": "shares[1].name", "given": "elderly"}


@pytest.mark.parametrize("missing", ["general", "last_seat", "quota", "shares"])
def test_rules_have_to_say_everything(missing):
    rules = json.loads(EXAMPLE)
    del rules[missing]

    with pytest.raises(ruleset.RulesMissingKey) as refused:
        read_rules(rules)

    assert refused.value.facts["where"] == missing


@pytest.mark.parametrize(
    "text", ["", "{", '{"quota":1,"quota":2}', "[NaN]", b"\xff", "[" * 10**5]
)
def test_what_is_no_json_is_refused(text):
    with pytest.raises(NotCanonical):
        parse_json(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        # RFC 8785, section 3.2.2 and appendix B; ECMA-262, Number::toString
        (
            [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
            "[333333333.3333333,1e+30,4.5,0.002,1e-27]",
        ),
        ([0.0, -0.0, 5e-324, -5e-324], "[0,0,5e-324,-5e-324]"),
        (
            [1.7976931348623157e308, 9007199254740992.0],
            "[1.7976931348623157e+308,9007199254740992]",
        ),
        (
            [295147905179352830000.0, 1e21, 1e20],
            "[295147905179352830000,1e+21,100000000000000000000]",
        ),
        ([1e-6, 1e-7, 123e-8, -1.5e-10], "[0.000001,1e-7,0.00000123,-1.5e-10]"),
        ([9.999999999999997e22, 1.0, 100.0], "[9.999999999999997e+22,1,100]"),
        ('€$\x0f\nA\'B"\\\\"/', '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'),
        ("\u0000\b\t\f\r\x1f\x7f\u2028", '"\\u0000\\b\\t\\f\\r\\u001f\x7f\u2028"'),
        ([None, True, False, {}, []], "[null,true,false,{},[]]"),
        ([2**53 - 1, -(2**53 - 1), 0], "[9007199254740991,-9007199254740991,0]"),
    ],
)
def test_canonical_json_writes_values_as_rfc_8785_does(value, text):
    assert canonical_json(value) == text.encode()


def test_canonical_json_sorts_keys_by_utf_16():
    # RFC 8785, section 3.2.3
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]

    text = canonical_json(dict.fromkeys(names, 0)).decode()

    expected = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(json.loads(text)) == expected


@pytest.mark.parametrize(
    "value", [2**53, math.inf, math.nan, "\ud800", {1: 2}, {"a": object()}, b"x"]
)
def test_canonical_json_refuses_what_it_cannot_write(value):
    with pytest.raises(NotCanonical):
        canonical_json(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_canonical_numbers_read_back(value):
    assert float(canonical_json(value)) == value


def row(reference="A-1", **changes):
    return EntryRow(
        **(
            {
                "reference": reference,
                "size": 1,
                "tier": 1,
                "tickets": 1,
                "queue": 1,
                "age_days": 9,
            }
            | changes
        )
    )


def test_entries_are_written_in_byte_order_with_sorted_shares():
    entries = entries_of(
        [
            row("B"),
            row("A-2", shares=("ي", "b", "a")),
            row("A"),
            row("A0", size=6, age_days=30123),
        ]
    )

    assert entries.as_csv() == HEADER + (
        "A,1,1,1,1,9,\nA-2,1,1,1,1,9,a|b|ي\nA0,6,1,1,1,30123,\nB,1,1,1,1,9,\n".encode()
    )
    assert entries.persons == 9
    assert entries.may_use("b").tolist() == [False, True, False, False]
    assert read_entries(entries.as_csv()).as_csv() == entries.as_csv()


def test_entries_without_a_file_are_a_header():
    assert entries_of([]).as_csv() == HEADER
    assert len(read_entries(HEADER)) == 0


def test_a_reference_twice_is_refused():
    with pytest.raises(EntryTwice):
        entries_of([row("A"), row("B"), row("A")])


@pytest.mark.parametrize(
    "bad",
    [
        {"reference": "a-1"},
        {"reference": ""},
        {"reference": "A 1"},
        {"size": 0},
        {"tier": 0},
        {"tickets": 0},
        {"queue": 0},
        {"age_days": -1},
        {"size": 10**9},
        {"shares": ("a,b",)},
        {"shares": ("a|b",)},
        {"shares": ("",)},
        {"shares": ("a", "a")},
        {"shares": ('"a"',)},
        {"shares": ("a\r",)},
        {"shares": ("a\nB,1,1,1,1,9,",)},
    ],
)
def test_entries_that_no_line_can_hold_are_refused(bad):
    with pytest.raises(BadEntry) as refused:
        entries_of([row(), row(**({"reference": "B"} | bad))])

    assert refused.value.facts["column"] == next(iter(bad))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"", 1),
        (b"reference;size\n", 1),
        (b"\xef\xbb\xbf" + HEADER, 1),
        (HEADER.replace(b"\n", b"\r\n"), 1),
        (HEADER + b"A,1,1,1,1,9,\nB,1,1,1,1,9,", 3),
        (HEADER + b"A,1,1,1,1,9,\nB,1,1,1,9,\n", 3),
        (HEADER + b"A,1,1,1,1,9,\n\n", 3),
        (HEADER + b"A,1,1,1,1,9\n,\n", 2),
        (HEADER + b"A,1,1,1,1,9,\nA,1,1,1,1,9,\n", 3),
        (HEADER + b"B,1,1,1,1,9,\nA,1,1,1,1,9,\n", 3),
        (HEADER + b"a,1,1,1,1,9,\n", 2),
        (HEADER + b"A,1,1,1,1,9,\n,1,1,1,1,9,\n", 3),
        (HEADER + b"A,01,1,1,1,9,\n", 2),
        (HEADER + b"A,1,1,1,0,9,\n", 2),
        (HEADER + b"A,1,1,,1,9,\n", 2),
        (HEADER + b"A,1,1,1,1,-9,\n", 2),
        (HEADER + b"A,1,1,1,1,9999999999,\n", 2),
        (HEADER + b"A,1,1,1,1,9,b|a\n", 2),
        (HEADER + b"A,1,1,1,1,9,a|\n", 2),
        (HEADER + b"A,1,1,1,1,9,a|a\n", 2),
        (HEADER + b'A,1,1,1,1,9,"a"\n', 2),
        (HEADER + b"A,1,1,1,1,9,\xff\n", 2),
        (HEADER + b"A,1,1,1,1,9,a\r\n", 2),
    ],
)
def test_first_bad_line_of_entries_is_named(text, line):
    with pytest.raises(BadEntriesFile) as refused:
        read_entries(text)

    assert refused.value.facts["line"] == line


def test_bad_line_far_down_is_named_and_blocks_join(monkeypatch):
    monkeypatch.setattr("mission.selection.rules.entries_csv.BLOCK_BYTES", 64)
    lines = [
        b"R%05d,1,2,3,4,5,%b\n" % (i, b"" if i % 3 else b"b" * (i % 2 + 1)) for i in range(500)
    ]
    good = HEADER + b"".join(lines)

    assert read_entries(good).as_csv() == good
    with pytest.raises(BadEntriesFile) as refused:
        read_entries(good + b"R00000,1,2,3,4,5,\n")
    assert refused.value.facts["line"] == 502
    lines[400] = b"R00400,x,2,3,4,5,\n"
    with pytest.raises(BadEntriesFile) as refused:
        read_entries(HEADER + b"".join(lines))
    assert refused.value.facts["line"] == 402


def test_seed_is_the_one_of_sha256sum():
    # printf 'rifada-draw-1\n%s\n%s\n%s\n%s\n' … | sha256sum
    seed = seed_of(
        entries_sha256=sha256_hex(b"entries"),
        rules_sha256=sha256_hex(b"rules"),
        secrets=["open sesame"],
        public_randomness="fc1873",
    )

    assert seed == "a4eabb2893bade4c340d3b5eef9d757fb22577470e909dcc2fb1309a7b0c06ba"


def test_files_of_the_ceremony_are_canonical():
    committed = [Committed("نورة", "ab"), Committed("Ali", "cd", is_struck=True)]

    assert commitments_json(committed).decode() == (
        '[{"member":"نورة","sha256":"ab"},{"member":"Ali","sha256":"cd","struck":true}]'
    )
    assert seed_json(secrets=["س"], public_randomness="7", seed="ef").decode() == (
        '{"public_randomness":"7","secrets":["س"],"seed":"ef"}'
    )


@pytest.mark.parametrize("secret", ["", "two\nlines", "a\rb", "a\u2028b", "\ud800", "x" * 2001])
def test_secrets_that_would_blur_the_lines_are_refused(secret):
    with pytest.raises(BadSecret):
        commitment_to(secret)


def test_spaces_belong_to_a_secret_but_not_to_chance():
    assert commitment_to(" a") != commitment_to("a")
    assert checked_randomness(" 5 3 6 1\n") == "5 3 6 1"
    with pytest.raises(BadRandomness):
        checked_randomness("5 3\n6 1")
    with pytest.raises(BadRandomness):
        checked_randomness("  ")


def test_another_secret_than_the_promised_one_is_refused():
    promise = commitment_to("open sesame")

    check_revealed("open sesame", sha256=promise, member="Ali")
    with pytest.raises(SecretDiffers) as refused:
        check_revealed("open sesame ", sha256=promise, member="Ali")
    assert refused.value.facts == {"member": "Ali"}
