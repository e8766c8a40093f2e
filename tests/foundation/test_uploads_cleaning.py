"""Hostile files: refused with a reason, or made anew so that nothing of the old is left."""

from __future__ import annotations

import hashlib
import io
import subprocess

import pikepdf
import pytest
from PIL import Image

from foundation.uploads import UploadRefused, cleaning, open_upload
from foundation.uploads.cleaning import PDF, PICTURES
from foundation.uploads.models import Upload
from foundation.uploads.services import store_clean_upload
from foundation.wording import registered_codes
from tests import hostile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _private(media):
    """Keep what is handed in out of the house."""


@pytest.fixture
def keep(amina, at):
    def store(content, **named):
        named = {
            "name": "scan.pdf",
            "accept": PICTURES | {PDF},
            "max_bytes": 15_000_000,
        } | named
        return store_clean_upload(io.BytesIO(content), by=amina, at=at, **named)

    return store


def bytes_of(kept):
    with open_upload(kept.upload.sha256) as file:
        return file.read()


def opened(kept):
    return Image.open(io.BytesIO(bytes_of(kept)))


def test_a_photograph_is_turned_upright_and_forgets_where_it_was_taken(keep):
    given = hostile.sideways((800, 600))
    kept = keep(given, name="IMG_1.JPG")
    image = opened(kept)
    assert (kept.upload.media_type, kept.upload.name) == ("image/jpeg", "IMG_1.jpg")
    assert (kept.width, kept.height) == image.size == (600, 800)
    assert image.getpixel((300, 100))[0] > 200  # the half that was up
    assert dict(image.getexif()) == {}
    for left in (b"CameraOfAmina", hostile.SECRET, b"Exif"):
        assert left in given
        assert left not in bytes_of(kept)
    assert kept.original_sha256 == hashlib.sha256(given).hexdigest()
    assert kept.upload.sha256 != kept.original_sha256


def test_only_the_new_file_is_kept(keep, media):
    kept = keep(hostile.picture())
    (path,) = [path for path in media.rglob("*") if path.is_file()]
    assert path.name == kept.upload.sha256
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_hid_behind_a_picture_is_gone(keep):
    given = hostile.polyglot()
    kept = keep(given)
    assert hostile.SECRET in given
    assert hostile.SECRET not in bytes_of(kept)
    assert b"PK\x03\x04" not in bytes_of(kept)


def test_a_picture_that_is_seen_through_stands_on_white(keep):
    kept = keep(hostile.see_through(), name="stamp")
    assert kept.upload.name == "stamp.jpg"
    assert opened(kept).getpixel((5, 5)) == (255, 255, 255)


def test_a_large_picture_is_made_smaller(keep, settings):
    settings.PICTURE_LONGEST_SIDE = 500
    kept = keep(hostile.picture((1200, 800)))
    assert opened(kept).size == (500, 333)


@pytest.mark.parametrize("mode", ["L", "CMYK", "P", "1", "I;16"])
def test_every_way_to_keep_colours_is_read(keep, mode):
    content = io.BytesIO()
    kind = "JPEG" if mode in ("L", "CMYK") else "PNG"
    Image.new(mode, (100, 120)).save(content, kind)
    assert opened(keep(content.getvalue())).mode == "RGB"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "upload_empty"),
        (b"\xff\xd8\xff" + bytes(40_000_000), "upload_too_large"),
        (hostile.executable(), "upload_wrong_type"),
        (hostile.svg(), "upload_wrong_type"),
        (hostile.archive(), "upload_wrong_type"),
        (hostile.picture(kind="GIF"), "upload_wrong_type"),
        (hostile.SECRET, "upload_wrong_type"),
        (hostile.heic(), "picture_is_heic"),
        (hostile.picture()[:700], "picture_damaged"),
        (b"\xff\xd8\xff\xe0" + bytes(500), "picture_damaged"),
        (hostile.png_bomb(), "picture_too_many_pixels"),
        (hostile.png_bomb(7_000, 7_000), "picture_damaged"),
        (hostile.png_text_bomb(), "picture_damaged"),
    ],
    ids=[
        *("nothing", "40 MB", "program", "svg", "archive", "gif", "page", "heic"),
        *("truncated", "only a head", "bomb", "bomb within bounds", "bomb in a note"),
    ],
)
def test_a_bad_picture_is_refused_with_its_reason_and_leaves_nothing(
    keep, media, content, code
):
    with pytest.raises(UploadRefused) as refused:
        keep(content, name="passport.jpg")
    assert refused.value.code == code
    assert code in registered_codes()
    assert not Upload.objects.exists()
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_a_pdf_comes_back_as_its_pages_alone(keep):
    kept = keep(hostile.harmless_pdf(), name="certificate.docx")
    assert (kept.upload.name, kept.pages) == ("certificate.pdf", 1)
    with pikepdf.open(io.BytesIO(bytes_of(kept))) as made:
        assert made.pages[0].obj.Contents.read_bytes().startswith(b"0 0 1 rg")
        assert "/OpenAction" not in made.Root
        assert list(made.pages[0].obj.Annots.as_list()) == []
        assert "/Author" not in made.docinfo
    assert b"x.example" not in bytes_of(kept)


@pytest.mark.parametrize("name", hostile.active_pdfs())
def test_a_pdf_that_can_do_more_than_be_looked_at_is_refused(keep, name):
    with pytest.raises(UploadRefused) as refused:
        keep(hostile.active_pdfs()[name])
    assert refused.value.code == "pdf_active"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (hostile.locked_pdf(), "pdf_encrypted"),
        (hostile.locked_pdf(user="secret"), "pdf_encrypted"),
        (hostile.pdf(pages=11), "pdf_too_many_pages"),
        (hostile.huge_picture_pdf(), "picture_too_many_pixels"),
        (hostile.circular_pdf(), "pdf_damaged"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 20, "pdf_damaged"),
        (b"%PDF-1.7 only a head", "pdf_damaged"),
    ],
    ids=["owner's lock", "user's lock", "pages", "picture", "circle", "noise", "head"],
)
def test_a_bad_pdf_is_refused_with_its_reason(keep, content, code):
    with pytest.raises(UploadRefused) as refused:
        keep(content)
    assert refused.value.code == code
    assert code in registered_codes()


def test_a_pdf_that_unpacks_to_gigabytes_ends_its_own_process_only(keep):
    content = hostile.drawing_bomb()
    assert len(content) < 100_000
    with pytest.raises(UploadRefused) as refused:
        keep(content)
    assert refused.value.code in ("upload_too_much", "pdf_damaged")


def test_a_process_that_takes_too_long_is_ended(keep, monkeypatch):
    monkeypatch.setattr("foundation.uploads.cleaning._LONGEST_SECONDS", 0.001)
    with pytest.raises(UploadRefused) as refused:
        keep(hostile.picture())
    assert refused.value.code == "upload_too_much"


def test_a_page_takes_only_what_it_asks_for(keep):
    with pytest.raises(UploadRefused) as refused:
        keep(hostile.pdf(), accept=PICTURES)
    assert (refused.value.code, refused.value.facts) == (
        "upload_wrong_type",
        {"found": "application/pdf"},
    )


def test_no_more_processes_run_at_once_than_memory_allows(keep, monkeypatch):
    monkeypatch.setattr(cleaning, "_LONGEST_WAIT_SECONDS", 0.01)
    with cleaning._slots, cleaning._slots, pytest.raises(UploadRefused) as refused:
        keep(hostile.picture())
    assert refused.value.code == "upload_busy"
    assert keep(hostile.picture()).upload.pk


def test_a_page_of_a_pdf_is_a_picture(keep):
    kept = keep(hostile.pdf(pages=2))
    page = Image.open(io.BytesIO(cleaning.page_picture(kept.upload.sha256, 1)))
    assert page.format == "JPEG"
    assert page.size == (1200, 1600)  # 300 by 400 points, four times at most
    red, _green, blue = page.convert("RGB").getpixel((120, 1600 - 120))
    assert blue > 200 > 60 > red
    with pytest.raises(UploadRefused):
        cleaning.page_picture(kept.upload.sha256, 3)


def test_the_process_knows_none_of_our_secrets(keep, monkeypatch):
    seen = {}

    def run(command, **named):
        seen.update(named["env"])
        return subprocess.CompletedProcess(command, 1, b"", b"")

    monkeypatch.setattr("foundation.uploads.cleaning.subprocess.run", run)
    with pytest.raises(UploadRefused):
        keep(hostile.picture())
    assert set(seen) == {"PATH", "LANG"}
