"""What later steps of the journey say of an application on its lead's own pages.

Registration knows nothing of the draw and of campaigns: each puts its own card here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mission.registration.models import Application


@dataclass(frozen=True)
class Following:
    """One card of a later step.

    template   shows it, with ``context`` as ``step``
    is_asked   whether the lead has something to do there
    awaits     what the lead waits for, as a sentence; empty when something is to be done
    for_staff  shows it to an operator whom the lead calls; empty: they have nothing to do there
    """

    template: str
    context: Mapping[str, Any]
    is_asked: bool = False
    awaits: str = ""
    for_staff: str = ""


Source = Callable[[Application, datetime], Following | None]
_sources: dict[str, Source] = {}


def add_following(name: str, source: Source) -> None:
    """Let an app put its card on the pages of an application, after those before it."""
    _sources[name] = source


def following(application: Application, *, at: datetime) -> list[Following]:
    """Answer the cards of an application: what is asked of the lead, then the newest step."""
    found = [source(application, at) for source in reversed(_sources.values())]
    return sorted(filter(None, found), key=lambda each: not each.is_asked)
