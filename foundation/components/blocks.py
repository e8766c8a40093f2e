"""Blocks of a page: header, cards, figures, notices, buttons, dialogs."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from foundation import numerals
from foundation.components.icons import icon
from foundation.components.library import fill, register, trimmed

NOTICE_ICONS = {"good": "done", "warn": "alert", "bad": "refused", "calm": "info"}


@register.simple_block_tag
def page_header(
    content: SafeString,
    title: object,
    *,
    lead: object = "",
    back: str = "",
    back_label: str = "",
) -> SafeString:
    """Begin a page: its only h1, one quiet sentence, and the actions inside the block."""
    return fill(
        "page_header",
        title=title, lead=lead, back=back, back_label=back_label, actions=trimmed(content),
    )  # fmt: skip


@register.simple_block_tag
def card(
    content: SafeString, title: object = "", *, lead: object = "", state: str = "", id: str = ""
) -> SafeString:
    """Hold one subject on a white sheet; ``title`` becomes its h2."""
    return fill("card", content=content, title=title, lead=lead, state=state, id=id)


@register.simple_block_tag
def card_foot(content: SafeString) -> SafeString:
    """Hold the actions at the foot of a card."""
    return format_html('<div class="card-foot">{}</div>', content)


@register.simple_block_tag
def figures(content: SafeString) -> SafeString:
    """Hold large numbers side by side."""
    return format_html('<dl class="figures">{}</dl>', content)


@register.simple_tag
def figure(
    value: Any, label: object, *, state: str = "", url: str = "", note: object = ""
) -> SafeString:
    """One large number; numbers get the reader's digits, other values stand as they are."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    shown = numerals.format_number(value) if is_number else value
    return fill("figure", shown=shown, label=label, state=state, url=url, note=note)


@register.simple_tag
def button(
    label: object, *, kind: str = "first", icon: str = "", name: str = "", **more: Any
) -> SafeString:
    """A button that sends its form: kinds first, second, quiet, danger, danger-first.

    ``more`` are attributes: ``value=``, ``type=``, ``form=``, ``hx_post=`` and other htmx ones,
    ``disabled=``; an underscore becomes a hyphen.
    """
    more.setdefault("type", "submit")
    if name:
        more["name"] = name
    return _control("button", label, kind=kind, icon_name=icon, attributes=more)


@register.simple_tag
def link_button(
    label: object, url: str, *, kind: str = "second", icon: str = "", **more: Any
) -> SafeString:
    """A link that looks like a button."""
    return _control("a", label, kind=kind, icon_name=icon, attributes={"href": url, **more})


def _control(
    element: str, label: object, *, kind: str, icon_name: str, attributes: dict[str, Any]
) -> SafeString:
    written = [(name.replace("_", "-"), value) for name, value in attributes.items()]
    return fill(
        "control",
        element=element,
        label=label,
        kind=kind,
        drawing=icon(icon_name) if icon_name else "",
        attributes=[(name, value) for name, value in written if value not in (False, None)],
    )


@register.simple_block_tag
def alert(content: SafeString, state: str = "calm", *, title: object = "") -> SafeString:
    """Tell something that stays true while the page is open: good, warn, bad, calm."""
    return fill(
        "alert", content=trimmed(content), state=state, title=title, icon=NOTICE_ICONS[state]
    )


@register.simple_block_tag
def empty_state(
    content: SafeString,
    title: object,
    *,
    text: object = "",
    icon: str = "inbox",
    level: int = 2,
) -> SafeString:
    """Say why a place is empty and what to do next; actions stand inside the block.

    ``level=1`` when it is all that a page has to say.
    """
    return fill(
        "empty_state", title=title, text=text, icon=icon, level=level, actions=trimmed(content)
    )


@register.simple_tag
def loading(label: object = "") -> SafeString:
    """Say that a part is on its way."""
    return fill("loading", label=label)


@register.simple_block_tag
def dialog(content: SafeString, id: str, title: object) -> SafeString:
    """Hold what opens over the page; ``{% dialog_button %}`` opens it, even without script."""
    return fill("dialog", id=id, title=title, content=content)


@register.simple_tag
def dialog_button(
    label: object, dialog_id: str, *, kind: str = "second", icon: str = ""
) -> SafeString:
    """The button that opens a dialog of this page."""
    return _control(
        "button",
        label,
        kind=kind,
        icon_name=icon,
        attributes={"type": "button", "popovertarget": dialog_id, "data-dialog": dialog_id},
    )


@register.simple_block_tag(takes_context=True)
def confirm(
    context: Any, content: SafeString, label: object, question: object, url: str, **more: Any
) -> SafeString:
    """Ask before an act: opens in place, posts to ``url``; fields may stand inside the block.

    ``verb=`` names the button (the label when not given), ``state="bad"`` for what cannot be
    undone, ``kind=`` of the closed button, ``icon=``.
    """
    state = more.get("state", "warn")
    return fill(
        "confirm",
        content=trimmed(content), label=label, question=question, url=url, state=state,
        verb=more.get("verb") or label, icon=more.get("icon", ""),
        kind=more.get("kind", "danger" if state == "bad" else "second"),
        csrf_token=context.get("csrf_token", ""),
    )  # fmt: skip


@register.simple_block_tag
def fold(content: SafeString, title: object, *, open: bool = False) -> SafeString:
    """Hold what only some readers need, closed at first."""
    return fill("fold", content=content, title=title, open=open)
