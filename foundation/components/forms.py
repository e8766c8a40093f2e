"""Fields with label, help and errors; summaries of errors; files; the search bar of a list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString

from foundation.components.library import fill, register
from foundation.idempotency import FIELD, new_key

GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@register.simple_tag
def field(
    bound: BoundField, *, help: object = None, optional: bool = True, **attrs: Any
) -> SafeString:
    """Show a field with its label, help and errors, all tied to the control for readers.

    ``attrs`` are added to the control; an underscore becomes a hyphen (``hx_get``, ``data_x``).
    """
    if bound.is_hidden:
        return SafeString(str(bound))
    widget = bound.field.widget
    help_text = bound.help_text if help is None else help
    described = [f"{bound.auto_id}_help"] if help_text else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    # The label says what to type; a placeholder would vanish with the first letter.
    wiring: dict[str, Any] = {"placeholder": False}
    wiring |= {name.replace("_", "-"): value for name, value in attrs.items()}
    if described:
        wiring["aria-describedby"] = " ".join(described)
    if bound.errors:
        wiring["aria-invalid"] = "true"
    return fill(
        "field",
        bound=bound, help_text=help_text, shape=_shape(widget),
        optional=optional and not bound.field.required and not bound.field.disabled,
        control=bound.as_widget(attrs=wiring),
        described=" ".join(described),
    )  # fmt: skip


def _shape(widget: forms.Widget) -> str:
    if isinstance(widget, GROUPS):
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "line"


@register.simple_tag
def fields(form: forms.BaseForm) -> SafeString:
    """Show all fields of a form, hidden ones included."""
    return fill("fields", form=form)


@register.simple_tag
def error_summary(form: forms.BaseForm) -> SafeString:
    """List everything that is wrong at the head of a form, each with a link to its field."""
    if not form.errors:
        return SafeString("")
    wrong = [bound for bound in form if bound.errors]
    return fill("error_summary", general=form.non_field_errors(), wrong=wrong)


@register.simple_tag
def submit_once_key() -> SafeString:
    """Number a ``<form data-submit-once>``, so that sending it twice is sending it once."""
    return fill("submit_once_key", name=FIELD, key=new_key())


@register.simple_block_tag
def form_actions(content: SafeString) -> SafeString:
    """Hold the buttons at the end of a form, the first one first."""
    return fill("form_actions", content=content)


@register.simple_tag
def file_drop(bound: BoundField, *, hint: object = "", icon: str = "upload") -> SafeString:
    """A place to drop or choose a file; without a script it is the browser's own field."""
    described = [f"{bound.auto_id}_hint"] if hint or bound.help_text else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    wiring: dict[str, Any] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        wiring["aria-invalid"] = "true"
    return fill(
        "file_drop",
        bound=bound,
        hint=hint or bound.help_text,
        icon=icon,
        control=bound.as_widget(attrs=wiring),
    )


@register.simple_block_tag(takes_context=True)
def search_bar(
    context: Any, content: SafeString, label: object, *, name: str = "q", target: str = ""
) -> SafeString:
    """Search and filter a list; the address holds the state. Filters stand inside the block.

    ``target`` is the selector of the part that htmx replaces while typing (``#rows``); the view
    answers the part alone when ``request.htmx``.
    """
    request = context["request"]
    return fill(
        "search_bar",
        content=content, label=label, name=name, target=target,
        value=request.GET.get(name, ""), path=request.path,
        kept=[(key, value) for key, value in request.GET.items() if key == "sort"],
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def filters(
    context: Any, name: str, options: Any, *, label: object, every: object = ""
) -> SafeString:
    """Offer one choice as a row of links. ``options``: (value, label) or (value, label, count).

    ``every`` is the word for no filter; it comes first.
    """
    request = context["request"]
    chosen = request.GET.get(name, "")
    offered = ([("", every, None)] if every else []) + [
        (*option, None)[:3] for option in options
    ]
    links = []
    for value, shown, count in offered:
        query = request.GET.copy()
        query.pop("page", None)
        query.pop(name, None)
        if value != "":
            query[name] = str(value)
        links.append((f"?{query.urlencode()}", shown, count, str(value) == chosen))
    return fill("filters", links=links, label=label)
