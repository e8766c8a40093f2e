"""Place the selected files that have chosen no campaign."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from foundation.clock import now
from foundation.scoping import Actor
from mission.campaigns import services
from mission.season.queries import season_by_year


class Command(BaseCommand):
    """Place whole files where seats are; no campaign goes over its capacity."""

    help = "Place every selected file without a campaign where seats are, files kept whole."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the season."""
        parser.add_argument("--season", type=int, required=True, help="Hijri year, e.g. 1448")
        parser.add_argument(
            "--only-accepted",
            action="store_true",
            help="leave out files that have not answered their offer; without it, placing a "
            "file accepts its offer for it",
        )
        parser.add_argument("--dry-run", action="store_true", help="count, write nothing")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Place, and say how many found seats."""
        season = season_by_year(options["season"])
        with transaction.atomic():
            result = services.place_winners(
                season=season,
                by=Actor.system("place_winners"),
                at=now(),
                only_accepted=options["only_accepted"],
            )
            transaction.set_rollback(options["dry_run"])
        if options["json"]:
            self.stdout.write(json.dumps(asdict(result)))
            return
        self.stdout.write(f"Placed {result.files} files, {result.persons} persons.")
        if result.unplaced_files:
            self.stdout.write(
                f"No room for {result.unplaced_files} files with "
                f"{result.unplaced_persons} persons: license more seats and run this again."
            )
