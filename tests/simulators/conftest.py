"""The stand-in for the e-path as a program, and a mission that calls it."""

from __future__ import annotations

import httpx
import pytest

from benchmarks.masar_simulator import Simulator
from tests.simulators.bodies import group_body, new_key, post


@pytest.fixture(scope="session")
def program(tmp_path_factory):
    simulator = Simulator(tmp_path_factory.mktemp("masar"), profile="calm", seed=1)
    simulator.start()
    yield simulator
    simulator.kill()


@pytest.fixture
def simulator(program):
    program.control("POST", "forget")
    program.control("POST", "profile/calm")
    return program


@pytest.fixture
def mission(simulator):
    headers = {"authorization": f"Bearer {simulator.token}"}
    with httpx.Client(
        base_url=simulator.url, headers=headers, timeout=60, trust_env=False
    ) as line:
        yield line


@pytest.fixture
def group(mission):
    key = new_key()
    post(mission, "groups", group_body(), key)
    return mission.get(f"/v1/requests/{key}").json()["group_number"]
