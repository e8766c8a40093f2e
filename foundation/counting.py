"""How often something happened within a time: one row a key, counted by one statement."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Model
from psycopg import sql

# It locks its row: a hundred requests at once cannot all see "four so far".
_COUNT = """
INSERT INTO {table} AS kept (key, {count}, since) VALUES (%(key)s, 1, %(at)s)
ON CONFLICT (key) DO UPDATE SET
    {count} = CASE WHEN kept.since <= %(floor)s THEN 1 ELSE kept.{count} + 1 END,
    since = CASE WHEN kept.since <= %(floor)s THEN %(at)s ELSE kept.since END
RETURNING {count}, since
"""


def count_once_more(
    rows: type[Model], *, count: str, key: str, window: timedelta, at: datetime
) -> tuple[int, datetime]:
    """Count one more of a key, in the present transaction; answer how many, and since when.

    Once ``window`` is over since the first that was counted, counting begins anew.

    rows   a model of ``key``, ``since`` and the number
    count  name of the number's field
    """
    statement = sql.SQL(_COUNT).format(
        table=sql.Identifier(rows._meta.db_table), count=sql.Identifier(count)
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {"key": key, "at": at, "floor": at - window})
        counted, since = cursor.fetchone()
    return counted, since
