"""A browser, a server that it can reach, and people who are signed in."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from tools import browser as browsers

ROOT = Path(__file__).resolve().parent.parent.parent
DIST = ROOT / "frontend" / "dist"
# A machine with other work takes long to answer; no test waits for what does not come.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def built():
    """The scripts and styles, built once when nobody did."""
    if not (DIST / "js" / "site.js").exists():
        node = ROOT / ".venv" / "bin" / "node"
        subprocess.run([str(node), "frontend/build.mjs"], cwd=ROOT, check=True)
    if DIST not in settings.STATICFILES_DIRS:
        settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, DIST]


@pytest.fixture(scope="session")
def installed(built):
    """The Chromium of this machine, looked for before the browser's library keeps its loop."""
    return browsers.find(ROOT / "var")


@pytest.fixture(scope="session")
def chromium(installed):
    """One browser for all journeys."""
    # The browser's library keeps a loop running in this thread, where Django would refuse rows.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=str(installed.path),
            args=list(browsers.ARGUMENTS),
            env=os.environ | installed.environment,
        )
        yield started
        started.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)


@pytest.fixture
def visit(chromium, live_server):
    """Give a function that opens a fresh window: language, theme, width, who is signed in."""

    @contextmanager
    def window(*, language="ar", theme="light", width=1280, member=None, script=True):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme=theme,
            java_script_enabled=script,
            locale=language,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if member is not None:
            client = Client()
            client.force_login(member)
            cookies[settings.SESSION_COOKIE_NAME] = client.cookies["sessionid"].value
        context.add_cookies(
            [
                {"name": name, "value": said, "url": live_server.url}
                for name, said in cookies.items()
            ]
        )
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda said: _note(page, said))
        try:
            yield page
        finally:
            context.close()

    return window


def _note(page, said):
    """Keep what the browser complains about; a refused inline style or script is said here."""
    # The live program does not run beside these tests; pages go on without it.
    if said.type == "error" and "ERR_CONNECTION_REFUSED" not in said.text:
        page.faults.append(said.text)
