"""Forms of the exchange: decisions about refusals and differences."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ResubmitForm(forms.Form):
    """Why refused requests are submitted again."""

    note = forms.CharField(
        label=_("What was corrected"),
        help_text=_("It stands in the history of the request."),
        max_length=180,
    )


class SettleForm(forms.Form):
    """How a difference between both sides was settled."""

    how = forms.ChoiceField(
        label=_("How was it settled?"),
        choices=[
            ("CANCELLED_THERE", _("Cancelled in the e-path")),
            ("CORRECTED_THERE", _("Corrected in the e-path")),
            ("NO_ACTION", _("Nothing had to be done")),
        ],
    )
    note = forms.CharField(
        label=_("Note"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
