"""Spans between days: full years, and months from a day on."""

from __future__ import annotations

from datetime import date


def completed_years(since: date, *, on: date) -> int:
    """Count the full years from one day to another; a birthday counts on its own day."""
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


def months_later(day: date, months: int) -> date:
    """Answer the same day some months later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    return date(day.year + years, month + 1, day.day)
