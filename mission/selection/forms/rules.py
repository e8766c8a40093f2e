"""The fields of a set of rules, each with its place in a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mission.selection.forms.conditions import ConditionsForm
from mission.selection.presenters import order_words, share_word
from mission.selection.rules.file_rules import MOST_POWER
from mission.selection.rules.ruleset import SHARE_NAME

ORDERS: tuple[tuple[str, ...], ...] = (
    ("number",),
    ("tier", "number"),
    ("-age_days", "number"),
    ("queue",),
    ("tier", "queue"),
    ("-age_days", "queue"),
)
SIZES = re.compile(r"\d+(\s*[,،]\s*\d+)*(\s*/\s*\d+(\s*[,،]\s*\d+)*)*")
LONGEST_NAME = 60


class OrderField(forms.ChoiceField):
    """An order of a pool: the usual ones, and the one that stands."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer the usual orders."""
        super().__init__(**kwargs)
        self.offer(())

    def offer(self, standing: Sequence[str]) -> None:
        """Offer the usual orders, and one more."""
        offered = dict.fromkeys([*ORDERS, tuple(standing)] if standing else ORDERS)
        self.choices = [(",".join(keys), order_words(keys)) for keys in offered]

    def valid_value(self, value: object) -> bool:
        """Take any order here: what it names is checked with the rules as a whole."""
        return True


def say_labels(form: forms.BaseForm) -> None:
    """Give each control its label, for it stands inside a sentence and has none beside it."""
    for field in form.fields.values():
        field.widget.attrs["aria-label"] = field.label


class DrawForm(forms.Form):
    """What is said once: seats, orders, the last seat, tickets, and what comes after."""

    base_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    quota = forms.IntegerField(label=_("Seats in all"), min_value=0)
    order = OrderField(label=_("Order of the general pool"))
    last_seat = forms.ChoiceField(
        label=_("When a file is larger than the seats left"),
        choices=[
            ("skip", _("pass it over and go on")),
            ("stop", _("stop: nobody overtakes")),
            ("exceed", _("take it whole, above the quota, and stop")),
            ("accept", _("take files while a seat is left, the last one whole")),
        ],
    )
    last_sizes = forms.CharField(
        label=_("Persons that the last file is looked for by"),
        help_text=_("Lists parted by a slash, for example 1, 2 / 3. Empty: the next file."),
        required=False,
        max_length=100,
    )
    left = forms.ChoiceField(
        label=_("Seats that the parts leave"),
        choices=[("general", _("go to everyone still waiting")), ("free", _("stay free"))],
    )
    reserve = forms.IntegerField(
        label=_("Waiting files that may move up"), min_value=0, required=False
    )
    acceptance_days = forms.IntegerField(
        label=_("Days to accept"), min_value=1, max_value=366, required=False
    )
    base = forms.IntegerField(label=_("Tickets of every file"), min_value=1, max_value=1000)
    per_refused_season = forms.IntegerField(
        label=_("Tickets more for each refused season"), min_value=0, max_value=1000
    )
    power = forms.IntegerField(label=_("Power of the sum"), min_value=1, max_value=MOST_POWER)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Let each control say its label."""
        super().__init__(*args, **kwargs)
        say_labels(self)

    def clean_last_sizes(self) -> list[list[int]]:
        """Part the lists of sizes."""
        text = self.cleaned_data["last_sizes"].strip()
        if text and not SIZES.fullmatch(text):
            raise forms.ValidationError(_("Write numbers: 1, 2 / 3."))
        lists = [re.findall(r"\d+", part) for part in text.split("/")]
        return [[int(size) for size in sizes] for sizes in lists if sizes]


class NamedForm(ConditionsForm):
    """A share or a part: a name of one word, and who it is for."""

    name = forms.RegexField(
        rf"^{SHARE_NAME.pattern}$",
        label=_("Name"),
        max_length=LONGEST_NAME,
        error_messages={"invalid": _("Use one word without commas, quotes and bars.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Let each control say its label."""
        super().__init__(*args, **kwargs)
        say_labels(self)

    def shown_name(self) -> str:
        """Say its name as it stands."""
        return share_word(str(self.initial.get("name", "")))


class ShareForm(NamedForm):
    """A reserved share."""

    seats = forms.IntegerField(label=_("Seats"), min_value=0)
    when = forms.ChoiceField(
        label=_("How it counts"),
        choices=[
            ("before", _("first, and who would win anyway counts")),
            ("after", _("after the general pool, over and above")),
        ],
        initial="before",
    )
    order = OrderField(label=_("Order"), initial=",".join(ORDERS[0]))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the order that stands."""
        super().__init__(*args, **kwargs)
        standing = str(self.initial.get("order", ""))
        self.fields["order"].offer(standing.split(",") if standing else ())  # type: ignore[attr-defined]


class PartForm(NamedForm):
    """A part of the files with seats of its own."""

    quota = forms.IntegerField(label=_("Seats"), min_value=0)


class TierForm(ConditionsForm):
    """A tier: who it is for."""

    # A tier for everybody has no condition filled; without this it would be an empty form.
    is_tier = forms.BooleanField(label=_("Add this tier"), required=False)


class RulesTextForm(forms.Form):
    """The rules as the two texts that are kept, for experts."""

    rules = forms.CharField(
        label=_("rules.json"),
        help_text=_("What decides the draw; it is published with the proof."),
        widget=forms.Textarea(attrs={"rows": 14, "dir": "ltr", "spellcheck": "false"}),
    )
    file_rules = forms.CharField(
        label=_("Rules of the files"),
        help_text=_("What gives a file its tier, tickets, shares and part."),
        widget=forms.Textarea(attrs={"rows": 14, "dir": "ltr", "spellcheck": "false"}),
    )
