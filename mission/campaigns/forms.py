"""Forms of campaigns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CampaignForm(forms.Form):
    """A campaign as its licence says it."""

    licence_no = forms.CharField(label=_("Licence number"), max_length=20)
    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    capacity = forms.IntegerField(label=_("Seats"), min_value=1, max_value=100_000)

    def __init__(self, *args: Any, camps: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the season's camps: code, name."""
        super().__init__(*args, **kwargs)
        self.fields["camps"] = forms.MultipleChoiceField(
            label=_("Camps"),
            choices=camps,
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )


class CapacityForm(forms.Form):
    """The seats of a campaign."""

    capacity = forms.IntegerField(label=_("Seats"), min_value=0, max_value=100_000)


class ChoiceForm(forms.Form):
    """The campaign that a file chooses."""

    campaign = forms.UUIDField(label=_("Campaign"))
