"""The reader before a camera: each verdict on the screen, in both languages, nothing lost."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
import segno
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from foundation.clock import now
from mission.gates import services
from mission.gates.models import ReaderDevice, Scan
from mission.gates.queries.posts import forget_posts
from tests.gates.conftest import world_of_today
from tests.journeys.looking import axe
from tools import browser as browsers

WIDTH, HEIGHT, RATE = 320, 240, 5
SHOWN_FRAMES, GAP_FRAMES = 4, 8
WORDS = {
    "en": {
        "good": "Come in",
        "forged": "Forged: this code was not made by us",
        "revoked": "Fatima Al-Marri",
        "expired": "Expired on",
        "elsewhere": "Belongs to another camp: Mina camp 2",
        "again": "Already inside through North gate",
        "silent": "Not judged",
    },
    "ar": {
        "good": "تفضّلي",
        "forged": "مزوّر",
        "revoked": "فاطمة محمد المري",
        "expired": "انتهت",
        "elsewhere": "مخيم منى ٢",
        "again": "البوابة الشمالية",
        "silent": "لم يُبتّ",
    },
}
BLIND_DETECTOR = """
globalThis.BarcodeDetector = class {
  static asked = 0;
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect() { globalThis.BarcodeDetector.asked += 1; return []; }
};
"""
ORDER = ("good", "forged", "revoked", "expired", "elsewhere", "again")


@pytest.fixture
def camp(transactional_db, amina):
    yield world_of_today(amina)
    forget_posts()


@pytest.fixture
def cases(camp):
    """The six texts that a guard meets, by what they are."""
    (good,), (revoked,) = camp.wear(), camp.wear(status="REVOKED")
    (elsewhere,) = camp.wear(camps=["mina-2"])
    (expired,) = camp.wear(until=now() - timedelta(days=2))
    return {
        "good": good.credential,
        "forged": camp.sign(index=1, secret=Ed25519PrivateKey.generate()),
        "revoked": revoked.credential,
        "expired": expired.credential,
        "elsewhere": elsewhere.credential,
        "again": good.credential,
    }


def luminance(text):
    """Draw a symbol in the middle of a grey picture, one byte a pixel."""
    rows = [bytearray(b"\x80" * WIDTH) for _ in range(HEIGHT)]
    if text:
        matrix = list(segno.make_qr(text, error="m", boost_error=False).matrix_iter(4, 4))
        top, left = (HEIGHT - len(matrix)) // 2, (WIDTH - len(matrix)) // 2
        for y, row in enumerate(matrix):
            rows[top + y][left : left + len(row)] = bytes(16 if dark else 235 for dark in row)
    return b"".join(rows)


def film(path, texts):
    """Write an uncompressed film: each symbol for a moment, then a grey gap."""
    colour = b"\x80" * (WIDTH * HEIGHT // 2)
    with path.open("wb") as out:
        out.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{RATE}:1 Ip A1:1 C420jpeg\n".encode())
        for text in texts:
            shown, gap = luminance(text), luminance("")
            for picture in [shown] * SHOWN_FRAMES + [gap] * GAP_FRAMES:
                out.write(b"FRAME\n" + picture + colour)


@pytest.fixture
def phone(chromium, installed, live_server, tmp_path):
    """Give a function that opens the reader on a phone whose camera shows these texts."""
    started = []

    def open_phone(texts, *, language):
        film(tmp_path / "camera.y4m", texts)
        browser = chromium.browser_type.launch(
            executable_path=str(installed.path),
            args=[
                *browsers.ARGUMENTS,
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-video-capture={tmp_path / 'camera.y4m'}",
            ],
            env=os.environ | installed.environment,
        )
        started.append(browser)
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": 360, "height": 740},
            locale=language,
            permissions=["camera"],
            reduced_motion="reduce",
        )
        context.set_default_timeout(20_000)
        context.add_cookies(
            [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}]
        )
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        return page

    yield open_phone
    for browser in started:
        browser.close()


def enrolled(camp, page, language):
    wish = services.ReaderWish(name="Phone 7", language=language, shows_names=True)
    prepared = services.prepare_reader(gate=camp.north, wish=wish, by=camp.by, at=now())
    page.goto(f"/reader/#enrol={prepared.code}")
    page.locator('[data-part="scanning"]').wait_for()


def lines(page):
    """Answer the last scans as the phone lists them, the oldest first."""
    return page.locator('[data-part="recent"] > li').all_inner_texts()[::-1]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_camera_shows_every_verdict(camp, cases, phone, language):
    page = phone(cases.values(), language=language)
    enrolled(camp, page, language)
    page.locator('[data-part="recent"] > li').nth(len(cases) - 1).wait_for(state="attached")

    shown = dict(zip(ORDER, lines(page), strict=False))

    assert page.faults == []
    assert {name for name in shown if WORDS[language][name] not in shown[name]} == set()
    assert Scan.objects.filter(code="ok").count() == 1


def test_a_detector_that_reads_nothing_is_not_relied_upon(camp, cases, phone):
    page = phone([cases["good"]], language="en")
    page.add_init_script(BLIND_DETECTOR)
    enrolled(camp, page, "en")

    page.locator('[data-part="recent"] .tag.good').wait_for(state="attached")

    assert page.evaluate("BarcodeDetector.asked") == 1


@pytest.mark.parametrize(("language", "signal"), [("ar", "yes"), ("en", "no")])
def test_the_verdict_fills_the_screen_and_axe_finds_nothing(
    camp, cases, phone, language, signal
):
    page = phone([""], language=language)
    enrolled(camp, page, language)
    assert axe(page) == []

    text = cases["good"] if signal == "yes" else cases["revoked"]
    page.fill('[data-part="typed-code"]', text)
    page.keyboard.press("Enter")
    verdict = page.locator("dialog.verdict[open]")
    verdict.wait_for()

    assert verdict.get_attribute("data-signal") == signal
    box = verdict.bounding_box()
    assert (box["width"], box["height"]) == (360, 740)
    assert axe(page) == []


def test_a_scan_without_network_is_said_to_be_unjudged_and_sent_later(camp, cases, phone):
    page = phone([""], language="en")
    enrolled(camp, page, "en")
    page.route("**/api/**", lambda route: route.abort("internetdisconnected"))

    page.fill('[data-part="typed-code"]', cases["good"])
    page.keyboard.press("Enter")
    page.locator('dialog.verdict[data-signal="unknown"]').wait_for()
    assert Scan.objects.count() == 0
    page.locator('[data-part="verdict-next"]').click()
    assert "Waiting to be sent: 1" in page.locator('[data-part="waiting"]').inner_text()

    page.reload()
    page.unroute("**/api/**")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.locator('[data-part="recent"] .tag.good').wait_for()

    assert Scan.objects.get().code == "ok"
    page.locator('[data-part="waiting"]').wait_for(state="hidden")


def test_a_revoked_phone_says_so_and_keeps_what_waits(camp, cases, phone):
    page = phone([""], language="en")
    enrolled(camp, page, "en")
    device = ReaderDevice.objects.get()
    services.revoke_reader(device=device.id, reason="lost", by=camp.by, at=now())

    page.fill('[data-part="typed-code"]', cases["good"])
    page.keyboard.press("Enter")
    page.locator('[data-part="enrolment-message"]').wait_for()

    assert "was revoked" in page.locator('[data-part="enrolment-message"]').inner_text()
    assert Scan.objects.count() == 0
    enrolled(camp, page, "en")
    page.locator('[data-part="recent"] .tag.good').wait_for()
    assert Scan.objects.get().code == "ok"


def test_without_a_camera_codes_come_by_hand_and_by_hand_scanner(camp, cases, visit):
    with visit(language="en", width=360) as page:
        enrolled(camp, page, "en")
        page.get_by_text("No camera was found").wait_for()

        page.keyboard.type(cases["good"])
        page.keyboard.press("Enter")
        page.locator('dialog.verdict[data-signal="yes"]').wait_for()
        page.locator("dialog.verdict").wait_for(state="hidden")
        page.fill('[data-part="typed-code"]', f"  {cases['again']} ")
        page.keyboard.press("Enter")
        page.locator('dialog.verdict[data-signal="no"]').wait_for()

    assert [scan.code for scan in Scan.objects.order_by("id")] == ["ok", "already_inside"]
