"""One simulated applicant: the waiting room, sign-in by code, every screen, the receipt.

A browser without scripts that keeps its cookies, follows redirects and asks the waiting room
as seldom as it is told. It notes what it typed and which receipt it was given.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

import httpx

from benchmarks.typed_answers import COMPANIONS, DECLARED, LEAD, national_id

SCREENS = {
    "LEAD": ("eligibility", "you", "passport", "health"),
    "COMPANION": ("who", "residence", "passport", "health"),
}
_REDIRECTS = 10
Codes = Callable[[str], Awaitable[str]]


class Trouble(Exception):
    """The walk met what no applicant should meet."""


@dataclass
class Log:
    """What one applicant lived through; the oracle of the run.

    statuses  every answer of 500 and above, with its path
    """

    number: int
    passport: str = ""
    reference: str = ""
    submit_seconds: float = 0.0
    was_let_in: bool = False
    trouble: str = ""
    statuses: list[str] = field(default_factory=list)


@dataclass
class Page:
    """An answer after its redirects."""

    status: int
    url: str
    text: str


class Applicant:
    """Walks through with a jar of cookies of its own."""

    def __init__(
        self, lines: httpx.AsyncHTTPTransport, site: str, number: int, codes: Codes
    ) -> None:
        self.lines, self.site, self.codes = lines, site, codes
        self.log = Log(number)
        self.jar: dict[str, str] = {"language": "en"}
        self.address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"

    async def walk(self, think_seconds: float) -> Log:
        """Go the whole way; what goes wrong stands in the log."""
        try:
            await self._sign_in(await self._come_in())
            await self._fill(think_seconds)
        except (Trouble, httpx.HTTPError, AttributeError, ValueError, TimeoutError) as wrong:
            self.log.trouble = f"{type(wrong).__name__}: {wrong}"[:300]
        return self.log

    async def _come_in(self) -> Page:
        page = await self._ask("GET", "/apply/sign-in/?next=/apply/")
        while urlsplit(page.url).path == "/wait":
            found = re.search(r'data-seconds="(\d+)"', page.text)
            if found is None:
                raise Trouble(f"no seconds on {page.url}")
            page = await self._wait(page, float(found[1]))
        self.log.was_let_in = True
        return page

    async def _wait(self, page: Page, seconds: float) -> Page:
        """Ask the room as its script does, until it leads on."""
        state = page.url.replace("/wait?", "/wait/state?")
        while True:
            await asyncio.sleep(seconds)
            told = await self._ask("GET", state)
            if told.status == 429:
                raise Trouble("the room found it greedy")
            said = httpx.Response(200, text=told.text).json()
            if "go" in said:
                return await self._ask("GET", urljoin(page.url, said["go"]))
            seconds = float(said.get("seconds", 8))

    async def _sign_in(self, page: Page) -> None:
        mobile = f"+97455{self.log.number:06d}"
        who = {"national_id": national_id(self.log.number, 0), "mobile": mobile}
        page = await self._send(page.url, who)
        code = await self.codes(mobile)
        page = await self._send(page.url, {"code": code})
        if "sessionid" not in self.jar or "/code/" in page.url:
            raise Trouble(f"not signed in: {page.status} {page.url}")

    async def _fill(self, think_seconds: float) -> None:
        """Answer the screens, each after some thought, and send the application."""
        number = self.log.number
        self.log.passport = f"P{3 * number:07d}"
        page = await self._send("/apply/begin/", {})
        await self._person(
            page, "LEAD", LEAD | {"passport_no": self.log.passport}, think_seconds
        )
        draft = re.search(r"/draft/([0-9a-f-]{36})/", self.last.text + self.last.url)[1]  # type: ignore[index]
        for place, stated in enumerate(COMPANIONS, start=1):
            own = {
                "national_id": national_id(number, place),
                "passport_no": f"P{3 * number + place:07d}",
            }
            page = await self._send(f"/apply/draft/{draft}/companions/add/", {})
            await self._person(page, "COMPANION", stated | own, think_seconds)
        said = dict.fromkeys(DECLARED, "on")
        page = await self._send(f"/apply/draft/{draft}/declarations/", said)
        key = re.search(r'name="idempotency_key" value="([^"]+)"', page.text)[1]  # type: ignore[index]
        begun = time.perf_counter()
        page = await self._send(f"/apply/draft/{draft}/submit/", {"idempotency_key": key})
        self.log.submit_seconds = time.perf_counter() - begun
        found = re.search(r"/apply/files/([^/]+)/receipt/", page.url)
        if found is None or found[1] not in page.text:
            raise Trouble(f"no receipt: {page.status} {page.url}")
        self.log.reference = found[1]

    async def _person(
        self, page: Page, role: str, answers: dict[str, str], think_seconds: float
    ) -> None:
        person = re.search(r"/person/([0-9a-f-]{36})/", page.url)
        if person is None:
            raise Trouble(f"no screen: {page.status} {page.url}")
        for key in SCREENS[role]:
            await asyncio.sleep(think_seconds * random.uniform(0.5, 1.5))
            url = f"/apply/person/{person[1]}/{key}/"
            page = await self._send(url, answers)
            if page.status != 200 or page.url.endswith(url):
                raise Trouble(f"{page.status}: {key} was not taken")

    async def _send(self, path: str, fields: dict[str, str]) -> Page:
        return await self._ask("POST", path, fields)

    async def _ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> Page:
        """Ask and follow redirects as a browser does."""
        url = urljoin(self.site, path)
        for _step in range(_REDIRECTS):
            answer = await self._once(method, url, fields)
            if not 300 <= answer.status_code < 400:
                self.last = Page(answer.status_code, url, answer.text)
                return self.last
            method, fields = "GET", None
            url = urljoin(url, answer.headers["Location"])
        raise Trouble(f"redirects without end at {url}")

    async def _once(
        self, method: str, url: str, fields: dict[str, str] | None
    ) -> httpx.Response:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.jar.items()),
            "Accept-Language": "en",
            "X-Forwarded-For": self.address,
        }
        body = b""
        if fields is not None:
            token = self.jar.get("csrftoken", "")
            body = urlencode(fields | {"csrfmiddlewaretoken": token}).encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        asked = httpx.Request(
            method, url, headers=headers, content=body, extensions={"timeout": _PATIENCE}
        )
        answer = await self.lines.handle_async_request(asked)
        await answer.aread()
        if answer.status_code >= 500:
            self.log.statuses.append(f"{answer.status_code} {urlsplit(url).path}")
        for line in answer.headers.get_list("set-cookie"):
            for name, morsel in SimpleCookie(line).items():
                self.jar[name] = morsel.value
        return answer


_PATIENCE = {"connect": 60.0, "read": 120.0, "write": 60.0, "pool": 120.0}
