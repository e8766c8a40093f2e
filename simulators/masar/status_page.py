"""A small page for people who wonder what the simulator is doing."""

from __future__ import annotations

from html import escape
from string import Template

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from simulators.masar.clerk import Clerk
from simulators.masar.mischief import Mischief
from simulators.masar.truth import bookings

_PAGE = Template(
    """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="5"><title>E-path simulator · محاكي المسار</title>
<style>body{font:1rem/1.5 system-ui;margin:2rem auto;max-inline-size:44rem;padding-inline:1rem}
table{border-collapse:collapse;inline-size:100%;margin-block-end:2rem}
td,th{border-block-end:1px solid #ddd;padding:.3rem;text-align:start}
td:last-child{text-align:end;font-variant-numeric:tabular-nums}</style></head><body>
<h1>E-path simulator <span lang="ar">محاكي المسار الإلكتروني</span></h1>
<p>A stand-in for the Saudi system. Nothing here is real. <span lang="ar" dir="rtl">نظام بديل
للتجربة، ولا شيء هنا حقيقي.</span></p><p><strong>$line</strong></p>
<h2>Bookings</h2><table><tr><th>Operation and state</th><th>Count</th></tr>$states</table>
<p>Booked twice: <strong>$twice</strong></p>
<h2>Behaviour</h2><table><tr><th>Setting</th><th>Value</th></tr>$settings</table>
</body></html>"""
)


def _rows(values: dict[str, object]) -> str:
    return "".join(
        f"<tr><td>{escape(name)}</td><td>{escape(str(value))}</td></tr>"
        for name, value in values.items()
    )


class StatusPage:
    """Shows counts and settings; refreshes by itself."""

    def __init__(self, *, clerk: Clerk, mischief: Mischief) -> None:
        self._clerk = clerk
        self._mischief = mischief

    async def show(self, request: Request) -> Response:
        """Answer with the page."""
        self._clerk.settle()
        truth = bookings(self._clerk.store, with_records=False)
        outage = self._mischief.outage_seconds
        page = _PAGE.substitute(
            line=f"Outage, {outage:.0f} s left" if outage else "The line is up",
            states=_rows(truth["states"]) or "<tr><td>nothing yet</td><td>0</td></tr>",
            twice=len(truth["booked_twice"]),
            settings=_rows(dict(self._clerk.behaviour.as_dict())),
        )
        return HTMLResponse(page)
