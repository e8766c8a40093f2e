"""What every page must pass: axe, one heading, no sideways scrolling, large targets."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Error

AXE = Path(__file__).resolve().parent.parent.parent / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"width": 360, "height": 740}
# The least that WCAG 2.2 AA asks is 24 px; ours is 44, and links inside sentences are free.
SMALL_TARGETS = """() => {
  const shown = (box) => box.width > 1 && box.height > 1;
  const kinds = "main :is(.button, summary, select, .filter, .pages a)";
  return [...document.querySelectorAll(kinds)].filter((one) => {
    const box = one.getBoundingClientRect();
    return shown(box) && (box.height < 43.5 || box.width < 43.5) && one.checkVisibility();
  }).map((one) => one.outerHTML.slice(0, 80));
}"""
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  return [...document.querySelectorAll("body *")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width > 0 && (box.right > room + 1 || box.left < -1);
  }).slice(0, 3).map((one) => one.outerHTML.slice(0, 120));
}"""

# What observes sizes has had its turn after two frames.
SETTLED = """() => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(() => done(true)));
})"""


def axe(page):
    """Answer what axe finds, one line a rule, with the first element that breaks it."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:160]} ({len(each['nodes'])}×)"
        for each in found["violations"]
    ]


def faults(page, address, *, headings=1):
    """Open an address and answer everything that is wrong with it."""
    try:
        answer = page.goto(address)
    except Error as error:
        return [f"{address}: {error.message.splitlines()[0]}"]
    if answer is None or answer.status >= 400:
        return [f"{address}: answers {answer and answer.status}"]
    found = [f"axe {line}" for line in axe(page)]
    if page.locator("h1").count() != headings:
        found.append(f"{page.locator('h1').count()} h1")
    page.set_viewport_size(PHONE)
    page.evaluate(SETTLED)
    found += [f"360 px, too wide: {line}" for line in page.evaluate(TOO_WIDE)]
    found += [f"360 px, small: {line}" for line in page.evaluate(SMALL_TARGETS)]
    page.set_viewport_size({"width": 1280, "height": 900})
    found += [f"browser says: {line}" for line in page.faults]
    page.faults.clear()
    return [f"{address}: {line}" for line in found]
