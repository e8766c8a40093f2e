"""Who a tier, a share or a part is for: one field for each condition."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from foundation.numerals import reads_arabic
from mission.registration.queries import Districts
from mission.selection.presenters import condition_words
from mission.selection.rules.conditions import (
    DISTRICT,
    FLAGS,
    LISTS,
    UNSTATED_FLAGS,
    UNSTATED_LISTS,
    WHOLE,
)

NATIONALITY = re.compile(r"[A-Z]{3}")
COMMAS = re.compile(r"[,،;\n]+")
MOST_NUMBER = 200
# More names than these are looked up on the page of the season.
MOST_NAMED = 40
EVERY_LIST = (*LISTS, DISTRICT, *UNSTATED_LISTS)


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
    district = _names(_("Home district"), _PARTED)
    province = _names(_("Province"), _PARTED)
    state = _names(_("Federal state"), _PARTED)
    hardship = _tick(_("Hardship"))
    low_paid_worker = _tick(_("Low-paid work"))
    medical_need = _tick(_("Medical need"))

    def __init__(self, *args: Any, districts: Districts, **kwargs: Any) -> None:
        """Fill the fields with the conditions that stand, ``initial["asked"]``.

        districts  of the season, by whose names this asks; without any no file states one
        """
        initial = kwargs.pop("initial", None) or {}
        shown = _filled(initial.get("asked", {}), districts)
        kwargs["initial"] = {**shown, **initial}
        super().__init__(*args, **kwargs)
        self.districts = districts
        names = [name for _code, name in districts.named(arabic=reads_arabic())]
        if 0 < len(names) <= MOST_NAMED:
            told = now_in_words("Names, parted by commas: %(names)s") % {
                "names": now_in_words(", ").join(names)
            }
            self.fields[DISTRICT].help_text = told

    def who(self) -> str:
        """Say who it is for as it stands."""
        return condition_words(self.initial.get("asked", {}), self.districts)

    def conditions(self) -> dict[str, Any]:
        """Answer the conditions that were filled."""
        given = self.cleaned_data
        found: dict[str, Any] = {
            name: given[name] for name in WHOLE if given.get(name) is not None
        }
        if given.get("sex"):
            found["sex"] = given["sex"]
        found |= {name: True for name in (*FLAGS, *UNSTATED_FLAGS) if given.get(name)}
        found |= {name: given[name] for name in EVERY_LIST if given.get(name)}
        return found

    def stated_fields(self) -> list[forms.BoundField]:
        """Answer the fields of conditions that files can meet."""
        lists = (*LISTS, DISTRICT) if self.districts else LISTS
        return [self[name] for name in (*WHOLE, "sex", *lists, *FLAGS)]

    def unstated_fields(self) -> list[forms.BoundField]:
        """Answer the fields of conditions on facts that no file states."""
        lists = UNSTATED_LISTS if self.districts else (DISTRICT, *UNSTATED_LISTS)
        return [self[name] for name in (*lists, *UNSTATED_FLAGS)]

    def is_opened(self) -> bool:
        """Tell whether a condition needs mending, so that the page shows them all."""
        names = (*WHOLE, "sex", *FLAGS, *EVERY_LIST, *UNSTATED_FLAGS)
        return any(name in self.errors for name in names)

    def clean(self) -> dict[str, Any]:
        """Part the lists; refuse what is no code of a nationality and no known district."""
        given: dict[str, Any] = super().clean() or {}
        for name in EVERY_LIST:
            parts = (part.strip() for part in COMMAS.split(given.get(name, "")))
            given[name] = [part for part in parts if part]
        for name in LISTS:
            given[name] = [code.upper() for code in given[name]]
            if not all(map(NATIONALITY.fullmatch, given[name])):
                self.add_error(name, _("Write codes of three letters: QAT, EGY."))
        if self.districts:
            given[DISTRICT] = self._codes(given[DISTRICT])
        return given

    def _codes(self, written: list[str]) -> list[str]:
        """Answer the codes of districts, each written as its code or a name of it."""
        codes = {text: self.districts.code_of(text) for text in written}
        unknown = [text for text, code in codes.items() if code is None]
        if unknown:
            told = now_in_words("The season lists no such district: %(names)s")
            self.add_error(DISTRICT, told % {"names": now_in_words(", ").join(unknown)})
        return list(dict.fromkeys(code for code in codes.values() if code))


def _filled(asked: Mapping[str, Any], districts: Districts) -> dict[str, Any]:
    """Answer conditions as the fields show them."""
    arabic = reads_arabic()
    shown = {
        name: ", ".join(value) if name in EVERY_LIST else value for name, value in asked.items()
    }
    if DISTRICT in asked:
        names = (districts.name(code, arabic=arabic) for code in asked[DISTRICT])
        shown[DISTRICT] = ", ".join(names)
    return shown
