"""What the foundation's tests share: an empty queue, processes, the database's address."""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection, connections

ROOT = Path(__file__).resolve().parent.parent.parent


def _call(function, arguments, answers):
    try:
        answers.put((True, function(*arguments)))
    except BaseException as error:
        answers.put((False, repr(error)))
    finally:
        connections.close_all()


@pytest.fixture
def forked():
    """Give a function that runs another in several processes and answers what they answer."""

    def run(function, *arguments, times=1, each=None):
        connections.close_all()
        context = multiprocessing.get_context("fork")
        answers = context.Queue()
        calls = each or [arguments] * times
        processes = [
            context.Process(target=_call, args=(function, call, answers)) for call in calls
        ]
        for process in processes:
            process.start()
        found = [answers.get(timeout=60) for _ in processes]
        for process in processes:
            process.join()
        wrong = [answer for is_well, answer in found if not is_well]
        assert not wrong, wrong
        return [answer for _well, answer in found]

    return run


@pytest.fixture
def empty_queue(transactional_db):
    """Begin and end without jobs: the queue's own tables are not emptied between tests."""

    def empty():
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")

    empty()
    yield
    empty()


@pytest.fixture
def database_url(transactional_db):
    """The address of the tests' database, for programs that are started."""
    given = connection.settings_dict
    host = given["HOST"]
    query = f"?host={quote(host, safe='')}" if host.startswith("/") else ""
    place = "" if query else f"{host}:{given['PORT'] or 5432}"
    login = quote(given["USER"], safe="")
    if given["PASSWORD"]:
        login += ":" + quote(given["PASSWORD"], safe="")
    if query and given["PORT"]:
        query += f"&port={given['PORT']}"
    return f"postgresql://{login}@{place}/{given['NAME']}{query}"


@pytest.fixture
def environment(database_url, settings):
    """The environment of a started program that uses the tests' database and folder."""
    return {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": database_url,
        "RIFADA_VAR": str(settings.RIFADA_VAR),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(ROOT),
        "DEMO": "true",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHON": sys.executable,
    }
