"""Finds rows of the journal that were changed, removed, added, reordered or cut off."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from foundation import progress
from foundation.journal.verifying import Verdict, verify


class Command(BaseCommand):
    """The check of the journal; exits with 1 when something was touched."""

    help = "Compare every entry of the journal with its chain and the signed checkpoints."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer JSON."""
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Verify."""
        verdict = verify(progress=progress.bar("verify_journal"))
        if options["json"]:
            self.stdout.write(json.dumps({"sound": verdict.is_sound, **asdict(verdict)}))
        else:
            self._tell(verdict)
        if not verdict.is_sound:
            sys.exit(1)

    def _tell(self, verdict: Verdict) -> None:
        for problem in verdict.problems:
            number = "" if problem.number is None else f" at {problem.number}"
            self.stdout.write(self.style.ERROR(f"{problem.kind}{number}: {problem.detail}"))
        counts = f"{verdict.links:,} entries, {verdict.checkpoints:,} checkpoints"
        waiting = f", {verdict.pending:,} wait for the next seal" if verdict.pending else ""
        word = "sound" if verdict.is_sound else f"{len(verdict.problems)} problems"
        self.stdout.write(f"Done: {word}; {counts}{waiting}.")
