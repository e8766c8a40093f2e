"""Checks the families of a draw: that no row of linked files is better off than its files.

A line of entries.csv whose reference ends in -LINKED stands for the files that linked.csv gives
it. It must have all their seats, and in every other column what is worst for them. verify.py
asks this program where a proof has families; it needs nothing but Python 3.9 or later.
"""

import json
import re
import sys
from itertools import zip_longest
from pathlib import Path
from typing import Any

NUMBERS = ["size", "tier", "tickets", "queue", "age_days"]
# What an order may ask, and the column that answers. More tickets are a smaller number.
COLUMNS = {"tier": "tier", "number": "tickets", "queue": "queue", "age_days": "age_days"}
LINE = r'[A-Z0-9-]+(,[1-9][0-9]{0,8}){4},(0|[1-9][0-9]{0,8}),([^,|"\r]+(\|[^,|"\r]+)*)?'
File = dict[str, Any]


def check(folder: Path) -> str:
    """Return what is wrong first with the families of a proof; nothing when all is right."""
    if not (folder / "linked.csv").is_file():
        return "linked.csv is missing"
    rules = json.loads((folder / "rules.json").read_bytes())
    entries = (folder / "entries.csv").read_bytes().decode().split("\n")
    lines = (folder / "linked.csv").read_bytes().decode(errors="replace").split("\n")
    if lines.pop() != "" or lines[:1] != [f"{entries[0]},row"] or not lines[1:]:
        return "linked.csv, line 1: is not a list of linked files"
    shape = LINE + r'(,[^,|"\r]*)' * ("strata" in rules)
    rows: dict[str, list[File]] = {}
    references = [""]
    for place, text in enumerate(lines[1:], start=2):
        line, _, row = text.rpartition(",")
        references.append(line.partition(",")[0])
        if not re.fullmatch(shape, line) or references[-1] <= references[-2]:
            return f"linked.csv, line {place}: is not a file, or not in its place"
        rows.setdefault(row, []).append(read_file(line))
    return check_rows(entries[1:-1], rows, rules) or (
        "" if lines[1:] else "linked.csv is empty"
    )


def check_rows(lines: list[str], rows: dict[str, list[File]], rules: File) -> str:
    """Return what is wrong first with the rows that stand for linked files."""
    linked = {file["reference"] for files in rows.values() for file in files}
    left = dict(rows)
    for place, line in enumerate(lines, start=2):
        entry = read_file(line)
        files = left.pop(entry["reference"], [])
        is_row = len(files) > 1 and entry == row_of(files, rules)
        is_meant = bool(files) or entry["reference"].endswith("-LINKED")
        if entry["reference"] in linked or is_meant != is_row:
            return f"entries.csv, line {place}: is not what linked.csv makes of it"
    return "linked.csv, line 1: a row of it is not in entries.csv" if left else ""


def read_file(line: str) -> File:
    """Return one line by column."""
    reference, *cells = f"{line},".split(",")[:8]
    counts = {name: int(cell) for name, cell in zip_longest(NUMBERS, cells[:5])}
    return {
        "reference": reference,
        "shares": cells[5].split("|"),
        "stratum": cells[6],
        **counts,
    }


def row_of(files: list[File], rules: File) -> File:
    """Return the row that stands for linked files.

    The first pool that asks a column says what is worst in it. Shares are those of every file;
    without one that looks at such a column the other way, when the files differ there.
    """
    row = {"reference": f"{files[-1]['reference']}-LINKED"}
    row |= {"size": sum(file["size"] for file in files), "stratum": files[0]["stratum"]}
    shares = set(files[0]["shares"]).intersection(*(file["shares"] for file in files))
    wholes = [rules, *(rules["strata"]["parts"] if "strata" in rules else [])]
    pools = [rules["general"], *(share for whole in wholes for share in whole["shares"])]
    for key, column in COLUMNS.items():
        asked = [(pool.get("name"), k != key) for pool in pools for k in pool["order"]
                 if k.removeprefix("-") == key]  # fmt: skip
        values, is_down = {file[column] for file in files}, bool(asked and asked[0][1])
        row[column] = min(values) if is_down != (key == "number") else max(values)
        if len(values) > 1:
            shares -= {name for name, way in asked if way != is_down}
    if len({file["stratum"] for file in files}) > 1:
        row["stratum"] = "files of several strata"
    return row | {"shares": sorted(shares) or [""]}


if __name__ == "__main__":
    wrong = check(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
    sys.stdout.write(f"NOT RIGHT: {wrong}\n" if wrong else "RIGHT\n")
    sys.exit(1 if wrong else 0)
