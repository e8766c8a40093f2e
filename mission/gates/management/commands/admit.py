"""Judge one credential at one gate, as a reader would have it judged."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from foundation import wording
from foundation.clock import now
from foundation.ids import uuid7
from foundation.refusals import Refusal
from foundation.scoping import Actor
from mission.gates import services
from mission.gates.presenters.answers import verdict_body
from mission.gates.queries.posts import GatePost, gate_by_code, post_at
from mission.gates.rules.decision import Direction
from mission.gates.rules.scan import Delivery, PresentedScan, direction_at
from mission.season import queries as seasons

REFUSED = 1


class Command(BaseCommand):
    """Admit or refuse; the scan is kept like any other."""

    help = "Judge a credential at a gate. Exit code 0: admitted, 1: refused, 2: not judged."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the credential, the gate and the moment."""
        parser.add_argument("credential", help="text of the code, HM1:…; - reads it from stdin")
        parser.add_argument("--gate", required=True, help="code of the gate")
        parser.add_argument("--at", help="moment of the scan, ISO 8601 with offset; now")
        parser.add_argument("--season", type=int, help="Hijri year; the current season")
        parser.add_argument("--direction", choices=[way.value for way in Direction])
        parser.add_argument("--dry-run", action="store_true", help="judge, but keep nothing")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Judge, say so, and leave with the exit code of the verdict."""
        try:
            answer = self._judge(options)
        except Refusal as refusal:
            raise CommandError(wording.sentence(refusal), returncode=2) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, default=str))
        else:
            told = (answer["headline"], answer["reason"], answer["advice"])
            self.stdout.write(f"{answer['code']}: " + ". ".join(filter(None, told)))
        if not answer["admitted"]:
            sys.exit(REFUSED)

    def _judge(self, options: dict[str, Any]) -> dict[str, Any]:
        post = _post(options)
        at = _moment(options["at"])
        text = options["credential"]
        asked = Direction(options["direction"]) if options["direction"] else None
        scan = PresentedScan(
            id=uuid7(),
            credential=sys.stdin.read().strip() if text == "-" else text,
            direction=direction_at(post.way, asked),
            scanned_at=at,
        )
        by = Actor.system("admit")
        with transaction.atomic():
            (answer,) = services.record_scans(
                gate=post.gate_code, post=post, delivery=Delivery((scan,)), by=by, at=at
            )
            if options["dry_run"]:
                transaction.set_rollback(True)
        return verdict_body(answer, post, at=at)


def _post(options: dict[str, Any]) -> GatePost:
    year = options["season"]
    season = seasons.season_by_year(year) if year else seasons.current_season()
    if season is None:
        raise CommandError("No season is open. Run: manage.py open_season", returncode=2)
    return post_at(gate_by_code(season, options["gate"]))


def _moment(text: str | None) -> datetime:
    if text is None:
        return now()
    try:
        moment = datetime.fromisoformat(text)
        in_utc = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise CommandError(f"--at {text} is not ISO 8601.", returncode=2) from None
    if moment.tzinfo is None:
        raise CommandError(f"--at {text} has no offset; write Z or +03:00.", returncode=2)
    return in_utc
