"""Judge the applications of a season by its rule values."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from foundation.clock import now
from foundation.progress import QUIET, bar
from foundation.refusals import Refusal
from foundation.scoping import Actor
from foundation.wording import sentence
from mission.registration import services
from mission.registration.queries.eligible import verdicts_of
from mission.registration.queries.imports import refused_codes_of_newest
from mission.registration.rules.summary import in_order
from mission.season.queries import season_by_year


class Command(BaseCommand):
    """Judge every file, and print the summary and the verdict on each."""

    help = (
        "Judge every application of a season; --json prints `summary`, `rows` (the refused "
        "rows of the newest import) and `files`."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the season."""
        parser.add_argument("--season", type=int, required=True, help="Hijri year, e.g. 1448")
        parser.add_argument("--dry-run", action="store_true", help="judge, keep nothing")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Judge and answer."""
        progress = QUIET if options["json"] else bar("eligibility")
        try:
            with transaction.atomic():
                season = season_by_year(options["season"])
                run = services.check_eligibility(
                    season=season,
                    by=Actor.system("check_eligibility"),
                    at=now(),
                    progress=progress,
                )
                answer = {
                    "summary": in_order(run.summary),
                    "rows": refused_codes_of_newest(season),
                    "files": verdicts_of(run),
                }
                transaction.set_rollback(options["dry_run"])
        except Refusal as refusal:
            raise CommandError(f"{refusal.code}: {sentence(refusal)}") from refusal
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
            return
        self._say(answer["summary"])

    def _say(self, summary: dict[str, Any]) -> None:
        self.stdout.write(
            f"{summary['files']:,} files, {summary['eligible']:,} eligible with "
            f"{summary['eligible_persons']:,} persons and {summary['tickets']:,} tickets."
        )
        for code, count in summary["ineligible"].items():
            self.stdout.write(f"  {code}  {count:,}")
