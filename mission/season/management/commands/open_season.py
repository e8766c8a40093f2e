"""Open a season from a file of its calendar, camps and sourced rule values."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from foundation.clock import now
from foundation.scoping import Actor
from mission.season import queries, services
from mission.season.rules import SourcedValue

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


class Command(BaseCommand):
    """Open a season; a season that stands already is left as it is."""

    help = "Open a season with its first rule values and camps (season-YEAR.json)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the year, and a file where it is not one that ships."""
        parser.add_argument("year", type=int, help="Hijri year, e.g. 1448")
        parser.add_argument("--file", type=Path, help="another file of the same shape")
        parser.add_argument(
            "--dry-run", action="store_true", help="check the file, write nothing"
        )
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the file, open the season, say so."""
        path = options["file"] or FIXTURES / f"season-{options['year']}.json"
        if not path.is_file():
            raise CommandError(f"There is no file {path}. Give one with --file.")
        plan = json.loads(path.read_text(encoding="utf-8"))
        if plan["hijri_year"] != options["year"]:
            raise CommandError(f"{path} is of season {plan['hijri_year']}.")
        opened = self._open(plan, dry_run=options["dry_run"])
        answer = {"season": plan["hijri_year"], "opened": opened, "values": len(plan["values"])}
        if options["json"]:
            self.stdout.write(json.dumps(answer))
        else:
            word = "is open" if opened else "stood already; nothing was changed"
            self.stdout.write(f"Season {plan['hijri_year']} {word}.")

    def _open(self, plan: dict[str, Any], *, dry_run: bool) -> bool:
        with transaction.atomic():
            if queries.is_open(plan["hijri_year"]):
                return False
            services.open_season(
                calendar=services.Calendar(
                    hijri_year=plan["hijri_year"],
                    reference_date=date.fromisoformat(plan["reference_date"]),
                    arafah_date=date.fromisoformat(plan["arafah_date"]),
                ),
                values={key: SourcedValue(**entry) for key, entry in plan["values"].items()},
                camps=[services.CampPlan(**camp) for camp in plan["camps"]],
                by=Actor.system("open_season"),
                at=now(),
            )
            transaction.set_rollback(dry_run)
        return True
