"""Puts the simulator together: the gateway's address, the page, and its switches."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from simulators.sms.gateway import MOODS, Gateway
from simulators.sms.page import show


class Program:
    """The addresses of the simulator."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    async def send(self, request: Request) -> Response:
        """Take a message as Kannel does, by GET or by POST of a form."""
        asked = dict(request.query_params)
        if request.method == "POST":
            asked |= await _form(request)
        reply = await self._gateway.send(asked)
        return PlainTextResponse(reply.text, status_code=reply.status)

    async def page(self, request: Request) -> Response:
        """Show the messages."""
        return show(self._gateway)

    async def listed(self, request: Request) -> Response:
        """Answer the messages for programs: newest first."""
        return JSONResponse(
            [
                {"number": m.number, "to": m.to, "text": m.text, "reports": m.reports}
                for m in self._gateway.taken
            ]
        )

    async def change_mood(self, request: Request) -> Response:
        """Be in another mood from now on."""
        mood = (await _form(request)).get("mood", "")
        if mood not in MOODS:
            return PlainTextResponse("no such mood", status_code=422)
        self._gateway.mood = mood
        return RedirectResponse("/", status_code=303)

    async def forget(self, request: Request) -> Response:
        """Drop all messages."""
        self._gateway.forget()
        return RedirectResponse("/", status_code=303)


async def _form(request: Request) -> dict[str, str]:
    """Read a form of the plain kind, which needs no library."""
    return dict(parse_qsl((await request.body()).decode("utf-8", errors="replace")))


async def _health(request: Request) -> Response:
    return PlainTextResponse("ok")


def build(*, username: str, password: str, mood: str = "calm") -> Starlette:
    """Make the application."""
    program = Program(Gateway(username=username, password=password, mood=mood))
    return Starlette(
        routes=[
            Route("/", program.page),
            Route("/healthz", _health),
            Route("/cgi-bin/sendsms", program.send, methods=["GET", "POST"]),
            Route("/messages.json", program.listed),
            Route("/mood", program.change_mood, methods=["POST"]),
            Route("/forget", program.forget, methods=["POST"]),
        ]
    )
