"""Promise: a draw of a million files costs little more than hashing and sorting their ids.

``python -m benchmarks.bench_draw [--files N]`` draws the same entries.csv in three ways, each
in a process of its own: a bare hash-and-sort of the ids (the floor), the engine from
entries.csv to result.csv, and plain pandas as its documentation teaches (``apply`` by row,
``sort_values``, ``itertuples``). Engine and pandas must give the same bytes. Goals: within 2.5
times the floor, five times faster than plain pandas.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from benchmarks.alone import alone
from mission.selection.rules.draw import hold_draw
from mission.selection.rules.entries import HEADER
from mission.selection.rules.entries_csv import read_entries
from mission.selection.rules.ruleset import read_rules

SEED = "9f2c" * 16
OLD_DAYS = 23_741  # 65 years
YOUNGER_SHARES = ("", "", "district", "district|first")
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
WITHIN_FLOOR, FASTER_THAN_PANDAS = 2.5, 5.0


class Run(NamedTuple):
    """What one way took, and what it gave."""

    seconds: float
    peak_megabytes: float
    digest: str


def sample(files: int, *, tickets: Sequence[int] = (1, 1, 1, 2, 3)) -> bytes:
    """Make an entries.csv: files of 1 to 4 persons, tiers, and names of shares by age.

    tickets  what a file may have, each as likely as the next
    """
    chance = random.Random(1448)
    references: set[str] = set()
    while len(references) < files:
        letters = "".join(chance.choices(ALPHABET, k=8))
        references.add(f"{letters[:4]}-{letters[4:]}")
    queue = list(range(1, files + 1))
    chance.shuffle(queue)
    lines = []
    for reference, place in zip(sorted(references), queue, strict=True):
        age = chance.randint(7_000, 33_000)
        counts = (
            chance.choice((1, 1, 2, 2, 3, 4)),
            chance.choice((1, 2, 3, 3, 4)),
            chance.choice(tickets),
            place,
            age,
        )
        share = "elderly" if age > OLD_DAYS else YOUNGER_SHARES[place % len(YOUNGER_SHARES)]
        lines.append(f"{reference},{','.join(map(str, counts))},{share}\n")
    return HEADER + "".join(lines).encode()


def rules_for(files: int) -> dict[str, Any]:
    """Answer rules with a share, tiers and a quota that a fifth of the files fill."""
    share = {"name": "elderly", "order": ["-age_days", "number"], "seats": files // 100}
    return {
        "general": {"order": ["tier", "number"]},
        "last_seat": "skip",
        "quota": files // 2,
        "shares": [share | {"when": "before"}],
    }


def floor(path: Path) -> bytes:
    """Hash each id once and sort by the digest: what no draw can do without."""
    ids = [line.partition(b",")[0] for line in path.read_bytes().split(b"\n")[1:-1]]
    start = time.perf_counter()
    prefix = f"{SEED},".encode()
    ids.sort(key=lambda one: hashlib.sha256(prefix + one + b",1").digest())
    floor.seconds = time.perf_counter() - start  # type: ignore[attr-defined]
    return b"".join(ids)


def engine(path: Path) -> bytes:
    """Draw from the bytes of entries.csv to those of result.csv."""
    entries = read_entries(path.read_bytes())
    return hold_draw(entries, read_rules(rules_for(len(entries))), seed=SEED).as_csv()


def plain_pandas(path: Path) -> bytes:
    """Draw as a data analyst would write it."""
    import pandas as pd

    frame = pd.read_csv(path, keep_default_na=False)
    rules = rules_for(len(frame))

    def number(row: Any) -> str:
        tickets = range(1, row["tickets"] + 1)
        texts = (f"{SEED},{row['reference']},{i}" for i in tickets)
        return min(hashlib.sha256(text.encode()).hexdigest() for text in texts)

    frame["number"] = frame.apply(number, axis=1)
    share = rules["shares"][0]
    members = frame[frame["shares"].str.split("|").apply(lambda names: share["name"] in names)]
    eldest = members.sort_values(["age_days", "number"], ascending=[False, True])
    general = frame.sort_values(["tier", "number"])
    taken: dict[str, str] = {}
    taken_persons = 0
    for rows, seats, name in ((eldest, share["seats"], "elderly"), (general, None, "")):
        left = rules["quota"] - taken_persons if seats is None else seats
        for row in rows.itertuples():
            if row.reference not in taken and row.size <= left:
                taken[row.reference] = name
                left -= row.size
                taken_persons += row.size
    waiting = general[~general["reference"].isin(list(taken))]
    selected = pd.DataFrame({"reference": list(taken), "share": list(taken.values())})
    result = pd.concat(
        [
            selected.assign(outcome="selected", place=range(1, len(selected) + 1)),
            waiting[["reference"]].assign(
                outcome="waiting", place=range(1, len(waiting) + 1), share=""
            ),
        ]
    )
    target = io.BytesIO()
    columns = ["reference", "outcome", "place", "share"]
    result.to_csv(target, columns=columns, index=False, lineterminator="\n")
    return target.getvalue()


def measured(way: Callable[[Path], bytes], path: Path) -> tuple[float, str]:
    """Run one way once, in this process; answer its seconds and the digest of what it gave."""
    start = time.perf_counter()
    given = way(path)
    seconds = getattr(way, "seconds", 0.0) or time.perf_counter() - start
    return seconds, hashlib.sha256(given).hexdigest()


def run(way: Callable[[Path], bytes], path: Path) -> Run:
    """Run one way in a fresh process."""
    (seconds, digest), peak_megabytes = alone(measured, way, path)
    return Run(seconds, peak_megabytes, digest)


def main() -> int:
    """Print figures and ratios; answer 1 when a goal was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3, help="rounds of floor and engine")
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "entries.csv"
        path.write_bytes(sample(given.files))
        pairs = [(run(floor, path), run(engine, path)) for _ in range(given.rounds)]
        peer = run(plain_pandas, path)
    bare = min((pair[0] for pair in pairs), key=lambda one: one.seconds)
    ours = min((pair[1] for pair in pairs), key=lambda one: one.seconds)
    show("bare hash-and-sort of the ids", bare)
    show("engine, entries.csv to result.csv", ours)
    show("plain pandas", peer)
    if peer.digest != ours.digest:
        sys.stdout.write("Engine and pandas gave different results.\n")
        return 1
    over, faster = ours.seconds / bare.seconds, peer.seconds / ours.seconds
    sys.stdout.write(
        f"\n{given.files:,} files. {over:.2f} times the floor (goal: within {WITHIN_FLOOR}); "
        f"{faster:.1f} times faster than plain pandas (goal: {FASTER_THAN_PANDAS:g}), with "
        f"{peer.peak_megabytes / ours.peak_megabytes:.1f} times less memory.\n"
    )
    return int(over > WITHIN_FLOOR or faster < FASTER_THAN_PANDAS)


def show(name: str, taken: Run) -> None:
    """Print one line."""
    sys.stdout.write(f"{name:<36}{taken.seconds:8.2f} s{taken.peak_megabytes:8.0f} MB\n")


if __name__ == "__main__":
    sys.exit(main())
