"""The editor of a set of rules: one form, and a list of forms for shares, parts and tiers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from foundation.refusals import Refusal
from foundation.wording import sentence
from mission.registration.queries import Districts
from mission.selection.forms.rules import DrawForm, PartForm, ShareForm, TierForm
from mission.selection.rules.file_rules import FileRules, read_file_rules
from mission.selection.rules.ruleset import ACCEPT, Rules, Share, read_rules

MOST_ROWS = 400
_LISTS: dict[str, Any] = {
    "can_order": True, "can_delete": True, "extra": 1,
    "max_num": MOST_ROWS, "absolute_max": MOST_ROWS,
}  # fmt: skip
Shares = formset_factory(ShareForm, **_LISTS)
Parts = formset_factory(PartForm, **_LISTS)
Tiers = formset_factory(TierForm, **_LISTS)

WHERE = re.compile(
    r"(?P<list>shares|strata\.parts|strata|tiers)\[(?P<place>\d+)\]\.?(?P<rest>.*)"
)
FIELDS = {
    "general.order": "order",
    "last_sizes": "last_sizes",
    "shares": "quota",
    "strata": "quota",
    "tickets.power": "power",
}


class RulesEditor:
    """All fields of a set of rules and of what gives a file its place, checked together."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        rules: Rules,
        files: FileRules,
        version: int,
        districts: Districts,
    ) -> None:
        """Fill the fields with the rules as they stand, or with what was sent.

        districts  those of the season, by whose names the conditions ask
        """
        self.standing = rules
        within = {share.name for part in rules.strata for share in part.shares}
        # Shares of a part are kept as they are; the page says them, experts change them.
        self.inner = {name: files.shares[name] for name in within if name in files.shares}
        self.draw = DrawForm(data, initial=_draw(rules, files) | {"base_version": version})
        self.draw.fields["order"].offer(rules.general)  # type: ignore[attr-defined]
        own: dict[str, Any] = {"form_kwargs": {"districts": districts}}
        self.shares = Shares(data, prefix="shares", initial=_shares(rules, files), **own)
        self.parts = Parts(data, prefix="parts", initial=_parts(rules, files), **own)
        self.tiers = Tiers(data, prefix="tiers", initial=_tiers(files), **own)

    @property
    def base_version(self) -> int | None:
        """Answer the version that was looked at."""
        number: int | None = self.draw.cleaned_data["base_version"]
        return number

    def every_form(self) -> list[forms.Form]:
        """Answer every form, in the order of the page."""
        lists = (self.shares, self.parts, self.tiers)
        return [self.draw, *(form for each in lists for form in each.forms)]

    def is_valid(self) -> bool:
        """Check every field, then the rules as a whole; a no stands at its field."""
        checked = [each.is_valid() for each in (self.draw, self.shares, self.parts, self.tiers)]
        if not all(checked):
            return False
        try:
            read_rules(self.rules())
            read_file_rules(self.file_rules())
        except Refusal as refusal:
            self.refuse(refusal)
            return False
        return True

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal at the field that it is about, or above the form."""
        form, name = self._field_of(str(refusal.facts.get("where", "")))
        form.add_error(name, sentence(refusal))

    def rules(self) -> dict[str, Any]:
        """Answer what was entered in the shape of rules.json."""
        given = self.draw.cleaned_data
        value: dict[str, Any] = {
            "general": {"order": given["order"].split(",")},
            "last_seat": given["last_seat"],
            "quota": given["quota"],
            "shares": [_share_json(form.cleaned_data) for form in self._used_shares()],
        }
        newer = {
            name: given[name]
            for name in ("last_sizes", "reserve", "acceptance_days")
            if given[name] is not None and given[name] != []
        }
        parts = self._parts_json()
        if parts:
            newer["strata"] = {"left": given["left"], "parts": parts}
        if newer or given["last_seat"] == ACCEPT:
            newer["format"] = 2
        return value | newer

    def file_rules(self) -> dict[str, Any]:
        """Answer what gives a file its place, as a version keeps it."""
        given = self.draw.cleaned_data
        shares, parts = _kept(self.shares), _kept(self.parts)
        return {
            "shares": self.inner
            | {form.cleaned_data["name"]: form.conditions() for form in shares},
            "strata": [
                {"name": form.cleaned_data["name"], "conditions": form.conditions()}
                for form in parts
            ],
            "tickets": {name: given[name] for name in ("base", "per_refused_season", "power")},
            "tiers": [form.conditions() for form in _kept(self.tiers)],
        }

    def _used_shares(self) -> list[Any]:
        """Answer the shares that have seats; without, only who they are for is kept."""
        return [form for form in _kept(self.shares) if form.cleaned_data["seats"]]

    def _parts_json(self) -> list[dict[str, Any]]:
        standing = {part.name: part.shares for part in self.standing.strata}
        return [
            {
                "name": given["name"],
                "quota": given["quota"],
                "shares": [_as_json(share) for share in standing.get(given["name"], ())],
            }
            for given in (form.cleaned_data for form in _kept(self.parts))
        ]

    def _kept_in(self, name: str) -> list[Any]:
        if name == "shares":
            return self._used_shares()
        return _kept(self.tiers if name == "tiers" else self.parts)

    def _field_of(self, where: str) -> tuple[forms.Form, str | None]:
        found = WHERE.match(where)
        if found is None:
            return self.draw, FIELDS.get(where.split("[")[0])
        kept = self._kept_in(found["list"])
        place = int(found["place"])
        if place >= len(kept):
            return self.draw, None
        rest = found["rest"].split("[")[0]
        name = {"shares": "quota"}.get(rest, rest)
        return kept[place], name if name in kept[place].fields else None


def _kept(rows: BaseFormSet[Any]) -> list[Any]:
    """Answer the forms that were filled and not taken out, in the order of their places."""
    return list(rows.ordered_forms)


def _share_json(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": given["name"],
        "order": given["order"].split(","),
        "seats": given["seats"],
        "when": given["when"],
    }


def _as_json(share: Share) -> dict[str, Any]:
    order = list(share.order)
    return {"name": share.name, "order": order, "seats": share.seats, "when": share.when}


def _draw(rules: Rules, files: FileRules) -> dict[str, Any]:
    lists = (", ".join(map(str, sizes)) for sizes in rules.last_sizes)
    return {
        "quota": rules.quota,
        "order": ",".join(rules.general),
        "last_seat": rules.last_seat,
        "last_sizes": " / ".join(lists),
        "left": rules.left,
        "reserve": rules.reserve,
        "acceptance_days": rules.acceptance_days,
        "base": files.tickets.base,
        "per_refused_season": files.tickets.per_refused_season,
        "power": files.tickets.power,
    }


def _shares(rules: Rules, files: FileRules) -> list[dict[str, Any]]:
    """Fill a row for each share, and one for each that conditions are known of."""
    rows: list[dict[str, Any]] = [
        _as_json(share) | {"order": ",".join(share.order)} for share in rules.shares
    ]
    known = {row["name"] for row in rows} | {s.name for p in rules.strata for s in p.shares}
    rows += [{"name": name, "seats": 0} for name in files.shares if name not in known]
    return [row | {"asked": files.shares.get(row["name"], {})} for row in rows]


def _parts(rules: Rules, files: FileRules) -> list[dict[str, Any]]:
    asked = dict(files.strata)
    return [
        {"name": part.name, "quota": part.quota, "asked": asked.get(part.name, {})}
        for part in rules.strata
    ]


def _tiers(files: FileRules) -> list[dict[str, Any]]:
    return [{"is_tier": True, "asked": asked} for asked in files.tiers]
