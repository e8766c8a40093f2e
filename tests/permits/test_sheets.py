"""The printed sheets: every symbol is read back, its size is measured, Arabic is shaped."""

import hashlib
import unicodedata

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from foundation.progress import Cancelled
from mission.people.models import Person
from mission.permits import queries, services
from mission.permits.models import PrintBatch
from mission.permits.presenters.sheets import write_sheets
from tests.permits.factories import granted_to, make_pilgrims

DPI = 300
MM = DPI / 25.4


@pytest.fixture
def printed(season, campaign, permitted, system, at, tmp_path):
    """Twenty-three bracelets on two pages."""
    more = make_pilgrims(campaign, 18, start=50)
    services.receive_granted(
        season=season, granted=granted_to(more, start=50), by=system, at=at
    )
    services.issue_bracelets(season=season, by=system, at=at)
    batch = services.order_sheets(season=season, by=system, at=at)
    path = tmp_path / "sheets.pdf"
    done = write_sheets(batch, path)
    return batch, path, done


def symbols_in(image):
    """Read the QR symbols of a picture; inside one, other kinds may seem to be seen."""
    return zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)


def pages_of(path):
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            yield page.render(scale=DPI / 72).to_pil(), page.get_textpage().get_text_range()
            page.close()


def test_every_symbol_on_every_page_is_read_back(season, printed):
    _, path, done = printed
    found = []
    for image, _ in pages_of(path):
        found += [code.text for code in symbols_in(image)]

    assert sorted(found) == sorted(one.credential for one in queries.live_bracelets(season))
    assert (done.pages, len(found)) == (2, 23)
    assert done.digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_symbol_is_version_7_m_of_exactly_20_mm_in_white(printed):
    image = next(pages_of(printed[1]))[0].convert("L")
    for code in symbols_in(image):
        left, top = code.position.top_left.x, code.position.top_left.y
        width = code.position.top_right.x - left
        assert width == pytest.approx(20 * MM, abs=1.5 * MM / 10)
        assert code.position.bottom_left.y - top == pytest.approx(20 * MM, abs=1.5 * MM / 10)
        assert code.ec_level == "M"
        assert code.symbology_identifier.startswith("]Q")
        assert _is_quiet(image, left, top, width)


def _is_quiet(image, left, top, width):
    """Nothing is printed in the four modules around a symbol, whatever its corners say."""
    margin, slack = round(4 * width / 45), 3
    box = (left - margin, top - margin, left + width + margin, top + width + margin)
    framed = image.crop(tuple(round(edge) for edge in box))
    inner = (margin - slack, margin - slack, margin + round(width) + slack)
    framed.paste(255, (inner[0], inner[1], inner[2], inner[2]))
    return framed.point(lambda shade: 255 if shade < 160 else 0).getbbox() is None


def test_names_numbers_and_serials_stand_on_the_sheet(season, printed):
    text = "\n".join(text for _, text in pages_of(printed[1]))

    for one in queries.live_bracelets(season).select_related("pilgrim__person"):
        assert one.serial in text
        assert one.pilgrim.person.name_en in text
    assert "800 304 0444" in text
    assert text.count("132") >= 23
    assert "Al Noor" in text


def test_arabic_is_shaped_and_runs_from_right_to_left(season, bracelet, system, at, tmp_path):
    """Joined letters are narrower than lone ones, and the first letter stands at the right."""
    Person.objects.update(name_ar="ببببببب سسسس")
    batch = services.order_sheets(season=season, by=system, at=at)
    write_sheets(batch, tmp_path / "a.pdf")

    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as document:
        page = document[0]
        text = page.get_textpage()
        letters = [
            (
                unicodedata.normalize("NFKC", text.get_text_range(place, 1)),
                text.get_charbox(place),
            )
            for place in range(text.count_chars())
        ]
        beh = [box for letter, box in letters if letter == "ب"][:7]
        seen = [box for letter, box in letters if letter == "س"][:4]
        text.close()
        page.close()

    assert len(beh) == 7
    assert (
        min(box[0] for box in beh) > max(box[2] for box in seen) - 1
    )  # the first word is right
    widths = [box[2] - box[0] for box in beh]
    assert max(widths) > 1.8 * min(
        widths
    )  # the last of a word is drawn wide, the others narrow


def test_a_long_name_is_set_smaller_and_stays_on_its_label(
    season, bracelet, system, at, tmp_path
):
    Person.objects.update(
        name_ar="عبدالرحمن بن عبدالعزيز بن محمد بن عبدالله بن إبراهيم آل عبدالرحمن المهندي",
        name_en="Abdulrahman bin Abdulaziz bin Mohammed bin Abdulla bin Ebrahim Al Abdulrahman",
    )
    batch = services.order_sheets(season=season, by=system, at=at)
    write_sheets(batch, tmp_path / "long.pdf")
    image = next(pages_of(tmp_path / "long.pdf"))[0].convert("L")

    gap = (round(103.2 * MM), round(8 * MM), round(104.6 * MM), round(36 * MM))
    inside = image.crop(gap).point(lambda shade: 255 if shade < 160 else 0)
    assert inside.crop((0, 30, inside.width, inside.height - 30)).getbbox() is None
    assert len(symbols_in(image)) == 5


def test_a_name_in_one_script_leaves_the_other_line_empty(
    season, bracelet, system, at, tmp_path
):
    Person.objects.update(name_ar="")
    batch = services.order_sheets(season=season, by=system, at=at)

    assert write_sheets(batch, tmp_path / "one.pdf").pages == 1


def test_a_print_that_is_stopped_leaves_no_file(printed, tmp_path):
    class Stops:
        def start(self, total, label=""): ...
        def advance(self, count=1): ...
        def finish(self): ...
        def check(self):
            raise Cancelled

    target = tmp_path / "stopped.pdf"
    with pytest.raises(Cancelled):
        write_sheets(printed[0], target, progress=Stops())

    assert not target.exists()


def test_nothing_is_printed_twice_unless_it_is_asked_for(season, printed, system, at):
    with pytest.raises(services.NothingToPrint):
        services.order_sheets(season=season, by=system, at=at)

    again = services.order_sheets(season=season, is_again=True, by=system, at=at)

    assert (queries.count_labels(again), again.number) == (23, 2)
    assert PrintBatch.objects.count() == 2


def test_stopped_bracelets_are_not_printed(season, worn, bracelet, system, at):
    services.revoke_bracelet(bracelet=bracelet, reason="LOST", by=system, at=at)

    batch = services.order_sheets(season=season, is_again=True, by=system, at=at)

    serials = {label.serial for label in queries.labels(batch)}
    assert serials == {one.serial for one in worn} - {bracelet.serial}


def test_a_warped_and_soft_symbol_is_still_read(printed):
    image = next(pages_of(printed[1]))[0].convert("L").crop((0, 0, 1200, 420))
    bent = image.transform(
        image.size, Image.Transform.PERSPECTIVE, (1, 0.05, -10, 0.01, 1, 0, 4e-5, 2e-5)
    ).resize((780, 273))

    assert len(symbols_in(bent)) == 1
