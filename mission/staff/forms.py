"""Forms of the staff."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mission.staff.presenters import ROLE_NAMES
from mission.staff.rules import Role

ROLE_CHOICES = [(role.value, ROLE_NAMES[role]) for role in Role]


class HireForm(forms.Form):
    """A new member of staff and their roles."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=ROLE_CHOICES, widget=forms.CheckboxSelectMultiple
    )


class RolesForm(forms.Form):
    """The roles that a member holds from now on."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=ROLE_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class ReasonForm(forms.Form):
    """Why something is done to an account, as the journal keeps it."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
