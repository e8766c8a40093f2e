"""Rule sets of missions as published, each value with its source, to start a round from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from foundation.refusals import NotFound
from mission.selection.rules.file_rules import FileRules, read_file_rules
from mission.selection.rules.ruleset import Rules, read_rules

SHIPPED = Path(__file__).resolve().parents[1] / "fixtures" / "presets"


class NoSuchPreset(NotFound):
    """No preset has this name."""

    code = "no_such_preset"


@dataclass(frozen=True)
class Preset:
    """A rule set as some mission published it.

    name, notes, and the texts of sources are written as ``Arabic | English``.

    sources  by the part of the rules: text and public address, which may be empty
    notes    what the preset cannot say, or the mission has to add
    """

    key: str
    name: str
    rules: Rules
    file_rules: FileRules
    sources: Mapping[str, Mapping[str, str]]
    notes: tuple[str, ...]


@cache
def presets() -> tuple[Preset, ...]:
    """Answer the presets that the product ships, by key."""
    return tuple(map(_read, sorted(SHIPPED.glob("*.json"))))


def preset(key: str) -> Preset:
    """Answer one preset; raises NoSuchPreset."""
    for known in presets():
        if known.key == key:
            return known
    raise NoSuchPreset(preset=key)


def _read(path: Path) -> Preset:
    value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Preset(
        key=path.stem,
        name=value["name"],
        rules=read_rules(value["rules"]),
        file_rules=read_file_rules(value["file_rules"]),
        sources=value["sources"],
        notes=tuple(value["notes"]),
    )
