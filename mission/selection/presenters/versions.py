"""Two versions of a round's rules against each other, and the presets to start from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from foundation.languages import own_half
from mission.registration.queries import Districts, districts_of
from mission.season.models import Season
from mission.season.queries import rule_values
from mission.selection import queries
from mission.selection.models import Round, RuleSet
from mission.selection.presenters.file_rules import file_sentences
from mission.selection.presenters.rules import draw_sentences
from mission.selection.queries import Preset
from mission.selection.rules.file_rules import read_file_rules, season_file_rules
from mission.selection.rules.ruleset import read_rules


@dataclass(frozen=True)
class Change:
    """One sentence of two versions: ``kind`` is same, changed, added or removed."""

    kind: str
    word: str
    state: str
    old: str
    new: str


def file_rule_sentences(selection_round: Round) -> list[str]:
    """Say what gives a file its place in a round."""
    asked = queries.file_rules_in_force(selection_round)
    return list(file_sentences(asked, districts_of(selection_round.season)).values())


def season_sentences(season: Season) -> dict[str, list[str]]:
    """Say the rules of the draw and of the files that a season's values hold."""
    values = rule_values(season)
    return {
        "sentences": list(draw_sentences(read_rules(values["draw_rules"])).values()),
        "file_sentences": list(
            file_sentences(season_file_rules(values), Districts.from_values(values)).values()
        ),
    }


def sentences_of(version: RuleSet) -> dict[str, str]:
    """Say one version of a round's rules, each sentence under a key."""
    values = rule_values(version.round.season)
    own = read_file_rules(version.file_rules) if version.file_rules else None
    said = draw_sentences(read_rules(version.text))
    districts = Districts.from_values(values)
    return said | file_sentences(own or season_file_rules(values), districts)


def changes_between(old: RuleSet, new: RuleSet) -> list[Change]:
    """Compare two versions sentence by sentence, in the order of the newer one."""
    before, after = sentences_of(old), sentences_of(new)
    keys = [*after, *(key for key in before if key not in after)]
    return [_change(before.get(key, ""), after.get(key, "")) for key in keys]


def preset_rows(found: tuple[Preset, ...]) -> list[dict[str, Any]]:
    """Answer each preset with its sentences and its sources in the reader's language."""
    return [
        {
            "key": one.key,
            "name": own_half(one.name),
            "sentences": [
                *draw_sentences(one.rules).values(),
                *file_sentences(one.file_rules, Districts()).values(),
            ],
            "sources": [
                {"of": _source_title(key), "text": own_half(told["text"]), **_address(told)}
                for key, told in one.sources.items()
            ],
            "notes": [own_half(note) for note in one.notes],
        }
        for one in found
    ]


def _change(old: str, new: str) -> Change:
    if old == new:
        return Change("same", _("As before"), "", old, new)
    if not old:
        return Change("added", _("Newly added"), "good", old, new)
    if not new:
        return Change("removed", _("Removed"), "bad", old, new)
    return Change("changed", _("Changed"), "warn", old, new)


def _address(told: Mapping[str, str]) -> dict[str, str]:
    return {"address": told["address"]}


def _source_title(key: str) -> str:
    titles = {
        "quota": _("Seats"),
        "general": _("Order"),
        "last_seat": _("Last seat"),
        "last_sizes": _("Sizes for the last seat"),
        "tickets": _("Tickets"),
        "tiers": _("Tiers"),
        "acceptance_days": _("Days to accept"),
        "reserve": _("Reserve"),
    }
    return titles.get(key, _("Reserved share"))
