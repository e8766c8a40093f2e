"""Runs the live program: ``python -m live --port 8001``."""

from __future__ import annotations

import argparse
import logging.config
from types import FrameType

import uvicorn
from starlette.datastructures import State

from foundation import logs
from live.app import make_application
from live.settings import from_environment


class Server(uvicorn.Server):
    """Ends the open streams first when it is asked to stop: they would never end themselves."""

    def __init__(self, config: uvicorn.Config, state: State) -> None:
        super().__init__(config)
        self._state = state

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop taking requests, and let the pages go."""
        if hasattr(self._state, "streams"):
            self._state.streams.hub.close()
        super().handle_exit(sig, frame)


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(prog="python -m live", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8001, help="port to listen on (8001)")
    options = parser.parse_args()
    logging.config.dictConfig(logs.configuration())
    with from_environment() as settings:
        application = make_application(settings)
        config = uvicorn.Config(
            application,
            host=options.host,
            port=options.port,
            log_level="warning",
            proxy_headers=False,
            timeout_graceful_shutdown=2,
            limit_concurrency=settings.most_streams + 100,
        )
        Server(config, application.state).run()


main()
