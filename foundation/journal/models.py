"""The rows of the journal: entries, the links that chain them, and what handlers have done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.functions import Now

from foundation.ids import uuid7

if TYPE_CHECKING:
    _Int = models.Field[int, int]
else:
    _Int = models.Field


class TransactionIdField(_Int):
    """PostgreSQL's 64-bit transaction id (``xid8``), an int in Python."""

    description = "64-bit transaction id"

    def db_type(self, connection: Any) -> str:
        """Name the column's type."""
        return "xid8"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int | None:
        """Read the number, which arrives as text."""
        return None if value is None else int(value)

    def get_prep_value(self, value: Any) -> str | None:
        """Send the number as text: there is no cast from integers to xid8."""
        return None if value is None else str(value)


class CurrentTransactionId(models.Func):
    """The id of the transaction that runs."""

    function = "pg_current_xact_id"
    template = "%(function)s()"
    output_field = TransactionIdField()


class Entry(models.Model):
    """One thing that happened. Never changed, never deleted: a database trigger refuses both.

    Rows of one transaction sort by id as they were recorded. Across transactions the order is
    that of the links, which are made after the commit.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    xid = TransactionIdField(db_default=CurrentTransactionId(), editable=False)
    event = models.CharField(max_length=100)
    record = models.CharField(max_length=100)
    payload = models.JSONField()
    by_kind = models.CharField(max_length=20)
    by_id = models.CharField(max_length=100)
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["xid", "id"], name="journal_entry_in_order"),
            models.Index(fields=["record", "id"], name="journal_entry_of_record"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.record}"


class Link(models.Model):
    """The place of an entry in the chain: no number is missing, a hash covers all before it."""

    number = models.BigIntegerField(primary_key=True)
    entry_id = models.UUIDField(unique=True)
    xid = TransactionIdField()
    hash = models.BinaryField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.number}"


class Handled(models.Model):
    """A handler has acted on an entry; written with the act, so that it acts once."""

    entry_id = models.UUIDField()
    handler = models.CharField(max_length=200)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["entry_id", "handler"], name="journal_handled_once")
        ]

    def __str__(self) -> str:
        return f"{self.handler} {self.entry_id}"
