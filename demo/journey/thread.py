"""The seven steps of the thread, each by the command that a mission would use."""

from __future__ import annotations

import csv
import json
import secrets
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime, time
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

from demo.journey.admissions import Rehearsal
from demo.journey.measuring import Measures
from foundation.progress import bar
from foundation.scoping import Actor
from mission.campaigns import queries as campaigns
from mission.permits import queries as permits
from mission.season import queries as seasons

CAMPAIGNS = Path(__file__).resolve().parent.parent / "campaigns.csv"
MEMBERS = ("chair", "first member", "second member")
JOURNEY = Actor.system("journey")


class Thread:
    """One run of the thread into a folder, on a database of its own."""

    def __init__(self, *, applicants: Path, out: Path, year: int) -> None:
        """Remember where the workbook is and where everything goes."""
        self.applicants, self.out, self.year = applicants, out, year
        self.measures = Measures()

    def run(self) -> dict[str, Any]:
        """Pull the thread and answer the summary, which also stands in summary.json."""
        self.out.mkdir(parents=True, exist_ok=True)
        for name, step in self._steps():
            with self.measures.step(name) as counts:
                counts.update(step())
        summary = self.measures.summary()
        self._write("summary.json", json.dumps(summary, ensure_ascii=False, indent=2) + "\n")
        return summary

    def _steps(self) -> Iterable[tuple[str, Any]]:
        return (
            ("season", self._open),
            ("import", self._import),
            ("eligibility", self._judge),
            ("selection", self._draw),
            ("campaigns", self._place),
            ("masar", self._exchange),
            ("bracelets", self._issue),
            ("gates", self._admit),
        )

    def _open(self) -> dict[str, Any]:
        self._call("open_season", self.year)
        return self._call("license_campaigns", CAMPAIGNS, season=self.year)

    def _import(self) -> dict[str, Any]:
        refused = self.out / "refused.xlsx"
        return self._call(
            "import_applications", self.applicants, season=self.year, refused=refused
        )

    def _judge(self) -> dict[str, Any]:
        text = self._text("check_eligibility", season=self.year, json=True)
        self._write("eligibility.json", text)
        summary: dict[str, Any] = json.loads(text)["summary"]
        return summary

    def _draw(self) -> dict[str, Any]:
        given = [{"member": name, "secret": secrets.token_urlsafe(24)} for name in MEMBERS]
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(given, file)
            file.flush()
            return self._call(
                "run_selection",
                season=self.year,
                secrets=Path(file.name),
                public_randomness=secrets.token_hex(32),
                out=self.out / "proof.zip",
            )

    def _place(self) -> dict[str, Any]:
        result = self._call("place_winners", season=self.year)
        season = seasons.season_by_year(self.year)
        header = ("reference", "licence_no", "campaign", "how", "seats")
        self._write_csv("placements.csv", header, campaigns.placement_rows(season))
        return result

    def _exchange(self) -> dict[str, Any]:
        return self._call("exchange_with_masar", season=self.year, until_done=True)

    def _issue(self) -> dict[str, Any]:
        result = self._call(
            "issue_bracelets",
            season=self.year,
            pdf=self.out / "bracelets.pdf",
            csv=self.out / "bracelets.csv",
        )
        season = seasons.season_by_year(self.year)
        rows = permits.permit_rows(season, by=JOURNEY)
        self._write_csv("permits.csv", permits.PermitRow._fields, rows)
        return result

    def _admit(self) -> dict[str, Any]:
        season = seasons.season_by_year(self.year)
        morning = datetime.combine(season.arafah_date, time(9), tzinfo=UTC)
        rehearsal = Rehearsal(season, by=JOURNEY, at=morning)
        counts = rehearsal.run(progress=bar("gates"))
        answer = {"counts": counts, "admissions": rehearsal.admissions}
        self._write("admissions.json", json.dumps(answer, ensure_ascii=False, indent=1) + "\n")
        return counts

    def _call(self, command: str, *arguments: Any, **options: Any) -> dict[str, Any]:
        """Run a command with --json and answer what it says."""
        answer: dict[str, Any] = json.loads(
            self._text(command, *arguments, json=True, **options)
        )
        return answer

    def _text(self, command: str, *arguments: Any, **options: Any) -> str:
        said = StringIO()
        words = [str(argument) for argument in arguments]
        call_command(command, *words, stdout=said, **options)
        return said.getvalue()

    def _write(self, name: str, text: str) -> None:
        (self.out / name).write_text(text, encoding="utf-8")

    def _write_csv(
        self, name: str, header: Iterable[str], rows: Iterable[Iterable[Any]]
    ) -> None:
        with (self.out / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
