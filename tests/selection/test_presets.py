"""The presets: each on a handful of files whose outcome was worked out by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest

from mission.selection.queries import presets
from mission.selection.queries.presets import NoSuchPreset, preset
from mission.selection.rules.conditions import LeadFacts, age_days
from mission.selection.rules.draw import hold_draw
from mission.selection.rules.entries import EntryRow, entries_of
from mission.selection.rules.ruleset import Share, Stratum
from tests.selection.test_rules_draw import SEED

DAY = date(2027, 5, 14)

# Of one ticket, smallest first: printf '%s,P-2,1' "$SEED" | sha256sum
# P-2 0a0e, P-3 7df5, P-7 846e, P-5 978b, P-1 a107, P-4 e08a, P-8 f37c, P-6 f8f3


@dataclass(frozen=True)
class File:
    """A file of a case: what it states, and its place in the queue."""

    reference: str
    facts: LeadFacts
    queue: int = 1


def file(number, *, age=40, sex="M", nationality="QAT", queue=1, stated=None, **facts):
    born = facts.pop("born", date(DAY.year - age, 1, 1))
    lead = LeadFacts(born, sex, nationality, stated=stated or {}, **facts)
    return File(f"P-{number}", lead, queue)


def rows_of(files, file_rules):
    return [
        EntryRow(
            reference=one.reference,
            size=one.facts.size,
            tier=file_rules.tier_of(one.facts, on=DAY),
            tickets=file_rules.tickets.of(one.facts.refused_seasons),
            queue=one.queue,
            age_days=age_days(one.facts.birth_date, on=DAY),
            shares=file_rules.shares_of(one.facts, on=DAY),
            stratum=file_rules.stratum_of(one.facts, on=DAY),
        )
        for one in files
    ]


def outcome(rows, rules):
    """Answer who is selected, with the share that gave the seat, and who waits."""
    found = {"selected": [], "waiting": []}
    entries = entries_of(rows, by_strata=bool(rules.strata))
    for row in hold_draw(entries, rules, seed=SEED).rows():
        found[row.outcome].append(row.reference + (f"/{row.share}" if row.share else ""))
    return " ".join(found["selected"]), " ".join(found["waiting"])


def with_seats(rules, quota, **seats):
    """Bring a preset to the size of a case; nothing but the numbers changes."""
    assert set(seats) == {share.name for share in rules.shares}
    shares = tuple(replace(share, seats=seats[share.name]) for share in rules.shares)
    return replace(rules, quota=quota, shares=shares)


def by(condition, rules, file_rules, *, left, **quotas):
    """Add strata as a mission would: each by a fact that its files state."""
    parts = tuple(Stratum(name, quota) for name, quota in quotas.items())
    conditions = tuple((name, {condition: [name]}) for name in quotas)
    return replace(rules, strata=parts, left=left), replace(file_rules, strata=conditions)


def test_qatar_draws_tier_by_tier():
    its = preset("qatar-1447")
    files = [
        file(1, age=77, size=2),
        file(2, size=2),
        file(3, refused_seasons=2, size=3),
        file(4, age=72, last_hajj_year=1430),
        file(5, born=date(1962, 5, 14)),  # 65 on the day
        file(6, refused_seasons=1, size=2),
    ]

    rows = rows_of(files, its.file_rules)

    assert [(row.tier, row.tickets) for row in rows] == [
        (1, 1), (3, 1), (2, 1), (4, 1), (1, 1), (2, 1),
    ]  # fmt: skip
    # 6 seats: P-5 1, P-1 2 of the first tier; P-3 3 of the second; nothing is left
    assert outcome(rows, with_seats(its.rules, 6)) == ("P-5 P-1 P-3", "P-6 P-2 P-4")
    assert its.rules.acceptance_days == 7


def test_the_emirates_take_elders_then_the_needy_then_who_was_refused():
    its = preset("uae-1447")
    files = [
        file(1, age=72, size=2),
        file(2),
        file(3, stated={"medical_need": "yes"}, size=2),
        file(4, refused_seasons=2),
        file(5, refused_seasons=3, last_hajj_year=1440),
        file(6, refused_seasons=1, size=2),
    ]

    rows = rows_of(files, its.file_rules)

    assert [row.tier for row in rows] == [1, 4, 2, 3, 5, 3]
    # 5 seats: P-1 2, P-3 2, and of the third tier P-4 before P-6
    assert outcome(rows, with_seats(its.rules, 5)) == ("P-1 P-3 P-4", "P-6 P-2 P-5")
    assert its.file_rules.unstated(its.rules) == ("medical_need",)


def test_turkiye_gives_the_square_of_the_years_and_draws_by_province():
    its = preset("turkiye-2026")
    rules, file_rules = by(
        "province",
        with_seats(its.rules, 3),
        its.file_rules,
        left="free",
        Ankara=2,
        Konya=1,
    )
    waited = {1: 0, 2: 0, 3: 1, 4: 2, 5: 1, 6: 2}
    homes = {3: "Konya", 4: "Konya"}
    files = [
        file(n, refused_seasons=years, stated={"province": homes.get(n, "Ankara")})
        for n, years in waited.items()
    ]

    rows = rows_of(files, file_rules)

    assert [row.tickets for row in rows] == [1, 1, 4, 9, 4, 9]
    assert file_rules.tickets.of(10) == 121  # the eleventh year
    # the smallest of the tickets: P-6,9 036d  P-2,1 0a0e  P-4,8 102e  P-5,2 1410  P-3,3 1ea1
    # P-1,1 a107. Ankara 2: P-6, P-2. Konya 1: P-4.
    assert outcome(rows, rules) == ("P-6 P-2 P-4", "P-5 P-3 P-1")


def test_indonesia_keeps_seats_for_the_oldest_of_five_years_and_goes_by_the_queue():
    its = preset("indonesia-2026")
    files = [
        file(1, age=80, first_applied=date(2020, 1, 1), queue=6),
        file(2, age=70, first_applied=date(2024, 1, 1), queue=5),
        file(3, age=66, first_applied=date(2015, 1, 1), queue=4),
        file(4, age=90, first_applied=date(2022, 5, 15), queue=8),  # a day too late
        file(5, age=67, first_applied=date(2022, 5, 14), queue=7),
        file(6, age=30, queue=1),
        file(7, age=40, queue=2),
        file(8, age=50, queue=3),
    ]

    rows = rows_of(files, its.file_rules)

    assert [row.reference for row in rows if row.shares] == ["P-1", "P-3", "P-5"]
    # 2 of 5 for the elderly: P-1 (80), P-5 (67); the others by the queue
    assert outcome(rows, with_seats(its.rules, 5, elderly=2)) == (
        "P-1/elderly P-5/elderly P-6 P-7 P-8",
        "P-3 P-2 P-4",
    )


def test_indonesia_has_a_queue_and_a_quota_in_each_district():
    its = preset("indonesia-2026")
    rules, file_rules = by(
        "district",
        with_seats(its.rules, 5, elderly=1),
        its.file_rules,
        left="free",
        Padang=3,
        Solok=1,
    )
    files = [
        file(1, age=80, first_applied=date(2020, 1, 1), queue=6, district="Solok"),
        file(2, age=40, queue=5, district="Padang"),
        file(3, age=66, first_applied=date(2015, 1, 1), queue=4, district="Padang"),
        file(4, age=30, queue=3, district="Padang", size=2),
        file(5, age=30, queue=1, district="Solok"),
        file(6, age=50, queue=2, district="Solok"),
        file(7, age=50, queue=7),
    ]

    rows = rows_of(files, file_rules)

    assert [row.stratum for row in rows[-3:]] == ["Solok", "Solok", ""]
    assert file_rules.unstated(rules, districts=["Padang", "Solok"]) == ()
    # the eldest of all: P-1. Padang 3 by the queue: P-4 2, P-3 1. Solok 1: P-5. P-7 lives in
    # neither, and what the parts leave stays free.
    assert outcome(rows, rules) == ("P-1/elderly P-4 P-3 P-5", "P-6 P-2 P-7")


def test_india_takes_elders_with_a_relative_then_women_then_draws_by_state():
    its = preset("india-2025")
    rules, file_rules = by(
        "district",
        with_seats(its.rules, 7, elderly=3, women=2),
        its.file_rules,
        left="general",
        Kerala=1,
        Assam=1,
    )
    kerala, assam = "Kerala", "Assam"  # a mission of India lists its states as districts
    files = [
        file(1, age=70, size=2, has_relative=True, district=kerala),
        file(2, age=70, district=kerala),  # never alone
        file(3, age=50, sex="F", has_men=False, size=2, district=kerala),
        file(4, age=40, sex="F", has_men=True, size=2, district=assam),
        file(5, age=66, size=2, has_relative=True, district=kerala),
        file(6, age=30, district=assam),
        file(7, age=30, district=kerala),
    ]

    rows = rows_of(files, file_rules)

    assert [row.shares for row in rows] == [
        ("elderly",), (), ("women",), (), ("elderly",), (), (),
    ]  # fmt: skip
    # elderly 3: P-5 2, P-1 needs 2 of 1. women 2: P-3. Kerala 1: P-2. Assam 1: P-4 needs 2 of
    # 1, P-6. One seat of the 7 is left for all: P-7.
    assert outcome(rows, rules) == ("P-5/elderly P-3/women P-2 P-6 P-7", "P-1 P-4")
    assert file_rules.unstated(rules, districts=[kerala, assam]) == ()


def test_pakistan_seats_three_failures_and_the_reserved_then_ballots_groups():
    its = preset("pakistan-2019")
    files = [
        file(1, refused_seasons=3, size=2, queue=2),
        file(2, refused_seasons=4, queue=1),
        file(3, stated={"hardship": "yes"}, size=2),
        file(4, stated={"low_paid_worker": "yes"}),
        file(5, born=date(1956, 5, 14)),  # over 70
        file(6, born=date(1956, 5, 15)),  # 70
        file(7, size=3),
        file(8, size=3),
    ]

    rows = rows_of(files, its.file_rules)
    rules = with_seats(its.rules, 9, refused=2, hardship=2, low_paid=1, elderly=2)

    # refused 2: P-2 1, P-1 needs 2 of 1. hardship: P-3. low paid: P-4. elderly: P-5.
    # 4 left by number: P-7 3, P-1 needs 2 of 1, P-8 too, P-6 1
    assert outcome(rows, rules) == (
        "P-2/refused P-3/hardship P-4/low_paid P-5/elderly P-7 P-6",
        "P-1 P-8",
    )
    assert its.file_rules.unstated(its.rules) == ("hardship", "low_paid_worker")


def test_malaysia_goes_by_the_queue_alone():
    its = preset("malaysia-2023")
    files = [file(1, size=2, queue=2), file(2, queue=3, age=90), file(3, size=2, queue=1)]

    rows = rows_of(files, its.file_rules)

    # 3 seats: P-3 2, P-1 needs 2 of 1, P-2 1
    assert outcome(rows, with_seats(its.rules, 3)) == ("P-3 P-2", "P-1")


def test_palestine_accepts_the_last_file_and_looks_for_it_by_its_size():
    its = preset("palestine-2025")
    rules, file_rules = by(
        "district",
        with_seats(its.rules, 10),
        its.file_rules,
        left="free",
        Nablus=5,
        Jenin=1,
        Hebron=4,
    )
    homes = {"Nablus": {2: 3, 3: 3, 7: 1}, "Jenin": {5: 3}, "Hebron": {1: 2, 4: 1, 8: 3, 6: 2}}
    files = [
        file(n, size=size, district=home)
        for home, sizes in homes.items()
        for n, size in sizes.items()
    ]

    rows = rows_of(files, file_rules)

    # Nablus 5: P-2 3, two left, P-3 has three: accept and stop.
    # Jenin 1: the first pick stands. Hebron 4: P-1 2, P-4 1, one left: P-8 has three, P-6 two.
    assert outcome(rows, rules) == ("P-2 P-3 P-5 P-1 P-4 P-6", "P-7 P-8")


def test_qatar_of_1437_divides_its_seats_between_citizens_and_residents():
    its = preset("qatar-1447")
    classes = (
        ("citizens", {"nationalities": ["QAT"]}),
        ("residents", {"other_nationalities": ["QAT"]}),
    )
    file_rules = replace(its.file_rules, strata=classes)
    rules = replace(
        with_seats(its.rules, 4), strata=(Stratum("citizens", 3), Stratum("residents", 1))
    )
    files = [file(n, nationality="QAT") for n in (1, 4)]
    files += [file(n, nationality="EGY") for n in (2, 3, 5)]

    # citizens 3: P-1, P-4, and a seat is left; residents 1: P-2; the seat that is left: P-3
    assert outcome(rows_of(files, file_rules), rules) == ("P-1 P-4 P-2 P-3", "P-5")


@pytest.mark.parametrize("its", presets(), ids=lambda its: its.key)
def test_every_value_of_a_preset_has_a_source_in_both_languages(its):
    expected = {"quota", "general", "last_seat", "tickets", "tiers"}
    expected |= {f"shares.{share.name}" for share in its.rules.shares}
    beside = ("acceptance_days", "last_sizes", "reserve")
    expected |= {key for key in beside if getattr(its.rules, key)}

    assert set(its.sources) == expected
    for text in (its.name, *its.notes, *(one["text"] for one in its.sources.values())):
        arabic, parted, english = text.partition(" | ")
        assert parted
        assert arabic.strip() != english.strip()
    assert {share.name for share in its.rules.shares} == set(its.file_rules.shares)


def test_a_preset_that_nobody_ships_is_not_found():
    with pytest.raises(NoSuchPreset):
        preset("atlantis-1447")


def test_shares_of_presets_stay_small_enough_for_their_quota():
    assert len(presets()) == 8
    for its in presets():
        assert all(isinstance(share, Share) for share in its.rules.shares)
        assert sum(share.seats for share in its.rules.shares) <= its.rules.quota
