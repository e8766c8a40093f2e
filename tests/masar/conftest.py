"""The e-path's stand-in over HTTP, and pilgrims to be entered in it."""

from __future__ import annotations

import time
from contextlib import contextmanager

import pytest

from benchmarks.masar_sample import make_pilgrims
from benchmarks.masar_simulator import Simulator
from benchmarks.seasons import open_season
from foundation.clock import now
from foundation.progress import QUIET
from mission.masar import services


@pytest.fixture(scope="session")
def program(tmp_path_factory):
    simulator = Simulator(tmp_path_factory.mktemp("masar"), profile="calm", seed=1)
    simulator.start()
    yield simulator
    simulator.kill()


@pytest.fixture
def simulator(program, settings):
    """An empty, well-behaved e-path; tests make it misbehave."""
    program.control("POST", "forget")
    program.control("POST", "profile/calm")
    settings.MASAR_URL, settings.MASAR_TOKEN = program.url, program.token
    settings.MASAR_BREAKER_SECONDS = 0.05
    return program


@pytest.fixture
def season(db):
    return open_season()


@pytest.fixture
def pilgrims(season):
    return make_pilgrims(season, 12, campaigns=2)


@pytest.fixture
def sitting(season, simulator, system):
    """Give a function that opens the line as the program, or as somebody else."""

    @contextmanager
    def sit(by=system):
        with services.sitting_for(season, by=by, clock=now) as line:
            yield line

    return sit


@pytest.fixture
def exchange(sitting):
    """Give a function that runs the exchange until it is settled or the seconds are over."""

    def run(*, seconds=60.0, until_done=True):
        with sitting() as line:
            return services.run_exchange(
                line, progress=QUIET, seconds=seconds, until_done=until_done
            )

    return run


@pytest.fixture
def exchange_until(exchange):
    """Give a function that runs the exchange in short pieces until something is so."""

    def run(is_so):
        deadline = time.monotonic() + 60
        while not is_so():
            assert time.monotonic() < deadline, "it never came so far"
            exchange(seconds=0.1)

    return run


@pytest.fixture
def compare(sitting):
    """Give a function that compares both sides."""

    def run(**more):
        with sitting() as line:
            return services.compare_sides(line, progress=QUIET, **more)

    return run


@pytest.fixture
def opened(season, pilgrims, simulator, system, at):
    """Everything is ready to be sent."""
    services.open_requests(season=season, by=system, at=at)
    return pilgrims
