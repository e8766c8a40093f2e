"""Runs the live program: ``python -m live --port 8001``."""

from __future__ import annotations

import argparse
import logging.config
import resource
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


# Lines that are kept open between a page and its style, a question and the next: short, because
# thousands who wait would hold thousands of them.
KEEP_ALIVE_SECONDS = 2
MOST_OPEN_FILES = 65_536


def _allow_many_lines() -> None:
    """Raise the soft limit of open files, 1,024 on most machines, to what is allowed."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_OPEN_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(prog="python -m live", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8001, help="port to listen on (8001)")
    options = parser.parse_args()
    logging.config.dictConfig(logs.configuration())
    _allow_many_lines()
    with from_environment() as settings:
        application = make_application(settings)
        config = uvicorn.Config(
            application,
            host=options.host,
            port=options.port,
            log_level="warning",
            proxy_headers=False,
            timeout_graceful_shutdown=2,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            backlog=4_096,
            limit_concurrency=settings.most_streams + settings.most_waiting_lines,
        )
        Server(config, application.state).run()


main()
