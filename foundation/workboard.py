"""What waits for a person: apps say it, every role's home shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from foundation.scoping import Actor

State = Literal["bad", "warn", "calm", "good"]


@dataclass(frozen=True)
class WorkItem:
    """One line of work on a home page.

    state     how urgent, also said by ``tag`` in a word (colour is never the only sign)
    sentence  what waits, in the reader's language, with its count in it
    verb      the word on the button that leads to ``url``
    """

    state: State
    tag: str
    sentence: str
    url: str
    verb: str
    count: int = 1


Provider = Callable[[Actor], list[WorkItem]]

_providers: list[Provider] = []
_urgency: dict[State, int] = {"bad": 0, "warn": 1, "calm": 2, "good": 3}


def register(provider: Provider) -> None:
    """Add an app's answer to the question what waits for this person."""
    if provider not in _providers:
        _providers.append(provider)


def waiting_for(by: Actor) -> list[WorkItem]:
    """Answer all that waits for this person, the most urgent first."""
    items = [item for provider in _providers for item in provider(by)]
    return sorted(items, key=lambda item: _urgency[item.state])


@dataclass(frozen=True)
class Figure:
    """One large number of a home page; ``state`` "bad" paints it and says so."""

    label: str
    value: int
    state: Literal["", "bad", "good"] = ""
    url: str = ""


@dataclass(frozen=True)
class FunnelBar:
    """One bar of the season's funnel; ``step`` is the journey's step that it counts."""

    step: str
    label: str
    value: int


@dataclass(frozen=True)
class Link:
    """One link to another system: is it alive, and how old is its last answer."""

    state: State
    label: str
    sentence: str
    url: str = ""


_figures: list[Callable[[Actor], list[Figure]]] = []
_funnel: list[Callable[[Actor], list[FunnelBar]]] = []
_links: list[Callable[[Actor], list[Link]]] = []


def register_figures(provider: Callable[[Actor], list[Figure]]) -> None:
    """Add an app's large numbers to the homes of those who may see them."""
    _figures.append(provider)


def register_funnel(provider: Callable[[Actor], list[FunnelBar]]) -> None:
    """Add an app's bars to the season's funnel."""
    _funnel.append(provider)


def register_links(provider: Callable[[Actor], list[Link]]) -> None:
    """Add an app's links to other systems."""
    _links.append(provider)


def figures_for(by: Actor) -> list[Figure]:
    """Answer the large numbers that this person may see, in the order of registration."""
    return [figure for provider in _figures for figure in provider(by)]


def funnel_for(by: Actor) -> list[FunnelBar]:
    """Answer the bars of the funnel that this person may see, in the order of registration."""
    return [bar for provider in _funnel for bar in provider(by)]


def links_for(by: Actor) -> list[Link]:
    """Answer the links to other systems that this person may see."""
    return [link for provider in _links for link in provider(by)]
