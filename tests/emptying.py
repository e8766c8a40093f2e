"""Leave a database as it was migrated, after a test that commits.

Django empties every table by TRUNCATE, which makes the files of each one anew: on a server that
sees to it that they reach the disk this takes seconds, while most tests write to a few tables.
Here only those that hold rows are emptied, and what the migrations wrote about models and their
permissions stays, so that nothing has to be written again.
"""

from __future__ import annotations

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase
from psycopg import sql

# What migrations write and no test changes.
KEPT = {"django_content_type", "auth_permission"}
# Tables that belong to no model of ours, so that Django would leave their rows.
OTHERS = {"procrastinate_jobs", "procrastinate_workers", "procrastinate_events", "cache"}


def after_each_commit() -> None:
    """Let every test that commits end so."""
    setattr(TransactionTestCase, "_fixture_teardown", _leave_empty)  # noqa: B010  (no stub)


def _leave_empty(case: TransactionTestCase) -> None:
    for connection in connections.all():
        empty(connection)


def empty(connection: BaseDatabaseWrapper) -> None:
    """Delete every row but those of ``KEPT``, as soon as nobody writes any more."""
    ours = connection.introspection.django_table_names(only_existing=True, include_views=False)
    names = sorted({*ours, *OTHERS} - KEPT)
    asked = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(name, sql.Identifier(name))
        for name in names
    )
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        # A thread or a program that a test left behind ends its transaction first.
        cursor.execute(_over("LOCK TABLE {}", names))
        cursor.execute(asked)
        filled = [name for (name,) in cursor.fetchall()]
        # Neither the order of keys nor the guard of an append-only table stops the owner.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name in filled:
            cursor.execute(_over("DELETE FROM {}", [name]))


def _over(text: str, names: list[str]) -> sql.Composed:
    return sql.SQL(text).format(sql.SQL(", ").join(map(sql.Identifier, names)))
