"""What the pages of the exchange show: rows of lists, histories, counts, breakers."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import xlsxwriter
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.languages import in_language
from foundation.workbooks import text_cells
from mission.campaigns.models import Pilgrim
from mission.masar import queries
from mission.masar.models import Breaker, Difference, Exchange, ExchangeStep
from mission.masar.presenters.words import (
    FIELDS,
    FINDINGS,
    OPERATIONS,
    REASONS,
    STAND_SHADES,
    STANDS,
    operation_name,
    purpose_name,
    reasons_in_words,
    subject_name,
)
from mission.masar.rules.differences import Finding
from mission.masar.rules.states import Operation
from mission.masar.rules.states import State as Stand
from mission.season.models import Season

ALARMS = {Stand.UNKNOWN: "warn"}


def refusal_row(exchange: Exchange) -> dict[str, Any]:
    """Answer one line of the list of refusals."""
    pilgrim = exchange.pilgrim
    campaign = pilgrim.campaign if pilgrim is not None else exchange.campaign
    return {
        "exchange": exchange,
        "name": subject_name(pilgrim, exchange.campaign),
        "campaign": in_language(campaign.name_ar, campaign.name_en) if campaign else "",
        "operation": operation_name(exchange.operation),
        "state": STANDS[Stand(exchange.state)],
        "reasons": reasons_in_words(exchange.reasons),
    }


def leaver_rows(page: Iterable[Pilgrim]) -> list[dict[str, Any]]:
    """Answer the lines of those who gave their seats up and still stand in the e-path."""
    pilgrims = list(page)
    standing = queries.standing_of(pilgrims)
    return [
        {
            "pilgrim": pilgrim,
            "name": subject_name(pilgrim, None),
            "campaign": in_language(pilgrim.campaign.name_ar, pilgrim.campaign.name_en),
            "stands": [
                f"{operation_name(row.operation)}: {STANDS[Stand(row.state)]}"
                for row in standing.get(pilgrim.id, [])
            ],
        }
        for pilgrim in pilgrims
    ]


def refusal_filters(waiting: QuerySet[Exchange]) -> list[tuple[str, str, int]]:
    """Answer the operations with refusals: code, word, how many."""
    counts = {operation: waiting.filter(operation=operation).count() for operation in Operation}
    return [
        (operation.value, str(OPERATIONS[operation]), count)
        for operation, count in counts.items()
        if count
    ]


def refusals_workbook(rows: Iterable[Exchange]) -> bytes:
    """Write refusals as a workbook, a line a request, reasons in the reader's language."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        text_format = text_cells(book)
        heads = [_("Reference"), _("Name"), _("Campaign"), _("Operation"), _("Reason")]
        sheet.write_row(0, 0, [str(head) for head in heads])
        for place, exchange in enumerate(rows, start=1):
            row = refusal_row(exchange)
            reference = exchange.pilgrim.reference if exchange.pilgrim else ""
            reasons = "; ".join(
                f"{reason['field']}: {reason['text']}" if reason["field"] else reason["text"]
                for reason in row["reasons"]
            )
            cells = [reference, row["name"], row["campaign"], row["operation"], reasons]
            for column, text in enumerate(cells):
                sheet.write_string(place, column, text, text_format)
    return file.getvalue()


def difference_row(row: Difference) -> dict[str, Any]:
    """Answer one difference between both sides."""
    pilgrim = row.exchange.pilgrim if row.exchange is not None else None
    return {
        "difference": row,
        "finding": FINDINGS[Finding(row.finding)],
        "operation": operation_name(row.operation),
        "pilgrim": pilgrim,
        "name": subject_name(pilgrim, None),
        "number": row.number,
    }


def history(pilgrim_id: UUID) -> list[dict[str, Any]]:
    """Answer a pilgrim's requests, each with its timeline and what was sent."""
    return [
        {
            "exchange": row,
            "operation": operation_name(row.operation),
            "state": STANDS[Stand(row.state)],
            "shade": STAND_SHADES.get(Stand(row.state), "calm"),
            "steps": [_opened(row), *(_step(step) for step in row.steps.all())],
            "sent": [
                {"label": FIELDS.get(name, name), "value": value}
                for name, value in row.body.items()
            ],
            "reasons": reasons_in_words(row.reasons),
        }
        for row in queries.history_of_pilgrim(pilgrim_id)
    ]


def _opened(row: Exchange) -> dict[str, Any]:
    return {"label": STANDS[Stand.PENDING], "at": row.opened_at, "state": "done"}


def _step(step: ExchangeStep) -> dict[str, Any]:
    return {
        "label": STANDS[Stand(step.state)],
        "at": step.at,
        "by": step.by,
        "note": REASONS.get(step.reason, step.reason),
        "state": "done",
    }


def counts_table(season: Season) -> list[dict[str, Any]]:
    """Answer the requests of each operation by state, in the order of the way.

    A refusal that waits for a person is counted apart from those that were submitted again.
    """
    waiting = queries.counts_for_people(season)
    return [
        {
            "operation": OPERATIONS[operation],
            "cells": [
                *(
                    {"label": STANDS[stand], "count": row[stand], "shade": ALARMS.get(stand)}
                    for stand in Stand
                    if stand not in (Stand.REJECTED, Stand.WITHDRAWN)
                ),
                {
                    "label": _("Refused or withdrawn, settled"),
                    "count": row[Stand.REJECTED]
                    + row[Stand.WITHDRAWN]
                    - waiting.get(operation, 0),
                    "shade": None,
                },
                {
                    "label": _("Waits for a person"),
                    "count": waiting.get(operation, 0),
                    "shade": "bad",
                },
            ],
        }
        for operation, row in queries.counts(season).items()
    ]


def breaker_rows(rows: Sequence[Breaker], *, at: datetime) -> list[dict[str, Any]]:
    """Answer the breakers: closed, or open and until when."""
    return [
        {
            "purpose": purpose_name(row.purpose),
            "failures": row.failures,
            "is_open": row.open_until is not None and row.open_until > at,
            "on_trial": row.open_until is not None and row.open_until <= at,
            "open_until": row.open_until,
        }
        for row in rows
    ]
