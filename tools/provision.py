"""Brings what a task needs onto this machine: ``python3.11 tools/provision.py base|dev``.

Uses the standard library alone, because it makes the environment that everything else runs in.
Each step leaves a stamp with the hash of what it was made from, so a second run does nothing.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
DIST = ROOT / "frontend" / "dist"


def digest(paths: Iterable[Path]) -> str:
    """Answer one hash over the names and contents of files, in the order of their names."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def once(stamp: Path, wanted: str, make: Callable[[], object]) -> None:
    """Do ``make`` unless ``stamp`` says that it was done for the same input."""
    if stamp.exists() and stamp.read_text() == wanted:
        return
    make()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted)


def run(*words: str | Path) -> None:
    """Run a program in the project's folder; leave with its exit code when it fails."""
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        [str(word) for word in words], cwd=ROOT, env=os.environ | {"PATH": path}
    )
    if done.returncode:
        sys.exit(done.returncode)


def widest(kind: str, folder: Path) -> str:
    """Answer ``dev`` where ``folder`` has the development packages, else ``kind``."""
    return "dev" if (folder / ".dev").exists() else kind


def python_packages(kind: str) -> None:
    """Install the hash-pinned packages; ``dev`` contains ``base``."""
    kind = widest(kind, VENV)
    listed = ROOT / "requirements" / f"{kind}.txt"

    def install() -> None:
        if not PYTHON.exists():
            print(
                "Making the Python environment (once, some minutes on a slow line)", flush=True
            )
            venv.create(VENV, with_pip=True)
        pip = (PYTHON, "-m", "pip", "--disable-pip-version-check")
        run(*pip, "install", "--quiet", "--require-hashes", "--no-deps", "-r", listed)

    once(VENV / f".{kind}", digest([listed]), install)


def node_packages(kind: str) -> None:
    """Install the locked front-end packages; the tools and the browser only for ``dev``."""
    kind = widest(kind, NODE_MODULES)
    without = ["--omit=dev"] if kind == "base" else []
    npm = (
        VENV / "bin" / "npm",
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    )

    def install() -> None:
        print("Fetching the front-end packages", flush=True)
        run(*npm, *without)

    wanted = digest([ROOT / "package.json", ROOT / "package-lock.json"])
    once(NODE_MODULES / f".{kind}", wanted, install)


def front_end() -> None:
    """Build the pages' scripts, styles and fonts into frontend/dist."""
    sources = [
        path
        for path in (ROOT / "frontend").rglob("*")
        if path.is_file() and not path.is_relative_to(DIST)
    ]
    wanted = digest([*sources, ROOT / "package-lock.json"])
    once(DIST / ".stamp", wanted, lambda: run(VENV / "bin" / "node", "frontend/build.mjs"))


def main(kind: str = "base") -> None:
    """Bring everything that ``kind`` names."""
    python_packages(kind)
    node_packages(kind)
    front_end()
    run(PYTHON, "-m", "tools.catalogues", "compile")


if __name__ == "__main__":
    main(*sys.argv[1:2])
