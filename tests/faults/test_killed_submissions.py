"""Web, worker and database are killed amid submissions: every receipt stands, nothing twice."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter

import httpx
import pytest

from tests.faults.house import ROOT, kill, wait_until

pytestmark = pytest.mark.fault

PEOPLE, LINES = 60, 4
FILL = f"""
import django; django.setup()
import dataclasses, json
from benchmarks.seasons import open_window
from benchmarks.submission_season import fill
print(json.dumps([dataclasses.asdict(each) for each in fill(open_window(), {PEOPLE})]))
"""
TOKEN = "f" * 32
APPLICATIONS = "SELECT count(*) FROM registration_application"
MESSAGES = "SELECT count(*) FROM notifications_message WHERE kind = 'application_received'"
AT_AN_END = MESSAGES + " AND state NOT IN ('QUEUED', 'SENDING')"


@pytest.fixture(scope="module")
def filled(house):
    environment = house.environment() | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    said = subprocess.run(
        [sys.executable, "-c", FILL],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(said.stdout.splitlines()[-1])


class Crowd:
    """People who send their forms until each has a receipt, and note every one they got."""

    def __init__(self, house, filled):
        self.url = f"http://127.0.0.1:{house.port}"
        self.filled = filled
        self.keys = {each["draft"]: str(uuid.uuid4()) for each in filled}
        self.receipts = {each["draft"]: set() for each in filled}
        self.broken = Counter()
        self.threads = [
            threading.Thread(target=self._send_all, args=(filled[number::LINES],))
            for number in range(LINES)
        ]

    def send(self, client, each):
        """Send one form; answer the address of the receipt, or what else came."""
        answer = client.post(
            f"{self.url}/apply/draft/{each['draft']}/submit/",
            data={"csrfmiddlewaretoken": TOKEN, "idempotency_key": self.keys[each["draft"]]},
            headers={"Cookie": f"sessionid={each['session']}; csrftoken={TOKEN}"},
        )
        location = answer.headers.get("Location", "")
        return location if location.endswith("/receipt/") else answer.status_code

    def _send_all(self, share):
        with httpx.Client(timeout=20) as client:
            for each in share:
                until = time.monotonic() + 90
                while not self.receipts[each["draft"]] and time.monotonic() < until:
                    self._try(client, each)

    def _try(self, client, each):
        try:
            said = self.send(client, each)
        except httpx.HTTPError:
            said = "no answer"
        if isinstance(said, str) and said != "no answer":
            self.receipts[each["draft"]].add(said)
        else:
            self.broken[said] += 1
            time.sleep(0.1)


def begin_gateway(house):
    """Start the stand-in of the SMS gateway where the programs expect one."""
    house.begin(
        "-m", "simulators.sms", "--port", str(house.port + 3), "--data", str(house.var / "sms"),
        "--password-file", str(house.var / "keys" / "sms-password"),
    )  # fmt: skip


def kill_each_amid(house, crowd):
    """Kill web, worker and database in turn while the crowd sends, and start each again."""
    web = house.begin_web()
    worker = house.begin("tests/faults/faults_worker.py")
    for thread in crowd.threads:
        thread.start()
    wait_until(lambda: house.ask(APPLICATIONS) > PEOPLE // 5)
    kill(web)
    house.begin_web()
    wait_until(lambda: house.ask(AT_AN_END) > 3)
    kill(worker)
    wait_until(lambda: house.ask(APPLICATIONS) > PEOPLE // 2)
    house.kill_database()
    house.start_database()
    house.begin("tests/faults/faults_worker.py")
    for thread in crowd.threads:
        thread.join()


def test_every_receipt_stands_and_every_message_goes_once(house, filled):
    begin_gateway(house)
    crowd = Crowd(house, filled)
    kill_each_amid(house, crowd)
    assert crowd.broken["no answer"] > 0

    # Whoever sends the same form again is led to the receipt that was given.
    with httpx.Client(timeout=20) as client:
        for each in filled:
            crowd.receipts[each["draft"]].add(crowd.send(client, each))
    assert {len(given) for given in crowd.receipts.values()} == {1}
    given = {address.split("/")[-3] for each in crowd.receipts.values() for address in each}
    assert len(given) == PEOPLE
    held = house.ask("SELECT array_agg(reference) FROM registration_application")
    assert sorted(held) == sorted(given)
    persons = "SELECT count(DISTINCT person_id) FROM registration_applicant"
    assert house.ask(persons) == 3 * PEOPLE
    assert json.loads(house.manage("verify_journal", "--json"))["problems"] == []


def test_every_message_went_out_once(house):
    wait_until(lambda: house.ask(AT_AN_END) == PEOPLE)
    assert house.ask(MESSAGES) == PEOPLE
    listed = httpx.get(f"http://127.0.0.1:{house.port + 3}/messages.json", timeout=60).json()
    taken = Counter(each["to"] for each in listed)
    assert max(taken.values()) == 1
    # What a killed worker had in its hand may have gone out: it says so, and is not sent again.
    unknown = house.ask(MESSAGES + " AND state = 'UNKNOWN'")
    assert PEOPLE - len(taken) <= unknown <= 2
