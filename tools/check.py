"""``make check``: everything that can be said about the project without running it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = (sys.executable, "-m")
NODE = ROOT / ".venv" / "bin" / "node"


@dataclass(frozen=True)
class Check:
    """One question, and the command whose exit code answers it."""

    name: str
    command: Sequence[str]


def checks() -> list[Check]:
    """Answer the checks, the slow ones first."""
    modules = ROOT / "node_modules"
    return [
        Check("types", (*PYTHON, "mypy", ".")),
        Check("templates", (*PYTHON, "djlint", "--lint", "--quiet", *_templates())),
        Check("imports", (str(ROOT / ".venv" / "bin" / "lint-imports"),)),
        Check("migrations", (*PYTHON, "tools.migrations")),
        Check("catalogues", (*PYTHON, "tools.catalogues", "check")),
        Check("format", (*PYTHON, "ruff", "format", "--check", "--quiet", ".")),
        Check("lint", (*PYTHON, "ruff", "check", "--quiet", ".")),
        Check("browser types", (str(NODE), str(modules / "typescript/bin/tsc"), "--noEmit")),
        Check("styles", (str(NODE), str(modules / "stylelint/bin/stylelint.mjs"), *STYLES)),
        Check("browser rules", (str(NODE), "--test", "frontend/**/*.test.mjs")),
    ]


STYLES = ("--max-warnings", "0", "frontend/**/*.css")


def _templates() -> list[str]:
    folders = [ROOT / "templates", *(ROOT / "mission").glob("*/templates")]
    return [str(folder) for folder in (*folders, *(ROOT / "foundation").glob("*/templates"))]


def _answer(check: Check) -> tuple[Check, bool, str, float]:
    began = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=os.environ | {"NO_COLOR": "1"},
    )
    return check, done.returncode == 0, done.stdout + done.stderr, time.monotonic() - began


def main(*wanted: str) -> int:
    """Ask every check, or the named ones, and answer how many said no."""
    failed = 0
    asked = [check for check in checks() if not wanted or check.name in wanted]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for check, kept, output, seconds in pool.map(_answer, asked):
            failed += not kept
            print(
                f"{'ok    ' if kept else 'BROKEN'} {check.name} ({seconds:.1f} s)", flush=True
            )
            if not kept:
                print(output, flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(min(main(*sys.argv[1:]), 1))
