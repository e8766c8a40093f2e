"""Load the sample season: applicants, draw, campaigns, permits, gates, and work that waits."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from demo import sample_season
from foundation.clock import now


class Command(BaseCommand):
    """Make the sample season once; a loading that was cut off is taken up again."""

    help = "Load the sample season (12,000 files) where it is not loaded yet."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the number of files."""
        parser.add_argument("--files", type=int, default=12_000, help="applications to make")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every step that is not done, saying which."""
        if sample_season.is_loaded():
            return
        for title, step in sample_season.steps(files=options["files"]):
            self.stdout.write(f"Sample season: {title}")
            step(now())
        sample_season.mark_loaded()
