"""The JSON interface: one OpenAPI document, problem details (RFC 9457) for every error."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from foundation import wording
from foundation.refusals import Refusal

api = NinjaAPI(
    title="Rifada",
    version="1",
    description="The interface of a national Hajj mission.",
    urls_namespace="api",
)


def problem(status: int, code: str, title: str, **more: Any) -> HttpResponse:
    """Answer an error as problem details; ``code`` is for programs, ``title`` for people."""
    body = {
        "type": f"urn:rifada:{code}",
        "title": title,
        "status": status,
        "code": code,
        **more,
    }
    text = json.dumps(body, ensure_ascii=False, default=str)
    return HttpResponse(text, status=status, content_type="application/problem+json")


@api.exception_handler(Refusal)
def _refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    return problem(error.status, error.code, wording.sentence(error), facts=error.facts)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    title = _("Some fields are not as they should be. Mend them and send again.")
    return problem(422, "invalid", title, errors=error.errors)


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem(401, "not_signed_in", _("Sign in, or send a valid device token."))


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    title = _("Nothing was found here. Check the address or the reference.")
    return problem(404, "not_found", title)


@api.exception_handler(HttpError)
def _other(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, "refused", str(error))


api.add_router("/v1/gates", "mission.gates.api.router")
api.add_router("/v1", "mission.permits.api.router")
