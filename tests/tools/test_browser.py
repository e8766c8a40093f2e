"""The browser of the page tests, unpacked by several test processes at once."""

from __future__ import annotations

import io
import tarfile

import pytest

from tools import browser


def archive():
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as tar:
        tar.addfile(tarfile.TarInfo("lib/libnss3.so"))
    return held.getvalue()


@pytest.fixture
def package(tmp_path, monkeypatch):
    source = tmp_path / "package" / "bin"
    source.mkdir(parents=True)
    (source / "chromium.br").write_bytes(b"packed")
    (source.parent / "package.json").write_text("{}")
    monkeypatch.setattr(browser, "PACKAGE", source)
    return source


def unpacked(path):
    return b"program" if path.name == "chromium.br" else archive()


def test_second_of_two_processes_uses_what_the_first_unpacked(package, tmp_path, monkeypatch):
    first = []

    def overtaken(path):
        with monkeypatch.context() as other_process:
            other_process.setattr(browser, "_decompressed", unpacked)
            other_process.setattr(browser.os, "getpid", lambda: 1)
            first.append(browser._packaged(tmp_path / "var"))
        return unpacked(path)

    monkeypatch.setattr(browser, "_decompressed", overtaken)
    second = browser._packaged(tmp_path / "var")
    assert second == first[0]
    assert second.path.read_bytes() == b"program"
    assert list((tmp_path / "var" / "chromium").iterdir()) == [second.path.parent]


def test_a_folder_that_cannot_be_put_in_place_is_told(package, tmp_path, monkeypatch):
    monkeypatch.setattr(browser, "_decompressed", unpacked)

    def refuse(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(browser.Path, "rename", refuse)
    with pytest.raises(OSError, match="No space"):
        browser._packaged(tmp_path / "var")
