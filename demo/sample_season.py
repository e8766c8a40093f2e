"""The sample season, step by step; deterministic but for the moments, which end today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from demo.applicants import write_workbook
from demo.journey.thread import CAMPAIGNS
from demo.sample import apply, choices, documents, draw, gate, path, people
from foundation.clock import standing_at
from mission.season import queries as seasons
from mission.season import services as season_services
from mission.season.models import Season

YEAR = 1448
SEED = 1448
_MESSY = 0.04
# Those who chose a campaign get their permits; the rest goes on while the demo runs.
EXCHANGE_SECONDS = 20.0

Step = Callable[[datetime], None]


def is_loaded() -> bool:
    """Answer whether every step was done in this database."""
    season = seasons.current_season()
    return season is not None and season.hijri_year == YEAR and _mark(season).exists()


def mark_loaded() -> None:
    """Remember that every step was done."""
    _mark(_season()).touch()


def steps(*, files: int) -> list[tuple[str, Step]]:
    """Answer the steps with their titles, in order; each takes the moment that is now."""
    return [
        ("calendar, rules, camps, campaigns", _open),
        ("accounts", _hire),
        (f"{files:,} applications", partial(_import, files)),
        ("documents of applicants", _hand_in_documents),
        ("eligibility and the draw", _draw),
        ("choices of campaigns, answers to the offers", _choose),
        ("permits from the e-path", _exchange),
        ("bracelets, and seats for the rest", _issue),
        ("a rehearsal at the gates, and a second round", _rehearse),
        ("an application that is being filled in, and objections", _apply),
    ]


def _open(at: datetime) -> None:
    with standing_at(at - timedelta(days=60)):
        _run("open_season", YEAR)
        _run("license_campaigns", CAMPAIGNS, season=YEAR)


def _hire(at: datetime) -> None:
    people.hire_everybody(at=at - timedelta(days=60))
    people.appoint_managers(_season(), at=at - timedelta(days=20))


def _hand_in_documents(at: datetime) -> None:
    documents.hand_in(_season(), at=at - timedelta(days=20))


def _draw(at: datetime) -> None:
    with standing_at(at - timedelta(days=15)):
        _run("check_eligibility", season=YEAR)
    draw.hold_first_round(_season(), at=at - timedelta(days=14))


def _choose(at: datetime) -> None:
    season = _season()
    choices.choose(season, at=at - timedelta(days=13))
    # The offers of the draw end a week after it; those who move up answer while this is shown.
    choices.answer(
        season, first_at=at - timedelta(days=7, hours=1), second_at=at - timedelta(days=6)
    )


def _exchange(at: datetime) -> None:
    _let_bracelets_count_now(_season(), at=at - timedelta(days=4))
    path.exchange_for(EXCHANGE_SECONDS, year=YEAR)


def _issue(at: datetime) -> None:
    _run("issue_bracelets", season=YEAR)
    choices.place_most(_season(), at=at - timedelta(days=1))


def _rehearse(at: datetime) -> None:
    gate.open_gates(_season(), at=at - timedelta(days=3))
    gate.rehearse(_season(), at=at)
    draw.begin_reserve_round(_season(), at=at - timedelta(hours=3))


def _apply(at: datetime) -> None:
    apply.begin_application(_season(), at=at - timedelta(hours=2))
    apply.object_to_findings(_season())


def _import(files: int, at: datetime) -> None:
    folder = settings.RIFADA_VAR / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    workbook = folder / f"applicants-{YEAR}-{files}.xlsx"
    if not workbook.exists():
        draft = workbook.with_suffix(".part.xlsx")
        write_workbook(draft, files=files, seed=SEED, messy=_MESSY)
        draft.rename(workbook)
    with standing_at(at - timedelta(days=21)):
        _run("import_applications", workbook, season=YEAR)


def _run(command: str, *arguments: object, **options: object) -> None:
    """Run a command and keep what it says to itself."""
    words = [str(argument) for argument in arguments]
    call_command(command, *words, json=True, stdout=StringIO(), **options)


def _let_bracelets_count_now(season: Season, *, at: datetime) -> None:
    """Begin the bracelets' time today, so that a gate of the sample admits somebody."""
    base = seasons.rules_in_force(season)
    if datetime.fromisoformat(base.values["bracelet_valid_from"]) <= at:
        return
    season_services.change_rule_values(
        base=base,
        changes={"bracelet_valid_from": at.isoformat(timespec="seconds")},
        note="تجربة البوابات ببيانات الموسم | Rehearsal of the gates with the sample season",
        by=people.LOADER,
        at=at,
    )


def _season() -> Season:
    return seasons.season_by_year(YEAR)


def _mark(season: Season) -> Path:
    folder: Path = settings.RIFADA_VAR / "demo"
    return folder / f"loaded-{season.id}"
