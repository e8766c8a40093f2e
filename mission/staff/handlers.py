"""What the sign-in library asks us: nobody signs up, and too many failures wait."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import ngettext

from foundation.clock import now
from foundation.numerals import format_number
from foundation.scoping import Actor
from mission.staff import services

_SIGN_IN = Actor.system("sign-in")


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by the information systems unit, never by signing up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: the mission hires."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before the password is looked at; refuse when it is one too many."""
        wait = services.count_sign_in_try(
            email=_email(credentials),
            address=self.get_client_ip(request),
            by=_SIGN_IN,
            at=now(),
        )
        if wait is None:
            return
        minutes = max(1, -(-int(wait.total_seconds()) // 60))
        message = ngettext(
            "Too many failed sign-ins. Try again in %(minutes)s minute.",
            "Too many failed sign-ins. Try again in %(minutes)s minutes.",
            minutes,
        )
        told = {"minutes": format_number(minutes)}
        raise ValidationError(message, code="sign_in_wait", params=told)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Check the password; a success starts the count anew."""
        member: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if member is not None:
            services.forget_sign_in_tries(
                email=_email(credentials),
                address=self.get_client_ip(request),
                by=_SIGN_IN,
                at=now(),
            )
        return member

    def _rollback_login_failed_rl_usage(self) -> None:
        """Nothing to take back: our own count is forgotten instead."""


def _email(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email") or credentials.get("username") or "")
