"""The worker process: runs jobs side by side and takes over those of dead workers."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from procrastinate.contrib.django import app

from foundation.jobs import services

logger = logging.getLogger(__name__)

RESCUE_SECONDS = 10.0
BEAT_SECONDS = 5.0
POLL_SECONDS = 2.0
GRACE_SECONDS = 20.0


def run_worker(*, concurrency: int, queues: list[str] | None = None) -> None:
    """Run jobs until the process is asked to stop (SIGINT, SIGTERM).

    Running jobs get 20 seconds to end; what is cut off is taken over by another worker within
    a minute.

    concurrency  how many jobs at once, each in a thread with a database connection
    queues       only these; every queue when None
    """
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    asyncio.run(_run(concurrency, queues))


async def _run(concurrency: int, queues: list[str] | None) -> None:
    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    rescue = asyncio.create_task(_rescue_for_ever())
    try:
        async with worker_app.open_async():
            await worker_app.run_worker_async(
                concurrency=concurrency,
                queues=queues,  # type: ignore[arg-type]  # None means every queue
                fetch_job_polling_interval=POLL_SECONDS,
                update_heartbeat_interval=BEAT_SECONDS,
                # Never prune by age: the rescue below must find the dead worker's jobs first.
                stalled_worker_timeout=24 * 3600,
                shutdown_graceful_timeout=GRACE_SECONDS,
            )
    finally:
        rescue.cancel()
        with suppress(asyncio.CancelledError):
            await rescue


async def _rescue_for_ever() -> None:
    while True:
        try:
            await sync_to_async(_rescue, thread_sensitive=False)()
        except Exception:
            logger.exception("looking for jobs of dead workers failed; trying again")
        await asyncio.sleep(RESCUE_SECONDS)


def _rescue() -> None:
    close_old_connections()
    try:
        services.rescue_orphans()
        services.forget_dead_workers()
    finally:
        close_old_connections()
