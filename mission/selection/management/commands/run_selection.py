"""Hold a round of the selection in one go and write its public proof."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from foundation.clock import now
from foundation.progress import QUIET, Progress, bar
from foundation.refusals import Refusal
from foundation.scoping import Actor
from foundation.wording import sentence
from mission.registration.services import check_eligibility
from mission.season.queries import season_by_year
from mission.selection import queries, services
from mission.selection.models import Round
from mission.selection.rules.secrets_file import read_secrets


class Command(BaseCommand):
    """Commit, freeze, reveal, draw and publish, without the pages."""

    help = (
        "Hold a round of the selection: judge the files, commit the secrets, freeze, reveal, "
        "draw with the public randomness, publish, and write the proof as a ZIP."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the season, the secrets, chance, and where the proof goes."""
        parser.add_argument("--season", type=int, required=True, help="Hijri year, e.g. 1448")
        parser.add_argument(
            "--secrets",
            type=Path,
            required=True,
            help='JSON: [{"member": "Noora", "secret": "…"}, …]; "struck": true for a secret '
            "that is not revealed",
        )
        parser.add_argument(
            "--public-randomness", required=True, help="what the dice, drand or lottery gave"
        )
        parser.add_argument("--out", type=Path, required=True, help="the proof, a ZIP")
        parser.add_argument(
            "--rules", type=Path, help="rules.json; the season's own when not given"
        )
        parser.add_argument(
            "--round", type=int, default=1, help="which round; one held before is refused (1)"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="draw and write the proof, keep nothing"
        )
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the files, hold the round, write the ZIP."""
        try:
            answer = self._hold(options)
        except Refusal as refusal:
            raise CommandError(sentence(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        if options["json"]:
            self.stdout.write(json.dumps(answer))
            return
        kept = "Nothing was kept." if options["dry_run"] else "The result is published."
        self.stdout.write(
            f"Selected {answer['selected_files']} files with {answer['selected_persons']} "
            f"persons for {answer['seats']} seats; {answer['waiting_files']} files wait. {kept}"
        )

    def _hold(self, options: dict[str, Any]) -> dict[str, Any]:
        season = season_by_year(options["season"])
        by = Actor.system("run_selection")
        plan = services.Plan(
            season=season,
            secrets=read_secrets(options["secrets"].read_bytes()),
            public_randomness=options["public_randomness"],
            number=options["round"],
            rules=options["rules"].read_bytes() if options["rules"] else None,
        )
        progress: Progress = QUIET if options["json"] else bar("Selection")
        with transaction.atomic():
            check_eligibility(season=season, by=by, at=now(), progress=progress)
            held = services.run_round(plan=plan, by=by, at=now(), progress=progress)
            options["out"].write_bytes(queries.proof_archive(held))
            answer = _answer(held, dry_run=options["dry_run"])
            transaction.set_rollback(options["dry_run"])
        return answer


def _answer(held: Round, *, dry_run: bool) -> dict[str, Any]:
    facts = queries.funnel(held)
    return {
        "season": held.season.hijri_year,
        "round": held.number,
        "seed": held.draw.seed,
        "entries_sha256": held.freeze.entries_sha256,
        "rules_sha256": held.freeze.rules_sha256,
        "linked_sha256": held.freeze.linked_sha256,
        "families": held.freeze.families,
        "result_sha256": held.draw.result_sha256,
        "files": facts.eligible_files,
        "persons": facts.eligible_persons,
        "seats": facts.seats,
        "selected_files": facts.selected_files,
        "selected_persons": facts.selected_persons,
        "waiting_files": facts.waiting_files,
        "dry_run": dry_run,
    }
