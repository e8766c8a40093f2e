"""Forms of campaigns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.ids import BadReference, parse_reference
from foundation.numerals import western_digits
from foundation.wording import sentence


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


class FileForm(forms.Form):
    """How the lead of a selected file shows who they are: reference and national id."""

    reference = forms.CharField(
        label=_("Reference of the application"),
        max_length=20,
        help_text=_("It stands on the receipt, for example 7K3P-9QXM."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    national_id = forms.CharField(
        label=_("National id of the lead applicant"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"}
        ),
    )

    def clean_reference(self) -> str:
        """Read the reference as people type it."""
        try:
            return parse_reference(self.cleaned_data["reference"])
        except BadReference as refusal:
            raise forms.ValidationError(sentence(refusal)) from refusal

    def clean_national_id(self) -> str:
        """Read digits of any script."""
        return western_digits(self.cleaned_data["national_id"]).strip()


class ChoiceForm(forms.Form):
    """The campaign that a file chooses."""

    campaign = forms.UUIDField(label=_("Campaign"))
