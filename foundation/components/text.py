"""Words, numbers, dates and codes inside a page."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import clock, hijri, numerals
from foundation.components.icons import icon
from foundation.components.library import fill, register

STATE_NAMES = {
    "good": gettext_lazy("in order"),
    "warn": gettext_lazy("late or uncertain"),
    "bad": gettext_lazy("broken"),
    "calm": gettext_lazy("for information"),
}
BROWSERS = (("Edg", "Edge"), ("Chrome", "Chrome"), ("Firefox", "Firefox"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip
PROGRAM = re.compile(r"[a-z][a-z0-9_]*")
SIGNS = {"good": "check", "warn": "warn", "bad": "cross", "calm": "dot"}


@register.simple_tag(name="tag")
def state_tag(label: object, state: str = "") -> SafeString:
    """Say a state in a word with its colour and sign: good, warn, bad, calm, brand or none."""
    sign = icon(SIGNS[state]) if state in SIGNS else ""
    if not label:
        named = format_html('<span class="visually-hidden">{}</span>', STATE_NAMES[state])
        return format_html('<span class="tag bare {}">{}{}</span>', state, sign, named)
    return format_html('<span class="tag {}">{}<span>{}</span></span>', state, sign, label)


@register.simple_tag(name="number")
def number_tag(value: float | Decimal | str | None, decimals: int = 0) -> str:
    """Write a number in the reader's digits; a dash when there is none, a text as it stands."""
    if isinstance(value, str):
        return numerals.reader_digits(value)
    return "–" if value is None else numerals.format_number(value, decimals=decimals)


@register.filter(name="number")
def number_filter(value: float | Decimal | str | None, decimals: int = 0) -> str:
    """Write a number in the reader's digits, inside other tags."""
    return number_tag(value, decimals)


@register.filter
def digits(value: object) -> str:
    """Write the digits of a text as the reader has them; never for codes to type in."""
    return numerals.reader_digits(str(value))


@register.filter
def device(user_agent: str) -> str:
    """Name the browser and system of a user agent, as far as people care."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return " · ".join(filter(None, (browser, system))) or user_agent[:60]


@register.filter
def file_size(value: int) -> str:
    """Write a number of bytes for people."""
    return numerals.format_bytes(value)


@register.simple_tag
def share(part: float, whole: float, decimals: int = 0) -> str:
    """Write a part of a whole in percent."""
    return numerals.format_share(part, whole, decimals=decimals)


@register.simple_tag
def bdi(value: object) -> SafeString:
    """Isolate a name in a sentence, whatever its direction."""
    return format_html("<bdi>{}</bdi>", value)


@register.simple_tag
def by(name: str) -> SafeString:
    """Name who did something; a command or job is the system, its own name in the title."""
    if PROGRAM.fullmatch(name):
        return format_html('<bdi title="{}">{}</bdi>', name, _("the system"))
    return bdi(name)


@register.simple_tag
def code(value: object) -> SafeString:
    """Isolate a number or reference that is read letter by letter; always left to right.

    An address breaks after its sign, never in the middle of a word.
    """
    parts = ((part,) for part in str(value).split("@"))
    shown = format_html_join(SafeString("@<wbr>"), "{}", parts)
    return format_html('<bdi class="code" dir="ltr">{}</bdi>', shown)


@register.simple_tag(name="date")
def date_tag(value: date | datetime | None, *, only: str = "") -> SafeString:
    """Show a day in both calendars; ``only="hijri"`` or ``only="gregorian"`` for one."""
    if value is None:
        return SafeString("–")
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return format_html(
        '<time datetime="{}">{}</time>', day.isoformat(), _day_in_words(day, only)
    )


def _day_in_words(day: date, only: str) -> str | SafeString:
    gregorian = hijri.format_gregorian(day)
    if only == "gregorian":
        return gregorian
    try:
        lunar = hijri.format_hijri(day)
    except hijri.BadHijriDate:
        return gregorian
    if only == "hijri":
        return lunar
    return format_html('<span>{}</span> <span class="date-other">{}</span>', lunar, gregorian)


@register.simple_tag(name="datetime")
def datetime_tag(value: datetime | None, *, only: str = "") -> SafeString:
    """Show a moment in the mission's time zone: the day in both calendars and the time."""
    if value is None:
        return SafeString("–")
    local = timezone.localtime(value)
    return format_html(
        '<time datetime="{}">{} <span class="time-of-day">{}</span></time>',
        local.isoformat(timespec="seconds"),
        _day_in_words(local.date(), only),
        numerals.reader_digits(f"{local:%H:%M}"),
    )


@register.simple_tag(name="time")
def time_tag(value: datetime | None) -> SafeString:
    """Show the time of day in the mission's time zone, seconds included."""
    if value is None:
        return SafeString("–")
    local = timezone.localtime(value)
    shown = numerals.reader_digits(f"{local:%H:%M:%S}")
    return format_html(
        '<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), shown
    )


@register.simple_tag
def ago(value: datetime | None) -> SafeString:
    """Say honestly how old something is: ``4 minutes ago``, the exact moment in the title."""
    if value is None:
        return format_html("{}", _("never"))
    local = timezone.localtime(value)
    age = clock.now() - value
    words = (
        _("just now")
        if age.total_seconds() < 5
        else _("%(time)s ago") % {"time": numerals.format_duration(age)}
    )
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="seconds"),
        numerals.reader_digits(f"{hijri.format_gregorian(local)} {local:%H:%M:%S}"),
        words,
    )


@register.simple_tag
def days_until(day: date) -> int:
    """Count the days from today to a day; below zero when it has passed."""
    return (day - timezone.localdate(clock.now())).days


@register.simple_tag
def copy(value: object, *, label: str = "") -> SafeString:
    """Show a code with a button that copies it."""
    return fill("copy", value=value, label=label)


@register.simple_tag
def fact(label: object, value: Any = None, *, code: bool = False) -> SafeString:
    """One pair inside ``{% facts %}``; a missing value is a dash. ``code=True`` for numbers."""
    shown: object = "–" if value in (None, "") else value
    if code:
        shown = format_html('<bdi class="code" dir="ltr">{}</bdi>', shown)
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, shown)


@register.simple_block_tag
def fact_block(content: SafeString, label: object) -> SafeString:
    """One pair inside ``{% facts %}`` whose value is markup."""
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, content)


@register.simple_block_tag
def facts(content: SafeString) -> SafeString:
    """Hold pairs of a name and a value."""
    return format_html('<dl class="facts">{}</dl>', content)
