"""The one library that every component joins, and how a component's template is filled."""

from __future__ import annotations

from typing import Any

from django.template import Library
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = Library()


def fill(component: str, **values: Any) -> SafeString:
    """Fill ``templates/components/<component>.html``."""
    return render_to_string(f"components/{component}.html", values)


def trimmed(content: str) -> SafeString:
    """Take the white space off a block's content, so that an empty block is empty."""
    return mark_safe(content.strip())  # noqa: S308 - a block's content was escaped by its template


def given(row: Any, name: str, default: Any = "") -> Any:
    """Read a value from a dictionary or an object; ``default`` when it has none."""
    if isinstance(row, dict):
        return row.get(name, default)
    return getattr(row, name, default)
