"""Exchange with the Saudi e-path from the console."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.clock import now
from foundation.progress import bar
from foundation.refusals import Refusal
from foundation.scoping import Actor
from foundation.wording import sentence
from mission.masar import presenters, queries, services
from mission.season.models import Season
from mission.season.queries import season_by_year

DAY_SECONDS = 86_400.0


class Command(BaseCommand):
    """Open what is lacking, send, ask and listen."""

    help = "Enter the season's pilgrims in the Saudi e-path: registration, visa, permit."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the season and how long to go on."""
        parser.add_argument("--season", type=int, required=True, help="Hijri year, e.g. 1448")
        parser.add_argument(
            "--until-done", action="store_true", help="go on until every request is settled"
        )
        parser.add_argument(
            "--seconds",
            type=float,
            default=DAY_SECONDS,
            help="stop after so long (default: a day)",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be sent, call nobody"
        )
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one exchange and say what stands where."""
        season = season_by_year(options["season"])
        if options["dry_run"]:
            answer = {
                "pilgrims_not_begun": queries.count_not_begun(season),
                "requests_open": queries.count_open(season),
            }
        else:
            answer = self._exchange(season, options)
        if options["json"]:
            self.stdout.write(json.dumps(answer))
        else:
            self.stdout.write("\n".join(f"{name}: {value}" for name, value in answer.items()))

    def _exchange(self, season: Season, options: dict[str, Any]) -> dict[str, Any]:
        by = Actor.system("exchange_with_masar")
        opened = services.open_requests(season=season, by=by, at=now())
        progress = bar("e-path")
        progress.start(queries.count_to_settle(season))
        try:
            with services.sitting_for(season, by=by, clock=now) as sitting:
                outcome = services.run_exchange(
                    sitting,
                    progress=progress,
                    seconds=options["seconds"],
                    until_done=options["until_done"],
                )
        except Refusal as refusal:
            raise CommandError(sentence(refusal)) from refusal
        finally:
            progress.finish()
        return {
            "opened": opened,
            "calls": outcome.calls,
            "seconds": round(outcome.seconds, 1),
            "open_left": outcome.open_left,
            **presenters.summary(season),
        }
