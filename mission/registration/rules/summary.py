"""The figures of a season's registration, in the shape that is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement on one file; no codes means eligible. ``size`` is persons."""

    codes: list[str]
    size: int
    tier: int
    tickets: int

    def as_dict(self) -> dict[str, Any]:
        """Answer it in the published shape."""
        return {
            "codes": self.codes,
            "size": self.size,
            "tier": self.tier,
            "tickets": self.tickets,
        }


_ORDER = (
    *("rows", "accepted", "refused", "files", "eligible", "eligible_persons"),
    *("ineligible", "tiers", "tickets"),
)


def in_order(summary: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a summary with its keys in the published order; a database keeps none."""
    return {
        key: dict(sorted(summary[key].items()))
        if isinstance(summary[key], Mapping)
        else summary[key]
        for key in _ORDER
    }


def summarise(verdicts: Mapping[str, Verdict], refused: Mapping[str, int]) -> dict[str, Any]:
    """Count a season: rows accepted and refused, files, who is eligible, in which tier.

    verdicts  file number → verdict
    refused   code → rows that stand refused
    """
    eligible = [verdict for verdict in verdicts.values() if not verdict.codes]
    accepted = sum(verdict.size for verdict in verdicts.values())
    against = Counter(code for verdict in verdicts.values() for code in verdict.codes)
    tiers = Counter(str(verdict.tier) for verdict in eligible)
    return {
        "rows": accepted + sum(refused.values()),
        "accepted": accepted,
        "refused": dict(sorted(refused.items())),
        "files": len(verdicts),
        "eligible": len(eligible),
        "eligible_persons": sum(verdict.size for verdict in eligible),
        "ineligible": dict(sorted(against.items())),
        "tiers": dict(sorted(tiers.items())),
        "tickets": sum(verdict.tickets for verdict in eligible),
    }
