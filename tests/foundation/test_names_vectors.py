"""How many real Latin–Arabic pairs the search keys bring together (CC0 pairs from Wikidata)."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from foundation.names import sounds

PAIRS = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "names"


@pytest.fixture(scope="module")
def pairs():
    lines = (PAIRS / "latin_arabic_pairs.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith(("#", "latin\t"))]
    return [(latin, arabic, int(count)) for latin, arabic, count in rows if latin and arabic]


@pytest.mark.shared_vectors
def test_most_pairs_share_a_key_and_few_strangers_do(pairs):
    met = [(count, bool(sounds(latin) & sounds(arabic))) for latin, arabic, count in pairs]
    recall = sum(is_met for _count, is_met in met) / len(met)
    weighted = sum(count * is_met for count, is_met in met) / sum(count for count, _met in met)
    names_of = defaultdict(set)
    for _latin, arabic, _count in pairs:
        for key in sounds(arabic):
            names_of[key].add(arabic)
    sample = pairs[::29]
    found = [set().union(*(names_of[key] for key in sounds(latin))) for latin, _, _ in sample]
    candidates = sum(map(len, found)) / len(sample)
    print(f"recall {recall:.3f}, by frequency {weighted:.3f}, {candidates:.0f} candidates")  # noqa: T201
    assert recall > 0.90
    assert weighted > 0.95
    assert candidates < 40
