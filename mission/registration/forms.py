"""Forms of registration."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class WorkbookForm(forms.Form):
    """One workbook of applicants."""

    workbook = forms.FileField(
        label=_("Workbook of applicants"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
