"""Who a tier, a share or a part is for: one field for each condition."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mission.selection.presenters import condition_words
from mission.selection.rules.conditions import (
    FLAGS,
    LISTS,
    UNSTATED_FLAGS,
    UNSTATED_LISTS,
    WHOLE,
)

NATIONALITY = re.compile(r"[A-Z]{3}")
COMMAS = re.compile(r"[,،;\n]+")
MOST_NUMBER = 200


def _number(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_NUMBER, required=False)


def _tick(label: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


def _names(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=2000)


_CODES = _("Codes of three letters, parted by commas: QAT, EGY")
_PARTED = _("Names, parted by commas")


class ConditionsForm(forms.Form):
    """The conditions of one tier, share or part; all that are filled must hold."""

    min_age_years = _number(_("Lead applicant's age from (years)"))
    max_age_years = _number(_("Lead applicant's age up to (years)"))
    sex = forms.ChoiceField(
        label=_("Lead applicant"),
        choices=[("", _("Women and men")), ("F", _("Women")), ("M", _("Men"))],
        required=False,
    )
    never_hajj = _tick(_("The lead applicant never performed Hajj"))
    min_refused_seasons = _number(_("Earlier seasons refused, at least"))
    min_registered_years = _number(_("Years since the lead's first file, at least"))
    min_size = _number(_("Persons in the file, at least"))
    max_size = _number(_("Persons in the file, at most"))
    without_men = _tick(_("Women who travel without a man"))
    with_relative = _tick(_("A relative travels as companion"))
    nationalities = _names(_("Only these nationalities"), _CODES)
    other_nationalities = _names(_("All nationalities but these"), _CODES)
    district = _names(_("District"), _PARTED)
    province = _names(_("Province"), _PARTED)
    state = _names(_("Federal state"), _PARTED)
    hardship = _tick(_("Hardship"))
    low_paid_worker = _tick(_("Low-paid work"))
    medical_need = _tick(_("Medical need"))

    def who(self) -> str:
        """Say who it is for as it stands."""
        return condition_words(self.initial.get("asked", {}))

    def conditions(self) -> dict[str, Any]:
        """Answer the conditions that were filled."""
        given = self.cleaned_data
        found: dict[str, Any] = {
            name: given[name] for name in WHOLE if given.get(name) is not None
        }
        if given.get("sex"):
            found["sex"] = given["sex"]
        found |= {name: True for name in (*FLAGS, *UNSTATED_FLAGS) if given.get(name)}
        found |= {name: given[name] for name in (*LISTS, *UNSTATED_LISTS) if given.get(name)}
        return found

    def stated_fields(self) -> list[forms.BoundField]:
        """Answer the fields of conditions that files can meet."""
        return [self[name] for name in (*WHOLE, "sex", *LISTS, *FLAGS)]

    def unstated_fields(self) -> list[forms.BoundField]:
        """Answer the fields of conditions on facts that no file states."""
        return [self[name] for name in (*UNSTATED_LISTS, *UNSTATED_FLAGS)]

    def is_opened(self) -> bool:
        """Tell whether a condition needs mending, so that the page shows them all."""
        names = (*WHOLE, "sex", *LISTS, *FLAGS, *UNSTATED_LISTS, *UNSTATED_FLAGS)
        return any(name in self.errors for name in names)

    def clean(self) -> dict[str, Any]:
        """Part the lists, and refuse what is no code of a nationality."""
        given: dict[str, Any] = super().clean() or {}
        for name in (*LISTS, *UNSTATED_LISTS):
            parts = (part.strip() for part in COMMAS.split(given.get(name, "")))
            given[name] = [part for part in parts if part]
        for name in LISTS:
            given[name] = [code.upper() for code in given[name]]
            if not all(map(NATIONALITY.fullmatch, given[name])):
                self.add_error(name, _("Write codes of three letters: QAT, EGY."))
        return given


def filled(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Answer conditions as the fields show them, and as they are under ``asked``."""
    shown = {
        name: ", ".join(value) if name in (*LISTS, *UNSTATED_LISTS) else value
        for name, value in asked.items()
    }
    return shown | {"asked": asked}
