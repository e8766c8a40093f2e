"""Make the next signing key of a season."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.clock import now
from foundation.refusals import Refusal
from foundation.scoping import Actor
from foundation.wording import sentence
from mission.permits import queries, services
from mission.permits.forms import ROTATED
from mission.season.queries import season_by_year


class Command(BaseCommand):
    """Publish a new key now; it signs when every reader has heard of it."""

    help = (
        "Make and publish the next signing key; it signs after the notice of the rule values."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the season and what the key signs."""
        usages = [value for value, _ in ROTATED]
        parser.add_argument("--season", type=int, required=True, help="Hijri year, e.g. 1448")
        parser.add_argument("--usage", choices=usages, default="qr", help="bracelets or lists")
        parser.add_argument("--dry-run", action="store_true", help="check, make nothing")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate, and say from when the key signs."""
        by = Actor.system("rotate_signing_key")
        try:
            season = season_by_year(options["season"])
            if options["dry_run"]:
                notice = queries.hours(season, "signing_key_notice_hours")
                answer = {"kid": queries.next_kid(), "signs_from": (now() + notice).isoformat()}
            else:
                key = services.rotate_key(
                    season=season, usage=options["usage"], by=by, at=now()
                )
                answer = {"kid": key.kid, "signs_from": key.signs_from.isoformat()}
        except Refusal as refusal:
            raise CommandError(sentence(refusal)) from refusal
        said = f"Key {answer['kid']} is published; it signs from {answer['signs_from']}."
        if options["dry_run"]:
            said = f"Would make key {answer['kid']}."
        self.stdout.write(json.dumps(answer) if options["json"] else said)
