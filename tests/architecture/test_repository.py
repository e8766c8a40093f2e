"""What must not stand anywhere in the project."""

from __future__ import annotations

import json
import re
import tomllib

import pytest

from tests.architecture import tree

# Written in halves, so that this file does not hold what it forbids.
REGISTRIES = [
    *("pypi" + ".org", "python" + "hosted.org", "registry.npm" + "js.org", "yarn" + "pkg.com"),
    *("deb.debian" + ".org", "proxy.golang" + ".org"),
]
UNFINISHED = re.compile(
    r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK|NotImplemented" + r"Error)\b"
)
LEFT_OUT = re.compile(r"(?:pytest\.|mark\.|test\.)(?:sk" + r"ip|xf" + r"ail|fix" + r"me)\b")
DRAWERS = {"utils", "helpers", "common", "manager", "managers", "misc"}
TEXT = (".py", ".html", ".css", ".ts", ".mjs", ".md", ".toml", ".json", ".txt", ".yml", ".ini")


def texts():
    for path in tree.files():
        if path.suffix in TEXT or path.name in {
            "Makefile",
            ".npmrc",
            ".importlinter",
            ".env.example",
        }:
            yield tree.name(path), path.read_text()


@pytest.mark.parametrize("host", REGISTRIES)
def test_no_download_address_is_written_down(host):
    assert [name for name, text in texts() if host in text] == []


def test_the_lock_file_knows_hashes_and_no_addresses():
    packages = json.loads((tree.ROOT / "package-lock.json").read_text())["packages"]
    locked = [package for path, package in packages.items() if path]
    assert locked
    assert all("integrity" in package and "resolved" not in package for package in locked)


@pytest.mark.parametrize("kind", ["base", "dev"])
def test_every_required_package_is_pinned_with_hashes(kind):
    text = (tree.ROOT / "requirements" / f"{kind}.txt").read_text().replace("\\\n", " ")
    listed = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert listed
    assert [line for line in listed if "==" not in line or "--hash=sha256:" not in line] == []


def required():
    project = tomllib.loads((tree.ROOT / "pyproject.toml").read_text())
    return project["project"]["dependencies"], project["dependency-groups"]["dev"]


def test_every_dependency_says_why():
    lines = (tree.ROOT / "pyproject.toml").read_text().splitlines()
    for wanted in (*required()[0], *required()[1]):
        line = next(line for line in lines if f'"{wanted}"' in line)
        assert re.search(r"#\s*\w.*\w", line), f"{wanted} has no reason beside it"


def test_the_lists_know_every_dependency():
    normal = [
        re.split(r"[\[=<>~!; ]", wanted)[0].lower().replace("_", "-")
        for wanted in required()[0]
    ]
    listed = (tree.ROOT / "requirements" / "base.txt").read_text()
    assert [
        name for name in normal if not re.search(rf"^{re.escape(name)}==", listed, re.M)
    ] == []


def test_nothing_unfinished_is_left():
    found = [name for name, text in texts() if UNFINISHED.search(text)]
    assert found == []


def test_no_test_is_left_out():
    found = [
        name
        for name, text in texts()
        if name.startswith(("tests/", "frontend/")) and LEFT_OUT.search(text)
    ]
    assert found == []


def test_no_drawer_for_everything():
    found = [tree.name(path) for path in tree.python() if path.stem in DRAWERS]
    assert found == []


def test_no_page_holds_a_script_or_a_style_of_its_own():
    inside = re.compile(
        r"<script(?![^>]*\bsrc=)[^>]*>\s*\S|<style\b|\sstyle=\"|\son(?:click|change|submit|load|input|error|focus|blur|key\w+|mouse\w+)=\"",
        re.I,
    )
    allowed = re.compile(r"<script[^>]*type=\"application/(?:json|ld\+json)\"")
    found = [
        tree.name(path)
        for path in tree.ending(".html")
        if any(not allowed.match(m.group(0)) for m in inside.finditer(path.read_text()))
    ]
    assert found == []
