"""What a line of the log looks like: one JSON record, so that a machine can search it."""

from __future__ import annotations

from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

QUIET = {"httpx": {"level": "WARNING"}, "procrastinate": {"level": "WARNING"}}


def configuration() -> dict[str, Any]:
    """Answer the configuration of the standard library's logging, as ``dictConfig`` takes it.

    Whatever a program logs becomes one line of JSON: ``event``, ``level``, ``logger``,
    ``timestamp`` (UTC, ISO 8601), ``exception`` where there is one, and what ``extra`` names.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"records": {"()": formatter}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "records"}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": QUIET,
    }


def formatter() -> structlog.stdlib.ProcessorFormatter:
    """Make the formatter that writes a log record as JSON."""
    return structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            _without_request,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ]
    )


def _without_request(_logger: WrappedLogger, _method: str, record: EventDict) -> EventDict:
    """Drop the request that Django attaches: its query may hold what no log should."""
    record.pop("request", None)
    return record
