"""The words of the waiting room, from the product's own catalogues, without Django."""

from __future__ import annotations

import gettext
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from foundation.hijri import format_both
from live.waiting.polling import Estimate

ROOT = Path(__file__).resolve().parent.parent.parent
LANGUAGES = ("ar", "en")
# Makkah and the Gulf keep the same time the year round.
ZONE = ZoneInfo("Asia/Riyadh")
_EASTERN = str.maketrans("0123456789,", "٠١٢٣٤٥٦٧٨٩٬")


@dataclass(frozen=True)
class Tongue:
    """One of the two languages: its catalogue, its direction and its digits."""

    code: str
    catalogue: gettext.NullTranslations = field(repr=False)

    @property
    def direction(self) -> str:
        """The direction of writing."""
        return "rtl" if self.code == "ar" else "ltr"

    def number(self, value: int) -> str:
        """Write a number with separators, in the reader's digits."""
        return self.digits(f"{value:,}")

    def digits(self, text: str) -> str:
        """Write the digits of a text as the reader has them."""
        return text.translate(_EASTERN) if self.code == "ar" else text

    def clock(self, moment: datetime) -> str:
        """Write the time of day."""
        return self.digits(moment.astimezone(ZONE).strftime("%H:%M"))

    def clock_seconds(self, moment: datetime) -> str:
        """Write the time of day to the second."""
        return self.digits(moment.astimezone(ZONE).strftime("%H:%M:%S"))

    def day(self, moment: datetime) -> str:
        """Write a day in both calendars."""
        return format_both(moment.astimezone(ZONE).date(), language=self.code)

    def ahead(self, people: int) -> str:
        """Say how many are ahead, without the number."""
        return self.catalogue.ngettext(
            "person is ahead of you", "people are ahead of you", people
        )

    def wait(self, found: Estimate | None) -> str:
        """Say the estimate as a range of minutes, honest about not knowing."""
        ngettext, _ = self.catalogue.ngettext, self.catalogue.gettext
        if found is None:
            return _("Nobody is let in at this moment, so no time can be told.")
        low, high = int(found.low_seconds // 60), int(-(-found.high_seconds // 60))
        if high <= 1:
            return _("Less than a minute from now.")
        if low < 1:
            text = ngettext(
                "Up to %(high)s minute from now.", "Up to %(high)s minutes from now.", high
            )
        else:
            text = ngettext(
                "Between %(low)s and %(high)s minute from now.",
                "Between %(low)s and %(high)s minutes from now.",
                high,
            )
        return text % {"low": self.number(low), "high": self.number(high)}


@cache
def tongue(code: str) -> Tongue:
    """Answer a language by its code; Arabic for one that is not spoken here."""
    known = code if code in LANGUAGES else LANGUAGES[0]
    found = gettext.translation("django", str(ROOT / "locale"), [known], fallback=True)
    return Tongue(known, found)


def tongue_for(cookie: str, accepted: str) -> Tongue:
    """Answer the reader's language: chosen before, else the first accepted one, else Arabic."""
    if cookie in LANGUAGES:
        return tongue(cookie)
    wanted = [part.split(";")[0].strip()[:2].lower() for part in accepted.split(",")]
    return tongue(next((code for code in wanted if code in LANGUAGES), LANGUAGES[0]))
