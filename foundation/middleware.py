"""What every request passes: sound addresses, private answers, refusals, a second factor."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from foundation import wording
from foundation.refusals import Refusal


class PrivateAnswers:
    """Keeps answers off shared machines, and devices closed that no page asks for.

    A view that says itself how long its answer may be kept is believed.
    """

    devices = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on and mark the answer; raises BadRequest for an unsound address."""
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("a NUL character, which no text of the database holds")
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("Permissions-Policy", self.devices)
        return response


class RefusalPages:
    """Shows every uncaught Refusal in the reader's language; says what to do next."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Answer a refusal with its page; leave every other error to Django."""
        if not isinstance(exception, Refusal):
            return None
        facts = {"refusal": exception, "sentence": wording.sentence(exception)}
        page = f"{exception.status}.html" if exception.status in (403, 404) else "refusal.html"
        return render(request, page, facts, status=exception.status)


class SecondFactor:
    """Leads staff without a second factor to set one up, before anything else opens.

    Only the account pages, the language and the sign-out stay open until then.
    """

    open_paths = ("/accounts/", "/language/", "/static/", "/healthz", "/readyz", "/api/")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, or lead to the page where a second factor is made."""
        if settings.REQUIRE_SECOND_FACTOR and self._must_set_up(request):
            messages.info(request, _("Add a passkey or a one-time-code app first, then go on."))
            return redirect("mfa_index")
        return self.get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        if request.path.startswith(self.open_paths) or not request.user.is_authenticated:
            return False
        if request.session.get("has_second_factor"):
            return False
        request.session["has_second_factor"] = is_mfa_enabled(request.user)
        return not request.session["has_second_factor"]
