"""Import a workbook of applicants into a season."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.clock import now
from foundation.progress import QUIET, Progress, bar
from foundation.refusals import Refusal
from foundation.scoping import Actor
from foundation.wording import sentence
from mission.registration import services
from mission.registration.presenters.refused_workbook import write_refused
from mission.registration.queries import imports
from mission.season.models import Season
from mission.season.queries import season_by_year

BY = "import_applications"


class Command(BaseCommand):
    """Put the good rows in, write the refused ones out, say how many of each."""

    help = "Import applicants from an XLSX or CSV file; refused rows can be written to another."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, the season, and where the refused rows go."""
        parser.add_argument("file", type=Path, help="XLSX or CSV")
        parser.add_argument("--season", type=int, required=True, help="Hijri year, e.g. 1448")
        parser.add_argument("--refused", type=Path, help="write the refused rows here (XLSX)")
        parser.add_argument(
            "--dry-run", action="store_true", help="check every row, put nothing in"
        )
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import or only check; answer the report."""
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        progress = QUIET if options["json"] else bar(path.name)
        try:
            season = season_by_year(options["season"])
            work = self._check if options["dry_run"] else self._import
            report = work(path, season, options["refused"], progress)
        except Refusal as refusal:
            raise CommandError(f"{refusal.code}: {sentence(refusal)}") from refusal
        self._answer(report, as_json=options["json"])

    def _check(
        self, path: Path, season: Season, refused: Path | None, progress: Progress
    ) -> dict[str, Any]:
        plan = services.preview_workbook(
            path, season=season, progress=progress, by=Actor.system(BY)
        )
        progress.finish()
        if refused:
            rows = [
                (each.row_number, each.code, plan.cells[each.row_number])
                for each in plan.refused
            ]
            with refused.open("wb") as file:
                write_refused(file, plan.header.cells, rows)
        return plan.report()

    def _import(
        self, path: Path, season: Season, refused: Path | None, progress: Progress
    ) -> dict[str, Any]:
        by = Actor.system(BY)
        with path.open("rb") as file:
            run = services.prepare_import(
                source=file, name=path.name, season=season, by=by, at=now()
            )
        run = services.import_applications(run=run, by=by, at=now(), progress=progress)
        if refused:
            with refused.open("wb") as file:
                write_refused(file, run.source.header, imports.refused_cells_of(run.source))
        return {"import_run": str(run.id), **run.report}

    def _answer(self, report: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
            return
        refused = sum(report["refused"].values())
        self.stdout.write(
            f"{report['rows']:,} rows: {report['accepted']:,} accepted, "
            f"{report['unchanged']:,} unchanged, {refused:,} refused; "
            f"{report['files']:,} new files, {sum(report['mended'].values()):,} cells mended."
        )
        for code, count in report["refused"].items():
            self.stdout.write(f"  {code}  {count:,}")
        if report["without_companion"]:
            self.stdout.write(
                f"{len(report['without_companion']):,} companions were refused; "
                "their files went on without them."
            )
