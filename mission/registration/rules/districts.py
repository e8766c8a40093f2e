"""The home districts that a season knows, and what people write for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from foundation.names import place_key


class District(NamedTuple):
    """One district, municipality, province or state: its code and both of its names."""

    code: str
    name_ar: str
    name_en: str


@dataclass(frozen=True)
class Districts:
    """The districts of a season in the order of its list; none means that it does not ask."""

    listed: tuple[District, ...] = ()

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Districts:
        """Take them from the season's rule values; a season that never said has none."""
        entries: Iterable[Mapping[str, str]] = values.get("applications.districts", ())
        return cls(
            tuple(District(one["code"], one["name_ar"], one["name_en"]) for one in entries)
        )

    def __bool__(self) -> bool:
        return bool(self.listed)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes, in the order of the list."""
        return tuple(one.code for one in self.listed)

    def code_of(self, text: str) -> str | None:
        """Answer the code of what somebody wrote: a code, or a name in either language."""
        return self._by_key.get(place_key(text))

    def known(self, code: str) -> str:
        """Answer a code that the season knows; nothing for one that it does not list."""
        return code if code in self._by_code else ""

    def name(self, code: str, *, arabic: bool) -> str:
        """Answer a district's name; the code itself where the season does not list it."""
        found = self._by_code.get(code)
        if found is None:
            return code
        return found.name_ar if arabic else found.name_en

    def named(self, *, arabic: bool) -> list[tuple[str, str]]:
        """List code and name, in the order of the list."""
        return [(one.code, one.name_ar if arabic else one.name_en) for one in self.listed]

    @cached_property
    def _by_code(self) -> dict[str, District]:
        return {one.code: one for one in self.listed}

    @cached_property
    def _by_key(self) -> dict[str, str]:
        return {place_key(text): one.code for one in self.listed for text in one}
