"""The server's end of a connection, able to hang up as a broken line does."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import cast

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

RESET_AT_ONCE = struct.pack("ii", 1, 0)


class BreakableLine(H11Protocol):
    """HTTP/1.1 whose application may cut the connection with a TCP reset."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Hand the application a way to hang up on this connection."""
        super().connection_made(transport)

        def hang_up() -> None:
            line = transport.get_extra_info("socket")
            if line is not None:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_ONCE)
            transport.abort()

        app = cast(ASGIApp, self.app)

        async def with_line(scope: Scope, receive: Receive, send: Send) -> None:
            scope["hang_up"] = hang_up
            await app(scope, receive, send)

        self.app = with_line
