"""Removes stored bytes that no upload names."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from foundation.uploads.services import ORPHAN_SECONDS, sweep_orphans


class Command(BaseCommand):
    """The sweep of orphans, by hand."""

    help = "Remove stored files that no upload names and that are older than a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say how old, and whether to remove at all."""
        parser.add_argument("--older-than-seconds", type=float, default=ORPHAN_SECONDS)
        parser.add_argument("--dry-run", action="store_true", help="count only")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Sweep."""
        count = sweep_orphans(
            older_than_seconds=options["older_than_seconds"], dry_run=options["dry_run"]
        )
        told = {"files": count, "removed": not options["dry_run"]}
        self.stdout.write(json.dumps(told) if options["json"] else f"Done: {count} files.")
