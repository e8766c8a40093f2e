"""Refusals: what a rule or a guard says no with; a code and facts, never a sentence."""

from __future__ import annotations

from typing import Any, ClassVar


class Refusal(Exception):
    """A no that a person can act on.

    Subclasses set ``code``; the facts are what its sentence needs. The sentence itself
    stands in the wording registry (``foundation.wording``), so that rules stay free of
    languages.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code, facts)
        self.facts: dict[str, Any] = facts

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code}({told})"


class PermissionRefused(Refusal):
    """The actor does not hold the permission, or the record belongs to somebody else."""

    code = "permission_refused"
    status = 403


class ReasonMissing(Refusal):
    """Something is done only with a reason in words, and none was given.

    A subclass is for what asks more than a few words, and has a sentence of its own.
    """

    code = "reason_missing"
    status = 422


class NotFound(Refusal):
    """No such record, or none that the actor may know of."""

    code = "not_found"
    status = 404
