"""What a linter cannot say about layers: edges ask, services write."""

from __future__ import annotations

import ast

from tests.architecture import tree

EDGES = {"views", "api", "forms", "tasks", "handlers", "management", "presenters"}
ONLY_FILES = set(
    "rules events models queries access services forms presenters views api tasks handlers "
    "admin management urls apps migrations templates fixtures __init__".split()
)


def app_and_part(path):
    """Answer ("permits", "services") for mission/permits/services/issue.py."""
    parts = tree.name(path).split("/")
    if parts[0] != "mission" or len(parts) < 3:
        return None
    return parts[1], parts[2].removesuffix(".py")


def modules(parts):
    for path in tree.python():
        place = app_and_part(path)
        if place and place[1] in parts:
            yield path


def test_edges_never_query_models_themselves():
    found = [
        f"{tree.name(path)}:{node.lineno}"
        for path in modules(EDGES)
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]
    assert found == []


def test_an_app_has_only_files_of_the_known_names():
    strangers = {
        tree.name(path)
        for path in tree.files()
        if (place := app_and_part(path)) and place[1] not in ONLY_FILES
    }
    assert strangers == set()


def decorators(node):
    for decorator in node.decorator_list:
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        yield ast.unparse(target)


def test_every_write_names_who_and_when():
    """A public service in a transaction takes ``by`` and ``at``, by keyword only."""
    wrong = [
        f"{tree.name(path)}::{node.name}"
        for path in modules({"services"})
        for node in tree.parsed(path).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and "transaction.atomic" in decorators(node)
        and (
            node.args.args
            or not {"by", "at"} <= {argument.arg for argument in node.args.kwonlyargs}
        )
    ]
    assert wrong == []


def test_edges_do_not_save():
    found = [
        f"{tree.name(path)}:{node.lineno} {node.attr}"
        for path in modules(EDGES - {"forms"})
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.Attribute)
        and node.attr in {"save", "bulk_create", "bulk_update", "get_or_create"}
    ]
    assert found == []
