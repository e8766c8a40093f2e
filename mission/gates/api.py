"""The readers' interface: enrol a phone, ask where it stands, have scans judged."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import Router, Schema
from ninja.security import HttpBearer

from foundation.clock import now
from foundation.scoping import Actor
from mission.gates import access
from mission.gates.forms import ScanIn, TooManyScans, read_delivery
from mission.gates.presenters import answers
from mission.gates.queries.posts import GatePost, UnknownReader, post_of_token
from mission.gates.services import enrol_reader, hash_secret, record_scans

router = Router(tags=["gates"])

_SCAN = ScanIn.model_json_schema(ref_template="#/components/schemas/{model}")
_DEFINITIONS = _SCAN.pop("$defs", {})
_SCAN["properties"]["direction"] = {"enum": ["IN", "OUT"], "type": "string"}
_BODY = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {"oneOf": [_SCAN, {"type": "array", "items": _SCAN, "maxItems": 500}]}
        }
    },
}


class EnrolIn(Schema):
    """The code that a staff page showed once."""

    code: str


class ReaderToken(HttpBearer):
    """The token that a phone got when it was enrolled as a reader."""

    def __call__(self, request: HttpRequest) -> GatePost:
        """Answer the post of the reader whose token came along, and speak its language.

        Raises UnknownReader.
        """
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise UnknownReader
        return self.authenticate(request, token.strip())

    def authenticate(self, request: HttpRequest, token: str) -> GatePost:
        """Look the token up."""
        post = post_of_token(hash_secret(token), at=now())
        if "Accept-Language" not in request.headers:
            translation.activate(post.language)
        return post


reader = ReaderToken()


def _post(request: HttpRequest) -> GatePost:
    post: GatePost = request.auth  # type: ignore[attr-defined]
    return post


def _body(request: HttpRequest, *, most: int) -> bytes:
    try:
        return request.body
    except RequestDataTooBig:
        raise TooManyScans(most=most) from None


def _json(body: Any, status: int = 200) -> HttpResponse:
    text = json.dumps(body, ensure_ascii=False, default=str, separators=(",", ":"))
    return HttpResponse(text, status=status, content_type="application/json")


@router.post("/readers", summary="Enrol a phone as a reader", auth=None)
def enrol(request: HttpRequest, wish: EnrolIn) -> HttpResponse:
    """Take the one-time code and answer the reader's token, its gate and its language."""
    by = Actor(kind="device", id="new", label="enrolment", campaigns=None)
    enrolled = enrol_reader(code=wish.code.strip(), by=by, at=now())
    return _json({"token": enrolled.token, **answers.post_body(enrolled.post)}, 201)


@router.get("/{gate}", summary="Where this reader stands", auth=reader)
def stand(request: HttpRequest, gate: str) -> HttpResponse:
    """Answer the reader's gate, today's figures, the age of the lists, the server's time."""
    post = _post(request)
    access.check_may_scan(gate=gate, stands_at=post.gate_code, by=post.actor())
    return _json(answers.stand_body(post, at=now()))


@router.post(
    "/{gate}/scans",
    summary="Have one scan or many judged and kept",
    auth=reader,
    response={200: answers.VerdictOut | answers.VerdictsOut},
    openapi_extra={"requestBody": _BODY},
)
def scans(request: HttpRequest, gate: str) -> HttpResponse:
    """Judge what the reader presents; each scan is kept exactly once, the refused ones too.

    One scan as an object is answered with its verdict; a list with all verdicts in its order.
    A repeated id gets the verdict of the first time; the same id with other content is a 409,
    in a list a `problem` in its place. What is no scan is put aside and counted as `parked`.
    """
    post = _post(request)
    at = now()
    body = _body(request, most=post.batch_scans)
    delivery, is_single = read_delivery(body, way=post.way, most=post.batch_scans)
    given = record_scans(gate=gate, post=post, delivery=delivery, by=post.actor(), at=at)
    if not is_single:
        return _json(answers.many_body(given, post, parked=len(delivery.unreadable), at=at))
    answer = given[0]
    if answer.refusal is not None:
        raise answer.refusal
    return _json(answers.verdict_body(answer, post, at=at))
