"""Prepare, pace, close or look at the waiting room before the application."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from foundation.clock import now
from foundation.refusals import Refusal
from foundation.scoping import Actor
from foundation.waiting import services
from foundation.waiting.models import Opening
from foundation.waiting.queries import NoOpening, is_kept, opening_in_force
from foundation.waiting.services import OpeningPlan
from foundation.wording import sentence
from mission.season.queries import emergency_numbers, rule_values, season_by_year


class Command(BaseCommand):
    """Steer the waiting room and print how it stands."""

    help = (
        "Prepare, pace, close or show the waiting room before the application. `prepare` takes "
        "the opening, the minutes before it and the first emergency number from the season's "
        "rule values."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do, and for `prepare` the season."""
        parser.add_argument("action", choices=["prepare", "pace", "close", "show"])
        parser.add_argument("--season", type=int, help="Hijri year, e.g. 1448; for prepare")
        parser.add_argument(
            "--opens-at", help="ISO 8601 with offset; instead of the rule value, for rehearsals"
        )
        parser.add_argument(
            "--pace", type=float, help="people let in a second at most; WAITING_ROOM_PACE"
        )
        parser.add_argument("--dry-run", action="store_true", help="check, change nothing")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say how the room stands."""
        try:
            with transaction.atomic():
                opening = _act(options)
                transaction.set_rollback(options["dry_run"])
        except Refusal as refusal:
            raise CommandError(f"{refusal.code}: {sentence(refusal)}") from refusal
        told = _told(opening)
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
            return
        for name, value in told.items():
            self.stdout.write(f"{name:<12} {value}")


def _act(options: dict[str, Any]) -> Opening:
    by, at = Actor.system("waiting_room"), now()
    pace = options["pace"] or settings.WAITING_ROOM_PACE
    match options["action"]:
        case "prepare":
            return services.prepare_opening(plan=_plan(options, pace), by=by, at=at)
        case "pace":
            return services.pace_opening(most_pace=pace, by=by, at=at)
        case "close":
            return services.close_opening(by=by, at=at)
    opening = opening_in_force()
    if opening is None:
        raise NoOpening()
    return opening


def _plan(options: dict[str, Any], pace: float) -> OpeningPlan:
    if options["season"] is None:
        raise CommandError("prepare needs --season")
    season = season_by_year(options["season"])
    values, numbers = rule_values(season), emergency_numbers(season)
    opens_at = _moment(options["opens_at"] or values["applications.opens_at"])
    return OpeningPlan(
        name=str(season),
        lobby_from=opens_at - timedelta(minutes=values["applications.lobby_minutes"]),
        opens_at=opens_at,
        most_pace=pace,
        help_line=numbers[0].number if numbers else "",
    )


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{text!r} is no moment: write 2026-09-20T08:00+03:00") from None
    if moment.tzinfo is None:
        raise CommandError(f"{text!r} has no offset: write 2026-09-20T08:00+03:00")
    return moment


def _told(opening: Opening) -> dict[str, Any]:
    at = now()
    closed = opening.closed_at is not None
    state = "closed" if closed else "open" if opening.opens_at <= at else "prepared"
    return {
        "name": opening.name,
        "state": state,
        "kept": not closed and is_kept(opening, at=at),
        "lobby_from": opening.lobby_from.isoformat(),
        "opens_at": opening.opens_at.isoformat(),
        "most_pace": opening.most_pace,
        "pace_now": opening.pace_now,
        "given": opening.given,
        "called": opening.called,
        "in_line": max(0, opening.given - opening.called),
    }
