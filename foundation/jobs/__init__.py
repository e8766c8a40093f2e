"""Jobs: work done later, by another process, at least once, until it succeeds or is parked.

Only this package knows the queue's library (procrastinate). A job may run twice when its worker
dies in the middle, so every job asks first what is already done.
"""

from __future__ import annotations

from foundation.jobs.deferring import UnknownJob, defer, defer_by_name, defer_many
from foundation.jobs.idle import run_until_idle
from foundation.jobs.registry import Job, job, scheduled

__all__ = [
    "Job",
    "UnknownJob",
    "defer",
    "defer_by_name",
    "defer_many",
    "job",
    "run_until_idle",
    "scheduled",
]
