"""The far side of the counter: behaviour, outages, withdrawals, the truth; for tests only."""

from __future__ import annotations

import hmac

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulators.masar.behaviour import PROFILES, UnknownSetting
from simulators.masar.clerk import Clerk
from simulators.masar.mischief import Mischief
from simulators.masar.shown import shown
from simulators.masar.truth import bookings


class Control:
    """Endpoints under /control/, guarded by a token of their own."""

    def __init__(self, *, clerk: Clerk, mischief: Mischief, token: str, mission: str) -> None:
        self._clerk = clerk
        self._mischief = mischief
        self._token = token
        self._mission = mission

    def routes(self) -> list[Route]:
        """List the routes of the control side."""
        return [
            Route("/control/settings", self.settings, methods=["GET", "PATCH"]),
            Route("/control/profile/{name}", self.profile, methods=["POST"]),
            Route("/control/outage", self.outage, methods=["POST"]),
            Route("/control/bookings", self.truth, methods=["GET"]),
            Route("/control/permits/{number}/withdraw", self.withdraw, methods=["POST"]),
            Route("/control/forget", self.forget, methods=["POST"]),
        ]

    async def settings(self, request: Request) -> Response:
        """Tell or change the chances and seconds of the mischief."""
        if (stranger := self._stranger(request)) is not None:
            return stranger
        if request.method == "PATCH":
            try:
                self._clerk.behaviour = self._clerk.behaviour.changed(await request.json())
            except UnknownSetting as error:
                return JSONResponse({"title": str(error), "status": 422}, status_code=422)
        return JSONResponse(self._clerk.behaviour.as_dict())

    async def profile(self, request: Request) -> Response:
        """Take over a whole profile."""
        if (stranger := self._stranger(request)) is not None:
            return stranger
        profile = PROFILES.get(request.path_params["name"])
        if profile is None:
            return JSONResponse({"title": "no such profile", "status": 404}, status_code=404)
        self._clerk.behaviour = profile
        self._mischief.begin_outage(0)
        return JSONResponse(profile.as_dict())

    async def outage(self, request: Request) -> Response:
        """Begin an outage of so many seconds; 0 ends it."""
        if (stranger := self._stranger(request)) is not None:
            return stranger
        self._mischief.begin_outage(float((await request.json())["seconds"]))
        return JSONResponse({"outage_seconds": self._mischief.outage_seconds})

    async def truth(self, request: Request) -> Response:
        """Tell what is booked, and what is booked twice."""
        if (stranger := self._stranger(request)) is not None:
            return stranger
        self._clerk.settle()
        with_records = request.query_params.get("records") == "1"
        return JSONResponse(bookings(self._clerk.store, with_records=with_records))

    async def withdraw(self, request: Request) -> Response:
        """Withdraw a permit from the issuer's side."""
        if (stranger := self._stranger(request)) is not None:
            return stranger
        self._clerk.settle()
        record = self._clerk.withdraw_permit(self._mission, request.path_params["number"])
        if record is None:
            return JSONResponse({"title": "no such permit", "status": 404}, status_code=404)
        return JSONResponse(shown(record))

    async def forget(self, request: Request) -> Response:
        """Empty the store."""
        if (stranger := self._stranger(request)) is not None:
            return stranger
        self._clerk.store.forget_everything()
        return JSONResponse({"forgotten": True})

    def _stranger(self, request: Request) -> Response | None:
        given = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        if hmac.compare_digest(given.encode(), self._token.encode()):
            return None
        return JSONResponse({"title": "control token needed", "status": 401}, status_code=401)
