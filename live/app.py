"""The addresses of the live program: the stream of events, the waiting room, and its health."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import ExitStack
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from foundation import tickets
from foundation.tickets import BadTicket
from live.feed import Cursor, Feed
from live.hub import Hub
from live.settings import Settings, from_environment
from live.stream import Streams
from live.waiting import views as waiting
from live.waiting.keeper import Keeper
from live.waiting.pages import Pages

SILENT_SECONDS = 10.0


async def events(request: Request) -> Response:
    """Stream what happens from now on, or after the place that the page names.

    ``?ticket=`` is the ticket, ``Last-Event-ID`` (or ``?after=``) the last id that it has seen.
    """
    streams: Streams = request.app.state.streams
    key = streams.settings.ticket_key
    try:
        ticket = tickets.read(request.query_params.get("ticket", ""), key=key, now=time.time())
        after = _place(request)
    except BadTicket as wrong:
        return JSONResponse({"error": str(wrong)}, status_code=401)
    except ValueError:
        return JSONResponse({"error": "Last-Event-ID is no place"}, status_code=400)
    if streams.is_full or streams.hub.position is None:
        return JSONResponse({"error": "try later"}, 503, headers={"Retry-After": "5"})
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    texts = streams.run(ticket, after)
    return StreamingResponse(texts, media_type="text/event-stream", headers=headers)


async def healthz(request: Request) -> Response:
    """Answer 200 while the journal is followed, 503 when the database is away for long."""
    streams: Streams = request.app.state.streams
    feed: Feed = request.app.state.feed
    is_well = streams.hub.position is not None and feed.silent_seconds < SILENT_SECONDS
    told = {
        "status": "ok" if is_well else "database away",
        "streams": streams.count,
        "keeps_waiting_room": request.app.state.waiting.keeper.is_keeping,
    }
    return JSONResponse(told, status_code=200 if is_well else 503)


@contextlib.asynccontextmanager
async def _running(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Let something run beside the requests, and end it with the program."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def _place(request: Request) -> Cursor | None:
    text = request.headers.get("last-event-id") or request.query_params.get("after", "")
    return Cursor.parse(text) if text else None


def make_application(settings: Settings | None = None) -> Starlette:
    """Make the program; without settings it reads the environment when it starts."""

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        with ExitStack() as held:
            given = settings or held.enter_context(from_environment())
            hub = Hub(remembered=given.remembered_events)
            app.state.streams = Streams(given, hub)
            app.state.feed = Feed(given.database_url, hub)
            room = given.room
            keeper = Keeper(
                given.database_url, site=room.site, slow_milliseconds=room.slow_milliseconds
            )
            app.state.waiting = waiting.Waiting(room, keeper, Pages(room))
            works = (app.state.feed.run(), keeper.run(), keeper.probe.run())
            async with contextlib.AsyncExitStack() as running:
                for work in works:
                    await running.enter_async_context(_running(work))
                yield

    # The ticket is the only key of the stream: any page that holds one may listen. Cookies, the
    # key of the waiting room, are never shown to other sites this way.
    anybody = Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET"])
    routes = [Route("/events", events), Route("/healthz", healthz), *waiting.ROUTES]
    return Starlette(routes=routes, middleware=[anybody], lifespan=lifespan)


application = make_application()
