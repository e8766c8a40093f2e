"""Tables that sort, select and become cards on a phone; pages of a long list."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.utils.html import format_html
from django.utils.safestring import SafeString

from foundation.components.icons import icon
from foundation.components.library import fill, register, trimmed


@register.simple_block_tag
def table(content: SafeString, caption: object, *, id: str = "", **more: Any) -> SafeString:
    """Hold a table; ``thead``, ``tbody`` and ``tfoot`` stand inside the block.

    ``show_caption=True`` shows the caption, otherwise only screen readers say it;
    ``cards=False`` keeps columns on a phone; ``keys=True`` lets j, k, x, Enter work the rows.
    """
    return fill(
        "table",
        content=content, caption=caption, id=id,
        show_caption=more.get("show_caption", False),
        cards=more.get("cards", True), keys=more.get("keys", False),
    )  # fmt: skip


@register.simple_block_tag
def table_foot(content: SafeString) -> SafeString:
    """Hold what stands under a table: how many, and the pages."""
    return format_html('<div class="table-foot">{}</div>', content)


@register.simple_tag(takes_context=True)
def sort_header(context: Any, label: object, key: str, *, number: bool = False) -> SafeString:
    """Head a column with a link that sorts by it; ``?sort=key`` and ``?sort=-key``."""
    query = context["request"].GET.copy()
    current = query.get("sort", "")
    rising, falling = current == key, current == f"-{key}"
    query["sort"] = f"-{key}" if rising else key
    query.pop("page", None)
    order = "ascending" if rising else "descending"
    return format_html(
        '<th scope="col"{}{}><a href="?{}">{}{}</a></th>',
        SafeString(' class="number"') if number else "",
        SafeString(f' aria-sort="{order}"') if rising or falling else "",
        query.urlencode(),
        label,
        icon("up" if rising else "down" if falling else "sort"),
    )


@register.simple_tag
def header(label: object, *, number: bool = False) -> SafeString:
    """Head a column."""
    kind = SafeString(' class="number"') if number else ""
    return format_html('<th scope="col"{}>{}</th>', kind, label)


@register.simple_tag
def cell(label: object, value: object = "", *, number: bool = False) -> SafeString:
    """One cell; ``label`` is its column's name, shown when the row is a card."""
    kind = SafeString(' class="number"') if number else ""
    shown = "–" if value is None else value
    return format_html('<td data-label="{}"{}><span>{}</span></td>', label, kind, shown)


@register.simple_block_tag
def cell_block(content: SafeString, label: object = "", *, number: bool = False) -> SafeString:
    """One cell whose content is markup; without ``label`` it fills the width of the card."""
    kind = SafeString(' class="number"') if number else ""
    named = format_html(' data-label="{}"', label) if label else ""
    return format_html("<td{}{}><div>{}</div></td>", named, kind, trimmed(content))


@register.simple_tag
def pick(value: object, label: object, *, name: str = "pick") -> SafeString:
    """The first cell of a row that can be selected; ``label`` says which row it is."""
    return format_html(
        '<td class="pick-cell"><label><input class="pick" type="checkbox" name="{}" value="{}">'
        '<span class="visually-hidden">{}</span></label></td>',
        name, value, label,
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def pagination(context: Any, page: Page[Any], *, target: str = "") -> SafeString:
    """Lead through the pages of a list; the address keeps search, filters and order."""
    if page.paginator.num_pages < 2:
        return SafeString("")
    query = context["request"].GET.copy()
    query.pop("page", None)
    kept = query.urlencode()
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return fill(
        "pagination",
        page=page,
        numbers=[(number, number if isinstance(number, int) else None) for number in numbers],
        base=f"?{kept}&" if kept else "?",
        target=target,
    )
