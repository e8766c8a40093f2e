"""The reference says what there is: no more and no less."""

from __future__ import annotations

import ast
import re

from tests.architecture import tree

REFERENCE = tree.ROOT / "docs" / "reference"


def documented(page, pattern):
    return set(re.findall(pattern, (REFERENCE / page).read_text(), re.M))


def environment_in_code():
    module = tree.parsed(tree.ROOT / "config" / "env.py")
    return {
        node.args[0].value
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def test_every_environment_variable_is_documented():
    assert documented("environment.md", r"^\| `([A-Z_]+)`") == environment_in_code()


def test_the_example_environment_names_every_variable():
    example = (tree.ROOT / ".env.example").read_text()
    assert set(re.findall(r"^#?\s?([A-Z_]+)=", example, re.M)) == environment_in_code()


def test_every_command_is_documented():
    commands = {
        path.stem
        for path in tree.python()
        if "management/commands/" in tree.name(path) and not path.stem.startswith("_")
    }
    assert documented("commands.md", r"^(?:\| |#+ )`(?:manage\.py )?([a-z_]+)") == commands


def test_every_event_is_documented():
    events = set()
    for path in tree.python():
        parts = tree.name(path).split("/")
        if (
            parts[0] in {"mission", "foundation"}
            and parts[-1] == "events.py"
            and len(parts) == 3
        ):
            events |= {
                f"{parts[1]}.{node.name}"
                for node in tree.parsed(path).body
                if isinstance(node, ast.ClassDef)
                and any(ast.unparse(base).endswith("Event") for base in node.bases)
            }
    assert documented("events.md", r"^(?:\| |#+ )`([a-z_]+\.[A-Za-z]+)`") == events


def test_every_app_stands_in_the_glossary():
    glossary = (tree.ROOT / "docs" / "glossary.md").read_text()
    assert [app for app in tree.apps() if f"`{app}`" not in glossary] == []


def test_every_decision_has_its_four_parts():
    for path in sorted((tree.ROOT / "docs" / "decisions").glob("[0-9]*.md")):
        text = path.read_text()
        missing = [part for part in ("Context", "Decision", "Consequences") if part not in text]
        assert (path.name, missing) == (path.name, [])
