"""The ceremony of a round: its five steps, its hashes in groups, its chance in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from foundation.scoping import Actor
from mission.selection import queries
from mission.selection.models import Freeze, Round
from mission.selection.presenters.council import chance_words, council_of
from mission.selection.presenters.numbers import (
    family_sentences,
    funnel_rows,
    reasons,
    tier_rows,
)
from mission.selection.presenters.rules import rule_sentences
from mission.selection.presenters.selftest import self_test_rows
from mission.selection.presenters.versions import file_rule_sentences
from mission.selection.presenters.words import state_tag
from mission.selection.rules import ceremony

GROUP = 8


def steps_of(state: str) -> list[dict[str, str]]:
    """Answer the steps of the ceremony as the steps component draws them."""
    labels = [_("Rules"), _("Commit"), _("Freeze"), _("Reveal"), _("Chance"), _("Result")]
    here = {
        ceremony.DRAFT: 0,
        ceremony.COMMITTING: 1,
        ceremony.FROZEN: 3,
        ceremony.REVEALED: 4,
        ceremony.DRAWN: 5,
        ceremony.PUBLISHED: 6,
    }[state]
    return [
        {"label": label, "state": "done" if i < here else "here" if i == here else "next"}
        for i, label in enumerate(labels)
    ]


def ceremony_of(selection_round: Round, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Answer everything that the page of a round shows to one person."""
    state = queries.current_state(selection_round)
    freeze, draw = queries.freeze_of(selection_round), queries.draw_of(selection_round)
    facts = queries.funnel(selection_round)
    return {
        "round": selection_round,
        "state": state,
        "tag": state_tag(state),
        "ceremony_steps": steps_of(state),
        "sentences": rule_sentences(queries.rules_of(selection_round)),
        "file_sentences": file_rule_sentences(selection_round),
        "facts": facts,
        "funnel": funnel_rows(facts),
        "reasons": reasons(facts),
        "tiers": tier_rows(facts),
        "families": family_sentences(queries.families_of_round(selection_round)),
        "freeze": freeze,
        "hashes": hashes_of(freeze),
        "chance": chance_in_words(freeze),
        "chance_is_due": freeze is not None and at >= freeze.chance_at,
        "draw": draw,
        "self_tests": self_test_rows(selection_round),
        "seed_groups": hash_groups(draw.seed) if draw else [],
        **_promises(selection_round, by=by),
        **council_of(selection_round, by=by, at=at),
        "may": _acts(by),
    }


def coming_of(selection_round: Round) -> dict[str, Any]:
    """Answer what is fixed in a round that is not published: anyone may hold it against us."""
    freeze = queries.freeze_of(selection_round)
    return {
        "round": selection_round,
        "sentences": rule_sentences(queries.rules_of(selection_round)),
        "file_sentences": file_rule_sentences(selection_round),
        "promises": [
            {"promise": promise, "disclosure": getattr(promise, "disclosure", None)}
            for promise in queries.commitments(selection_round)
        ],
        "freeze": freeze,
        "chance": chance_in_words(freeze),
        "draw": queries.draw_of(selection_round),
    }


def hash_groups(text: str) -> list[str]:
    """Cut a hash into groups that can be read aloud."""
    return [text[i : i + GROUP] for i in range(0, len(text), GROUP)]


def chance_in_words(freeze: Freeze | None) -> str:
    """Say where the public randomness comes from."""
    if freeze is None:
        return ""
    return chance_words(freeze.chance_kind, freeze.chance_name)


def hashes_of(freeze: Freeze | None) -> list[dict[str, Any]]:
    """Answer the hashes of a freeze, each in groups that can be read aloud."""
    if freeze is None:
        return []
    hashes = {
        "entries.csv": freeze.entries_sha256,
        "rules.json": freeze.rules_sha256,
        "linked.csv": freeze.linked_sha256,
    }
    return [
        {"name": name, "groups": hash_groups(sha256)}
        for name, sha256 in hashes.items()
        if sha256
    ]


def _promises(selection_round: Round, *, by: Actor) -> dict[str, Any]:
    promises = queries.commitments(selection_round)
    rows = [
        {
            "promise": promise,
            "disclosure": getattr(promise, "disclosure", None),
            "is_mine": promise.holder == by.id,
        }
        for promise in promises
    ]
    mine = next((row for row in rows if row["is_mine"]), None)
    return {
        "promises": rows,
        "mine": mine,
        "shown_count": sum(row["disclosure"] is not None for row in rows),
        "all_shown": all(row["disclosure"] is not None for row in rows),
    }


def _acts(by: Actor) -> dict[str, bool]:
    return {
        "prepare": by.may("selection.prepare_round"),
        "commit": by.may("selection.commit_secret"),
        "freeze": by.may("selection.freeze_round"),
        "reveal": by.may("selection.reveal_secret"),
        "draw": by.may("selection.draw_round"),
        "publish": by.may("selection.publish_round"),
        "confirm": by.may("selection.confirm_step"),
        "amend": by.may("selection.amend_result"),
    }
