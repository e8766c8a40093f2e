"""The form of a season's rule values: a field a key, each of its kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mission.season.presenters import LABELS
from mission.season.rules import KEYS, BadRuleValue, RuleKey, read_value, write_value

_YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class RuleValuesForm(forms.Form):
    """All rule values of one version, and the note that says why they change.

    ``number`` is the version that was read; a newer one in between is noticed on saving.
    """

    number = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Source of the change"),
        help_text=_(
            "The decision, its number and date. It stands beside every value you change. "
            "In both languages, part them so: Arabic | English"
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, values: Mapping[str, Any], **kwargs: Any) -> None:
        """Add a field for every key, filled with its value."""
        super().__init__(*args, **kwargs)
        for key in KEYS:
            self.fields[key.key] = _field(key)
            self.initial[key.key] = write_value(values.get(key.key, ""))

    def clean(self) -> dict[str, Any]:
        """Read every value as its kind."""
        cleaned: dict[str, Any] = super().clean() or {}
        for key in KEYS:
            if key.key in cleaned:
                self._read(key, cleaned)
        return cleaned

    def changes(self) -> dict[str, Any]:
        """Answer the values as read, key to value."""
        return {key.key: self.cleaned_data[key.key] for key in KEYS}

    def _read(self, key: RuleKey, cleaned: dict[str, Any]) -> None:
        try:
            cleaned[key.key] = read_value(cleaned[key.key], key=key)
        except BadRuleValue:
            self.add_error(key.key, _MENDS[key.kind])


_MENDS = {
    "number": _("Write a whole number."),
    "flag": _("Choose yes or no."),
    "moment": _(
        "Write a date and time with its offset, for example 2027-04-22T00:00:00+03:00."
    ),
    "text": _("Write a value."),
    "texts": _("Write one entry a line."),
    "numbers": _("Write whole numbers, one a line."),
    "places": _(
        "Write one place a line: code | name in Arabic | name in English. Codes have small "
        "Latin letters, digits and hyphens, names no commas, and no two places share a name."
    ),
    "structure": _("This is not valid JSON. Compare it with the version before."),
}

_HELP = {"places": _("One a line: code | name in Arabic | name in English. Empty: not asked.")}


def _field(key: RuleKey) -> forms.Field:
    label = LABELS.get(key.key, key.key)
    if key.kind == "flag":
        return forms.ChoiceField(label=label, choices=_YES_NO, widget=forms.RadioSelect)
    if key.kind in ("texts", "numbers", "structure", "places"):
        return forms.CharField(
            label=label,
            widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr"}),
            help_text=_HELP.get(key.kind, ""),
            required=key.kind != "places",
        )
    return forms.CharField(label=label, max_length=200, required=not key.is_optional)
