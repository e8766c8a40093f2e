"""The look at a draw before it is public: a fair one passes, an unshuffled one does not."""

from __future__ import annotations

import hashlib
import random

import numpy as np
import pytest

from mission.selection.rules import selftest
from mission.selection.rules.draw import hold_draw
from mission.selection.rules.entries import EntryRow, entries_of
from mission.selection.rules.numbers import number_heads
from mission.selection.rules.ruleset import read_rules
from mission.selection.rules.selftest import check_random, evened, examine_draw

MOST = 2**64 - 1
RULES = read_rules(
    {
        "general": {"order": ["tier", "number"]},
        "last_seat": "skip",
        "quota": 500,
        "shares": [
            {"name": "elderly", "order": ["-age_days", "number"], "seats": 40, "when": "before"}
        ],
    }
)


def urn(count=800):
    """Files as they come: who registers early is older here, and holds more tickets."""
    chance = random.Random(1448)
    return entries_of(
        EntryRow(
            reference=f"R-{chance.randrange(10**6):06d}-{queue}",
            size=chance.choice((1, 1, 2, 4)),
            tier=1 + (queue > count // 3),
            tickets=1 + 4 * (queue < count // 2),
            queue=queue,
            age_days=30_000 - queue,
            shares=("elderly",) if queue < count // 5 else (),
        )
        for queue in range(1, count + 1)
    )


ENTRIES = urn()


def seed(number):
    return hashlib.sha256(f"draw {number}".encode()).hexdigest()


def places_of(drawn):
    places = np.zeros(len(drawn.entries), dtype=int)
    order = np.concatenate([drawn.seated.selected, drawn.seated.waiting])
    places[order] = np.arange(1, len(order) + 1)
    return places


def examined(heads, places):
    found = examine_draw(ENTRIES, RULES, heads=heads, places=places)
    return {finding.name: finding for finding in found}


def fair(number):
    drawn = hold_draw(ENTRIES, RULES, seed=seed(number))
    return number_heads(ENTRIES, seed=seed(number)), places_of(drawn)


def test_fair_draws_pass_and_their_p_values_are_spread_evenly():
    findings = [examined(*fair(number)) for number in range(300)]

    for name in (selftest.EVEN, selftest.QUEUE, selftest.PLACES):
        values = np.array([found[name].p_value for found in findings])
        for level in (0.1, 0.5, 0.9):
            # 300 draws: five standard deviations of the share below a level
            room = 5 * np.sqrt(level * (1 - level) / 300)
            assert abs((values < level).mean() - level) < room, (name, level)
    for found in findings:
        check_random(found.values())


def refused(heads, places, *, by):
    with pytest.raises(selftest.DrawNotRandom) as refusal:
        check_random(examined(heads, places).values())
    assert refusal.value.facts["test"] == by


def test_a_draw_that_was_not_shuffled_is_refused():
    """As in the visa lottery of 2011 (DV-2012): numbers in the order of registration."""
    _, places = fair(1)
    unshuffled = np.linspace(0, MOST * 0.999, len(ENTRIES)).astype(np.uint64)
    in_order = np.empty_like(unshuffled)
    in_order[np.argsort(ENTRIES.queue)] = unshuffled

    # Spread evenly for files with one ticket each, and yet no lot.
    refused(in_order, places, by=selftest.EVEN)
    even = 1 - (1 - in_order / 2.0**64) ** (1 / ENTRIES.tickets)
    refused((even * 2.0**64).astype(np.uint64), places, by=selftest.QUEUE)


def test_a_result_that_forgot_the_numbers_is_refused():
    """The numbers are as they must be, and the places are those of the queue."""
    heads, places = fair(2)
    by_queue = np.argsort(np.lexsort((ENTRIES.queue, ENTRIES.tier))) + 1

    refused(heads, by_queue, by=selftest.PLACES)
    assert examined(heads, places)[selftest.PLACES].p_value > selftest.ABSURD


def test_parts_of_unlike_chances_are_no_bias():
    """The north registers first and has most of the seats, also for a share of its own."""
    chance = random.Random(1449)
    entries = entries_of(
        (
            EntryRow(
                reference=f"R-{chance.randrange(10**6):06d}-{queue}",
                size=1,
                tier=1,
                tickets=1,
                queue=queue,
                age_days=30_000 - queue,
                shares=("elderly",) if queue < 100 else (),
                stratum="north" if queue < 400 else "south",
            )
            for queue in range(1, 801)
        ),
        by_strata=True,
    )
    elderly = {"name": "elderly", "order": ["-age_days"], "seats": 60, "when": "before"}
    parts = [
        {"name": "north", "quota": 300, "shares": [elderly]},
        {"name": "south", "quota": 20, "shares": []},
    ]
    rules = read_rules(
        RULES.as_json()
        | {"format": 2, "shares": [], "strata": {"left": "free", "parts": parts}}
    )
    drawn = hold_draw(entries, rules, seed=seed(7))
    heads, places = number_heads(entries, seed=seed(7)), places_of(drawn)

    found = {one.name: one for one in examine_draw(entries, rules, heads=heads, places=places)}
    assert found[selftest.PLACES].files == 701
    assert found[selftest.PLACES].p_value > 1e-3

    forgotten = np.argsort(np.lexsort((entries.queue, entries.stratum_code))) + 1
    found = examine_draw(entries, rules, heads=heads, places=forgotten)
    with pytest.raises(selftest.DrawNotRandom):
        check_random(found)


@pytest.mark.parametrize(
    "biased",
    [
        lambda u: u**1.5,  # small numbers too often
        lambda u: u % 0.5,  # the upper half never comes
        lambda u: np.round(u * 8) / 9,  # eight values only
        lambda u: (u + u[::-1]) / 2,  # the mean of two
    ],
)
def test_numbers_of_a_biased_generator_are_refused(biased):
    u = evened(number_heads(ENTRIES, seed=seed(3)), ENTRIES.tickets)
    _, places = fair(3)
    heads = (1 - (1 - biased(u)) ** (1 / ENTRIES.tickets)) * 2.0**64

    refused(np.minimum(heads, MOST * 0.9999).astype(np.uint64), places, by=selftest.EVEN)


def test_more_tickets_are_no_bias():
    """Half of the files hold five tickets: their numbers are smaller, as they should be."""
    heads = number_heads(ENTRIES, seed=seed(4))
    many = ENTRIES.tickets == 5
    assert np.median(heads[many]) < np.median(heads[~many]) / 2

    assert selftest._even(evened(heads, ENTRIES.tickets)).p_value > 1e-3
    assert selftest._even(evened(heads, np.ones_like(ENTRIES.tickets))).p_value < 1e-9


def test_kolmogorovs_distribution_is_that_of_the_tables():
    # Critical values of the limiting distribution, N. Smirnov, Ann. Math. Stat. 19 (1948).
    for scaled, level in ((1.22, 0.10), (1.36, 0.05), (1.63, 0.01), (1.95, 0.001)):
        assert selftest._kolmogorov(scaled) == pytest.approx(level, rel=0.03)
    assert selftest._kolmogorov(0.1) == 1.0


def test_spearman_is_that_of_a_worked_example():
    """Ten students by IQ and hours of television: rho = −29/165 (Wikipedia, Spearman)."""
    iq = np.array([86, 97, 99, 100, 101, 103, 106, 110, 112, 113])
    hours = np.array([2, 20, 28, 27, 50, 29, 7, 17, 6, 12])

    found = selftest._independent("x", iq, hours, strata=np.zeros(10, dtype=np.intp))

    assert found.statistic == pytest.approx(-29 / 165 * np.sqrt(9))


def test_a_queue_without_a_lot_and_a_handful_of_files_are_not_judged():
    queue = read_rules(RULES.as_json() | {"general": {"order": ["queue"]}})
    heads, places = fair(5)
    names = {f.name for f in examine_draw(ENTRIES, queue, heads=heads, places=places)}
    assert names == {selftest.EVEN, selftest.QUEUE}

    few = urn(7)
    drawn = hold_draw(few, RULES, seed=seed(1))
    heads = number_heads(few, seed=seed(1))
    assert examine_draw(few, RULES, heads=heads, places=places_of(drawn)) == []
