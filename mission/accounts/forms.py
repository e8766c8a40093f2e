"""Forms of the public's sign-in; digits of any script are read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.phones import BadPhone, parse_phone
from foundation.wording import sentence
from mission.accounts.rules import BadNationalId, read_code, read_national_id

_NUMERIC = {"dir": "ltr", "inputmode": "numeric"}


class NationalIdForm(forms.Form):
    """A national id."""

    national_id = forms.CharField(
        label=_("National id"),
        max_length=40,
        help_text=_("11 digits, as they stand on the card."),
        widget=forms.TextInput(attrs={**_NUMERIC, "autocomplete": "off", "maxlength": "40"}),
    )

    def clean_national_id(self) -> str:
        """Read the digits."""
        try:
            return read_national_id(self.cleaned_data["national_id"])
        except BadNationalId as refusal:
            raise forms.ValidationError(sentence(refusal)) from refusal


class _Mobile(forms.Form):
    mobile = forms.CharField(
        label=_("Mobile"),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "tel", "autocomplete": "tel"}),
    )

    def __init__(self, *args: Any, region: str, **kwargs: Any) -> None:
        """Read numbers without a country's code as those of ``region`` (ISO 3166)."""
        super().__init__(*args, **kwargs)
        self.region = region

    def clean_mobile(self) -> str:
        """Read the number as E.164."""
        try:
            return parse_phone(self.cleaned_data["mobile"], self.region, mobile_only=True)
        except BadPhone as refusal:
            raise forms.ValidationError(sentence(refusal)) from refusal


class SignInForm(_Mobile, NationalIdForm):
    """Who signs in, and where the code goes."""

    field_order = ("national_id", "mobile")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say which mobile is meant."""
        super().__init__(*args, **kwargs)
        self.fields["mobile"].help_text = _(
            "The one that the mission has. If we do not know you yet: your own."
        )


class CodeForm(forms.Form):
    """The code that was sent."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("The 6 digits of the message."),
        widget=forms.TextInput(
            attrs={**_NUMERIC, "autocomplete": "one-time-code", "maxlength": "20"}
        ),
    )

    def clean_code(self) -> str:
        """Read the digits; a text that cannot be a code is no try."""
        code = read_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(_("A code has 6 digits. Look at the message again."))
        return code


class MoveForm(_Mobile):
    """The new mobile of an account, and how the person was recognised."""

    reason = forms.CharField(
        label=_("How did you recognise the person?"),
        max_length=300,
        help_text=_("It stands in the journal, with your name."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say which mobile is meant."""
        super().__init__(*args, **kwargs)
        self.fields["mobile"].label = _("New mobile")
