"""Pull the whole thread on a workbook: from applicants to pilgrims admitted at the gate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo.journey.thread import Thread
from mission.season.queries import is_open


class Command(BaseCommand):
    """Run every step on an empty database and leave what it made in a folder."""

    help = "Run the thread from a workbook of applicants to admissions, into a folder."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the workbook and the folder."""
        parser.add_argument("applicants", type=Path, help="workbook or CSV of applicants")
        parser.add_argument("--out", type=Path, required=True, help="folder for what is made")
        parser.add_argument("--season", type=int, default=1448, help="Hijri year")
        parser.add_argument("--json", action="store_true", help="answer the summary as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse a database that is in use, else pull the thread."""
        if is_open(options["season"]):
            raise CommandError(
                f"Season {options['season']} is open in this database already. The journey "
                "needs an empty one: make journey makes it."
            )
        if not options["applicants"].is_file():
            raise CommandError(f"There is no file {options['applicants']}.")
        thread = Thread(
            applicants=options["applicants"], out=options["out"], year=options["season"]
        )
        summary = thread.run()
        if options["json"]:
            self.stdout.write(json.dumps(summary, ensure_ascii=False))
            return
        for name, step in summary["steps"].items():
            self.stdout.write(f"{name:<12} {step['seconds']:>7.1f} s")
        self.stdout.write(f"{'all':<12} {summary['seconds']:>7.1f} s, left in {options['out']}")
