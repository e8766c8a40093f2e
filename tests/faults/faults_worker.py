"""A worker that loses patience with a dead one sooner than the real one does."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from foundation.jobs import queries, worker  # noqa: E402

worker.BEAT_SECONDS, worker.RESCUE_SECONDS, worker.POLL_SECONDS = 0.4, 0.5, 0.3
queries.DEAD_SECONDS = 2

worker.run_worker(concurrency=1, queues=None)
