"""What the hall sees of a ceremony: one step a screen, in large letters."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mission.selection import queries
from mission.selection.models import Proposal, Round
from mission.selection.presenters.ceremony import hash_groups, hashes_of, steps_of
from mission.selection.presenters.council import (
    EVENTS,
    OFFICE_WORDS,
    STEP_WORDS,
    chance_words,
    differing,
    moment_of,
    name_of,
    proposal_words,
    seen_of,
)
from mission.selection.presenters.rules import rule_sentences
from mission.selection.presenters.words import share_word
from mission.selection.rules import ceremony
from mission.selection.rules.council import Step

# As many references as a hall reads while they appear; all of them are on the public page.
SHOWN = 24

TITLES = {
    ceremony.DRAFT: gettext_lazy("The rules"),
    ceremony.COMMITTING: gettext_lazy("The members promise their secrets"),
    ceremony.FROZEN: gettext_lazy("The files are frozen"),
    ceremony.REVEALED: gettext_lazy("Now chance decides"),
    ceremony.DRAWN: gettext_lazy("The draw is held"),
    ceremony.PUBLISHED: gettext_lazy("The result is public"),
}


def projector_of(selection_round: Round, *, at: datetime) -> dict[str, Any]:
    """Answer what the hall sees now."""
    state = queries.current_state(selection_round)
    freeze, draw = queries.freeze_of(selection_round), queries.draw_of(selection_round)
    rows = queries.attendance(selection_round)
    waiting = queries.open_proposals(selection_round, at=at)
    promises = [
        {"promise": promise, "disclosure": getattr(promise, "disclosure", None)}
        for promise in queries.commitments(selection_round)
    ]
    return {
        "round": selection_round,
        "state": state,
        "title": _("Chance is written down") if _has_seed(state, draw) else TITLES[state],
        "ceremony_steps": steps_of(state),
        "sentences": rule_sentences(queries.rules_of(selection_round)),
        "promises": promises,
        "freeze": freeze,
        "hashes": hashes_of(freeze),
        "chance": chance_words(freeze.chance_kind, freeze.chance_name) if freeze else "",
        "chance_is_due": freeze is not None and at >= freeze.chance_at,
        "draw": draw,
        "seed_groups": hash_groups(draw.seed) if draw else [],
        "result_groups": hash_groups(draw.result_sha256) if draw else [],
        "seats": [
            {"name": row.name, "office": OFFICE_WORDS[row.office]}
            for row in rows
            if row.is_present
        ],
        "waiting": [_waiting(one, name_of(one.holder, one.by, rows)) for one in waiting],
        "differing": differing(selection_round, rows),
        "result": _result(selection_round) if state == ceremony.PUBLISHED else [],
        "seen": seen_of(selection_round, at=at),
        "council_events": EVENTS,
    }


def _has_seed(state: str, draw: object) -> bool:
    return state == ceremony.REVEALED and draw is not None


def _waiting(one: Proposal, who: str) -> dict[str, Any]:
    return {
        "who": who,
        "step": STEP_WORDS[Step(one.step)],
        "words": proposal_words(one),
        "office": OFFICE_WORDS[one.office],
        "moment": moment_of(one),
    }


def _result(selection_round: Round) -> list[dict[str, Any]]:
    """Answer the first selected files, in the order in which they were taken."""
    lines = queries.results(selection_round, outcome="SELECTED")[:SHOWN]
    return [
        {
            "place": line.place,
            "reference": line.entry.reference,
            "share": share_word(line.share),
            "size": line.entry.size,
        }
        for line in lines
    ]
