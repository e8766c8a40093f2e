"""Forms of the ceremony: promises, the freeze, the reveal, chance, and who leaves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.refusals import Refusal
from foundation.wording import sentence
from mission.selection.models import ChanceKind
from mission.selection.rules import ceremony
from mission.selection.rules.amendments import (
    EXPLAINED,
    GRANTED,
    LONGEST_TEXT,
    WITHDRAWN,
    Wording,
    split_references,
)
from mission.selection.rules.seed import commitment_to

LEAST_SECRET = 12


class CommitForm(forms.Form):
    """A member's promise. Where the browser can, only the hash of the secret is sent."""

    member = forms.CharField(label=_("Your name, as the proof publishes it"), max_length=200)
    secret = forms.CharField(
        label=_("Your secret"),
        help_text=_(
            "At least 12 characters that nobody can guess. Keep it: you will write it again, "
            "exactly so, after the freeze. We keep only its hash."
        ),
        required=False,
        strip=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "dir": "auto"}
        ),
    )
    sha256 = forms.RegexField(r"^[0-9a-f]{64}$", required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Take the hash that the browser made, or make it here."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("sha256") and "sha256" not in self.errors:
            self._hash(given)
        return given

    def _hash(self, given: dict[str, Any]) -> None:
        secret = given.pop("secret", "")
        if len(secret) < LEAST_SECRET:
            self.add_error("secret", _("Write at least 12 characters."))
            return
        try:
            given["sha256"] = commitment_to(secret)
        except Refusal as refusal:
            self.add_error("secret", sentence(refusal))


class RevealForm(forms.Form):
    """A member shows the secret that was promised."""

    secret = forms.CharField(
        label=_("Your secret, exactly as you promised it"),
        strip=False,
        max_length=2000,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "dir": "auto"}
        ),
    )


class FreezeForm(forms.Form):
    """Where chance will come from, and when."""

    kind = forms.ChoiceField(
        label=_("Where chance comes from"),
        choices=[
            (ChanceKind.DICE, _("Dice, thrown at the ceremony")),
            (ChanceKind.LOTTERY, _("A public lottery's numbers")),
            (ChanceKind.DRAND, _("drand, the public randomness of the League of Entropy")),
        ],
        initial=ChanceKind.DICE,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("What exactly"),
        help_text=_(
            "So that everyone watches the same: “five dice in hall 2”, “first numbers of the "
            "lottery of Friday”. For drand we name the round that follows the moment."
        ),
        max_length=200,
        required=False,
    )
    moment = forms.DateTimeField(
        label=_("Not before"),
        help_text=_("All secrets must be shown before this moment; chance comes after it."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def clean(self) -> dict[str, Any]:
        """Name the drand round that follows the moment; every other source needs its name."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("kind") == ChanceKind.DRAND and given.get("moment"):
            number = ceremony.next_drand_round(given["moment"])
            given["name"], given["moment"] = str(number), ceremony.drand_moment(number)
        elif not given.get("name"):
            self.add_error("name", _("Say what exactly, so that nobody can choose later."))
        if given.get("moment") and given["moment"] <= timezone.now():
            self.add_error("moment", _("Choose a moment that lies ahead."))
        return given


class StrikeForm(forms.Form):
    """Why a secret is struck out."""

    reason = forms.CharField(label=_("Reason, as the record keeps it"), max_length=200)


class ChanceForm(forms.Form):
    """The public randomness, or for drand the signature of its round."""

    public_randomness = forms.CharField(
        label=_("The public randomness"),
        max_length=2000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )


class WithdrawForm(forms.Form):
    """Why a file gives its seats back."""

    reason = forms.CharField(label=_("Reason, as the record keeps it"), max_length=200)


class VacateForm(forms.Form):
    """A file that withdraws; who does not accept in time lapses without anybody's hand."""

    reference = forms.CharField(label=_("Reference"), max_length=40)
    reason = forms.CharField(label=_("Reason, as the record keeps it"), max_length=200)


class AmendForm(forms.Form):
    """What is added to a published result."""

    kind = forms.ChoiceField(
        label=_("What it does"),
        choices=[
            (GRANTED, _("Gives a seat outside the draw, by an upheld objection")),
            (WITHDRAWN, _("Says that a file withdrew")),
            (EXPLAINED, _("Explains; nothing changes")),
        ],
    )
    references = forms.CharField(
        label=_("References concerned"),
        help_text=_("With a space or a comma between them."),
        max_length=2000,
    )
    text_ar = forms.CharField(
        label=_("The text in Arabic"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "rtl", "lang": "ar"}),
    )
    text_en = forms.CharField(
        label=_("The text in English"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr", "lang": "en"}),
    )

    def wording(self) -> Wording:
        """Answer what was typed."""
        given = self.cleaned_data
        references = split_references(given["references"])
        return Wording(given["kind"], references, given["text_ar"], given["text_en"])


def local_input(moment: datetime) -> str:
    """Write a moment as the browser's own field of date and time wants it."""
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"
