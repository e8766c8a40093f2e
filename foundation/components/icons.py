"""A small set of line icons, drawn on a grid of 24; those that point forward turn in Arabic."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from foundation.components.library import register

PATHS = {
    "check": "M5 12.5l4.5 4.5L19 7.5",
    "cross": "M6 6l12 12M18 6L6 18",
    "warn": "M12 4v10M12 19v.5",
    "dot": "M12 9a3 3 0 100 6 3 3 0 000-6z",
    "info": "M12 3.5a8.5 8.5 0 100 17 8.5 8.5 0 000-17zM12 11v5M12 8v.1",
    "alert": "M12 4L2.8 19.5h18.4L12 4zM12 10v4.5M12 17v.1",
    "refused": "M12 3.5a8.5 8.5 0 100 17 8.5 8.5 0 000-17zM8.8 8.8l6.4 6.4M15.2 8.8l-6.4 6.4",
    "done": "M12 3.5a8.5 8.5 0 100 17 8.5 8.5 0 000-17zM8 12.3l2.8 2.8L16 9.6",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "search": "M11 4.5a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM15.8 15.8L20 20",
    "filter": "M4 6h16l-6 7v5l-4 2v-7L4 6z",
    "upload": "M12 16V4.5M7 9l5-4.8L17 9M4.5 15.5v4h15v-4",
    "download": "M12 4.5V16M7 11.4l5 4.8 5-4.8M4.5 15.5v4h15v-4",
    "file": "M6 3.5h8l4.5 4.5v12.5H6zM13.5 3.5V8.5h5",
    "print": "M7 8.5v-5h10v5M7 17H4.5V8.5h15V17H17M7 13.5h10v7H7z",
    "copy": "M8.5 8.5h11v11h-11zM5 15.5h-.5v-11h11V5",
    "edit": "M4.5 19.5l.8-4L16 4.8l3.2 3.2L8.5 18.7zM14 6.8L17.2 10",
    "trash": "M5 7h14M9.5 7V4.5h5V7M6.5 7l1 12.5h9l1-12.5M10.3 10.5v6M13.7 10.5v6",
    "plus": "M12 5v14M5 12h14",
    "person": "M12 4a4 4 0 100 8 4 4 0 000-8zM4.5 20c.6-3.6 3.6-5.5 7.5-5.5s6.9 1.9 7.5 5.5",
    "people": "M9 5a3.5 3.5 0 100 7 3.5 3.5 0 000-7zM2.5 19.5c.5-3.3 3-5 6.5-5s6 1.7 6.5 5"
    "M15.5 5.3a3.4 3.4 0 010 6.4M17.5 14.8c2.3.6 3.7 2.2 4 4.7",
    "key": "M8 8.5a4 4 0 100 8 4 4 0 000-8zM12 12.5h9M18 12.5v3.5M15 12.5v2.5",
    "lock": "M5.5 10.5h13v9.5h-13zM8.5 10.5V8a3.5 3.5 0 017 0v2.5",
    "shield": "M12 3.5l7.5 2.7v5.5c0 4.3-3 7.5-7.5 8.8-4.5-1.3-7.5-4.5-7.5-8.8V6.2z",
    "phone": "M7.5 2.5h9v19h-9zM11 18.5h2",
    "laptop": "M5 5.5h14v10H5zM2.5 19h19",
    "sun": "M12 8a4 4 0 100 8 4 4 0 000-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2"
    "M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
    "moon": "M19.5 14.5A8 8 0 019.5 4.5a8 8 0 1010 10z",
    "globe": "M12 3.5a8.5 8.5 0 100 17 8.5 8.5 0 000-17zM3.5 12h17"
    "M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17",
    "exit": "M13.5 4.5H5v15h8.5M10 12h10.5M17 8.5l3.5 3.5-3.5 3.5",
    "clock": "M12 3.5a8.5 8.5 0 100 17 8.5 8.5 0 000-17zM12 7.5V12l3.2 2",
    "calendar": "M4.5 6h15v14h-15zM4.5 10.5h15M8.5 3.5V7M15.5 3.5V7",
    "qr": "M4.5 4.5h6v6h-6zM13.5 4.5h6v6h-6zM4.5 13.5h6v6h-6zM13.5 13.5h2v2h-2z"
    "M17.5 17.5h2v2h-2zM17.5 13.5h2M13.5 19.5h1",
    "bracelet": "M12 6a9 5.5 0 100 11 9 5.5 0 000-11zM12 9a6 2.8 0 100 5.5A6 2.8 0 0012 9z",
    "gate": "M4.5 20.5V6L12 3l7.5 3v14.5M8.5 20.5v-8a3.5 3.5 0 017 0v8M3 20.5h18",
    "link": "M10 14a4 4 0 005.7 0l3-3A4 4 0 0013 5.3l-1 1"
    "M14 10a4 4 0 00-5.7 0l-3 3A4 4 0 0011 18.7l1-1",
    "refresh": "M19.5 12a7.5 7.5 0 11-2.3-5.4M19.5 3.5v4h-4",
    "stop": "M6.5 6.5h11v11h-11z",
    "home": "M4 11l8-7 8 7M6 9.5v10.5h12V9.5",
    "eye": "M2.5 12c2.5-4.5 5.7-6.5 9.5-6.5s7 2 9.5 6.5c-2.5 4.5-5.7 6.5-9.5 6.5"
    "S5 16.5 2.5 12zM12 9.2a2.8 2.8 0 100 5.6 2.8 2.8 0 000-5.6z",
    "inbox": "M4 13.5l3-9h10l3 9v6H4zM4 13.5h5l1.2 2.5h3.6l1.2-2.5h5",
    "sort": "M8 9.5l4-4.5 4 4.5M8 14.5l4 4.5 4-4.5",
    "up": "M6.5 14.5l5.5-5.5 5.5 5.5",
    "down": "M6.5 9.5l5.5 5.5 5.5-5.5",
    "forward": "M9.5 5.5l6.5 6.5-6.5 6.5",
    "back": "M14.5 5.5L8 12l6.5 6.5",
    "arrow": "M4.5 12h15M13.5 6l6 6-6 6",
    "dice": "M4.5 4.5h15v15h-15zM9 9v.1M15 9v.1M12 12v.1M9 15v.1M15 15v.1",
    "flag": "M6 21V4M6 4.5h12l-3 4 3 4H6",
    "mail": "M3.5 6h17v12.5h-17zM3.5 7l8.5 6 8.5-6",
    "more": "M6 12v.1M12 12v.1M18 12v.1",
}
FORWARD = {"forward", "back", "arrow", "exit"}


@register.simple_tag
def icon(name: str, *, size: str = "", label: str = "") -> SafeString:
    """Draw an icon; ``size="large"`` for empty places, ``label`` when no word is beside it."""
    classes = " ".join(filter(None, ["icon", size, "forward" if name in FORWARD else ""]))
    path = mark_safe(PATHS[name])  # noqa: S308 - drawn above, nothing comes from outside
    if label:
        return format_html(
            '<svg class="{}" viewBox="0 0 24 24" role="img" aria-label="{}">'
            '<path d="{}"/></svg>',
            classes, label, path,
        )  # fmt: skip
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>',
        classes, path,
    )  # fmt: skip
