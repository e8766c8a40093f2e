"""The reader's own code: its evaluator answers the shared vectors, its ids are in order."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def node_tests(name):
    """Run one file of tests with Node; answer what it says."""
    node = Path(sys.prefix) / "bin" / "node"
    done = subprocess.run(
        [node, "--test", f"frontend/reader/{name}.test.mjs"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_the_evaluator_answers_every_vector_alike():
    assert "pass 40" in node_tests("decision")


def test_ids_are_in_order():
    assert "pass 2" in node_tests("ids")
