"""Forms of permits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mission.permits.models import BraceletStatus, KeyUsage

_REASON = BraceletStatus.Reason
STOP_REASONS = [(reason.value, reason.label) for reason in (
    _REASON.LOST, _REASON.DAMAGED, _REASON.WRONG_DATA, _REASON.MISUSED,
)]  # fmt: skip
ROTATED = [(usage.value, usage.label) for usage in (KeyUsage.QR, KeyUsage.STATUS)]


class StopForm(forms.Form):
    """Why a bracelet is stopped or replaced."""

    reason = forms.ChoiceField(label=_("Reason"), choices=STOP_REASONS)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class WithdrawForm(forms.Form):
    """Why a key is believed no more."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class RotateForm(forms.Form):
    """Which key gets a successor."""

    usage = forms.ChoiceField(label=_("What the key signs"), choices=ROTATED)


class PrintForm(forms.Form):
    """Which bracelets go on sheets."""

    is_again = forms.BooleanField(
        label=_("Print again those that were printed before"), required=False
    )

    def __init__(self, *args: Any, campaigns: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the campaigns: id, name."""
        super().__init__(*args, **kwargs)
        everybody = [("", _("All campaigns"))]
        self.fields["campaign"] = forms.ChoiceField(
            label=_("Campaign"), choices=[*everybody, *campaigns], required=False
        )
        self.order_fields(["campaign", "is_again"])
