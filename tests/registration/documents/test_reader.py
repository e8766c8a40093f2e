"""The reader of passports: a program of its own, limited, and never relied on."""

from __future__ import annotations

import os
import stat

import pytest

from mission.registration import services
from mission.registration.services import passports
from tests import hostile
from tests.passports import ZONE
from tests.registration.documents.conftest import AT, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(tmp_path, monkeypatch):
    """Put a program called tesseract on the path that does as it is told."""

    def put(script):
        program = tmp_path / "bin" / "tesseract"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
        passports._language.cache_clear()

    yield put
    passports._language.cache_clear()


SAYS = f"""
if [ "$1" = --list-langs ]; then echo List of languages; echo eng; echo ocrb; exit 0; fi
[ "$4" = ocrb ] && [ "$2" = stdout ] || exit 9
head -c 3 "$1" | od -An -tx1 | grep -q 'ff d8 ff' || exit 8
echo "STATE OF QATAR"; echo '{ZONE[0]}'; echo '{ZONE[1]}'
"""


def test_the_lines_are_read_off_the_picture_that_we_made(person, hand_in, reader):
    reader(SAYS)
    document = hand_in(person, content=hostile.picture((500, 500), kind="PNG"))
    zone = services.read_passport(document=document, by=owner_of(person), at=AT)
    assert zone.number == "K1234567"
    document.refresh_from_db()
    assert document.mrz.splitlines() == ZONE


@pytest.mark.parametrize(
    "script",
    [
        "exit 1",
        "echo nothing to see",
        "sleep 30",
        "yes | head -c 90000000",
        "echo '" + ZONE[0] + "'",
    ],
    ids=["fails", "sees nothing", "sleeps", "talks on", "half a zone"],
)
def test_a_reader_that_does_not_help_does_no_harm(person, hand_in, reader, script, monkeypatch):
    monkeypatch.setattr(passports, "_LONGEST_SECONDS", 1.5)
    reader(script)
    document = hand_in(person)
    assert services.read_passport(document=document, by=owner_of(person), at=AT) is None


def test_the_reader_knows_none_of_our_secrets(person, hand_in, reader, tmp_path):
    reader(f"env > {tmp_path}/seen")
    document = hand_in(person)
    services.read_passport(document=document, by=owner_of(person), at=AT)
    seen = (tmp_path / "seen").read_text()
    assert "DATABASE_URL" not in seen
    assert "RIFADA" not in seen


def test_without_a_reader_the_lines_are_typed(person, hand_in, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    document = hand_in(person)
    assert services.read_passport(document=document, by=owner_of(person), at=AT) is None


def test_readers_that_are_all_at_work_are_not_waited_for(person, hand_in, reader):
    reader(SAYS)
    document = hand_in(person)
    with passports._readers, passports._readers:
        assert services.read_passport(document=document, by=owner_of(person), at=AT) is None
    assert services.read_passport(document=document, by=owner_of(person), at=AT) is not None


def test_only_the_picture_of_a_passport_is_read(person, hand_in, reader):
    reader(SAYS)
    by = owner_of(person)
    scan = hand_in(person, content=hostile.pdf())
    assert services.read_passport(document=scan, by=by, at=AT) is None
    photo = hand_in(person, "PHOTO")
    assert services.read_passport(document=photo, by=by, at=AT) is None
