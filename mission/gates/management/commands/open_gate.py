"""Open a gate of a camp."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from foundation import wording
from foundation.clock import now
from foundation.refusals import Refusal
from foundation.scoping import Actor
from mission.gates import services
from mission.gates.models import Way
from mission.season import queries as seasons
from mission.season.models import Camp


class Command(BaseCommand):
    """Open a gate; a code that stands already is refused."""

    help = "Open a gate in the fence of a camp of the current season."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the camp, the code and the names."""
        parser.add_argument("camp", help="code of the camp, e.g. mina-1")
        parser.add_argument("code", help="code of the gate, e.g. mina-1-north")
        parser.add_argument("--name-ar", required=True)
        parser.add_argument("--name-en", required=True)
        parser.add_argument("--way", choices=Way.values, default=Way.BOTH.value)
        parser.add_argument("--dry-run", action="store_true", help="check, write nothing")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Open the gate and say so."""
        try:
            with transaction.atomic():
                gate = services.open_gate(
                    camp=_camp(options["camp"]),
                    code=options["code"],
                    names=(options["name_ar"], options["name_en"]),
                    way=Way(options["way"]),
                    by=Actor.system("open_gate"),
                    at=now(),
                )
                if options["dry_run"]:
                    transaction.set_rollback(True)
        except Refusal as refusal:
            raise CommandError(wording.sentence(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps({"gate": gate.code, "camp": options["camp"]}))
        else:
            self.stdout.write(f"Gate {gate.code} of {options['camp']} is open.")


def _camp(code: str) -> Camp:
    season = seasons.current_season()
    camps = seasons.camps(season) if season else []
    for camp in camps:
        if camp.code == code:
            return camp
    known = ", ".join(camp.code for camp in camps) or "none"
    raise CommandError(f"No camp is called {code}. The season has: {known}.")
