"""Nothing grows past the size at which a reader loses the thread."""

from __future__ import annotations

import ast

import pytest

from tests.architecture import tree

LIMITS = {
    "module": 400,
    "function": 40,
    "test file": 600,
    "template": 160,
    "script or sheet": 300,
}

# Each exception has a reason, and leaves this list as soon as it is no longer needed.
EXCEPTIONS: dict[str, str] = {}


def lines(path):
    return len(path.read_text().splitlines())


def too_large():
    found = {}
    for path in tree.python():
        name = tree.name(path)
        is_test = name.startswith("tests/")
        if lines(path) > LIMITS["test file" if is_test else "module"]:
            found[name] = lines(path)
        if not is_test:
            found |= long_functions(path)
    for suffixes, kind in (((".html",), "template"), ((".ts", ".css"), "script or sheet")):
        for path in tree.ending(*suffixes):
            if lines(path) > LIMITS[kind]:
                found[tree.name(path)] = lines(path)
    return found


def long_functions(path):
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        f"{tree.name(path)}::{node.name}": size
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, functions)
        and (size := (node.end_lineno or 0) - node.lineno + 1) > LIMITS["function"]
    }


def test_modules_functions_templates_scripts_and_sheets_stay_small():
    assert {name: size for name, size in too_large().items() if name not in EXCEPTIONS} == {}


@pytest.mark.parametrize("name", [*EXCEPTIONS, "the list itself"])
def test_an_exception_that_is_no_longer_needed_leaves_the_list(name):
    assert name == "the list itself" or name in too_large()
