"""What can be run later: functions marked as jobs, known by ``app.function``."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, ParamSpec

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app

from foundation import clock

P = ParamSpec("P")

FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 600.0


@dataclass(frozen=True)
class Job(Generic[P]):
    """A function that can be deferred; called directly, it simply runs."""

    name: str
    queue: str
    retries: int
    function: Callable[P, Any]
    cron: str = ""

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Any:
        """Run the function here and now."""
        return self.function(*args, **kwargs)


class Backoff(BaseRetryStrategy):
    """Waits 1, 2, 4 … seconds, at most ten minutes, each stretched by up to a half."""

    def __init__(self, retries: int) -> None:
        self.retries = retries

    def get_retry_decision(self, *, exception: BaseException, job: Any) -> RetryDecision | None:
        """Decide for the worker whether and when a failed job runs again."""
        again_at = next_run_at(self.retries, attempts=job.attempts)
        if again_at is None or not isinstance(exception, Exception):
            return None
        return RetryDecision(retry_at=again_at)


def next_run_at(retries: int, *, attempts: int) -> datetime | None:
    """Answer when a job that failed after so many attempts runs again, or None."""
    if attempts >= retries:
        return None
    stretch = random.uniform(1, 1.5)  # noqa: S311  (spreads retries, keeps no secret)
    return clock.now() + timedelta(seconds=wait_seconds(attempts, stretch=stretch))


def wait_seconds(attempts: int, *, stretch: float) -> float:
    """Answer how long a job waits after so many failed attempts; the first failure is 0."""
    doubled = FIRST_WAIT_SECONDS * 2.0 ** min(attempts, 20)
    return min(doubled, LONGEST_WAIT_SECONDS) * stretch


_jobs: dict[str, Job[Any]] = {}


def job(*, queue: str = "default", retries: int = 5) -> Callable[[Callable[P, Any]], Job[P]]:
    """Mark a function of an app's ``tasks.py`` as a job, named ``app.function``.

    Its arguments are keywords of JSON values. It must be safe to run twice.

    retries  how often it runs again after a failure before it is parked as failed
    """

    def mark(function: Callable[P, Any]) -> Job[P]:
        return _register(
            Job(name=_name_of(function), queue=queue, retries=retries, function=function)
        )

    return mark


def scheduled(
    *, cron: str, queue: str = "schedule", retries: int = 0
) -> Callable[[Callable[[], Any]], Job[[]]]:
    """Mark a function without arguments as a job that a schedule starts.

    cron  five fields, or six with seconds last, in UTC. While one start still waits or runs,
          the next does not begin beside it.
    """

    def mark(function: Callable[[], Any]) -> Job[[]]:
        found: Job[[]] = _register(
            Job(_name_of(function), queue=queue, retries=retries, function=function, cron=cron)
        )
        name = found.name
        app.periodic(cron=cron, lock=name, queueing_lock=name)(app.tasks[name])
        return found

    return mark


def job_named(name: str) -> Job[Any] | None:
    """Answer a job by its name, or None."""
    return _jobs.get(name)


def known_jobs() -> dict[str, Job[Any]]:
    """Answer every job by name, in order of name."""
    return dict(sorted(_jobs.items()))


def _register(found: Job[P]) -> Job[P]:
    from foundation.jobs.running import run_in_worker

    def run(context: Any, /, **arguments: Any) -> None:
        run_in_worker(found, context.job.id, arguments)

    run.__name__ = run.__qualname__ = found.name
    run.__module__ = found.function.__module__
    app.task(
        name=found.name, queue=found.queue, retry=Backoff(found.retries), pass_context=True
    )(run)
    _jobs[found.name] = found
    return found


def _name_of(function: Callable[..., Any]) -> str:
    """``mission.masar.tasks`` and ``mission.masar.tasks.send`` give ``masar.<function>``."""
    parts = function.__module__.split(".")
    place = parts.index("tasks") if "tasks" in parts else len(parts)
    return f"{parts[max(place - 1, 0)]}.{function.__name__}"
