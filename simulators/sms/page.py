"""The page that stands in for a mobile: messages newest first, codes large enough to read."""

from __future__ import annotations

import re
import time
from html import escape
from string import Template

from starlette.responses import HTMLResponse, Response

from simulators.sms.gateway import DELIVERED, MOODS, NOT_DELIVERED, Gateway, Shown

_CODE = re.compile(r"(?<![0-9])[0-9]{6}(?![0-9])")
_STYLE = """
:root{color-scheme:light dark}
body{font:1.05rem/1.6 "IBM Plex Sans Arabic",system-ui,sans-serif;margin:0 auto;
 max-inline-size:40rem;padding:1rem;background:Canvas;color:CanvasText}
h1{font-size:1.35rem;line-height:1.35;margin-block:.5rem}
p{margin-block:.25rem}.quiet{opacity:.75;font-size:.95rem}
form{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;margin-block:1rem}
select,button{font:inherit;min-block-size:2.75rem;padding-inline:.9rem;border-radius:.5rem;
 border:1px solid #888;background:Canvas;color:inherit}
select{max-inline-size:100%}button{cursor:pointer}
ol{list-style:none;padding:0;display:grid;gap:.9rem}
li{border:1px solid #8886;border-radius:.9rem;padding:.9rem 1rem;display:grid;gap:.5rem}
.head{display:flex;justify-content:space-between;gap:1rem;font-size:.95rem;opacity:.8}
.text{white-space:pre-wrap;overflow-wrap:anywhere;margin:0;text-align:start}
.code{display:flex;align-items:center;gap:.75rem}
.code b{font:600 1.9rem/1.2 ui-monospace,monospace;letter-spacing:.15em;user-select:all}
"""
_SCRIPT = """
for (const button of document.querySelectorAll("[data-copy]"))
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "✓";
  });
"""
_PAGE = Template(
    """<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="3"><title>محاكي الرسائل · SMS simulator</title>
<style>$style</style></head><body>
<h1>محاكي الرسائل <span lang="en" dir="ltr">· SMS simulator</span></h1>
<p class="quiet">لا تُرسل أي رسالة إلى أي جوال؛ كل ما يُرسله البرنامج يظهر هنا.</p>
<p class="quiet" lang="en" dir="ltr">No message reaches any mobile; all that the program sends
is shown here.</p>
<form method="post" action="/mood" lang="en" dir="ltr">
<label for="mood">The gateway</label><select id="mood" name="mood">$moods</select>
<button>Change</button></form>
<ol>$messages</ol><script>$script</script></body></html>"""
)


def show(gateway: Gateway) -> Response:
    """Answer with the page."""
    page = _PAGE.substitute(
        style=_STYLE,
        script=_SCRIPT,
        moods="".join(_mood(mood, gateway.mood) for mood in MOODS),
        messages="".join(_message(shown) for shown in gateway.taken)
        or '<li>لا رسائل بعد <span lang="en" dir="ltr">· no message yet</span></li>',
    )
    return HTMLResponse(page, headers={"cache-control": "no-store"})


def _mood(mood: str, present: str) -> str:
    chosen = " selected" if mood == present else ""
    return f'<option value="{mood}"{chosen}>{mood}: {escape(MOODS[mood])}</option>'


def _message(shown: Shown) -> str:
    clock = time.strftime("%H:%M:%S", time.localtime(shown.at))
    found = _CODE.search(shown.text)
    code = (
        f'<div class="code" dir="ltr"><b>{found[0]}</b>'
        f'<button type="button" data-copy="{found[0]}">نسخ · Copy</button></div>'
        if found
        else ""
    )
    way = f"{escape(shown.sender)} → {escape(shown.to)}"
    return (
        f'<li><div class="head"><bdi dir="ltr">{way}</bdi>'
        f"<span>{_fate(shown)} <bdi>{clock}</bdi></span></div>"
        f'<p class="text" dir="auto">{escape(shown.text)}</p>{code}</li>'
    )


def _fate(shown: Shown) -> str:
    if DELIVERED in shown.reports:
        return "✓ وصلت"
    return "✗ لم تصل" if NOT_DELIVERED in shown.reports else ""
