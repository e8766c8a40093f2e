"""Senders killed at random: nobody is booked twice, nobody is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def address_of_test_database():
    found = connection.get_connection_params()
    parts = {key: found.get(key) for key in ("host", "port", "user", "password", "dbname")}
    query = f"?host={parts['host']}" if str(parts["host"]).startswith("/") else ""
    host = "" if query else f"{parts['host'] or 'localhost'}:{parts['port'] or 5432}"
    secret = f":{parts['password']}" if parts["password"] else ""
    return f"postgres://{parts['user']}{secret}@{host}/{parts['dbname']}{query}"


@pytest.mark.fault
@pytest.mark.django_db(transaction=True)
def test_nobody_is_booked_twice_or_lost_when_senders_are_killed():
    command = [sys.executable, "-m", "benchmarks.bench_masar_faults"]
    command += ["--pilgrims", "200", "--kills", "5"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": address_of_test_database()},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures["pilgrims"] == 200
    assert figures["kills"] == 5
    assert not any(
        count for name, count in figures.items() if name not in ("pilgrims", "kills", "seconds")
    )
