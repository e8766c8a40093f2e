"""Recomputes a draw of the Hajj mission from its public files and says whether it is right.

    python verify.py FOLDER      (without FOLDER: the one where it is run)

It needs Python 3.9 or later and nothing else. It ends with 0 when every line is right, and
with 1 and the first line that differs when one is not. Another program held the draw.
"""

import json
import re
import sys
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path
from runpy import run_path
from typing import Any

NUMBERS = ["size", "tier", "tickets", "queue", "age_days"]
HEADER = f"reference,{','.join(NUMBERS)},shares"
LINE = r'[A-Z0-9-]+(,[1-9][0-9]{0,8}){4},(0|[1-9][0-9]{0,8}),([^,|"\r]+(\|[^,|"\r]+)*)?'
FILES = "entries.csv rules.json commitments.json seed.json result.csv verify.py".split()
LAST_SEAT = "skip stop exceed accept".split()
KEYS, WHEN = {"tier", "number", "queue", "age_days"}, ("before", "after")
Entry = dict[str, Any]
Entries = list[Entry]


class Differs(Exception):
    """Something in the files is not as the draw must be."""


def verify(folder: Path) -> str:
    """Do all the checks; return what was found right, or raise Differs."""
    rules = read_rules(read(folder, "rules.json"))
    entries = read_entries(read(folder, "entries.csv"), has_strata="strata" in rules)
    stated, names = read(folder, "README.txt"), FILES
    if b"\nlinked.csv " in stated or (folder / "linked.csv").is_file():
        names = [*FILES[:2], "linked.csv", *FILES[2:], "verify_linked.py"]
        if wrong := run_path(f"{Path(__file__).parent}/{names[-1]}")["check"](folder):
            raise Differs(wrong)
    seed = check_seed(folder, names[: names.index("commitments.json")])
    entries = [entry | {"number": number(seed, entry)} for entry in entries]
    selected = draw(entries, rules, rules)
    waiting = in_order(entries, rules["general"]["order"])
    lines = ["reference,outcome,place,share"]
    lines += [f"{e['reference']},selected,{i},{e['share']}" for i, e in enumerate(selected, 1)]
    lines += [f"{e['reference']},waiting,{i}," for i, e in enumerate(waiting, 1)]
    compare("result.csv", read(folder, "result.csv"), lines)
    text = stated.rpartition(b"entries.csv ")[0] + b"".join(hash_line(folder, n) for n in names)
    text += f"README.txt       {sha256(text).hexdigest()}\n".encode()
    compare("README.txt", stated, lines_of("README.txt", text))
    return f"{len(entries)} files in the draw, {len(selected)} of them selected. Seed {seed}"


def read(folder: Path, name: str) -> bytes:
    """Return the bytes of one of the files."""
    if not (folder / name).is_file():
        raise Differs(f"{name} is missing")
    return (folder / name).read_bytes()


def lines_of(name: str, data: bytes) -> list[str]:
    """Return the lines of a text whose every line ends with a line feed."""
    *lines, rest = data.decode("utf-8", errors="replace").split("\n")
    if rest:
        raise Differs(f"{name}, line {len(lines) + 1}: does not end with a line feed")
    return lines


def read_entries(data: bytes, has_strata: bool = False) -> Entries:
    """Return the files in the draw; each line must be well formed and in its place."""
    lines, entries = lines_of("entries.csv", data), Entries()
    header, shape = HEADER + ",stratum" * has_strata, LINE + r'(,[^,|"\r]*)' * has_strata
    if lines[:1] != [header]:
        raise Differs(f"entries.csv, line 1: must be {header}")
    for place, line in enumerate(lines[1:], start=2):
        if not re.fullmatch(shape, line):
            raise Differs(f"entries.csv, line {place}: is not an entry: {line}")
        reference, *counts, shares, stratum = f"{line},".split(",")[:8]
        entry: Entry = {"reference": reference, "shares": shares.split("|"), "stratum": stratum}
        entry |= zip_longest(NUMBERS, map(int, counts))
        if entries and entries[-1]["reference"] >= entry["reference"]:
            raise Differs(f"entries.csv, line {place}: is not in the order of the references")
        entries.append(entry)
    return entries


def read_rules(data: bytes) -> dict[str, Any]:
    """Return the rules, which must be canonical JSON and say all that a draw needs."""
    try:
        rules: dict[str, Any] = json.loads(data)
        text = json.dumps(rules, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        wholes = [rules, *(rules["strata"]["parts"] if "strata" in rules else [])]
        shares = [share for whole in wholes for share in whole["shares"]]
        pools = [rules["general"], *shares]
        seats = [pool["quota"] for pool in wholes] + [share["seats"] for share in shares]
        is_known = text.encode() == data and {share["when"] for share in shares} <= set(WHEN)
        is_known &= rules["last_seat"] in LAST_SEAT and rules.get("format", 1) in (1, 2)
        is_known &= all(type(count) is int and count >= 0 for count in seats)
        is_known &= {key.removeprefix("-") for pool in pools for key in pool["order"]} <= KEYS
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Differs("rules.json, line 1: does not say what a draw needs") from error
    if not is_known:
        raise Differs("rules.json, line 1: is not canonical, or has a word unknown to draws")
    return rules


def check_seed(folder: Path, names: list[str]) -> str:
    """Return the seed, which must follow from the files, the secrets and public chance."""
    try:
        kept = [c for c in json.loads(read(folder, "commitments.json")) if not c.get("struck")]
        said = json.loads(read(folder, "seed.json"))
        texts = [*said["secrets"], said["public_randomness"]]
        digests = [sha256(text.encode()).hexdigest() for text in texts]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Differs("commitments.json or seed.json, line 1: not as published") from error
    if digests[:-1] != [one.get("sha256") for one in kept]:
        raise Differs("commitments.json and seed.json, line 1: the secrets do not match")
    hashes = [sha256(read(folder, name)).hexdigest() for name in names]
    lines = "".join(f"{line}\n" for line in [f"rifada-draw-{len(names) - 1}", *hashes, *texts])
    ours, seed = sha256(lines.encode()).hexdigest(), said.get("seed")
    if ours != seed:
        stated = read(folder, "README.txt")
        what = [n for n in names if hash_line(folder, n) not in stated] or ["seed.json"]
        raise Differs(f"{' and '.join(what)} was changed: seed {seed}, these files give {ours}")
    return ours


def hash_line(folder: Path, name: str) -> bytes:
    """Return the line in which README.txt states the SHA-256 of a file."""
    return f"{name:16} {sha256(read(folder, name)).hexdigest()}\n".encode()


def number(seed: str, entry: Entry) -> str:
    """Return the smallest SHA-256 over the tickets; as hex digits it sorts like the number."""
    texts = (f"{seed},{entry['reference']},{i + 1}" for i in range(entry["tickets"]))
    return min(sha256(text.encode()).hexdigest() for text in texts)


def in_order(entries: Entries, keys: list[str]) -> Entries:
    """Sort the files without a seat; each further sort keeps the order of equals."""
    ordered = [entry for entry in entries if "share" not in entry]  # in order of reference
    for key in reversed(keys):
        ordered.sort(key=lambda file: file[key.removeprefix("-")], reverse=key.startswith("-"))
    return ordered


def draw(entries: Entries, rules: dict[str, Any], whole: Entry) -> Entries:
    """Return the selected files in the order taken; ``whole`` is the rules, or a stratum."""
    selected: Entries = []
    strata = whole.get("strata", {"parts": [], "left": "general"})
    pool = {"name": "", "order": rules["general"]["order"], "sizes": rules.get("last_sizes")}
    before, after = ([share for share in whole["shares"] if share["when"] == x] for x in WHEN)
    for share in before:
        give(entries, selected, share, share["seats"], "skip")
    for part in strata["parts"]:
        selected += draw([e for e in entries if e["stratum"] == part["name"]], rules, part)
    left = whole["quota"] - sum(e["size"] for e in selected) - sum(s["seats"] for s in after)
    stopped = not strata["parts"] and give(entries, selected, pool, left, rules["last_seat"])
    for share in after:
        give(entries, selected, share, share["seats"], "skip")
    if not stopped and strata["left"] == "general":
        give(entries, selected, pool, whole["quota"] - sum(e["size"] for e in selected), "skip")
    return selected


def give(entries: Entries, selected: Entries, pool: Entry, seats: int, too_large: str) -> bool:
    """Take what fits into the seats of a pool; tell whether the pass was stopped short."""
    first, ordered = len(selected), in_order(entries, pool["order"])
    for entry in ordered:
        if too_large == "accept" and seats == 1 and pool["sizes"] and len(selected) > first:
            rest = ordered[len(selected) - first :]
            entry = next((e for sizes in pool["sizes"] for e in rest if e["size"] in sizes), {})
        if too_large == "accept" and (seats <= 0 or not entry):
            break
        fits = entry["size"] <= seats
        if pool["name"] not in ["", *entry["shares"]] or (not fits and too_large == "skip"):
            continue
        if fits or too_large != "stop":  # "exceed", "accept": the last file is taken whole
            entry["share"], seats = pool["name"], seats - entry["size"]
            selected.append(entry)
        if not fits:
            return too_large == "stop"
    return False


def compare(name: str, data: bytes, expected: list[str]) -> None:
    """Raise Differs at the first line that is not the expected one."""
    for place, (line, should) in enumerate(zip_longest(lines_of(name, data), expected), 1):
        if line != should:
            raise Differs(f"{name}, line {place}: is [{line}], should be [{should}]")


if __name__ == "__main__":
    try:
        print("RIGHT:", verify(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
    except Differs as difference:
        print("NOT RIGHT:", difference)
        sys.exit(1)
