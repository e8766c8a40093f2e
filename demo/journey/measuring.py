"""What a step took: seconds, and the most memory that a process of ours ever held."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

_KIB_PER_MIB = 1024


@dataclass
class Measures:
    """The steps in their order: counts and seconds of each."""

    steps: dict[str, dict[str, Any]] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[dict[str, Any]]:
        """Measure a step; what its body puts into the dictionary stands beside the seconds."""
        counts: dict[str, Any] = {}
        began = time.monotonic()
        yield counts
        seconds = round(time.monotonic() - began, 2)
        self.steps[name] = {**counts, "seconds": seconds}

    def summary(self) -> dict[str, Any]:
        """Answer all steps, the seconds of all of them and the peak of memory in MiB."""
        return {
            "steps": self.steps,
            "seconds": round(sum(step["seconds"] for step in self.steps.values()), 2),
            "peak_memory_mib": {
                "journey": _peak_mib(resource.RUSAGE_SELF),
                "largest_child": _peak_mib(resource.RUSAGE_CHILDREN),
            },
        }


def _peak_mib(who: int) -> int:
    return resource.getrusage(who).ru_maxrss // _KIB_PER_MIB
