"""Many rows into PostgreSQL and out of it at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model
from psycopg import sql

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\x02": "\\x02"})
# Stands for NULL. The usual one has a backslash, by which one could not see at a glance that
# nothing in a line is to be escaped; a text that holds this sign is escaped.
_NULL = "\x02"
_PIECE_ROWS = 1_000
_PIECE_LINES = 20_000
_BINARY_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_BINARY_TAIL = b"\xff\xff"


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Insert rows into a table in the present transaction; answer how many.

    rows  values in the order of ``columns``: text, numbers, truths, dates, UUIDs, None, and
          lists of text for array columns; what repeats in every row goes quickest as text

    Constraints hold as with INSERT; no default of a model is applied.
    """
    count = 0
    with connection.cursor() as cursor, cursor.copy(copy_statement(table, columns)) as copy:
        lines: list[str] = []
        for row in rows:
            lines.append(copy_line(row))
            if len(lines) == _PIECE_ROWS:
                count += len(lines)
                copy.write("".join(lines))
                lines = []
        count += len(lines)
        copy.write("".join(lines))
    return count


def insert_rows(table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Insert a few rows in one statement, in the present transaction.

    A COPY asks the server three times, which pays from some dozens of rows on.

    rows  as ``copy_rows`` takes them
    """
    if not rows:
        return
    statement = _insert(table, tuple(columns), len(rows))
    cells: list[Any] = [cell for row in rows for cell in row]
    with connection.cursor() as cursor:
        cursor.execute(statement, cells)


@lru_cache(maxsize=200)
def _insert(table: str, columns: tuple[str, ...], count: int) -> str:
    line = sql.SQL("({})").format(sql.SQL(", ").join([sql.Placeholder()] * len(columns)))
    statement = sql.SQL("INSERT INTO {} ({}) VALUES {}").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(", ").join([line] * count),
    )
    return statement.as_string(None)


def insert_models(rows: Sequence[Model]) -> None:
    """Insert a few rows of one model in one statement, in the present transaction.

    Quicker than Django's own by what it leaves out: no signals, no savepoint, no compiler.
    """
    fields = rows[0]._meta.concrete_fields
    cells = [
        [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
        for row in rows
    ]
    insert_rows(rows[0]._meta.db_table, [field.column for field in fields], cells)


def copy_statement(table: str, columns: Sequence[str]) -> sql.Composed:
    """Write the COPY of these columns from the client, for lines of ``copy_line``."""
    return sql.SQL("COPY {} ({}) FROM STDIN WITH (NULL {})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.Literal(_NULL),
    )


def copy_binary(table: str, columns: Sequence[str], rows: bytes) -> None:
    """Insert rows that are written as COPY's binary format wants them, in the present
    transaction.

    rows  each a count of fields (2 bytes), then for each field its length (4) and its value
    """
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(_BINARY_HEAD)
        copy.write(rows)
        copy.write(_BINARY_TAIL)


def copied_out(query: sql.Composable) -> bytes:
    """Answer the rows of a query in COPY's binary format, without its head and tail.

    Each row is a count of fields (2 bytes), then for each field its length (4) and its value.
    """
    statement = sql.SQL("COPY ({}) TO STDOUT (FORMAT BINARY)").format(query)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        rows = b"".join(copy)
    return rows[len(_BINARY_HEAD) : -len(_BINARY_TAIL)]


def gathered(lines: str, *, order: str, given: Sequence[Any] = ()) -> list[bytes]:
    """Answer the lines of a query in an order, joined to pieces of many lines each.

    lines  SQL that answers a column ``line`` (bytea) and the columns of ``order``

    PostgreSQL joins them: a value for each line would cost several times as much.
    """
    query = f"""
        SELECT string_agg(line, ''::bytea ORDER BY place)
        FROM (SELECT line, row_number() OVER (ORDER BY {order}) AS place FROM ({lines}) AS each)
            AS placed
        GROUP BY place / {_PIECE_LINES} ORDER BY place / {_PIECE_LINES}
    """  # noqa: S608 - both are texts of the program
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return [bytes(piece) for (piece,) in cursor.fetchall()]


def copy_line(row: Sequence[object]) -> str:
    """Write one row in COPY's text format, its line end included."""
    cells = [cell if type(cell) is str else _plain(cell) for cell in row]
    line = "\t".join(cells)
    if (
        "\\" in line
        or "\n" in line
        or "\r" in line
        or line.count("\t") != len(cells) - 1
        or (_NULL in line and (line.count(_NULL) != cells.count(_NULL) or _NULL in row))
    ):
        line = "\t".join(map(_escaped, row, cells))
    return f"{line}\n"


def _plain(cell: object) -> str:
    if cell is None:
        return _NULL
    if isinstance(cell, UUID):
        return f"{cell.int:032x}"
    if isinstance(cell, (list, tuple)):
        return "{" + ",".join(map(_array_item, cell)) + "}"
    return str(cell)


def _escaped(value: object, cell: str) -> str:
    return cell if value is None else cell.translate(_ESCAPES)


def _array_item(item: str) -> str:
    if item.isalnum() and item.upper() != "NULL":
        return item
    quoted = item.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'
