"""What must happen after a draw, told by a model that knows only the published files.

It reads and sorts with ``verify.py``, so it shares no line with the program that it judges.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from tests.selection.rounds import load_verify

verify = load_verify()


@dataclass
class Replay:
    """Who holds seats and who waits, as the published files say, line after line."""

    files: dict[str, bytes]
    seated: dict[str, str] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Read the files and the result of the draw."""
        entries = verify.read_entries(self.files["entries.csv"])
        self.rules = verify.read_rules(self.files["rules.json"])
        seed = verify.json.loads(self.files["seed.json"])["seed"]
        for entry in entries:
            entry["number"] = verify.number(seed, entry)
        self.entries = {entry["reference"]: entry for entry in entries}
        self.sizes = {reference: entry["size"] for reference, entry in self.entries.items()}
        self.parts = {reference: [reference] for reference in self.entries}
        self._read_families()
        for line in self.files["result.csv"].decode().splitlines()[1:]:
            reference, outcome, _, share = line.split(",")
            if outcome == "selected":
                self.seated |= dict.fromkeys(self.parts[reference], share)
        self.lines: list[tuple[str, str, str]] = []
        self.last = hashlib.sha256(self.files["result.csv"]).hexdigest()

    def _read_families(self) -> None:
        """Read which files a row stands for; it has no persons but theirs."""
        lines = self.files.get("linked.csv", b"").decode().splitlines()[1:]
        for line in lines:
            reference, size, *_, row = line.split(",")
            self.sizes[reference] = int(size)
            if self.parts[row] == [row]:
                self.parts[row] = []
            self.parts[row].append(reference)

    @property
    def persons(self) -> int:
        return sum(self.sizes[reference] for reference in self.seated)

    def still(self, row: str) -> list[str]:
        """Answer which files of a line wait."""
        gone = self.left | set(self.seated)
        return [reference for reference in self.parts[row] if reference not in gone]

    def waiting_persons(self, row: str) -> int:
        """Answer how many persons of a line wait."""
        return sum(self.sizes[reference] for reference in self.still(row))

    def waiting(self, share: str = "") -> list[str]:
        """Answer the lines that wait, in the order of a share or of the general pool."""
        orders = {pool["name"]: pool["order"] for pool in self.rules["shares"]}
        order = orders.get(share, self.rules["general"]["order"])
        return [
            entry["reference"]
            for entry in verify.in_order(list(self.entries.values()), order)
            if self.still(entry["reference"]) and (not share or share in entry["shares"])
        ]

    def leave(self, reference: str, event: str) -> None:
        """Let a file leave; whoever moves up for it is added to the lines."""
        share = self.seated.pop(reference, "")
        self.left.add(reference)
        self.lines.append((event, reference, share))
        self._promote(share)

    def _promote(self, share: str) -> None:
        for pool in dict.fromkeys([share, ""]):
            for row in self.waiting(pool):
                if self.waiting_persons(row) <= self.rules["quota"] - self.persons:
                    risen = self.still(row)
                    self.seated |= dict.fromkeys(risen, pool)
                    self.lines += [("promoted", reference, pool) for reference in risen]

    def follow(self, promotions_csv: bytes) -> None:
        """Assert that every line of promotions.csv is the one that had to come, and chained."""
        header, *lines = promotions_csv.decode().splitlines()
        assert header == "line,at,event,reference,size,share,sha256"
        told = []
        for place, line in enumerate(lines, start=1):
            text, _, said = line.rpartition(",")
            self.last = hashlib.sha256(f"{self.last},{text}".encode()).hexdigest()
            assert said == self.last, f"line {place} breaks the chain"
            number, _, event, reference, size, share = text.split(",")
            assert int(number) == place
            assert int(size) == self.sizes[reference]
            told.append((event, reference, share))
            if event != "promoted":
                self.leave(reference, event)
        assert told == self.lines
        assert self.persons <= self.rules["quota"]


def replayed(files: dict[str, bytes], promotions_csv: bytes) -> Replay:
    """Answer the state after all lines; fails at the first that is not as it must be."""
    model = Replay(files)
    model.follow(promotions_csv)
    return model
