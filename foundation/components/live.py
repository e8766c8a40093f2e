"""Long work on a page: counts, speed, time left, and a way to stop it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils.safestring import SafeString

from foundation import numerals
from foundation.components.library import fill, given, register

RUNNING = {"waiting", "running", "cancelling"}
STATES = {"done": "good", "failed": "bad", "cancelled": "warn"}


@register.simple_tag(takes_context=True)
def progress(context: Any, task: Any, *, done_url: str = "") -> SafeString:
    """Show a long job live, from anything that has the values below.

    Values: ``label``, ``state`` (waiting, running, cancelling, done, failed, cancelled),
    ``done``, ``total`` (0 when unknown), ``rate`` (a second), ``seconds_left`` or None, ``url``
    (answers this component again), ``cancel_url`` or "", ``note``. ``done_url`` is opened when
    it has ended.
    """
    state = str(given(task, "state", "running")).lower()
    left = given(task, "seconds_left", None)
    rate = given(task, "rate", 0)
    done, total = given(task, "done", 0), given(task, "total", 0)
    return fill(
        "progress",
        label=given(task, "label"), note=given(task, "note"), state=state,
        shade=STATES.get(state, ""), running=state in RUNNING,
        done=done, total=total or None,
        share=numerals.format_share(done, total) if total else "",
        rate=numerals.format_number(rate) if rate else "",
        left=numerals.format_duration(timedelta(seconds=left)) if left is not None else "",
        url=_then(given(task, "url"), done_url), done_url=done_url,
        cancel_url=_then(given(task, "cancel_url"), done_url),
        csrf_token=context.get("csrf_token", ""),
    )  # fmt: skip


def _then(url: str, done_url: str) -> str:
    """Say in the address where to go when the work has ended: each answer needs it anew."""
    return f"{url}?{urlencode({'done': done_url})}" if url and done_url else url


@register.simple_block_tag
def live(
    content: SafeString,
    id: str,
    url: str,
    events: str = "",
    *,
    every: int = 10,
    seen: bool = False,
) -> SafeString:
    """Hold a part that keeps itself up to date, at each named event and every so often.

    ``events`` are wire names with spaces between (``masar.PilgrimAccepted gates.Admitted``);
    ``url`` answers the part alone; ``every`` seconds it is asked for anyway. With ``seen`` the
    hidden field of that name inside is sent along, so that 204 can say that nothing changed
    and what somebody opened inside stays open.
    """
    return fill("live", content=content, id=id, url=url, events=events, every=every, seen=seen)
