"""The words of a verdict: what the guard reads, why, and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from foundation.languages import in_language
from foundation.numerals import format_duration
from mission.gates.queries.posts import GatePost
from mission.gates.rules.decision import Code, Direction

_A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Words:
    """Headline in one or two words, the reason in a sentence, the next step in another."""

    headline: str
    reason: str
    advice: str


def words_for(
    code: str, facts: dict[str, Any], *, direction: str, sex: str, post: GatePost, at: datetime
) -> Words:
    """Say a verdict in the active language.

    sex  M, F, or empty when nobody was recognised
    at   when the words are read, for how long ago something was
    """
    if code == Code.OK:
        return _passing(facts, direction=direction, sex=sex, post=post)
    reason, advice = _REFUSED[Code(code)](facts, post, at)
    return Words(pgettext("verdict", "Stop"), reason, advice)


def ago(since: datetime, *, at: datetime) -> str:
    """Say how long ago something was, in its largest unit from a minute up."""
    passed = at - since
    if passed < _A_MINUTE:
        return _("just now")
    return _("%(time)s ago") % {"time": format_duration(passed)}


def _passing(facts: dict[str, Any], *, direction: str, sex: str, post: GatePost) -> Words:
    if direction == Direction.OUT:
        reason = "" if facts.get("was_inside", True) else _("Was not seen coming in")
        return Words(_farewell(sex), reason, "")
    left = facts.get("left_camp")
    if left is None:
        return Words(_welcome(sex), "", "")
    reason = _("Came from %(camp)s without being seen to leave") % {"camp": _camp(left, post)}
    return Words(_welcome(sex), reason, "")


def _welcome(sex: str) -> str:
    return pgettext("to a woman", "Come in") if sex == "F" else pgettext("to a man", "Come in")


def _farewell(sex: str) -> str:
    if sex == "F":
        return pgettext("to a woman", "Go safely")
    return pgettext("to a man", "Go safely")


def _camp(number: int, post: GatePost) -> str:
    names = post.places.camps.get(number)
    return in_language(*names) if names else _("camp %(number)s") % {"number": number}


def _day(text: str) -> str:
    local = timezone.localtime(datetime.fromisoformat(text))
    return date_format(local, "DATE_FORMAT")


_Said = tuple[str, str]


def _malformed(facts: dict[str, Any], post: GatePost, at: datetime) -> _Said:
    return _("This is not a bracelet of a mission"), _(
        "Hold the code on the bracelet before the camera, flat and in the light"
    )


def _forged(facts: dict[str, Any], post: GatePost, at: datetime) -> _Said:
    return _("Forged: this code was not made by us"), _(
        "Keep the bracelet and call the shift lead"
    )


def _unknown_key(facts: dict[str, Any], post: GatePost, at: datetime) -> _Said:
    return _("Signed by somebody we do not know"), _(
        "Keep the bracelet and call the shift lead"
    )


def _other_mission(facts: dict[str, Any], post: GatePost, at: datetime) -> _Said:
    return _("A bracelet of another mission"), _(
        "Show the way to the bearer's own mission, or call the shift lead"
    )


def _other_season(facts: dict[str, Any], post: GatePost, at: datetime) -> _Said:
    reason = _("A bracelet of the season %(year)s") % {"year": facts["season"]}
    return reason, _("Ask for this year's bracelet, or for the passport")


def _not_issued(facts: dict[str, Any], post: GatePost, at: datetime) -> _Said:
    return _("This bracelet was never issued"), _("Keep the bracelet and call the shift lead")


def _revoked(facts: dict[str, Any], post: GatePost, at: datetime) -> _Said:
    return _("This bracelet was revoked"), _("Keep the bracelet and call the shift lead")


def _replaced(facts: dict[str, Any], post: GatePost, at: datetime) -> _Said:
    return _("This bracelet was replaced by a new one"), _(
        "Ask for the new bracelet and keep this one"
    )


def _suspended(facts: dict[str, Any], post: GatePost, at: datetime) -> _Said:
    return _("This bracelet is suspended"), _("Ask for the passport and call the shift lead")


def _not_yet_valid(facts: dict[str, Any], post: GatePost, at: datetime) -> _Said:
    reason = _("Not valid before %(day)s") % {"day": _day(facts["valid_from"])}
    return reason, _("Ask the shift lead whether the camp is open already")


def _expired(facts: dict[str, Any], post: GatePost, at: datetime) -> _Said:
    reason = _("Expired on %(day)s") % {"day": _day(facts["valid_until"])}
    return reason, _("Ask for the passport and call the shift lead")


def _other_camp(facts: dict[str, Any], post: GatePost, at: datetime) -> _Said:
    camps = [_camp(number, post) for number in facts["camps"]]
    if not camps:
        return _("This bracelet opens no camp"), _("Call the shift lead")
    told = _(", ").join(camps)
    return _("Belongs to another camp: %(camps)s") % {"camps": told}, _("Show the way there")


def _already_inside(facts: dict[str, Any], post: GatePost, at: datetime) -> _Said:
    names = post.places.gates.get(facts["gate"])
    gate = in_language(*names) if names else facts["gate"]
    told = {"gate": gate, "ago": ago(datetime.fromisoformat(facts["since"]), at=at)}
    reason = _("Already inside through %(gate)s, %(ago)s") % told
    return reason, _("Ask for the passport, or call the shift lead")


_REFUSED: dict[Code, Callable[[dict[str, Any], GatePost, datetime], _Said]] = {
    Code.MALFORMED: _malformed,
    Code.FORGED: _forged,
    Code.UNKNOWN_KEY: _unknown_key,
    Code.OTHER_MISSION: _other_mission,
    Code.OTHER_SEASON: _other_season,
    Code.NOT_ISSUED: _not_issued,
    Code.REVOKED: _revoked,
    Code.REPLACED: _replaced,
    Code.SUSPENDED: _suspended,
    Code.NOT_YET_VALID: _not_yet_valid,
    Code.EXPIRED: _expired,
    Code.OTHER_CAMP: _other_camp,
    Code.ALREADY_INSIDE: _already_inside,
}
