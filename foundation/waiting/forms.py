"""The form of the waiting room's pace."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_PACE = 100_000


class PaceForm(forms.Form):
    """How many people may be let in a second at most."""

    most_pace = forms.FloatField(
        label=_("People let in a second, at most"),
        min_value=0.1,
        max_value=MOST_PACE,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )
