"""What somebody supposes: the rules editor's fields, and the season's eligibility."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mission.registration.queries import Districts
from mission.selection.forms.editor import RulesEditor
from mission.selection.queries import Ruling
from mission.selection.rules.file_rules import read_file_rules
from mission.selection.rules.ruleset import read_rules

# More would change nothing.
MOST_VALUE = 200

_CLASS_WORDS = {
    "home": _("Lead applicants: citizens"),
    "others": _("Lead applicants: residents"),
}
_CLASS_VALUES = {
    "lead_age_from": _("Youngest lead applicant (years)"),
    "lead_residence_years": _("Residence asked (years, 0 = none)"),
    "lead_must_be_first_hajj": _("Only who never performed Hajj"),
    "lead_hajj_gap_seasons": _("Seasons since the last Hajj (0 = not asked)"),
    "companions_most": _("Most companions"),
}
_EVERYONE = {
    "companion_age_from": _("Youngest companion (years)"),
    "passport_months_after": _("Passports must last after the season's day (months)"),
    "fitness_required": _("A fitness certificate is asked of everyone"),
}


class EligibilityForm(forms.Form):
    """The season's values of eligibility, each filled as it is in force."""

    prefix = "values"

    def __init__(self, *args: Any, values: Mapping[str, Any], **kwargs: Any) -> None:
        """Add a field for each value that the season has."""
        super().__init__(*args, **kwargs)
        self.in_force = values
        self._blocks: dict[str, list[str]] = {}
        for name in values["eligibility.classes"]:
            self._blocks[str(_CLASS_WORDS.get(name, name))] = self._add_all(
                f"eligibility.{name}", _CLASS_VALUES
            )
        self._blocks[str(_("Everyone in a file"))] = self._add_all("eligibility", _EVERYONE)

    def blocks(self) -> list[dict[str, Any]]:
        """Answer the fields in their blocks, for the page."""
        return [
            {
                "title": title,
                "fields": [self[key] for key in keys],
                "is_open": self.is_bound and any(key in self.changed_data for key in keys),
            }
            for title, keys in self._blocks.items()
        ]

    def values(self) -> dict[str, Any]:
        """Answer all values of the season with what was entered in their place."""
        given = {
            key: value == "yes" if isinstance(self.in_force[key], bool) else value
            for key, value in self.cleaned_data.items()
        }
        return {**self.in_force, **given}

    def _add_all(self, stem: str, labels: Mapping[str, Any]) -> list[str]:
        known = {f"{stem}.{name}": label for name, label in labels.items()}
        keys = [key for key in known if key in self.in_force]
        for key in keys:
            self._add(key, known[key])
        return keys

    def _add(self, key: str, label: Any) -> None:
        """Add one value as the kind that it is in force."""
        now = self.in_force[key]
        if isinstance(now, bool):
            self.fields[key] = forms.ChoiceField(
                label=label, choices=[("yes", _("Yes")), ("no", _("No"))]
            )
            self.initial[key] = "yes" if now else "no"
            return
        self.fields[key] = forms.IntegerField(
            label=label, min_value=0, max_value=max(MOST_VALUE, now)
        )
        self.initial[key] = now


class WhatIfForm:
    """A ruling to suppose: a round's rules as in their editor, beside who is eligible."""

    def __init__(self, data: Mapping[str, Any] | None, *, saved: Ruling, version: int) -> None:
        """Fill all fields with what is saved, or with what was sent."""
        self.editor = RulesEditor(
            data,
            rules=saved.rules,
            files=saved.file_rules,
            version=version,
            districts=Districts.from_values(saved.values),
        )
        self.eligibility = EligibilityForm(data, values=saved.values)
        self.is_bound = data is not None

    def is_valid(self) -> bool:
        """Check every field, and the rules as a whole."""
        checked = [self.editor.is_valid(), self.eligibility.is_valid()]
        return all(checked)

    def wrong(self) -> list[forms.Form]:
        """Answer the forms in which something needs mending."""
        return [form for form in self._every_form() if self.is_bound and form.errors]

    def ruling(self) -> Ruling:
        """Answer what is supposed."""
        return Ruling(
            rules=read_rules(self.editor.rules()),
            file_rules=read_file_rules(self.editor.file_rules()),
            values=self.eligibility.values(),
        )

    def _every_form(self) -> Iterator[forms.Form]:
        yield from self.editor.every_form()
        yield self.eligibility
