"""The virus scanner: asked by its own protocol, and never passed over when it is silent."""

from __future__ import annotations

import io
import socket
import threading

import pytest

from foundation.uploads import UploadRefused
from foundation.uploads.cleaning import PICTURES
from foundation.uploads.models import Upload
from foundation.uploads.services import store_clean_upload
from tests import hostile

pytestmark = pytest.mark.django_db
EICAR_LIKE = b"INVENTED-SIGNATURE-OF-A-TEST"


class Daemon(threading.Thread):
    """A clamd that knows one signature, and speaks INSTREAM as its manual says."""

    def __init__(self, line, *, answer=None):
        super().__init__(daemon=True)
        self.line, self.answer, self.seen = line, answer, []

    def run(self):
        while True:
            try:
                speaker, _ = self.line.accept()
            except OSError:
                return
            with speaker, speaker.makefile("rb") as heard:
                if heard.read(10) != b"zINSTREAM\0":
                    continue
                body = b""
                while size := int.from_bytes(heard.read(4), "big"):
                    body += heard.read(size)
                self.seen.append(body)
                found = b"stream: Test.Invented FOUND" if EICAR_LIKE in body else b"stream: OK"
                if self.answer != b"":
                    speaker.sendall((self.answer or found) + b"\0")


@pytest.fixture
def daemon(settings, tmp_path):
    lines = []

    def start(*, answer=None, kind="unix"):
        if kind == "unix":
            line = socket.socket(socket.AF_UNIX)
            line.bind(str(tmp_path / "clamd"))
            settings.CLAMD_ADDRESS = f"unix:{tmp_path / 'clamd'}"
        else:
            line = socket.socket()
            line.bind(("127.0.0.1", 0))
            settings.CLAMD_ADDRESS = f"127.0.0.1:{line.getsockname()[1]}"
        line.listen()
        lines.append(line)
        thread = Daemon(line, answer=answer)
        thread.start()
        return thread

    yield start
    for line in lines:
        line.close()


@pytest.fixture
def keep(media, amina, at):

    def store(content):
        return store_clean_upload(
            io.BytesIO(content),
            name="x.jpg", accept=PICTURES, max_bytes=15_000_000, by=amina, at=at,
        )  # fmt: skip

    return store


@pytest.mark.parametrize("kind", ["unix", "tcp"])
def test_the_scanner_sees_the_file_as_it_was_handed_in(daemon, keep, kind):
    asked = daemon(kind=kind)
    content = hostile.picture((1500, 1500)) + bytes(200_000)
    assert keep(content).upload.pk
    assert asked.seen == [content]


def test_what_it_finds_is_refused(daemon, keep):
    daemon()
    with pytest.raises(UploadRefused) as refused:
        keep(hostile.picture() + EICAR_LIKE)
    assert refused.value.code == "upload_infected"
    assert not Upload.objects.exists()


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR", b"", b"stream: "])
def test_any_other_answer_is_not_taken_for_a_yes(daemon, keep, answer):
    daemon(answer=answer)
    with pytest.raises(UploadRefused) as refused:
        keep(hostile.picture())
    assert refused.value.code == "upload_not_scanned"


@pytest.mark.parametrize("address", ["unix:/nowhere/clamd", "127.0.0.1:1"])
def test_a_scanner_that_is_away_lets_nothing_through(settings, keep, address):
    settings.CLAMD_ADDRESS = address
    with pytest.raises(UploadRefused) as refused:
        keep(hostile.picture())
    assert refused.value.code == "upload_not_scanned"
