"""Many rows at once: what goes in by COPY's binary form, and what comes out in pieces."""

from __future__ import annotations

import pytest
from django.db import connection

from foundation import copying


@pytest.fixture
def table(db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE told (id uuid, place int, word varchar(9))")
    yield "told"
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE told")


def field(value: bytes) -> bytes:
    return len(value).to_bytes(4, "big") + value


def row(number: int, place: int, word: str) -> bytes:
    values = (number.to_bytes(16, "big"), place.to_bytes(4, "big"), word.encode())
    return (3).to_bytes(2, "big") + b"".join(map(field, values))


def test_binary_rows_arrive_as_they_were_written(table):
    copying.copy_binary(table, ["id", "place", "word"], row(7, 1, "كبار") + row(8, 2, ""))
    with connection.cursor() as cursor:
        cursor.execute("SELECT id::text, place, word FROM told ORDER BY place")
        assert cursor.fetchall() == [
            ("00000000-0000-0000-0000-000000000007", 1, "كبار"),
            ("00000000-0000-0000-0000-000000000008", 2, ""),
        ]


def test_no_rows_are_no_error(table):
    copying.copy_binary(table, ["id", "place", "word"], b"")
    lines = "SELECT place, word::bytea AS line FROM told"
    assert copying.gathered(lines, order="place") == []


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_lines_come_in_their_order_whatever_the_pieces(table, monkeypatch, count):
    monkeypatch.setattr(copying, "_PIECE_LINES", 3)
    rows = b"".join(
        row(i, place, f"w{place},") for i, place in enumerate((5, 1, 4, 2, 6, 3, 7))
    )
    copying.copy_binary(table, ["id", "place", "word"], rows)
    lines = "SELECT place, convert_to(word, 'UTF8') AS line FROM told WHERE place <= %s"

    pieces = copying.gathered(lines, order="place DESC", given=[count])

    wanted = "".join(f"w{place}," for place in range(count, 0, -1))
    assert b"".join(pieces).decode() == wanted
    assert len(pieces) == count // 3 + 1  # the first piece is one line shorter
