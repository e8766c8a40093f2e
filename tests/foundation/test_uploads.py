"""Uploads: streamed, capped, told by their content, whole or not there at all."""

from __future__ import annotations

import hashlib
import io
import json
import os
import time
import tracemalloc
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from foundation.uploads import UploadRefused, open_upload, path_of, safe_name, store_upload
from foundation.uploads.contents import XLSX, media_type_of
from foundation.uploads.models import Upload
from foundation.uploads.services import sweep_orphans

TEXT = "file_no,name\n1,محمد\n".encode()
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _private(media):
    """Keep what is handed in out of the house."""


def files(media):
    return sorted(path for path in media.rglob("*") if path.is_file())


@pytest.fixture
def keep(amina, at):
    def store(source, **named):
        named = {"name": "list.csv", "accept": {"text/plain"}, "max_bytes": 10_000} | named
        return store_upload(source, by=amina, at=at, **named)

    return store


def test_a_file_is_kept_under_its_hash_with_who_and_when(keep, media, amina, at):
    upload = keep([TEXT[:7], TEXT[7:]], name="C:\\Users\\x\\قائمة.csv")
    assert upload.sha256 == hashlib.sha256(TEXT).hexdigest()
    assert (upload.size_bytes, upload.media_type) == (len(TEXT), "text/plain")
    assert (upload.name, upload.by_id, upload.at) == ("قائمة.csv", amina.id, at)
    (path,) = files(media)
    assert path == path_of(upload.sha256)
    assert path.stat().st_mode & 0o777 == 0o600
    with open_upload(upload.sha256) as file:
        assert file.read() == TEXT


@pytest.mark.parametrize(
    "source", [TEXT, None], ids=["django's uploaded file", "a binary file"]
)
def test_every_kind_of_source_is_read(keep, source):
    given = SimpleUploadedFile("x.csv", source) if source else io.BytesIO(TEXT)
    assert keep(given).sha256 == hashlib.sha256(TEXT).hexdigest()


def test_the_same_bytes_twice_are_two_rows_and_one_file(keep, media):
    assert keep([TEXT]).id != keep([TEXT], name="again.csv").id
    assert Upload.objects.count() == 2
    assert len(files(media)) == 1


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ([], "upload_empty"),
        ([b""], "upload_empty"),
        ([b"a" * 6_000, b"b" * 6_000], "upload_too_large"),
        ([b"%PDF-1.7 ..."], "upload_wrong_type"),
        ([b"<html><script>"], "upload_wrong_type"),
        ([b"PK\x03\x04xl/workbook"], "upload_wrong_type"),
        ([b"MZ\x90\x00"], "upload_wrong_type"),
    ],
)
def test_a_refused_file_leaves_nothing_behind(keep, media, source, code):
    with pytest.raises(UploadRefused) as refusal:
        keep(source)
    assert refusal.value.code == code
    assert not Upload.objects.exists()
    assert files(media) == []


def test_a_source_that_breaks_off_leaves_nothing_behind(keep, media):
    def broken():
        yield TEXT
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        keep(broken())
    assert files(media) == []


def test_a_file_too_large_is_read_no_further_and_never_held_whole(keep):
    read = 0

    def endless():
        nonlocal read
        while True:
            read += 1
            yield b"x" * 1_000_000

    tracemalloc.start()
    with pytest.raises(UploadRefused):
        keep(endless(), max_bytes=50_000_000)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert read == 51
    assert peak < 8_000_000


def workbook():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return content.getvalue()


def archive():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr("notes.txt", "hello")
    return content.getvalue()


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (workbook(), XLSX),
        (archive(), "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
        (b"%PDF-1.4", "application/pdf"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"RIFF\x00\x00\x00\x00WEBP", "image/webp"),
        (b"\x7fELF", "application/x-executable"),
        ("اسم,رقم".encode("utf-8-sig"), "text/plain"),
        ("اسم\tرقم".encode("utf-16"), "text/plain"),
        ("اسم".encode("windows-1256"), "text/plain"),
        (b"  <!DOCTYPE html>", "text/html"),
        (b"\xef\xbb\xbf<svg onload=x>", "text/html"),
        (b"\x00\x01\x02", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_a_type_is_told_by_the_content(head, media_type):
    assert media_type_of(head) == media_type


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\قائمة.xlsx", "قائمة.xlsx"),
        (".htaccess", "htaccess"),
        ("a\u202excod.exe", "axcod.exe"),
        ("a\r\nSet-Cookie: x.csv", "aSet-Cookie_ x.csv"),
        ("", "file"),
        ("...", "file"),
        ("/", "file"),
        ("ا" * 300 + ".xlsx", "ا" * 115 + ".xlsx"),
    ],
)
def test_a_name_is_safe_to_show(given_name, shown):
    assert safe_name(given_name) == shown


@given(st.text())
def test_any_name_becomes_a_safe_one(text):
    name = safe_name(text)
    assert 0 < len(name) <= 120
    assert not set(name) & set('/\\\r\n"')


def test_orphans_are_swept_when_they_are_old(keep, media):
    kept = path_of(keep([TEXT]).sha256)
    orphan = path_of(keep([b"orphan"]).sha256)
    Upload.objects.filter(sha256=orphan.name).delete()
    draft = media / "drafts" / "left"
    draft.write_bytes(b"half")
    assert sweep_orphans() == 0
    old = time.time() - 2 * 86_400
    for path in (kept, orphan, draft):
        os.utime(path, (old, old))
    out = io.StringIO()
    call_command("sweep_uploads", "--dry-run", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"files": 2, "removed": False}
    assert sweep_orphans() == 2
    assert files(media) == [kept]


def test_bytes_that_come_again_are_young_again(keep, media):
    path = path_of(keep([TEXT]).sha256)
    Upload.objects.all().delete()
    os.utime(path, (1, 1))
    upload = keep([TEXT])
    upload.delete()
    assert sweep_orphans() == 0


@pytest.mark.parametrize("sha256", ["", "../x", "A" * 64, "0" * 63])
def test_a_path_is_made_of_a_hash_only(sha256):
    with pytest.raises(ValueError, match="no SHA-256"):
        path_of(sha256)
