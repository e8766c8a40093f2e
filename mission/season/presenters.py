"""The season in words: rule values with their labels, and its refusals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation import hijri, wording
from foundation.languages import in_language, own_half
from foundation.numerals import format_number, reader_digits
from mission.season.models import RuleVersion
from mission.season.rules import KEYS, write_value

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LABELS: dict[str, str | _StrPromise] = {
    "applications.home_nationality": _("Nationality of the mission's own citizens"),
    "applications.phone_region": _("Country of phone numbers written without one"),
    "applications.timezone": _("Time zone of times written without one"),
    "applications.last_hajj_year_from": _("Earliest Hajj year that is believed"),
    "applications.last_hajj_year_until": _("Latest Hajj year that is believed"),
    "applications.refused_seasons_most": _("Most earlier refusals that are believed"),
    "applications.districts": _("Home districts that the lead may choose (none: not asked)"),
    "applications.opens_at": _("Registration opens"),
    "applications.closes_at": _("Registration closes"),
    "applications.lobby_minutes": _("Waiting room before the opening (minutes)"),
    "applications.invitation_hours": _("Life of a companion's link (hours)"),
    "families.persons_most": _("Most persons in linked applications (0 = none are linked)"),
    "families.requests_most": _("Most requests of an application to others to be linked"),
    "eligibility.classes": _("Classes of lead applicants, the first that fits counts"),
    "eligibility.home.nationalities": _("Citizens: nationalities"),
    "eligibility.home.lead_age_from": _("Citizens: youngest lead applicant (years)"),
    "eligibility.home.lead_residence_years": _("Citizens: residence asked (years, 0 = none)"),
    "eligibility.home.lead_must_be_first_hajj": _("Citizens: only who never performed Hajj"),
    "eligibility.home.lead_hajj_gap_seasons": _(
        "Citizens: seasons since the last Hajj (0 = not asked)"
    ),
    "eligibility.home.companions_most": _("Citizens: most companions"),
    "eligibility.others.nationalities": _("Residents: nationalities (* = all others)"),
    "eligibility.others.lead_age_from": _("Residents: youngest lead applicant (years)"),
    "eligibility.others.lead_residence_years": _(
        "Residents: residence asked (years, 0 = none)"
    ),
    "eligibility.others.lead_must_be_first_hajj": _("Residents: only who never performed Hajj"),
    "eligibility.others.lead_hajj_gap_seasons": _(
        "Residents: seasons since the last Hajj (0 = not asked)"
    ),
    "eligibility.others.companions_most": _("Residents: most companions"),
    "eligibility.companion_age_from": _("Youngest companion (years)"),
    "eligibility.passport_months_after": _(
        "Passports must last after the season's day (months)"
    ),
    "eligibility.fitness_required": _("A fitness certificate is asked of everyone"),
    "objections.days": _("Days in which a verdict may be objected to"),
    "documents.required": _("Documents asked of each class of persons"),
    "documents.photo_width_pixels": _("Personal photo: least width (pixels)"),
    "documents.photo_height_pixels": _("Personal photo: least height (pixels)"),
    "documents.block_submission": _("An application is taken only with all its documents"),
    "documents.claim_minutes": _("A document stays with who opened it for (minutes)"),
    "tiers.elder_age_from": _("First tier: elders from this age (years)"),
    "tiers.refused_seasons_from": _("Second tier: refused in at least so many seasons"),
    "tickets.base": _("Tickets of every file"),
    "tickets.per_refused_season": _("Tickets more for each refused season"),
    "draw_rules": _("Rules of the draw: quota, order, reserved shares"),
    "draw_share_conditions": _("Who may use a reserved share"),
    "offers.days": _("Full days to accept an offer of seats"),
    "offers.reminder_days": _("Reminders of an unanswered offer, after so many days"),
    "offers.promotions_until": _("Free seats go to the waiting list until"),
    "ceremony_quorum": _("Chair and members who must be present at the freeze, together"),
    "ceremony_witnesses_least": _("Witnesses who must be present at the freeze"),
    "ceremony_pause_minutes": _("Least time between the freeze and chance, in minutes"),
    "ceremony_answer_minutes": _("A proposed step waits for its confirmation, in minutes"),
    "masar_resubmissions_most": _(
        "A rejection without a reason is submitted again at most so many times"
    ),
    "masar_unknown_alarm_minutes": _("Alarm when an answer is unknown for so long (minutes)"),
    "masar_ask_again_minutes": _("Ask again when no decision came for so long (minutes)"),
    "mission_number": _("The mission's number in credentials"),
    "bracelet_valid_from": _("Bracelets are valid from"),
    "bracelet_valid_until": _("Bracelets are valid until"),
    "emergency_numbers": _("Emergency numbers: on bracelets and for applicants"),
    "signing_key_notice_hours": _(
        "A new signing key is published so long before its use (hours)"
    ),
    "trust_list_hours": _("Life of a trust list (hours)"),
    "status_list_hours": _("Life of a status list (hours)"),
    "gate_clock_skew_seconds": _("How far a reader's clock may be off (seconds)"),
    "gate_enrolment_minutes": _("Life of a reader's enrolment code (minutes)"),
    "gate_batch_scans": _("Most scans that a reader sends at once"),
    "gate_names_shown": _("Readers show the pilgrim's name"),
}

WORDS = {
    "home": _("citizens"),
    "others": _("residents"),
    "elderly": _("the elderly"),
    "*": _("all others"),
}

# Values that a page of a later step says in sentences.
PAGES = {
    "draw_rules": "selection:season_rules",
    "draw_share_conditions": "selection:season_rules",
}
YEARS = ("applications.last_hajj_year_from", "applications.last_hajj_year_until")
ADDRESS = re.compile(r"[\w.-]+\.[a-z]{2,}/[\w/-]+")
KINDS = {key.key: key.kind for key in KEYS}

GROUPS = {
    "registration": _("Registration and eligibility"),
    "selection": _("Selection"),
    "masar": _("Saudi e-path"),
    "permits": _("Permits and bracelets"),
    "gates": _("Gates"),
}

wording.register(
    {
        "no_such_season": _(
            "Season %(hijri_year)s was never opened. Open it first: manage.py open_season "
            "%(hijri_year)s"
        ),
        "rules_moved_on": _(
            "Somebody saved version %(number)s meanwhile. Look at it, then change again."
        ),
        "bad_rule_value": _("The value of %(key)s is missing or not of its kind. Mend it."),
    }
)


def grouped_values(version: RuleVersion) -> list[dict[str, Any]]:
    """Answer a version's values group by group, each with label, text and source."""
    return [
        {"title": title, "rows": [_row(key.key, version) for key in KEYS if key.group == group]}
        for group, title in GROUPS.items()
        if any(key.group == group for key in KEYS)
    ]


def _row(key: str, version: RuleVersion) -> dict[str, Any]:
    value = version.values.get(key)
    return {
        "key": key,
        "label": LABELS.get(key, key),
        "lines": value_in_words(key, value),
        "source": in_one_language(version.sources.get(key, "")),
        "page": PAGES.get(key, ""),
    }


def in_one_language(text: str) -> str:
    """Answer the reader's half of a note or source written as ``Arabic | English``.

    A web address in it is isolated: brackets around one would turn round in Arabic.
    """
    return ADDRESS.sub("\u2066\\g<0>\u2069", own_half(text))


def value_in_words(key: str, value: Any) -> list[str]:
    """Answer what a value says, in the reader's language, digits and calendars: lines."""
    if value and key in SENTENCES:
        return SENTENCES[key](value)
    if value == [] and KINDS.get(key) == "places":
        return [now_in_words("Not asked")]
    if isinstance(value, list):
        return [str(WORDS.get(entry, entry)) for entry in value]
    return [_one_in_words(key, value)]


def _one_in_words(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return now_in_words("Yes") if value else now_in_words("No")
    if isinstance(value, int):
        return reader_digits(str(value)) if key in YEARS else format_number(value)
    if value and KINDS.get(key) == "moment":
        return _moment(value)
    return "–" if value in (None, "") else write_value(value)


def _moment(text: str) -> str:
    local = timezone.localtime(datetime.fromisoformat(text))
    return f"{hijri.format_both(local)} {reader_digits(f'{local:%H:%M}')}"


def _draw(rules: Mapping[str, Any]) -> list[str]:
    lines = [now_in_words("Seats in all: %(count)s") % {"count": format_number(rules["quota"])}]
    for share in rules.get("shares", []):
        name = WORDS.get(share["name"], share["name"])
        seats = format_number(share["seats"])
        lines.append(
            now_in_words("Kept for %(whom)s: %(count)s") % {"whom": name, "count": seats}
        )
    return lines


def _shares(conditions: Mapping[str, Mapping[str, Any]]) -> list[str]:
    lines = []
    for name, asked in conditions.items():
        whom = str(WORDS.get(name, name))
        age = asked.get("min_age_years")
        if age is not None:
            from_age = now_in_words("%(whom)s: from the age of %(age)s")
            whom = from_age % {"whom": whom, "age": format_number(age)}
        lines.append(whom)
    return lines


def _days(days: Iterable[int]) -> list[str]:
    return [
        ngettext("after %(count)s day", "after %(count)s days", one)
        % {"count": format_number(one)}
        for one in days
    ]


def _numbers(entries: Iterable[Mapping[str, str]]) -> list[str]:
    # The isolates keep a number of several groups from turning round after an Arabic name.
    return [
        f"{in_language(each['name_ar'], each['name_en'])}: \u2066{each['number']}\u2069"
        for each in entries
    ]


def _places(entries: Iterable[Mapping[str, str]]) -> list[str]:
    return [in_language(each["name_ar"], each["name_en"]) for each in entries]


SENTENCES: dict[str, Callable[[Any], list[str]]] = {
    "draw_rules": _draw,
    "draw_share_conditions": _shares,
    "applications.districts": _places,
    "emergency_numbers": _numbers,
    "offers.reminder_days": _days,
}


def changed_labels(version: RuleVersion, former: RuleVersion | None) -> list[dict[str, Any]]:
    """Answer what a version changed against the one before: label, old and new text."""
    if former is None:
        return []
    return [
        {
            "label": LABELS.get(key, key),
            "old": ", ".join(value_in_words(key, former.values.get(key, ""))),
            "new": ", ".join(value_in_words(key, value)),
        }
        for key, value in sorted(version.values.items())
        if former.values.get(key) != value
    ]
