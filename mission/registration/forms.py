"""Forms of registration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mission.registration.models import Answer
from mission.registration.presenters.questions import Question, answer_reason
from mission.registration.rules.answers import read_answer
from mission.registration.rules.values import WorkbookRules


class WorkbookForm(forms.Form):
    """One workbook of applicants."""

    workbook = forms.FileField(
        label=_("Workbook of applicants"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )


class AnswersForm(forms.Form):
    """The questions of one screen; what was typed is shown as it was typed.

    Nothing is required here: ``problems`` say what is wrong, for they know the season.
    """

    def __init__(self, asked: Sequence[Question], problems: Mapping[str, str]) -> None:
        """Build the fields and hold what was typed."""
        super().__init__({question.name: question.text for question in asked})
        for question in asked:
            self.fields[question.name] = _field(question)
        self.full_clean()
        for question in asked:
            if question.name in problems:
                self.add_error(question.name, problems[question.name])


_TYPED = {
    "day": {"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"},
    "number": {"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"},
    "code": {"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"},
    "arabic": {"autocomplete": "off", "dir": "rtl", "lang": "ar"},
    "latin": {"autocomplete": "off", "dir": "ltr", "lang": "en"},
    "text": {"autocomplete": "off"},
}


class MarkedSelect(forms.Select):
    """A list of choices, one of which the style sheet knows: after it the page asks less."""

    def __init__(self, marked: str, **kwargs: Any) -> None:
        """Keep which choice is marked."""
        super().__init__(**kwargs)
        self.marked = marked

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Mark the choice."""
        option = super().create_option(name, value, *args, **kwargs)
        if self.marked and value == self.marked:
            option["attrs"]["data-marked"] = True
        return option


def _field(question: Question) -> forms.Field:
    widget: forms.Widget
    if question.kind == "radio":
        widget = forms.RadioSelect(choices=list(question.choices))
    elif question.choices:
        widget = MarkedSelect(question.marked, choices=list(question.choices))
    else:
        widget = forms.TextInput(attrs=dict(_TYPED[question.kind]))
    # A field of text whatever the widget: what was typed is judged by the rules, not here.
    return forms.CharField(
        label=question.label,
        help_text=question.help_text,
        widget=widget,
        required=False,
        strip=False,
    )


class DeclarationsForm(forms.Form):
    """The declarations of a lead; each is a box to tick."""

    def __init__(self, asked: Mapping[str, Any], *args: Any, **kwargs: Any) -> None:
        """Build a box for every declaration."""
        super().__init__(*args, **kwargs)
        for name, label in asked.items():
            self.fields[name] = forms.BooleanField(label=label, required=True)


class WithdrawalForm(forms.Form):
    """Taking an application back."""

    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class FamilyForm(forms.Form):
    """Asking another family to be drawn together."""

    reference = forms.CharField(
        label=_("Reference of the other application"),
        help_text=_("Eight letters and digits. The other family finds them on its receipt."),
        max_length=20,
        widget=forms.TextInput(
            attrs={"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters"}
        ),
    )


class ObjectionForm(forms.Form):
    """An objection: a reason in words, and a document if there is one."""

    reason = forms.CharField(
        label=_("Why is the finding wrong?"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=2_000,
    )
    document = forms.FileField(
        label=_("A document that shows it"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def __init__(self, *args: Any, by_telephone: bool = False, **kwargs: Any) -> None:
        """Ask for no document at the telephone, which carries none."""
        super().__init__(*args, **kwargs)
        if by_telephone:
            del self.fields["document"]


class AnswerForm(forms.Form):
    """The committee's answer to an objection."""

    status = forms.ChoiceField(
        label=_("Answer"),
        choices=[
            (Answer.UPHELD, _("The applicant is right: the finding counts no longer")),
            (Answer.REJECTED, _("The finding stands")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason, as the applicant will read it"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2_000,
    )


class CallerForm(forms.Form):
    """Who calls: both numbers, so that a slip in one never opens another's application."""

    national_id = forms.CharField(
        label=_("National id"), widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    mobile = forms.CharField(
        label=_("Mobile number"), widget=forms.TextInput(attrs={"inputmode": "tel"})
    )

    def __init__(self, *args: Any, rules: WorkbookRules, **kwargs: Any) -> None:
        """Keep what the season says about numbers."""
        super().__init__(*args, **kwargs)
        self.rules = rules

    def clean_national_id(self) -> str:
        """Read the id in either digits."""
        return self._read("national_id")

    def clean_mobile(self) -> str:
        """Read the number with or without its country."""
        return self._read("mobile")

    def _read(self, name: str) -> str:
        value, code = read_answer(name, self.cleaned_data[name], self.rules)
        if code or value is None:
            raise forms.ValidationError(answer_reason(code or f"missing:{name}"))
        return str(value)
