"""``submit_once``: guards a view that takes a form: sending it twice is sending it once.

    @submit_once()
    def apply(request): ...

    <form method="post" data-submit-once>{% submit_once_key %}…

The key stands in the hidden field, or in the header ``Idempotency-Key``. A script that asks for
``application/vnd.rifada.submission+json`` gets ``{"state": "done", "location": …}`` or
``{"state": "checking", "location": …}`` instead of the redirect and the page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from foundation import clock
from foundation.idempotency.keys import FIELD, HEADER, fingerprint, parse_key
from foundation.idempotency.services import Answer, Outcome, Sending, submit
from foundation.scoping import actor_of

View = Callable[..., HttpResponse]
Namer = Callable[[HttpRequest], str]
FOR_SCRIPTS = "application/vnd.rifada.submission+json"
CHECKING_SECONDS = 3
_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


def session_actor(request: HttpRequest) -> str:
    """Name who sends: the signed-in account, else nobody in particular."""
    user = getattr(request, "user", None)
    return actor_of(user).id if user is not None and user.is_authenticated else ""


def submit_once(*, actor: Namer = session_actor) -> Callable[[View], View]:
    """Guard a view: each POST with a key has its effect once; other methods pass as they are.

    The view runs in a transaction of its own; it must not be inside another.

    actor  names who sends, for views whose people do not sign in as staff
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "POST":
                return view(request, *args, **kwargs)
            sending = _sending(request, actor(request))
            given: list[HttpResponse] = []

            def work() -> Answer:
                given.append(view(request, *args, **kwargs))
                return _answer(given[0])

            outcome = submit(sending, work=work, at=clock.now())
            if outcome.kind == "fresh":
                return _fresh(request, given[0])
            return _again(request, sending.key, outcome)

        guarded.sends_as = actor  # type: ignore[attr-defined]
        return guarded

    return guard


def _sending(request: HttpRequest, actor: str) -> Sending:
    is_form = request.content_type in _FORMS
    typed = request.POST.get(FIELD, "") if is_form else ""
    files = [
        (name, _hash(file)) for name in request.FILES for file in request.FILES.getlist(name)
    ]
    return Sending(
        key=parse_key(request.headers.get(HEADER, "") or typed),
        fingerprint=fingerprint(
            method=str(request.method),
            path=request.get_full_path(),
            actor=actor,
            fields=dict(request.POST.lists()),
            files=files,
            body=b"" if is_form else request.body,
        ),
        actor=actor[:200],
        path=request.path[:500],
    )


def _hash(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()


def _answer(response: HttpResponse) -> Answer:
    return Answer(
        status=response.status_code,
        location=response.headers.get("Location", ""),
        media_type=response.headers.get("Content-Type", "")[:100],
        body=response.content,
    )


def _fresh(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    location = response.headers.get("Location", "")
    if location and _is_script(request):
        told = JsonResponse({"state": "done", "location": location})
        told.cookies = response.cookies
        return told
    return response


def _again(request: HttpRequest, key: UUID, outcome: Outcome) -> HttpResponse:
    if outcome.answer is None:
        return being_checked(request, key)
    answer = outcome.answer
    if answer.location and _is_script(request):
        return JsonResponse({"state": "done", "location": answer.location})
    response = HttpResponse(
        answer.body, status=answer.status, content_type=answer.media_type or None
    )
    if answer.location:
        response["Location"] = answer.location
    return response


def being_checked(request: HttpRequest, key: UUID) -> HttpResponse:
    """Answer 202: it arrived and is being worked on; the page asks again by itself."""
    url = reverse("idempotency:submission", args=[key])
    if _is_script(request):
        response: HttpResponse = JsonResponse(
            {"state": "checking", "location": url}, status=202
        )
    else:
        facts = {"url": url, "seconds": CHECKING_SECONDS}
        response = render(request, "idempotency/being_checked.html", facts, status=202)
    response["Retry-After"] = str(CHECKING_SECONDS)
    return response


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == FOR_SCRIPTS
