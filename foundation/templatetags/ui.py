"""``{% load ui %}``: every component of the look, described in docs/reference/components.md."""

from __future__ import annotations

from foundation.components import blocks, brand, charts, forms, icons, live, tables, text
from foundation.components.library import register

__all__ = ["blocks", "brand", "charts", "forms", "icons", "live", "register", "tables", "text"]
