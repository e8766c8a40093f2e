"""Logs are records: whoever searches them finds the fields."""

from __future__ import annotations

import json
import logging
import sys

from foundation.logs import formatter


def record_of(message, *values, extra=None, exc_info=None):
    logger = logging.getLogger("mission.test")
    made = logger.makeRecord(
        "mission.test", logging.WARNING, __file__, 1, message, values, exc_info, extra=extra
    )
    line = formatter().format(made)
    assert "\n" not in line
    return json.loads(line)


def test_a_line_is_one_record_with_its_fields():
    record = record_of("%s waits", "حاج", extra={"season": 1448})
    assert record["event"] == "حاج waits"
    assert (record["level"], record["logger"]) == ("warning", "mission.test")
    assert record["season"] == 1448
    assert record["timestamp"].endswith("Z")


def test_a_traceback_stays_in_the_line_of_its_error():
    try:
        int("x")
    except ValueError:
        record = record_of("failed", exc_info=sys.exc_info())
    assert "ValueError" in record["exception"]


def test_a_request_is_not_written_down(rf):
    record = record_of("Not Found", extra={"request": rf.get("/?secret=1"), "status_code": 404})
    assert record["status_code"] == 404
    assert "secret" not in json.dumps(record)
