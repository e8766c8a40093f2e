"""Promise: with faults on the line and kill -9 at random, nobody is booked twice or lost.

Senders are killed in the middle of their work, the simulator now and then too. In the end both
sides are compared record by record: `python -m benchmarks.bench_masar_faults` (10,000 pilgrims,
50 kills) on the database of DATABASE_URL, which must be migrated and hold no season 1448.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.masar_simulator import Simulator

LONGEST_SECONDS = 1800.0


def fork_sender() -> int:
    """Start a sender of its own by fork, with Django loaded already; answers its process id."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        from django.core.management import call_command

        call_command(
            "exchange_with_masar", season=1448, until_done=True, seconds=600.0, json=True,
            stdout=open(os.devnull, "w"),  # noqa: SIM115, PTH123 - closed by the end
        )  # fmt: skip
        code = 0
    except BaseException as error:
        if "Another process" not in str(error):
            sys.stderr.write(f"sender: {error!r}\n")
    finally:
        os._exit(code)


def run_with_kills(simulator: Simulator, *, kills: int, seed: int) -> dict[str, float]:
    """Run senders until all is settled, killing the first ones at random moments."""
    dice = random.Random(seed)
    began, killed, ended_early = time.monotonic(), 0, 0
    while time.monotonic() - began < LONGEST_SECONDS:
        child = fork_sender()
        if killed < kills:
            time.sleep(dice.uniform(0.02, 0.7))
            if os.waitpid(child, os.WNOHANG)[0]:
                ended_early += 1
            else:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                killed += 1
            if killed and killed % 10 == 0:
                simulator.kill()
                simulator.start()
            if ended_early < 3 * kills:
                continue
        elif os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
            break
        time.sleep(0.1)
    return {"kills": killed, "seconds": round(time.monotonic() - began, 1)}


def differences(truth: dict[str, Any]) -> Counter[str]:
    """Compare every request of ours with every record of theirs, and count what differs."""
    from mission.masar.models import Exchange
    from mission.masar.rules.states import State, state_of_word

    found: Counter[str] = Counter({"booked twice": len(truth["booked_twice"])})
    theirs = {record["key"]: record for record in truth["records"]}
    ours = {str(row.id): row for row in Exchange.objects.all().only("id", "state", "number")}
    for key, record in theirs.items():
        row = ours.get(key)
        if row is None:
            found["unknown to us"] += 1
        elif state_of_word(record["state"]) is not State(row.state):
            found["ends elsewhere"] += 1
        elif (record["number"] or record["application_number"]) != row.number:
            found["another number"] += row.state == State.ACCEPTED
    found["unknown to them"] += sum(
        key not in theirs for key, row in ours.items() if row.state != State.REJECTED
    )
    return found


def people_without_end() -> int:
    """Count pilgrims who have neither a permit nor a refusal that waits for a person."""
    from mission.campaigns.models import Pilgrim
    from mission.masar.models import Exchange
    from mission.masar.rules.states import Operation, State

    permitted = Exchange.objects.filter(operation=Operation.PERMIT, state=State.ACCEPTED)
    waiting = Exchange.objects.filter(needs_person=True)
    rest = Pilgrim.objects.exclude(id__in=permitted.values("pilgrim_id"))
    return rest.exclude(id__in=waiting.values("pilgrim_id")).count()


def measure(*, pilgrims: int, kills: int, seed: int, profile: str) -> dict[str, Any]:
    """Run it all once and answer the figures."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    with tempfile.TemporaryDirectory() as folder:
        simulator = Simulator(Path(folder), profile=profile, seed=seed)
        os.environ |= {"MASAR_URL": simulator.url, "MASAR_TOKEN": simulator.token}
        import django

        django.setup()
        from django.db import connections

        from benchmarks.masar_sample import make_pilgrims
        from benchmarks.seasons import open_season

        make_pilgrims(open_season(), pilgrims, campaigns=max(2, pilgrims // 200))
        connections.close_all()
        simulator.start()
        try:
            figures = run_with_kills(simulator, kills=kills, seed=seed)
            truth = simulator.control("GET", "bookings?records=1")
        finally:
            simulator.kill()
        lost = people_without_end()
        return {"pilgrims": pilgrims, **figures, **differences(truth), "lost": lost}


def main() -> None:
    """Print the figures; exit code 1 when the promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pilgrims", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1448)
    parser.add_argument("--profile", default="quick", choices=["quick", "harsh"])
    given = parser.parse_args()
    figures = measure(
        pilgrims=given.pilgrims, kills=given.kills, seed=given.seed, profile=given.profile
    )
    print(json.dumps(figures))
    good = {"pilgrims", "kills", "seconds"}
    sys.exit(any(value for name, value in figures.items() if name not in good))


if __name__ == "__main__":
    main()
