"""A mission's own colour in the place of ours. Plain Python, so that live needs no Django."""

from __future__ import annotations

import re

HEX = re.compile(r"#[0-9a-fA-F]{6}")
# WCAG 2.2, 1.4.3: text of ordinary size on its ground.
LEAST_CONTRAST = 4.5
_SHEET = """\
:root {{
  --brand: {colour}; --brand-fill: {colour}; --chart: {colour};
  --brand-fill-strong: color-mix(in srgb, {colour} 80%, black);
  --brand-soft: color-mix(in srgb, {colour} 9%, white);
}}
@media (prefers-color-scheme: dark) {{
  :root:not([data-theme="light"]) {{ {dark} }}
}}
:root[data-theme="dark"] {{ {dark} }}
"""
_DARK = (
    "--brand: color-mix(in srgb, {colour} 40%, white); --brand-fill: {colour};"
    " --brand-fill-strong: color-mix(in srgb, {colour} 85%, white);"
    " --brand-soft: color-mix(in srgb, {colour} 30%, black);"
    " --chart: color-mix(in srgb, {colour} 70%, white);"
)


def contrast_with_white(colour: str) -> float:
    """Answer the contrast of white text on a colour ``#rrggbb``, from 1 to 21 (WCAG 2.2)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def sheet_for(colour: str) -> str:
    """Write the style sheet that puts a colour in the place of ours, light and dark."""
    return _SHEET.format(colour=colour, dark=_DARK.format(colour=colour))
