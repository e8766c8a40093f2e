"""The endpoints that missions use, under /v1/."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any, cast

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulators.masar.clerk import Booking, Clerk
from simulators.masar.dice import Dice
from simulators.masar.messages import reason
from simulators.masar.shown import as_it_was, shown

PATHS = {"groups": "GROUP", "pilgrims": "PILGRIM", "visas": "VISA", "permits": "PERMIT"}
LARGEST_BATCH = 100
LARGEST_PAGE = 500


class Refused(Exception):
    """A call that cannot be answered; becomes a problem document."""

    def __init__(self, status: int, code: str, title: str) -> None:
        super().__init__(title)
        self.status, self.code, self.title = status, code, title


async def refused(request: Request, error: Exception) -> Response:
    """Answer a refused call in the form of RFC 9457."""
    found = cast(Refused, error)
    kind = f"urn:masar:problem:{found.code.lower()}"
    return JSONResponse(
        {"type": kind, "title": found.title, "status": found.status, "code": found.code},
        status_code=found.status,
        media_type="application/problem+json",
    )


class MissionApi:
    """Takes requests, answers questions; one object per program."""

    def __init__(self, *, clerk: Clerk, dice: Dice, tokens: Mapping[str, str]) -> None:
        self._clerk = clerk
        self._dice = dice
        self._tokens = tokens

    def routes(self) -> list[Route]:
        """List the routes of the mission's side."""
        return [
            Route("/v1/requests/lookup", self.look_up_many, methods=["POST"]),
            Route("/v1/requests/{key}", self.look_up, methods=["GET"]),
            Route("/v1/changes", self.changes, methods=["GET"]),
            Route("/v1/pilgrims/{number}/cancel", self.cancel, methods=["POST"]),
            Route("/v1/{kind}/batch", self.book_many, methods=["POST"]),
            Route("/v1/{kind}/{number}", self.by_number, methods=["GET"]),
            Route("/v1/{kind}", self.book_one, methods=["POST"]),
            Route("/v1/{kind}", self.page, methods=["GET"]),
        ]

    async def book_one(self, request: Request) -> Response:
        """Take one request; the key is in the header Idempotency-Key."""
        mission, operation = self._mission(request), _operation(request)
        key = request.headers.get("idempotency-key", "")
        if not key:
            raise Refused(400, "KEY_MISSING", "The header Idempotency-Key is needed")
        body = await _json_object(request)
        booking = (await self._book(request, mission, operation, [(key, body)], upto=1))[0]
        return JSONResponse(self._item(booking), status_code=booking.status)

    async def book_many(self, request: Request) -> Response:
        """Take up to 100 requests; each has its key and its own answer."""
        mission, operation = self._mission(request), _operation(request)
        items = _items(await _json_object(request))
        dice = self._dice.for_call("batch", operation)
        behaviour = self._clerk.behaviour
        chance, cut = dice.random(), dice.randrange(len(items))
        drops = chance < behaviour.partial_batch_then_drop
        is_partial = chance < behaviour.partial_batch_then_drop + behaviour.partial_batch
        upto = cut if is_partial else len(items)
        bookings = await self._book(request, mission, operation, items, upto=upto)
        answer = JSONResponse({"items": [self._item(one) for one in bookings]}, status_code=207)
        if drops:
            answer.headers["x-drop"] = "1"  # mischief.py cuts the line when it sees this
        return answer

    async def look_up(self, request: Request) -> Response:
        """Answer what became of one key."""
        found = self._find(self._mission(request), [request.path_params["key"]])[0]
        if "state" not in found:
            raise Refused(404, "UNKNOWN_KEY", "There is no request with this key")
        return JSONResponse(found)

    async def look_up_many(self, request: Request) -> Response:
        """Answer what became of up to 100 keys, in their order."""
        mission = self._mission(request)
        keys = (await _json_object(request)).get("keys")
        if not isinstance(keys, list) or not 0 < len(keys) <= LARGEST_BATCH:
            raise Refused(422, "BAD_BATCH", f"Give 1 to {LARGEST_BATCH} keys")
        return JSONResponse({"items": self._find(mission, [str(key) for key in keys])})

    async def by_number(self, request: Request) -> Response:
        """Answer with the request that was given a number."""
        mission, operation = self._mission(request), _operation(request)
        self._clerk.settle()
        found = self._clerk.store.by_number(mission, operation, request.path_params["number"])
        found = self._perhaps_stale(found)
        if found is None:
            raise Refused(404, "UNKNOWN_NUMBER", "There is no request with this number")
        return JSONResponse(shown(found))

    async def page(self, request: Request) -> Response:
        """List the requests of one kind and season, in pages."""
        mission, operation = self._mission(request), _operation(request)
        self._clerk.settle()
        limit = min(_number(request, "limit", 100), LARGEST_PAGE)
        season, after = _number(request, "season", 0), _number(request, "after", 0)
        rows = self._clerk.store.page(
            mission, operation, season=season, after=after, limit=limit
        )
        last = rows[-1].id if rows else after
        views = [shown(row) for row in rows]
        return JSONResponse({"items": views, "next_after": last, "more": len(rows) == limit})

    async def changes(self, request: Request) -> Response:
        """Tell what changed after a cursor; duplicates and stale pages are to be expected."""
        mission = self._mission(request)
        self._clerk.settle()
        behaviour, dice = self._clerk.behaviour, self._dice.for_call("feed", mission)
        after = _number(request, "cursor", 0)
        limit = min(_number(request, "limit", 100), LARGEST_PAGE)
        is_stale = dice.random() < behaviour.stale_read
        before = self._clerk.now() - (behaviour.stale_seconds if is_stale else 0.0)
        found = self._clerk.store.changes(mission, after=after, limit=limit, before=before)
        views = []
        for change in found:
            # a line tells the state of its moment, with what is known by now
            record = replace(change.record, state=change.state)
            view = shown(record, dice=dice, behaviour=behaviour) | {"cursor": change.cursor}
            views += [view, view] if dice.random() < behaviour.duplicate_item else [view]
        repeats = dice.random() < behaviour.repeated_page
        last = found[-1].cursor if found and not repeats else after
        more = len(found) == limit or (repeats and bool(found))
        return JSONResponse({"changes": views, "next_cursor": last, "more": more})

    async def cancel(self, request: Request) -> Response:
        """Cancel an application that has no permit; repeating it changes nothing."""
        mission = self._mission(request)
        self._clerk.settle()
        status, record = self._clerk.cancel(mission, request.path_params["number"])
        if record is None:
            raise Refused(404, "UNKNOWN_NUMBER", "There is no application with this number")
        if status == 409:
            raise Refused(409, "PERMIT_IN_FORCE", "A permit is in force for this application")
        return JSONResponse(shown(record))

    async def _book(
        self,
        request: Request,
        mission: str,
        operation: str,
        items: Sequence[tuple[str, Mapping[str, object]]],
        *,
        upto: int,
    ) -> list[Booking]:
        keys = [key for key, _ in items]
        busy = set(self._clerk.begin(mission, keys))
        try:
            await asyncio.sleep(request.scope.get("processing_seconds", 0.0))
            self._clerk.settle()
            with self._clerk.store.booking():
                return [
                    _busy(key)
                    if key in busy
                    else self._clerk.book(mission, operation, key, body)
                    if index < upto
                    else Booking(key, 503, errors=[reason("NOT_PROCESSED")])
                    for index, (key, body) in enumerate(items)
                ]
        finally:
            self._clerk.finish(mission, [key for key in keys if key not in busy])

    def _item(self, booking: Booking) -> dict[str, Any]:
        view: dict[str, Any] = {"key": booking.key, "status": booking.status}
        if booking.record is not None:
            dice = self._dice.for_call("item", booking.record.operation)
            view["record"] = shown(booking.record, dice=dice, behaviour=self._clerk.behaviour)
        if booking.errors:
            view["errors"] = list(booking.errors)
        return view

    def _find(self, mission: str, keys: Sequence[str]) -> list[dict[str, Any]]:
        self._clerk.settle()
        behaviour, views = self._clerk.behaviour, []
        for key in keys:
            found = self._perhaps_stale(self._clerk.store.by_key(mission, key))
            dice: Random = self._dice.for_call("item", "lookup")
            views.append(
                shown(found, dice=dice, behaviour=behaviour)
                if found
                else {"key": key, "error": "UNKNOWN_KEY"}
            )
        return views

    def _perhaps_stale(self, record: Any) -> Any:
        behaviour = self._clerk.behaviour
        if self._dice.for_call("read", "stale").random() >= behaviour.stale_read:
            return record
        earlier = self._clerk.now() - behaviour.stale_seconds
        return as_it_was(self._clerk.store, record, at=earlier)

    def _mission(self, request: Request) -> str:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        mission = self._tokens.get(token.strip()) if scheme.lower() == "bearer" else None
        if mission is None:
            raise Refused(401, "TOKEN_NOT_RECOGNISED", "A valid token is needed")
        return mission


def _busy(key: str) -> Booking:
    return Booking(key, 409, errors=[reason("KEY_RUNNING", "key")])


def _operation(request: Request) -> str:
    kind = request.path_params["kind"]
    if kind not in PATHS:
        raise Refused(404, "NOT_FOUND", "There is no such resource")
    return PATHS[kind]


def _number(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name, "")
    if text and not (text.isascii() and text.isdigit()):
        raise Refused(422, "BAD_NUMBER", f"{name} is a whole number")
    return int(text) if text else default


async def _json_object(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.body())
    except ValueError:
        raise Refused(400, "BAD_JSON", "The body is not JSON") from None
    if not isinstance(body, dict):
        raise Refused(400, "BAD_JSON", "The body is a JSON object")
    return body


def _items(body: Mapping[str, Any]) -> list[tuple[str, Mapping[str, object]]]:
    items = body.get("items")
    if not isinstance(items, list) or not 0 < len(items) <= LARGEST_BATCH:
        raise Refused(422, "BAD_BATCH", f"Give 1 to {LARGEST_BATCH} items")
    pairs: list[tuple[str, Mapping[str, object]]] = []
    for item in items:
        if not isinstance(item, dict) or not isinstance(item.get("key"), str):
            raise Refused(422, "BAD_BATCH", "Each item is an object with its key")
        pairs.append((item["key"], {name: item[name] for name in item if name != "key"}))
    if len({key for key, _ in pairs}) < len(pairs):
        raise Refused(422, "BAD_BATCH", "A key stands twice in the batch")
    return pairs
