"""Numbers, chains and signs what the journal got since the last time."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from foundation import clock
from foundation.journal import services


class Command(BaseCommand):
    """The seal, by hand; the worker does it every minute."""

    help = "Number and hash-chain the journal's new entries and sign a checkpoint."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer JSON."""
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Seal."""
        checkpoint = services.seal(at=clock.now())
        if options["json"]:
            self.stdout.write(json.dumps(asdict(checkpoint) if checkpoint else None))
        elif checkpoint:
            self.stdout.write(f"Done: sealed up to number {checkpoint.number}.")
        else:
            self.stdout.write("Done: nothing new.")
