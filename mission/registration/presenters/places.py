"""Addresses of the screens of an application, as whoever fills it in reaches them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse

from foundation.scoping import Actor
from mission.registration.models import Application, Draft, DraftPerson, Role
from mission.registration.rules.screens import neighbours

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Places:
    """The same screens stand at two places: the applicant's own, and the operator's.

    frame   the page that they are shown in
    status  the template that shows how an application stands
    """

    prefix: str
    frame: str
    status: str

    def said(self, both: tuple[str | _StrPromise, str | _StrPromise]) -> str:
        """Answer the first sentence to the lead, the second to an operator."""
        own, others = both
        return str(others if self.prefix else own)

    def to(self, name: str, *args: object) -> str:
        """Answer the address of a page of the application."""
        return reverse(f"registration:{self.prefix}{name}", args=args)

    def screen(self, person: DraftPerson, key: str) -> str:
        """Answer where a screen of a person is; screens of the whole file are the draft's."""
        if person.role == Role.LEAD and key in ("companions", "declarations", "review"):
            return self.to(key, person.draft_id)
        return self.to("screen", person.pk, key)

    def around(self, person: DraftPerson, key: str, *, is_invited: bool) -> tuple[str, str]:
        """Answer the addresses before and after a screen; empty where nothing is before it."""
        before, after = neighbours(person.who, key)
        back = self.screen(person, before) if before else ""
        if after:
            return back, self.screen(person, after)
        if is_invited:
            return back, self.to("consent", person.pk)
        return back, self.to("companions", person.draft_id)

    def of_draft(self, draft: Draft) -> dict[str, str]:
        """Answer the addresses of everything that is done with a whole draft."""
        names = ("companions", "add_companion", "declarations", "review", "submit")
        return {name: self.to(name, draft.pk) for name in names}

    def of_file(self, file: Application) -> dict[str, str]:
        """Answer the addresses of everything that is done with an application."""
        names = ("receipt", "withdraw", "object", "family")
        return {name: self.to(name, file.reference) for name in names}

    def of_person(self, person_id: UUID) -> dict[str, str]:
        """Answer the addresses of everything that is done with one companion."""
        return {
            name: self.to(name, person_id) for name in ("remove_companion", "invite", "revoke")
        }


def places_for(by: Actor) -> Places:
    """Answer the addresses as this actor reaches them."""
    if by.kind == "applicant":
        return Places(
            prefix="",
            frame="registration/apply/frame.html",
            status="registration/apply/status.html",
        )
    return Places(
        prefix="call_",
        frame="registration/calls/frame.html",
        status="registration/calls/file.html",
    )
