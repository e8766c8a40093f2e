"""The exchange in words and rows: for its pages, for homes, for consoles."""

from __future__ import annotations

from mission.masar.presenters.pages import (
    breaker_rows,
    counts_table,
    difference_row,
    history,
    leaver_rows,
    refusal_filters,
    refusal_row,
    refusals_workbook,
)
from mission.masar.presenters.words import (
    operation_name,
    purpose_name,
    reasons_in_words,
    subject_name,
)
from mission.masar.presenters.work import (
    alarm_before,
    funnel,
    link_health,
    links,
    summary,
    work_waiting,
)

__all__ = [
    "alarm_before",
    "breaker_rows",
    "counts_table",
    "difference_row",
    "funnel",
    "history",
    "leaver_rows",
    "link_health",
    "links",
    "operation_name",
    "purpose_name",
    "reasons_in_words",
    "refusal_filters",
    "refusal_row",
    "refusals_workbook",
    "subject_name",
    "summary",
    "work_waiting",
]
