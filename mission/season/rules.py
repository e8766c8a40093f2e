"""What a rule value may be: the keys that the program asks for, and their kinds."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from foundation.names import place_key
from foundation.refusals import Refusal

Kind = Literal["number", "flag", "moment", "text", "texts", "numbers", "structure", "places"]
# A place is written ``code | name in Arabic | name in English``; lists of them are typed with
# commas between, so that none stands in a name.
PLACE = ("code", "name_ar", "name_en")
_PLACE_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_PLACE_NAME = re.compile(r"[^|,،;؛\n]{1,100}")


class BadRuleValue(Refusal):
    """A rule value is not of its key's kind, or is missing."""

    code = "bad_rule_value"
    status = 422


@dataclass(frozen=True)
class SourcedValue:
    """A rule value and where it is from: a document, a decision, a page with its date."""

    value: Any
    source: str


@dataclass(frozen=True)
class RuleKey:
    """One value that every season sets.

    group  the step of the journey that asks for it
    least  the lowest number allowed; of a number and of numbers
    is_optional  the value may be left empty: moments and texts only
    """

    key: str
    kind: Kind
    group: str
    least: int = 0
    is_optional: bool = False


def _class_keys(name: str) -> tuple[RuleKey, ...]:
    stem = f"eligibility.{name}."
    return (
        RuleKey(stem + "nationalities", "texts", "registration"),
        RuleKey(stem + "lead_age_from", "number", "registration"),
        RuleKey(stem + "lead_residence_years", "number", "registration"),
        RuleKey(stem + "lead_must_be_first_hajj", "flag", "registration"),
        RuleKey(stem + "lead_hajj_gap_seasons", "number", "registration"),
        RuleKey(stem + "companions_most", "number", "registration"),
    )


KEYS: tuple[RuleKey, ...] = (
    RuleKey("applications.home_nationality", "text", "registration"),
    RuleKey("applications.phone_region", "text", "registration"),
    RuleKey("applications.timezone", "text", "registration"),
    RuleKey("applications.last_hajj_year_from", "number", "registration"),
    RuleKey("applications.last_hajj_year_until", "number", "registration"),
    RuleKey("applications.refused_seasons_most", "number", "registration"),
    RuleKey("applications.districts", "places", "registration"),
    RuleKey("applications.invitation_hours", "number", "registration", least=1),
    RuleKey("families.persons_most", "number", "registration"),
    RuleKey("families.requests_most", "number", "registration"),
    RuleKey("objections.days", "number", "registration", least=1),
    RuleKey("applications.opens_at", "moment", "registration"),
    RuleKey("applications.closes_at", "moment", "registration"),
    RuleKey("applications.lobby_minutes", "number", "registration"),
    RuleKey("eligibility.classes", "texts", "registration"),
    *_class_keys("home"),
    *_class_keys("others"),
    RuleKey("eligibility.companion_age_from", "number", "registration"),
    RuleKey("eligibility.passport_months_after", "number", "registration"),
    RuleKey("eligibility.fitness_required", "flag", "registration"),
    RuleKey("documents.required", "structure", "registration"),
    RuleKey("documents.block_submission", "flag", "registration"),
    RuleKey("documents.photo_width_pixels", "number", "registration", least=1),
    RuleKey("documents.photo_height_pixels", "number", "registration", least=1),
    RuleKey("documents.claim_minutes", "number", "registration", least=1),
    RuleKey("tiers.elder_age_from", "number", "selection"),
    RuleKey("tiers.refused_seasons_from", "number", "selection"),
    RuleKey("tickets.base", "number", "selection", least=1),
    RuleKey("tickets.per_refused_season", "number", "selection"),
    RuleKey("draw_rules", "structure", "selection"),
    RuleKey("draw_share_conditions", "structure", "selection"),
    RuleKey("offers.days", "number", "selection", least=1),
    RuleKey("offers.reminder_days", "numbers", "selection", least=1),
    RuleKey("offers.promotions_until", "moment", "selection", is_optional=True),
    RuleKey("ceremony_quorum", "number", "selection", least=2),
    RuleKey("ceremony_witnesses_least", "number", "selection"),
    RuleKey("ceremony_pause_minutes", "number", "selection"),
    RuleKey("ceremony_answer_minutes", "number", "selection", least=1),
    RuleKey("masar_resubmissions_most", "number", "masar"),
    RuleKey("masar_unknown_alarm_minutes", "number", "masar", least=1),
    RuleKey("masar_ask_again_minutes", "number", "masar", least=1),
    RuleKey("mission_number", "number", "permits", least=1),
    RuleKey("bracelet_valid_from", "moment", "permits"),
    RuleKey("bracelet_valid_until", "moment", "permits"),
    RuleKey("emergency_numbers", "structure", "permits"),
    RuleKey("signing_key_notice_hours", "number", "permits"),
    RuleKey("trust_list_hours", "number", "permits", least=1),
    RuleKey("status_list_hours", "number", "permits", least=1),
    RuleKey("gate_clock_skew_seconds", "number", "gates"),
    RuleKey("gate_enrolment_minutes", "number", "gates", least=1),
    RuleKey("gate_batch_scans", "number", "gates", least=1),
    RuleKey("gate_names_shown", "flag", "gates"),
)


def key_named(key: str) -> RuleKey | None:
    """Answer the definition of a key, if the program knows it."""
    return next((known for known in KEYS if known.key == key), None)


def check_values(values: Mapping[str, Any]) -> None:
    """Raise BadRuleValue unless every key of the program has a value of its kind.

    Keys that the program does not know are kept: a later version may ask for them.
    """
    for key in KEYS:
        if key.key not in values:
            raise BadRuleValue(key=key.key)
        if not _fits(values[key.key], key):
            raise BadRuleValue(key=key.key)


def read_value(text: str, *, key: RuleKey) -> Any:
    """Read what somebody typed for a key; raises BadRuleValue.

    Numbers may be typed in any script's digits; flags are yes or no; moments are ISO 8601 with
    an offset; lists have a line an entry; places are lines of code, Arabic and English name;
    structures are JSON.
    """
    plain = text.strip()
    value: Any
    match key.kind:
        case "number":
            value = int(plain) if plain.isdecimal() else None
        case "flag":
            value = {"yes": True, "no": False}.get(plain)
        case "texts":
            value = [line.strip() for line in plain.splitlines() if line.strip()]
        case "numbers":
            entries = plain.split()
            value = [int(one) for one in entries] if all(map(str.isdecimal, entries)) else None
        case "places":
            value = [_place(line) for line in plain.splitlines() if line.strip()]
        case "structure":
            value = _json(plain)
        case _:
            value = plain
    if not _fits(value, key):
        raise BadRuleValue(key=key.key)
    return value


def write_value(value: Any) -> str:
    """Write a value as ``read_value`` reads it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(entry, str | int) for entry in value):
        return "\n".join(map(str, value))
    if isinstance(value, list) and are_places(value):
        return "\n".join(" | ".join(one[part] for part in PLACE) for one in value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, indent=2)
    return str(value)


def _fits(value: Any, key: RuleKey) -> bool:
    return (key.is_optional and value == "") or _is_of_kind(value, key)


def _is_of_kind(value: Any, key: RuleKey) -> bool:
    match key.kind:
        case "number":
            fits = _is_count(value, key.least)
        case "flag":
            fits = isinstance(value, bool)
        case "moment":
            fits = isinstance(value, str) and _is_moment(value)
        case "text":
            fits = isinstance(value, str) and value != ""
        case "structure":
            fits = isinstance(value, dict | list)
        case _:
            fits = isinstance(value, list) and _are_of_kind(value, key)
    return fits


def _are_of_kind(entries: list[Any], key: RuleKey) -> bool:
    """Tell whether a list holds what its kind says: numbers, texts or places."""
    if key.kind == "places":
        return are_places(entries)
    if key.kind == "numbers":
        return all(_is_count(entry, key.least) for entry in entries)
    return all(isinstance(entry, str) for entry in entries)


def are_places(entries: Sequence[Any]) -> bool:
    """Tell whether each entry is a place, and no code or name could mean two of them."""
    if not all(map(_is_place, entries)):
        return False
    keys = [{place_key(one[part]) for part in PLACE} for one in entries]
    return len(set().union(*keys)) == sum(map(len, keys))


def _is_place(entry: Any) -> bool:
    if not isinstance(entry, Mapping) or set(entry) != set(PLACE):
        return False
    code, *names = (entry[part] for part in PLACE)
    if not isinstance(code, str) or not _PLACE_CODE.fullmatch(code):
        return False
    return all(isinstance(name, str) and _is_place_name(name) for name in names)


def _is_place_name(name: str) -> bool:
    return bool(_PLACE_NAME.fullmatch(name)) and name == name.strip() and place_key(name) != ""


def _place(line: str) -> dict[str, str]:
    """Read one line; one that has another number of parts is no place."""
    parts = [part.strip() for part in line.split("|")]
    return dict(zip(PLACE, parts, strict=True)) if len(parts) == len(PLACE) else {}


def _is_count(value: Any, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
