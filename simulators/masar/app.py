"""Puts the simulator together from its parts."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hijridate import Hijri
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from simulators.masar.api import MissionApi, Refused, refused
from simulators.masar.behaviour import Behaviour
from simulators.masar.clerk import Clerk
from simulators.masar.control import Control
from simulators.masar.dice import Dice
from simulators.masar.mischief import Mischief
from simulators.masar.status_page import StatusPage
from simulators.masar.store import Store

MISSION = "QA"


@dataclass(frozen=True)
class Options:
    """What the program was started with; empty dates mean the dates of the Hijri season."""

    data: Path
    token: str
    control_token: str
    behaviour: Behaviour
    seed: int = 1448
    valid_from: str = ""
    valid_until: str = ""


def validity_of(options: Options) -> Callable[[int], tuple[str, str]]:
    """Give the days on which permits of a season hold; the last day is excluded.

    Without options: from 1 Dhu al-Qi'dah to 15 Muharram, an assumption of this simulator.
    """

    def validity(season: int) -> tuple[str, str]:
        begins = options.valid_from or Hijri(season, 11, 1).to_gregorian().isoformat()
        ends = options.valid_until or Hijri(season + 1, 1, 15).to_gregorian().isoformat()
        return begins, ends

    return validity


async def _health(request: Request) -> Response:
    return PlainTextResponse("ok")


def build(options: Options, *, clock: Callable[[], float] = time.time) -> Mischief:
    """Make the application: endpoints, control, page, and the mischief around them."""
    options.data.mkdir(parents=True, exist_ok=True)
    store = Store(options.data / "masar.sqlite3")
    dice = Dice(seed=options.seed, start=store.count_start())
    clerk = Clerk(store=store, dice=dice, clock=clock, validity=validity_of(options))
    clerk.behaviour = options.behaviour
    api = MissionApi(clerk=clerk, dice=dice, tokens={options.token: MISSION})
    app = Starlette(exception_handlers={Refused: refused})
    mischief = Mischief(app, dice=dice, behaviour=lambda: clerk.behaviour, clock=clock)
    control = Control(
        clerk=clerk, mischief=mischief, token=options.control_token, mission=MISSION
    )
    page = StatusPage(clerk=clerk, mischief=mischief)
    app.router.routes += [
        Route("/", page.show),
        Route("/healthz", _health),
        *control.routes(),
        *api.routes(),
    ]
    return mischief
