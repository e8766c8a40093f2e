"""The journey as navigation: apps put their step on the thread, a person sees their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from foundation.scoping import Actor

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Step:
    """One step of the journey, as an app registers it."""

    step: str
    label: str | _StrPromise
    url_name: str
    permission: str


@dataclass(frozen=True)
class ShownStep:
    """One step as a person sees it; ``here`` when the page open now belongs to it."""

    step: str
    label: str
    url: str
    count: int
    here: bool


_steps: dict[str, Step] = {}


def register(
    *,
    step: str,
    label: str | _StrPromise,
    url_name: str,
    permission: str,
) -> None:
    """Put a step on the thread; ``settings.JOURNEY`` gives the order."""
    _steps[step] = Step(step, label, url_name, permission)


def steps_for(
    by: Actor, path: str = "", *, waiting: Mapping[str, int] | None = None
) -> list[ShownStep]:
    """Answer the steps that this person may open, in the journey's order.

    waiting  address of a page → how much waits there; it counts for the step it belongs to
    """
    order = {name: place for place, name in enumerate(settings.JOURNEY)}
    mine = [step for step in _steps.values() if by.may(step.permission)]
    mine.sort(key=lambda step: order.get(step.step, len(order)))
    return [_shown(step, path, waiting or {}) for step in mine]


def _shown(step: Step, path: str, waiting: Mapping[str, int]) -> ShownStep:
    url = reverse(step.url_name)
    home = f"/{url.split('/')[1]}/"
    count = sum(number for address, number in waiting.items() if address.startswith(home))
    return ShownStep(step.step, str(step.label), url, count, path.startswith(home))
