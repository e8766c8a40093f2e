"""How the queue's states are said and shown."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.jobs.access import VIEW_JOBS
from foundation.jobs.queries import STUCK, JobRow, State, counts_by_state, living_workers
from foundation.numerals import format_number
from foundation.scoping import Actor
from foundation.wording import register
from foundation.workboard import Link, WorkItem

STATE_LABELS: dict[State, Any] = {
    "failed": _("Failed"),
    "orphaned": _("Worker lost"),
    "late": _("Late"),
    "retrying": _("Will be tried again"),
    "running": _("Running"),
    "waiting": _("Waiting"),
}
SHADES: dict[State, str] = {
    "failed": "bad",
    "orphaned": "bad",
    "late": "warn",
    "retrying": "warn",
    "running": "good",
    "waiting": "calm",
}
register(
    {
        "job_not_stuck": _("This job runs at the moment or is over. Open the list again."),
    }
)


def row(job: JobRow) -> dict[str, Any]:
    """Answer what the table shows of one job."""
    return {
        "job": job,
        "label": STATE_LABELS[job.state],
        "shade": SHADES[job.state],
        "may_be_mended": job.state in ("failed", "late", "retrying", "waiting"),
    }


def figures(counts: dict[State, int]) -> list[dict[str, Any]]:
    """Answer the figures at the head of the page, trouble first."""
    return [
        {
            "value": counts[state],
            "label": STATE_LABELS[state],
            "shade": SHADES[state] if counts[state] and state in STUCK else "",
        }
        for state in counts
    ]


def work_waiting(by: Actor) -> list[WorkItem]:
    """Say on the home of those who watch over jobs what is stuck."""
    if not by.may(VIEW_JOBS):
        return []
    counts = counts_by_state()
    url = reverse("jobs:overview")
    items = []
    if failed := counts["failed"]:
        sentence = ngettext(
            "%(count)s job failed for good and waits for a decision.",
            "%(count)s jobs failed for good and wait for a decision.",
            failed,
        ) % {"count": format_number(failed)}
        items.append(
            WorkItem("bad", now_in_words("Failed"), sentence, url, now_in_words("Look"), failed)
        )
    if late := counts["late"] + counts["orphaned"]:
        sentence = ngettext(
            "%(count)s job is late: no worker takes it.",
            "%(count)s jobs are late: no worker takes them.",
            late,
        ) % {"count": format_number(late)}
        items.append(
            WorkItem("warn", now_in_words("Late"), sentence, url, now_in_words("Look"), late)
        )
    return items


def links(by: Actor) -> list[Link]:
    """Say whether workers run, and how old the journal's seal is."""
    if not by.may(VIEW_JOBS):
        return []
    workers = living_workers()
    told = ngettext("%(count)s worker runs.", "%(count)s workers run.", workers)
    sentence = (
        told % {"count": format_number(workers)} if workers else now_in_words("No worker runs.")
    )
    url = reverse("jobs:overview")
    return [Link("good" if workers else "bad", now_in_words("Workers"), sentence, url)]
