"""Compare both sides of the exchange with the Saudi e-path from the console."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.clock import now
from foundation.progress import bar
from foundation.refusals import Refusal
from foundation.scoping import Actor
from foundation.wording import sentence
from mission.masar import queries, services
from mission.season.queries import season_by_year


class Command(BaseCommand):
    """Compare every request with what the e-path holds, and settle what differs."""

    help = "Compare the season's requests with what the Saudi e-path holds."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the season."""
        parser.add_argument("--season", type=int, required=True, help="Hijri year, e.g. 1448")
        parser.add_argument(
            "--dry-run", action="store_true", help="count the differences, settle none"
        )
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one comparison; exit code 1 when the e-path does not answer."""
        season = season_by_year(options["season"])
        by = Actor.system("reconcile_masar")
        progress = bar("comparison")
        progress.start(queries.count_requests(season))
        try:
            with services.sitting_for(season, by=by, clock=now) as sitting:
                run = services.compare_sides(
                    sitting, progress=progress, is_dry=options["dry_run"]
                )
        except Refusal as refusal:
            raise CommandError(sentence(refusal)) from refusal
        finally:
            progress.finish()
        answer = {
            "compared": run.compared,
            "taken_over": run.taken_over,
            "sent_again": run.sent_again,
            "cancelled_there": run.cancelled_there,
            "left_to_people": run.left_to_people,
        }
        if options["json"]:
            self.stdout.write(json.dumps(answer))
        else:
            self.stdout.write("\n".join(f"{name}: {value}" for name, value in answer.items()))
