"""Issue bracelets for every permit in force, and print and list them."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.clock import now
from foundation.progress import bar
from foundation.refusals import Refusal
from foundation.scoping import Actor
from foundation.wording import sentence
from mission.permits import queries, services
from mission.permits.presenters.sheets import write_sheets
from mission.season.models import Season
from mission.season.queries import season_by_year

_BY = Actor.system("issue_bracelets")


class Command(BaseCommand):
    """Take over what was granted, sign what waits, then write sheets and list."""

    help = (
        "Issue a signed bracelet for every permit in force that has none; write all bracelets "
        "in force as sheets (PDF) and as a list (CSV: serial, pilgrim, credential)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the season and where to write."""
        parser.add_argument("--season", type=int, required=True, help="Hijri year, e.g. 1448")
        parser.add_argument("--pdf", type=Path, help="write the sheets of all bracelets here")
        parser.add_argument("--csv", type=Path, help="write the list of all bracelets here")
        parser.add_argument("--dry-run", action="store_true", help="count, write nothing")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Issue, print, list, and say how many."""
        try:
            season = season_by_year(options["season"])
            answer = self._run(season, options)
        except Refusal as refusal:
            raise CommandError(sentence(refusal)) from refusal
        self.stdout.write(json.dumps(answer) if options["json"] else _in_words(answer))

    def _run(self, season: Season, options: dict[str, Any]) -> dict[str, Any]:
        if options["dry_run"]:
            plan = services.plan_issue(season=season, at=now())
            waiting = len(services.unreceived_permits(season))
            return {"received": waiting, **asdict(plan), "sheets": 0, "dry_run": True}
        received = services.receive_permits(
            season=season, by=_BY, at=now(), progress=bar("Permits")
        )
        report = services.issue_bracelets(
            season=season, by=_BY, at=now(), progress=bar("Bracelets")
        )
        answer = {"received": received, **asdict(report), "sheets": 0, "dry_run": False}
        if options["pdf"] is not None:
            answer["sheets"] = self._print(season, options["pdf"])
        if options["csv"] is not None:
            _write_list(season, options["csv"])
        return answer

    def _print(self, season: Season, path: Path) -> int:
        batch = services.order_sheets(season=season, is_again=True, by=_BY, at=now())
        done = write_sheets(batch, path, progress=bar("Sheets"))
        services.finish_sheets(
            batch=batch, file_name="", digest=done.digest, sheets=done.pages, by=_BY, at=now()
        )
        return done.pages


def _write_list(season: Season, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    with draft.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(("serial", "pilgrim", "credential"))
        table.writerows(queries.bracelet_rows(season))
    draft.replace(path)


def _in_words(answer: dict[str, Any]) -> str:
    lines = [
        f"{'Would issue' if answer['dry_run'] else 'Issued'} {answer['issued']:,} bracelets; "
        f"{answer['already']:,} of {answer['permitted']:,} pilgrims with a permit had one."
    ]
    if answer["without_camp"]:
        lines.append(
            f"{answer['without_camp']:,} pilgrims got none: their campaigns have no camp."
        )
    if answer["sheets"]:
        lines.append(f"Wrote {answer['sheets']:,} sheets.")
    return "\n".join(lines)
