"""Runs jobs until stopped."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from foundation.jobs import run_until_idle
from foundation.jobs.worker import run_worker


class Command(BaseCommand):
    """The worker process."""

    help = "Run jobs until stopped; jobs of killed workers are taken over."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which queues and how many jobs at once."""
        parser.add_argument("--concurrency", type=int, default=2, help="jobs at once (2)")
        parser.add_argument("--queue", action="append", help="only this queue; may be repeated")
        parser.add_argument(
            "--until-idle", action="store_true", help="stop when no job is left to run now"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run."""
        if options["until_idle"]:
            runs = run_until_idle(queues=options["queue"])
            self.stdout.write(f"Done: {runs} runs.")
            return
        self.stderr.write("Worker ready.")
        run_worker(concurrency=options["concurrency"], queues=options["queue"])
