"""The project's own files, for tests that read them as text."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MADE = {".venv", "var", "node_modules", "dist", "__pycache__", ".git"}
PYTHON_ROOTS = (
    *("config", "demo", "foundation", "live", "mission", "simulators"),
    *("tools", "benchmarks", "tests"),
)


@cache
def files() -> tuple[Path, ...]:
    """Answer every file of the project, by path: as git knows them, new ones included."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
    )
    if listed.returncode == 0:
        names = listed.stdout.decode().split("\0")
        found = [ROOT / name for name in names if name]
    else:
        found = [p for p in ROOT.rglob("*") if not MADE & set(p.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in found if path.is_file()))


def ending(*suffixes: str) -> list[Path]:
    """Answer the files whose names end in one of these."""
    return [path for path in files() if path.name.endswith(suffixes)]


def python() -> list[Path]:
    """Answer the project's Python modules, migrations left out."""
    return [
        path
        for path in ending(".py")
        if name(path).split("/")[0] in (*PYTHON_ROOTS, "manage.py")
        and "migrations" not in path.parts
    ]


def name(path: Path) -> str:
    """Answer a path as it is written in the project."""
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    """Answer a module's syntax tree."""
    return ast.parse(path.read_text())


def apps() -> list[str]:
    """Answer the names of the apps of the mission."""
    return sorted(p.parent.name for p in (ROOT / "mission").glob("*/__init__.py"))
