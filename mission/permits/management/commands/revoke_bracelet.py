"""Revoke one bracelet by its serial."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.clock import now
from foundation.refusals import Refusal
from foundation.scoping import Actor
from foundation.wording import sentence
from mission.permits import queries, services
from mission.permits.forms import STOP_REASONS
from mission.permits.rules.bracelets import State, check_may_become


class Command(BaseCommand):
    """Stop a bracelet for good, now and with the next status list."""

    help = "Revoke a bracelet: no gate opens for it any more."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the serial and the reason."""
        reasons = [value for value, _ in STOP_REASONS]
        parser.add_argument("serial", help="the serial printed on the bracelet")
        parser.add_argument("--reason", required=True, choices=reasons, help="why")
        parser.add_argument("--note", default="", help="more about it")
        parser.add_argument("--dry-run", action="store_true", help="check, write nothing")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Revoke, and say which list tells it."""
        by = Actor.system("revoke_bracelet")
        try:
            bracelet = queries.bracelet_by_serial(options["serial"], by=by)
            check_may_become(queries.bracelet_facts(bracelet), State.REVOKED)
            if not options["dry_run"]:
                services.revoke_bracelet(
                    bracelet=bracelet,
                    reason=options["reason"],
                    note=options["note"],
                    by=by,
                    at=now(),
                )
        except Refusal as refusal:
            raise CommandError(sentence(refusal)) from refusal
        answer = {
            "serial": bracelet.serial,
            "pilgrim": bracelet.pilgrim.reference,
            "revoked": not options["dry_run"],
        }
        word = "Would revoke" if options["dry_run"] else "Revoked"
        said = f"{word} bracelet {bracelet.serial} of pilgrim {bracelet.pilgrim.reference}."
        self.stdout.write(json.dumps(answer) if options["json"] else said)
