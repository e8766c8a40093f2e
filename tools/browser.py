"""Finds a Chromium for the journeys: the one from our locked packages, else the machine's.

The packaged one is compressed and brings the few libraries that bare machines lack, so it is
unpacked once into ``RIFADA_VAR/chromium``. No administrator is needed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Playwright, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "node_modules" / "@sparticuz" / "chromium" / "bin"
UNPACK = (
    "const {brotliDecompressSync: un} = require('node:zlib'); const fs = require('node:fs');"
    "process.stdout.write(un(fs.readFileSync(process.argv[1])))"
)
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars")
SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


@dataclass(frozen=True)
class Browser:
    """A browser that was seen to start, and the environment that it needs."""

    path: Path
    environment: dict[str, str]


class NoBrowser(Exception):
    """No Chromium starts on this machine; the text says what was tried."""


def find(var: Path) -> Browser:
    """Answer a Chromium that starts. Raises NoBrowser."""
    tried: list[str] = []
    for browser in _candidates(var):
        reason = _why_not(browser)
        if not reason:
            return browser
        tried.append(f"{browser.path}: {reason}")
    raise NoBrowser("No Chromium starts here. Tried:\n  " + "\n  ".join(tried or ["nothing"]))


def _candidates(var: Path) -> list[Browser]:
    named = os.environ.get("CHROMIUM")
    if named:
        return [Browser(Path(named), {})]
    found = [_packaged(var)] if (PACKAGE / "chromium.br").exists() else []
    plain = [Browser(Path(path), {}) for name in SYSTEM_NAMES if (path := shutil.which(name))]
    bare = [Browser(browser.path, {}) for browser in found]
    return [*bare, *found, *plain]


def launched(playwright: Playwright, browser: Browser) -> Chromium:
    """Start the browser for a test."""
    return playwright.chromium.launch(
        executable_path=browser.path,
        args=list(ARGUMENTS),
        env={**os.environ, **browser.environment},
        timeout=30_000,
    )


def _why_not(browser: Browser) -> str:
    """Answer why a browser does not start, or nothing when it does."""
    try:
        with sync_playwright() as playwright:
            chromium = launched(playwright, browser)
            page = chromium.new_page()
            page.set_content("<p>ready</p>")
            shown = page.inner_text("p")
            chromium.close()
    except PlaywrightError as error:
        return str(error).strip()[:300]
    return "" if shown == "ready" else f"showed {shown!r}"


def _packaged(var: Path) -> Browser:
    source = PACKAGE / "chromium.br"
    size = source.stat().st_size
    version = hashlib.sha256(f"{size}:{(PACKAGE.parent / 'package.json').read_text()}".encode())
    folder = var / "chromium" / version.hexdigest()[:16]
    if not folder.exists():
        draft = folder.with_name(f"{folder.name}.{os.getpid()}")
        draft.mkdir(parents=True)
        (draft / "chromium").write_bytes(_decompressed(source))
        (draft / "chromium").chmod(0o755)
        for archive in ("al2023.tar.br", "swiftshader.tar.br"):
            with tarfile.open(fileobj=BytesIO(_decompressed(PACKAGE / archive))) as tar:
                tar.extractall(draft)  # noqa: S202 - the lock file names its hash
        try:
            draft.rename(folder)
        except OSError:
            if not folder.exists():
                raise
            # Another process was first; it renames its folder only when that is whole.
            shutil.rmtree(draft)
    environment = {"LD_LIBRARY_PATH": str(folder / "lib")}
    return Browser(folder / "chromium", environment)


def _decompressed(path: Path) -> bytes:
    node = ROOT / ".venv" / "bin" / "node"
    return subprocess.run(
        [str(node), "-e", UNPACK, str(path)], check=True, capture_output=True
    ).stdout


def main() -> None:
    """Print the path of the browser."""
    var = Path(os.environ.get("RIFADA_VAR") or ROOT / "var").resolve()
    try:
        print(find(var).path)
    except NoBrowser as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
