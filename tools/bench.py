"""``make bench``: every promise of speed, against its floor or its peer in the same run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from foundation.supervisor.supervisor import say_to_terminal as say
from tools import fresh

ROOT = Path(__file__).resolve().parent.parent


def main(*names: str) -> int:
    """Run the benchmarks, or the named ones; answer 1 when a goal was missed."""
    os.chdir(ROOT)
    found = sorted(path.stem for path in (ROOT / "benchmarks").glob("bench_*.py"))
    missed = []
    for name in found:
        if names and name.removeprefix("bench_") not in names:
            continue
        say(f"\n── {name.removeprefix('bench_')}")
        with fresh.place("bench") as environment:
            given = os.environ | environment
            migrate = [sys.executable, "manage.py", "migrate", "--no-input", "-v", "0"]
            subprocess.run(migrate, env=given, check=True)
            done = subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], env=given)
        if done.returncode:
            missed.append(name)
    say(f"\nMissed: {', '.join(missed)}" if missed else "\nEvery goal was met.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
