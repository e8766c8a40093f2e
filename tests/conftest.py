"""What every test shares: the database server, the settings, and three people.

The people always mean the same. Amina may. Bilal may too, but elsewhere: his campaign is
another. Dawud may not.
"""

from __future__ import annotations

import os
import shutil
import uuid
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED_VECTORS = ROOT.parent / "shared" / "vectors"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")

# Only the first process starts a server; the others inherit its address.
_held = ExitStack()
if not WORKER:
    from foundation.embedded import Profile, lease

    _var = Path(os.environ.get("RIFADA_VAR") or ROOT / "var").resolve() / "tests"
    _var.mkdir(parents=True, exist_ok=True)
    os.environ["RIFADA_TEST_VAR"] = str(_var)
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = _held.enter_context(lease(_var, profile=Profile.TEST))

# Each process writes its keys and documents into a folder of its own, new every time.
_own_var = Path(os.environ["RIFADA_TEST_VAR"]) / (WORKER or "main")
shutil.rmtree(_own_var, ignore_errors=True)
_own_var.mkdir(parents=True)
os.environ["RIFADA_VAR"] = str(_own_var)
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
os.environ["DEMO"] = "true"
os.environ["REQUIRE_SECOND_FACTOR"] = "false"
for _name in (
    "LIVE_URL",
    "MASAR_URL",
    "MASAR_TOKEN",
    "SMS_URL",
    "SMS_USERNAME",
    "SMS_PASSWORD",
    "SMS_REPORT_URL",
    "OIDC_ISSUER",
    "SECRET_KEY",
    "DEBUG",
    "SECURE_TRANSPORT",
    "TRUSTED_PROXIES",
):
    os.environ.pop(_name, None)

import django  # noqa: E402 - the environment comes first
import hypothesis  # noqa: E402
from django.conf import settings  # noqa: E402
from django.utils import translation  # noqa: E402

settings.STORAGES = settings.STORAGES | {
    # Pages are tested without a build of their scripts and styles.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
settings.PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",  # the real one costs 0.4 s a sign-in
    *settings.PASSWORD_HASHERS,
]
# How long an example takes says how busy the machine is.
hypothesis.settings.register_profile("tests", deadline=None)
hypothesis.settings.load_profile("tests")
django.setup()
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)

from foundation import scoping  # noqa: E402
from foundation.scoping import Actor  # noqa: E402
from foundation.waiting import guard  # noqa: E402
from mission.staff.services import hire_member  # noqa: E402
from tests import emptying, kinds, template  # noqa: E402

emptying.after_each_commit()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes():
    """Let each process read the settings when its own folder is known, and not before."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def pytest_unconfigure():
    _held.close()


def pytest_collection_modifyitems(config, items):
    items.sort(key=_turn)
    for item in items:
        if kinds.uses_database(item):
            item.add_marker("database")
            if kinds.needs_one_server(item):
                item.add_marker("one_server")
    if SHARED_VECTORS.is_dir():
        return
    absent = [item for item in items if item.get_closest_marker("shared_vectors")]
    if absent:
        config.hook.pytest_deselected(items=absent)
        items[:] = [item for item in items if item not in absent]
        config.stash[_ABSENT] = len(absent)


def _turn(item):
    """Journeys come last: a browser's event loop stays in its process.

    What starts and kills programs takes long and waits much, so that it comes first.
    """
    return bool(item.get_closest_marker("journey")), not item.get_closest_marker("fault")


_ABSENT = pytest.StashKey[int]()


def pytest_terminal_summary(terminalreporter, config):
    count = config.stash.get(_ABSENT, 0)
    if count:
        terminalreporter.write_line(f"{count} tests left out: {SHARED_VECTORS} is not here")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Let each process copy a database that was migrated once."""
    from django.db import connections

    test = connections["default"].settings_dict.setdefault("TEST", {})
    test["TEMPLATE"] = template.ready(os.environ["DATABASE_URL"])


@pytest.fixture
def at():
    """A moment that stands still."""
    return datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def system():
    """The program itself, which may everything."""
    return Actor.system("tests")


def _everything() -> frozenset[str]:
    return frozenset().union(*scoping._grants.values())


@pytest.fixture
def amina():
    """She may, everywhere."""
    return Actor(
        kind="staff",
        id="00000000-0000-0000-0000-00000000000a",
        label="amina@mission.example",
        permissions=_everything(),
        campaigns=None,
    )


@pytest.fixture
def bilal():
    """He may, but in another campaign than any that a test makes."""
    return Actor(
        kind="staff",
        id="00000000-0000-0000-0000-00000000000b",
        label="bilal@elsewhere.example",
        permissions=_everything(),
        campaigns=frozenset({uuid.UUID("00000000-0000-0000-0000-0000000000bb")}),
    )


@pytest.fixture
def dawud():
    """He may not."""
    return Actor(
        kind="staff",
        id="00000000-0000-0000-0000-00000000000d",
        label="dawud@mission.example",
        permissions=frozenset(),
        campaigns=None,
    )


@pytest.fixture
def member_with(db, system, at):
    """Give a function that hires somebody with these roles and answers the account."""

    def hire(*roles, email=""):
        address = email or f"{uuid.uuid4().hex[:12]}@mission.example"
        return hire_member(
            email=address, names=("منسوب", "Member"), roles=roles, by=system, at=at
        )

    return hire


@pytest.fixture
def signed_in(member_with):
    """Give a function that answers a browser where somebody with these roles is signed in."""
    from django.test import Client

    def sign_in(*roles, language="en", member=None):
        client = Client()
        client.force_login(member or member_with(*roles))
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        return client

    return sign_in


@pytest.fixture
def media(settings, tmp_path):
    """A place of the test's own for what is handed in."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture(scope="session")
def browser():
    """A Chromium for journeys; each test opens a context of its own in it."""
    from playwright.sync_api import sync_playwright

    from tools import browser as chromium

    # Playwright runs an event loop in this thread, which Django would take for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    found = chromium.find(Path(os.environ["RIFADA_TEST_VAR"]).parent)
    with sync_playwright() as playwright:
        started = chromium.launched(playwright, found)
        yield started
        started.close()


@pytest.fixture(autouse=True)
def _nothing_is_kept_in_the_process():
    """Let no test see what the last one left in the process.

    A page leaves its language on the thread, so whoever wants English words says so; the door
    keeps the waiting room's opening for seconds.
    """
    translation.deactivate()
    guard.forget()
