"""The feed reads the journal page by page, in the order of transactions."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection, transaction

from foundation import journal
from foundation.ids import uuid7
from foundation.scoping import Actor
from live.feed import Cursor, connect, page_after
from tests.foundation.horizon import no_transaction_is_open
from tests.foundation.samples import ThingMade

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_queue")]


def record_in_transactions(numbers):
    """Record one entry each, as if its transaction had had this number."""
    things = []
    for number in numbers:
        things.append(str(uuid7()))
        with transaction.atomic():
            event = ThingMade(thing=UUID(things[-1]))
            journal.record(event, by=Actor.system("tests"), at=datetime(2027, 3, 1, tzinfo=UTC))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(
                "UPDATE journal_entry SET xid = %s::xid8 WHERE record = %s",
                [str(number), things[-1]],
            )
    no_transaction_is_open()
    return things


async def read_all(database_url, *, limit):
    read, place = [], Cursor(0, UUID(int=0))
    async with await connect(database_url) as link:
        while page := await page_after(link, place, limit=limit):
            read += page
            place = page[-1].cursor
            assert len(read) <= 5
    return read


@pytest.mark.parametrize("limit", [2, 1_000])
def test_nothing_is_skipped_where_transaction_ids_gain_a_digit(database_url, limit):
    things = record_in_transactions([8, 9, 10, 99, 100])
    read = asyncio.run(read_all(database_url, limit=limit))
    assert [each.cursor.xid for each in read] == [8, 9, 10, 99, 100]
    assert [each.record for each in read] == things
