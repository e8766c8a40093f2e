"""The pages of the waiting room: a few kilobytes that need nothing else, in both languages."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from string import Template

from foundation.colours import sheet_for
from live.settings import ROOT, Room
from live.waiting.keeper import Opening
from live.waiting.polling import Estimate
from live.waiting.wording import Tongue

BUILT = ROOT / "frontend" / "dist" / "waiting"

_PAGE = Template("""<!doctype html>
<html lang="$code" dir="$direction">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>$title · $mission</title>
<noscript><meta http-equiv="refresh" content="$seconds"></noscript>
<link rel="icon" href="data:,"><style>$style</style>
</head>
<body data-seconds="$seconds" data-state="$state_url" data-away="$away">
<header><span class="mark">$emblem<b>$mission</b></span>$other</header>
<main id="room" aria-live="polite">$content</main>
<script type="module">$script</script>
</body>
</html>
""")
_EMBLEM = (
    '<svg viewBox="0 0 48 48" width="36" height="36" fill="none" stroke="currentColor"'
    ' stroke-width="2.2" aria-hidden="true"><rect x="10" y="10" width="28" height="28" rx="2"/>'
    '<rect x="10" y="10" width="28" height="28" rx="2" transform="rotate(45 24 24)"/>'
    '<circle cx="24" cy="24" r="5" fill="currentColor" stroke="none"/></svg>'
)


@dataclass(frozen=True)
class Standing:
    """Where somebody stands at a moment.

    ahead    people before; None before the order is drawn
    present  tickets that were given so far
    """

    at: datetime
    seconds: int
    present: int
    ahead: int | None = None
    wait: Estimate | None = None
    code: str = ""


class Pages:
    """Writes the pages; style and script are read once and named in the policy by hash."""

    def __init__(self, room: Room) -> None:
        colour = sheet_for(room.colour) if room.colour else ""
        self._style = _built("room.css") + colour
        self._script = _built("main.js")
        self._room = room
        self.policy = (
            "default-src 'none'; img-src data:; connect-src 'self'; base-uri 'none'; "
            f"frame-ancestors 'none'; form-action 'self'; style-src {_hash(self._style)}; "
            f"script-src {_hash(self._script)}"
        )

    def page(self, said: Tongue, content: str, *, seconds: int, next_url: str) -> str:
        """Put content into the page that asks again after so many seconds."""
        _ = said.catalogue.gettext
        other = "en" if said.code == "ar" else "ar"
        name = "English" if other == "en" else "العربية"
        query = f"?next={escape(next_url, quote=True)}"
        return _PAGE.substitute(
            code=said.code,
            direction=said.direction,
            title=escape(_("Waiting room")),
            mission=escape(
                self._room.mission_ar if said.code == "ar" else self._room.mission_en
            ),
            seconds=seconds,
            style=self._style,
            script=self._script,
            emblem=_EMBLEM,
            state_url=f"/wait/state{query}",
            away=escape(
                _("No answer at the moment. Your place is kept; this page asks again.")
            ),
            other=f'<a href="/wait{query}&amp;language={other}" lang="{other}">{name}</a>',
            content=content,
        )

    def before(self, said: Tongue, opening: Opening, at: datetime) -> str:
        """Say when the waiting room opens; nobody has a place yet."""
        _ = said.catalogue.gettext
        head = _("The waiting room is not open yet")
        when = _("It opens on %(day)s at %(time)s.") % {
            "day": said.day(opening.lobby_from),
            "time": said.clock(opening.lobby_from),
        }
        return _head(head, when) + _age(said, at)

    def lobby(self, said: Tongue, standing: Standing, opening: Opening) -> str:
        """Say that the window opens soon, and that being early gives no better place."""
        _, ngettext = said.catalogue.gettext, said.catalogue.ngettext
        head = _("The window opens at %(time)s") % {"time": said.clock(opening.opens_at)}
        many = ngettext(
            "%(count)s person is here.", "%(count)s people are here.", standing.present
        )
        shuffle = _(
            "At that moment all who are here are put in an order by chance. "
            "Having come first gives no better place."
        )
        count = many % {"count": said.number(standing.present)}
        told = _head(head, shuffle) + _line(said.day(opening.opens_at)) + _line(count)
        return told + _keeping(said, standing, opening.help_line)

    def queue(self, said: Tongue, standing: Standing, opening: Opening) -> str:
        """Say how many are ahead and how long it will take."""
        _ = said.catalogue.gettext
        ahead = standing.ahead or 0
        if ahead == 0:
            head, soon = _("You are next"), _("The door opens for you in a few seconds.")
            return _head(head, soon) + _keeping(said, standing, opening.help_line)
        head = _("You are in line")
        count = f"<b>{said.number(ahead)}</b> {escape(said.ahead(ahead))}"
        return (
            f'<h1>{escape(head)}</h1><p class="ahead">{count}</p>'
            f'<p class="lead">{escape(said.wait(standing.wait))}</p>'
        ) + _keeping(said, standing, opening.help_line)

    def away(self, said: Tongue, at: datetime) -> str:
        """Say that the room itself is not reached for a moment, and that places are kept."""
        _ = said.catalogue.gettext
        head = _("One moment please")
        text = _("The waiting room is being moved. Places are kept; this page asks again.")
        return _head(head, text) + _age(said, at)

    def too_often(self, said: Tongue, at: datetime) -> str:
        """Say that asking more often brings nothing, and that the place is kept."""
        _ = said.catalogue.gettext
        head = _("Your place is kept")
        text = _(
            "This page asks by itself when it is time. "
            "Asking more often brings nobody in sooner; wait a few seconds."
        )
        return _head(head, text) + _age(said, at)


def _head(head: str, lead: str) -> str:
    return f'<h1>{escape(head)}</h1><p class="lead">{escape(lead)}</p>'


def _line(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _keeping(said: Tongue, standing: Standing, help_line: str) -> str:
    """What everybody who has a place should know."""
    _ = said.catalogue.gettext
    kept = _("You keep your place if you close this page. Open it again on this device.")
    equal = _("Your place in line has no influence on the selection.")
    lines = [escape(kept), escape(equal)]
    other = _("To go on with another device, open this page there and type this code:")
    lines.append(f'{escape(other)} <bdi class="code" dir="ltr">{escape(standing.code)}</bdi>')
    if help_line:
        called = _("Help by telephone:")
        dialled = escape("".join(help_line.split()))
        tel = f'<a href="tel:{dialled}"><bdi>{escape(help_line)}</bdi></a>'
        lines.append(f"{escape(called)} {tel}")
    told = "".join(f"<li>{line}</li>" for line in lines)
    return f"<ul>{told}</ul>{_join(said)}{_age(said, standing.at, standing.seconds)}"


def _join(said: Tongue) -> str:
    _ = said.catalogue.gettext
    question, label = _("I have a code from another device"), _("Code")
    button = _("Join that place")
    return (
        f"<details><summary>{escape(question)}</summary>"
        f'<form action="/wait" method="get"><label for="code">{escape(label)}</label>'
        '<input id="code" name="code" dir="ltr" autocomplete="off" required maxlength="40">'
        f"<button>{escape(button)}</button></form></details>"
    )


def _age(said: Tongue, at: datetime, seconds: int | None = None) -> str:
    _ = said.catalogue.gettext
    text = _("As of %(time)s.") % {"time": said.clock_seconds(at)}
    if seconds is not None:
        again = said.catalogue.ngettext(
            "Asks again by itself in about %(count)s second.",
            "Asks again by itself in about %(count)s seconds.",
            seconds,
        )
        text += " " + again % {"count": said.number(seconds)}
    return f'<p class="age" data-age>{escape(text)}</p>'


def _built(name: str) -> str:
    path = Path(BUILT / name)
    return path.read_text(encoding="utf-8").strip() if path.exists() else ""


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
