"""What long work reports to: nobody, a terminal, or a row that a page shows live."""

from __future__ import annotations

import sys
import time
from typing import Protocol, TextIO

from django.utils.translation import gettext


class Cancelled(Exception):
    """Somebody asked the work to stop; nothing of the present transaction stays."""


class Progress(Protocol):
    """What long work calls as it goes; stages follow one another with ``start``."""

    def start(self, total: int, label: str = "") -> None:
        """Begin a stage of ``total`` items; 0 when nobody can know.

        label  in English (``gettext_noop``): each reader sees it in their own language
        """
        ...

    def advance(self, count: int = 1) -> None:
        """Say that so many more items are done."""
        ...

    def check(self) -> None:
        """Raise Cancelled when somebody asked to stop."""
        ...

    def finish(self) -> None:
        """Say that the last stage is over."""
        ...


class _Quiet:
    """Reports to nobody."""

    def start(self, total: int, label: str = "") -> None:
        """Do nothing."""

    def advance(self, count: int = 1) -> None:
        """Do nothing."""

    def check(self) -> None:
        """Do nothing."""

    def finish(self) -> None:
        """Do nothing."""


QUIET: Progress = _Quiet()


class TerminalBar:
    """A bar on standard error; where that is no terminal, a line now and then."""

    WIDTH = 28

    def __init__(self, label: str, *, stream: TextIO | None = None) -> None:
        self.title = label
        self.stream = stream or sys.stderr
        self.is_terminal = self.stream.isatty()
        self.pause_seconds = 0.1 if self.is_terminal else 5.0
        self.stage, self.done, self.total = "", 0, 0
        self.began = self.shown = time.monotonic()
        self.is_open = False

    def start(self, total: int, label: str = "") -> None:
        """Begin a stage on a line of its own."""
        self.finish()
        self.stage, self.done, self.total = gettext(label) if label else "", 0, total
        self.began = time.monotonic()
        self.is_open = True
        if self.is_terminal:
            self._show()

    def advance(self, count: int = 1) -> None:
        """Count on, and redraw when the last drawing is old enough."""
        self.done += count
        if time.monotonic() - self.shown >= self.pause_seconds:
            self._show()

    def check(self) -> None:
        """Do nothing: at a terminal one presses Ctrl-C."""

    def finish(self) -> None:
        """Draw the last state and leave the line."""
        if self.is_open:
            self.is_open = False
            self._show(last=True)

    def _show(self, *, last: bool = False) -> None:
        self.shown = time.monotonic()
        ending = "\n" if last or not self.is_terminal else ""
        start = "\r\x1b[2K" if self.is_terminal else ""
        self.stream.write(f"{start}{self._line()}{ending}")
        self.stream.flush()

    def _line(self) -> str:
        seconds = max(self.shown - self.began, 1e-6)
        rate = self.done / seconds
        title = f"{self.title}: {self.stage}" if self.stage else self.title
        if not self.total:
            return f"{title}  {self.done:,}  {rate:,.0f}/s  {seconds:.1f} s"
        full = round(self.WIDTH * min(self.done / self.total, 1))
        drawn = "█" * full + "░" * (self.WIDTH - full)
        left = (self.total - self.done) / rate if rate else 0
        when = f"{left:.0f} s left" if self.is_open and left else f"{seconds:.1f} s"
        return f"{title}  {drawn}  {self.done:,}/{self.total:,}  {rate:,.0f}/s  {when}"


def bar(label: str) -> Progress:
    """Make a bar for a command, written to standard error."""
    return TerminalBar(label)
