"""Setting a PDF in a process of its own: what stands in it, and what is said when it fails."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from foundation.typesetting import TypesettingFailed, set_pdf

ASKS = """\
#set document(date: none)
#set text(font: "IBM Plex Sans Arabic")
#let words = json(bytes(sys.inputs.words))
#words.greeting \u00b7 #words.names.at(1)
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "letter.typ"
    path.write_text(ASKS, encoding="utf-8")
    return path


def test_the_words_stand_in_the_pdf(template):
    data = set_pdf(template, {"greeting": "Peace", "names": ["Amina", "أمينة"]})
    (page,) = PdfReader(io.BytesIO(data)).pages
    assert "Peace" in page.extract_text()
    fonts = page["/Resources"]["/Font"].values()
    assert all("IBMPlexSansArabic" in font.get_object()["/BaseFont"] for font in fonts)


def test_the_same_words_give_the_same_bytes(template):
    words = {"greeting": "Peace", "names": ["Amina", "Bilal"]}
    assert set_pdf(template, words) == set_pdf(template, words)


def test_a_word_that_lacks_is_named(template):
    with pytest.raises(TypesettingFailed, match="names"):
        set_pdf(template, {"greeting": "Peace"})


def test_a_template_that_takes_too_long_is_ended(tmp_path):
    endless = tmp_path / "endless.typ"
    endless.write_text("#for i in range(100000) { lorem(1000) }", encoding="utf-8")
    with pytest.raises(TypesettingFailed, match="endless"):
        set_pdf(endless, {}, longest_seconds=1)
