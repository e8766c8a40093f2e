"""The transcript: a PDF that says in both languages who did what, when, with which result."""

import unicodedata

import pypdfium2
import pytest

from mission.selection import presenters, queries, services
from tests.selection.test_views import text_of, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(ceremony, files, witness):
    """A round with a declined freeze, two entries that differ, and a witness's word."""
    ceremony.until("commit")
    ceremony.sit(witness)
    declined = ceremony.propose_freeze()
    services.answer_proposal(
        proposal=declined, agrees=False, by=ceremony.secretary, at=ceremony.at
    )
    ceremony.freeze()
    ceremony.reveal()
    ceremony.close()
    ceremony.enter("5 3 6 1 1", ceremony.by)
    ceremony.enter("5 3 6 1 2", ceremony.secretary)
    ceremony.chance()
    ceremony.draw()
    services.attest_round(
        selection_round=ceremony.round, remark="All as told", by=witness, at=ceremony.chance_at
    )
    return ceremony.round


def words_of(pdf):
    """Answer what an eye reads from left to right, line by line, without spaces; and pages.

    The text that a PDF gives by itself is reordered where a line runs from right to left.
    """
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [_lines(page.get_textpage()) for page in document]
    return unicodedata.normalize("NFKC", "\n".join(pages)), len(pages)


def _lines(page):
    lines = {}
    for place in range(page.count_chars()):
        left, bottom, _, top = page.get_charbox(place, loose=True)
        letter = page.get_text_range(place, 1)
        if letter.strip():
            lines.setdefault(round((bottom + top) / 2), []).append((left, letter))
    return "\n".join("".join(letter for _, letter in sorted(lines[y])) for y in lines)


def test_the_pdf_names_hashes_persons_and_the_ends_of_the_result(held):
    pdf = presenters.transcript_pdf(held)

    assert pdf.startswith(b"%PDF-")
    text, pages = words_of(pdf)
    assert pages >= 3
    freeze, draw = held.freeze, held.draw
    for digest in (freeze.entries_sha256, freeze.rules_sha256, draw.seed, draw.result_sha256):
        assert text.count(digest) >= 2  # once in each language
    selected = queries.results(held, outcome="SELECTED")
    for line in (selected.first(), selected.last()):
        assert text.count(line.entry.reference) >= 2
    assert "\n53612" in text  # before its Arabic word, seen from the left
    assert "Publicrandomness53612\n" in text
    assert "53611/53612" in text
    assert "21635" not in text  # never turned round
    for promise in held.commitments.all():
        assert promise.sha256 in text
    for name in ("amina@mission.example", "secretary@mission.example", "Huda", "Noora"):
        assert text.count(name) >= 2
    assert presenters.transcript_pdf(held) == pdf


def test_it_tells_every_word_of_two_persons_in_order(held):
    english = presenters.transcript_of(held)["parts"][1]

    told = [f"{what} {who}" for _, what, who in english["steps"]]
    assert any(one.startswith("Declined: The freeze.") and "secretary@" in one for one in told)
    assert "Declined: The public randomness. \u20665 3 6 1 1 / 5 3 6 1 2\u2069 secretary@mission.example, Secretary" in told  # fmt: skip  # noqa: E501
    assert "Attested the result. All as told witness@mission.example" in told
    assert english["facts"][6] == ("Public randomness", "5 3 6 1 2")
    assert "Ramadan 1448" in english["steps"][0][0]
    assert "March 2027" in english["steps"][0][0]


def test_signature_lines_are_for_all_who_were_there(held):
    arabic, english = presenters.transcript_of(held)["parts"]

    assert [office for _, office in english["signatures"]] == [
        "Chair", "Secretary", "Member", "Member", "Member", "Witness"
    ]  # fmt: skip
    assert arabic["dir"] == "rtl"
    assert arabic["signatures"][0][0] == english["signatures"][0][0]


def test_the_page_gives_it_from_the_draw_on(signed_in, ceremony, files):
    witness = signed_in("COMMITTEE_WITNESS")
    held = ceremony.until("chance")
    assert witness.get(url("transcript", held)).status_code == 404
    ceremony.draw()

    answer = witness.get(url("transcript", held))

    assert answer["Content-Type"] == "application/pdf"
    assert 'filename="transcript-1448-1.pdf"' in answer["Content-Disposition"]
    assert "Transcript" in text_of(witness.get(url("round", held)))
    assert signed_in("GATE_GUARD").get(url("transcript", held)).status_code == 403
