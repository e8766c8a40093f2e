"""Pictures of numbers and ways: funnel, bars, columns, steps, timeline, progress."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from foundation import numerals
from foundation.components.library import fill, given, register


def _bar(value: float, most: float, *, state: str = "", slim: bool = False) -> SafeString:
    width = f"{100 * value / most:.2f}" if most else "0"
    return format_html(
        '<svg class="bar-track{}" aria-hidden="true">'
        '<rect class="track" width="100%" height="100%"/>'
        '<rect class="fill {}" width="{}%" height="100%" rx="5"/></svg>',
        " slim" if slim else "", state, width,
    )  # fmt: skip


@register.simple_tag
def bar(value: float, whole: float, *, state: str = "") -> SafeString:
    """One slim bar for a part of a whole; the numbers stand beside it in words."""
    return _bar(min(value, whole), whole, state=state, slim=True)


@register.simple_tag
def funnel(rows: Iterable[Any]) -> SafeString:
    """Draw how many remain. Rows: ``label``, ``value``, optional ``state`` and ``url``."""
    listed = list(rows)
    first = max((given(row, "value", 0) for row in listed), default=0)
    drawn = [
        {
            "label": given(row, "label"),
            "url": given(row, "url"),
            "shown": numerals.format_number(given(row, "value", 0)),
            "share": numerals.format_share(given(row, "value", 0), first),
            "bar": _bar(given(row, "value", 0), first, state=given(row, "state")),
        }
        for row in listed
    ]
    return fill("funnel", rows=drawn)


@register.simple_tag
def bar_chart(rows: Iterable[Any], *, label: object) -> SafeString:
    """Draw bars to compare. Rows: ``label``, ``value``, optional ``state`` and ``note``."""
    listed = list(rows)
    most = max((given(row, "value", 0) for row in listed), default=0)
    drawn = [
        {
            "label": given(row, "label"),
            "shown": given(row, "note") or numerals.format_number(given(row, "value", 0)),
            "bar": _bar(given(row, "value", 0), most, state=given(row, "state")),
        }
        for row in listed
    ]
    return fill("bar_chart", rows=drawn, label=label)


@register.simple_tag
def paired_chart(
    rows: Iterable[Any], *, label: object, before: object, after: object
) -> SafeString:
    """Draw two bars a row, before and after a change, and the difference.

    Rows: ``label``, ``before``, ``after`` (None for a side that has none); ``is_share`` where
    they are parts of one. ``before`` and ``after`` name the two colours, and stand before every
    number for who hears the page.
    """
    listed = list(rows)
    sides = [given(row, side, 0) or 0 for row in listed for side in ("before", "after")]
    most = max(sides, default=0)
    drawn = []
    for row in listed:
        was, now = given(row, "before", 0), given(row, "after", 0)
        drawn.append(
            {
                "label": given(row, "label"),
                "before": _told(was, row),
                "before_bar": _bar(was or 0, most, state="second"),
                "after": _told(now, row),
                "after_bar": _bar(now or 0, most),
                "change": _change(was, now, row),
            }
        )
    return fill("paired_chart", rows=drawn, label=label, before=before, after=after)


def _told(value: float | None, row: Any) -> str:
    if value is None:
        return "–"
    if given(row, "is_share", False):
        return numerals.format_share(value, 1, decimals=1)
    return numerals.format_number(value)


def _change(was: float | None, now: float | None, row: Any) -> str:
    """Say what is added or taken, with its sign; nothing when nothing changes."""
    if was is None or now is None:
        return ""
    told, zero = (_told(abs(value), row) for value in (now - was, 0))
    return "" if told == zero else f"{'+' if now > was else '−'}{told}"


@register.simple_tag
def columns_chart(rows: Iterable[Any], *, label: object) -> SafeString:
    """Draw columns over time. Rows: ``label``, ``value``; labels are kept short."""
    listed = list(rows)
    most = max((given(row, "value", 0) for row in listed), default=0) or 1
    step = 600 / max(1, len(listed))
    drawn = []
    for place, row in enumerate(listed):
        # Time runs with the reading direction: the oldest column stands where a line begins.
        slot = len(listed) - 1 - place if numerals.reads_arabic() else place
        height = 120 * given(row, "value", 0) / most
        shown = numerals.format_number(given(row, "value", 0))
        drawn.append(
            {
                "x": f"{slot * step + step * 0.15:.1f}",
                "middle": f"{(slot + 0.5) * step:.1f}",
                "y": f"{140 - height:.1f}",
                "above": f"{134 - height:.1f}",
                "width": f"{step * 0.7:.1f}",
                "height": f"{height:.1f}",
                "label": given(row, "label"),
                "shown": shown,
            }
        )
    said = ", ".join(f"{row['label']}: {row['shown']}" for row in drawn)
    return fill("columns_chart", rows=drawn, label=label, said=said)


@register.simple_tag
def steps(items: Iterable[Any], *, label: object) -> SafeString:
    """Show a ceremony or wizard. Items: ``label``, ``state`` (done, here, next, stopped),
    optional ``note`` and ``url``."""
    return fill("steps", items=list(items), label=label)


@register.simple_tag
def timeline(items: Iterable[Any]) -> SafeString:
    """Show what happened. Items: ``label``, ``at``, optional ``state``, ``by``, ``note``."""
    return fill("timeline", items=list(items))
