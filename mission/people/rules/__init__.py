"""Rules of people: keys of names, what of a number may be shown, and how a passport is read."""

from __future__ import annotations

from mission.people.rules.names import MASK, masked, name_keys

__all__ = ["MASK", "masked", "name_keys"]
