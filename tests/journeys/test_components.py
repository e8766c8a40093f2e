"""The style guide in a browser: each behaviour, with the keyboard and without a script."""

from __future__ import annotations

import pytest

from tests.journeys import looking

GUIDE = "/styleguide/"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_component_is_accessible_and_fits_a_phone(visit, language, theme):
    with visit(language=language, theme=theme) as page:
        # The header of a page is shown once a side.
        assert looking.faults(page, GUIDE, headings=3) == []


def test_script_and_style_of_a_page_stay_under_150_kilobytes(visit):
    import gzip

    sizes = {}
    with visit() as page:
        page.on("response", lambda answer: sizes.update({answer.url: answer}))
        page.goto(GUIDE)
        page.wait_for_load_state("networkidle")
        bodies = [
            answer.body()
            for url, answer in sizes.items()
            if url.split("?")[0].endswith((".js", ".css"))
        ]
    assert len(bodies) >= 3
    assert sum(len(gzip.compress(body, 9)) for body in bodies) < 150_000


def test_dialog_holds_the_focus_closes_on_escape_and_gives_it_back(visit):
    with visit(language="en") as page:
        page.goto(GUIDE)
        opener = page.locator('[data-dialog="dialog_en"]')
        opener.click()
        assert page.locator("#dialog_en").is_visible()
        assert page.evaluate("document.activeElement.closest('dialog') !== null")
        page.keyboard.press("Escape")
        assert page.locator("#dialog_en").is_hidden()
        assert opener.evaluate("(one) => one === document.activeElement")


def test_dialog_and_confirmation_open_without_a_script(visit):
    with visit(language="en", script=False) as page:
        page.goto(GUIDE)
        page.locator('[popovertarget="dialog_en"]').first.click()
        assert page.locator("#dialog_en").is_visible()
        page.locator("#dialog_en button").first.click()
        page.locator('.guide-side[lang="en"] details.confirm summary').first.click()
        assert page.locator('.guide-side[lang="en"] .confirm-box').first.is_visible()


def test_rows_are_worked_from_the_keyboard(visit):
    with visit(language="en") as page:
        page.goto(GUIDE)
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("x")
        row = page.locator("table[data-keys] tbody tr").nth(1)
        assert row.locator(".pick").is_checked()
        assert row.evaluate("(one) => one === document.activeElement")
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.type") == "search"
        page.keyboard.type("jk")
        assert page.locator("input[type=search]").first.input_value() == "jk"


def test_theme_is_chosen_once_and_kept_by_the_server(visit):
    with visit(language="en") as page:
        page.goto(GUIDE)
        page.locator("[data-theme-switch]").click()
        assert page.locator("html").get_attribute("data-theme") == "dark"
        page.reload()
        assert page.locator("html").get_attribute("data-theme") == "dark"


def test_language_switch_works_without_a_script_and_comes_back_to_the_page(visit):
    with visit(language="ar", script=False) as page:
        page.goto(GUIDE)
        page.get_by_role("button", name="English").click()
        assert page.url.endswith(GUIDE)
        assert page.locator("html").get_attribute("dir") == "ltr"


def test_chosen_file_is_named_before_it_is_sent(visit, tmp_path):
    workbook = tmp_path / "متقدمون.xlsx"
    workbook.write_bytes(b"x" * 2_500_000)
    with visit(language="ar") as page:
        page.goto(GUIDE)
        drop = page.locator('.guide-side[lang="ar"] [data-file-drop]')
        drop.locator("input").set_input_files(workbook)
        said = drop.locator("[data-file-name]").inner_text()
        assert "متقدمون.xlsx" in said
        assert "٢٫٥" in said


def test_arrows_point_where_the_language_reads(visit):
    with visit(language="en") as page:
        page.goto(GUIDE)
        turned = "(one) => new DOMMatrix(getComputedStyle(one).transform).a"
        assert page.locator('.guide-side[dir="rtl"] .icon.forward').first.evaluate(turned) == -1
        assert page.locator('.guide-side[dir="ltr"] .icon.forward').first.evaluate(turned) == 1
