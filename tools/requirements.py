"""Writes requirements/*.txt from pyproject.toml: every package with its version and hashes."""

from __future__ import annotations

import subprocess
import sys

COMPILE = (
    *(sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet"),
    *("--universal", "--python-version", "3.11", "--generate-hashes"),
    # Hashes say what a package is; where it was fetched is each machine's own business.
    *("--no-emit-index-url", "--no-header", "--no-annotate"),
)


def main() -> None:
    """Compile both lists; dev agrees with base on every version."""
    for words in (
        ["-o", "requirements/base.txt"],
        ["--group", "dev", "-c", "requirements/base.txt", "-o", "requirements/dev.txt"],
    ):
        subprocess.run([*COMPILE, *words, *sys.argv[1:]], check=True)


if __name__ == "__main__":
    main()
