"""What of the selection waits for a person, and its numbers on the homes."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation import numerals
from foundation.clock import now
from foundation.scoping import Actor
from foundation.workboard import Figure, FunnelBar, WorkItem
from mission.season import queries as seasons
from mission.selection import queries
from mission.selection.models import Round
from mission.selection.presenters.council import council_of
from mission.selection.presenters.offers import ending_sentence
from mission.selection.rules import ceremony


def work_waiting(by: Actor) -> list[WorkItem]:
    """Say which step of the newest round waits for this person."""
    season = seasons.current_season()
    newest = queries.latest_round(season) if season else None
    if newest is None or not by.may("selection.view_rounds"):
        return []
    found = [*_for_member(newest, by), *_for_second(newest, by), *_for_chair(newest, by)]
    url = reverse("selection:round", args=[newest.id])
    return [
        *(
            WorkItem(state="warn", tag=tag, sentence=sentence, url=url, verb=verb)
            for tag, sentence, verb in found
        ),
        *_ending_offers(newest, by),
    ]


def _ending_offers(newest: Round, by: Actor) -> list[WorkItem]:
    """Say how many offers end tonight and tomorrow night to whoever may answer for callers."""
    shown = queries.newest_with_offers(newest.season)
    if shown is None or not by.may("selection.answer_offers"):
        return []
    sentence = ending_sentence(shown, at=now())
    if not sentence:
        return []
    url = reverse("selection:offers", args=[shown.id]) + "?state=OPEN"
    return [
        WorkItem(state="calm", tag=_("Ending"), sentence=sentence, url=url, verb=_("See them"))
    ]


def figures(by: Actor) -> list[Figure]:
    """Count the persons who hold seats."""
    season = seasons.current_season()
    if season is None or not by.may("selection.view_rounds"):
        return []
    seated = sum(file.size for file in queries.selected_applications(season))
    return [Figure(_("persons selected"), seated, url=reverse("selection:rounds"))]


def funnel_bars(by: Actor) -> list[FunnelBar]:
    """Count the persons who hold seats, for the season's funnel."""
    return [FunnelBar("selection", _("Selected"), figure.value) for figure in figures(by)]


def _for_member(newest: Round, by: Actor) -> list[tuple[str, str, str]]:
    state = queries.current_state(newest)
    mine = queries.commitment_of(newest, by.id)
    number = {"number": numerals.format_number(newest.number)}
    if state == ceremony.COMMITTING and mine is None and by.may("selection.commit_secret"):
        return [
            (
                _("Asked for"),
                _("Round %(number)s of the draw asks for your secret") % number,
                _("Promise it"),
            )
        ]
    if state == ceremony.FROZEN and mine is not None and not hasattr(mine, "disclosure"):
        freeze = queries.freeze_of(newest)
        if freeze is not None and now() < freeze.chance_at:
            return [
                (
                    _("Due"),
                    _("Show your secret for round %(number)s before chance is known") % number,
                    _("Show it"),
                )
            ]
    return []


def _for_second(newest: Round, by: Actor) -> list[tuple[str, str, str]]:
    """Say what another person proposed and this one may answer."""
    council = council_of(newest, by=by, at=now())
    said = _("%(step)s of round %(number)s waits for a second person")
    number = numerals.format_number(newest.number)
    return [
        (_("Due"), said % {"step": row["step"], "number": number}, _("Answer"))
        for row in council["proposals"]
        if row["may_answer"]
    ]


def _for_chair(newest: Round, by: Actor) -> list[tuple[str, str, str]]:
    if not by.may("selection.draw_round"):
        return []
    number = numerals.format_number(newest.number)
    said = {
        ceremony.DRAFT: (_("The rules of round %(number)s are to be settled"), _("Open it")),
        ceremony.COMMITTING: (_promised(newest), _("Freeze")),
        ceremony.REVEALED: (_("Round %(number)s waits for the public randomness"), _("Draw")),
        ceremony.DRAWN: (
            _("The result of round %(number)s is not published yet"),
            _("Publish"),
        ),
    }
    sentence, verb = said.get(queries.current_state(newest), ("", ""))
    return [(_("Waiting"), sentence % {"number": number}, verb)] if sentence else []


def _promised(newest: Round) -> str:
    count = len(queries.commitments(newest))
    if not count:
        return ""
    sentence = ngettext(
        "Round %(number)s can be frozen: %(count)s secret is promised",
        "Round %(number)s can be frozen: %(count)s secrets are promised",
        count,
    )
    return sentence % {"number": "%(number)s", "count": numerals.format_number(count)}
