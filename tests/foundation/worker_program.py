"""A worker that knows the tests' jobs and loses patience sooner than the real one."""

from __future__ import annotations

import sys

import django

django.setup()

import tests.foundation.samples  # noqa: E402, F401
from foundation.jobs import queries, worker  # noqa: E402

worker.BEAT_SECONDS, worker.RESCUE_SECONDS, worker.POLL_SECONDS = 0.4, 0.5, 0.3
queries.DEAD_SECONDS = 2

sys.stderr.write("ready\n")
worker.run_worker(concurrency=2, queues=None)
