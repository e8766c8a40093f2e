"""What the samples show: words in both languages, rows, a form with an error, a job."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator

from foundation import clock

SECTIONS = (
    (
        "page",
        "Page",
        (
            ("page_header", "page_header"),
            ("card", "card, card_foot"),
            ("figures", "figures, figure"),
            ("columns", "two, halves, thirds, stack, cluster, spread"),
        ),
    ),
    (
        "words",
        "Words and numbers",
        (
            ("tags", "tag"),
            ("numbers", "number, share, digits"),
            ("dates", "date, datetime, time, ago"),
            ("codes", "bdi, code, copy"),
            ("facts", "facts, fact, fact_block"),
            ("icons", "icon"),
        ),
    ),
    (
        "acts",
        "Acting",
        (
            ("buttons", "button, link_button"),
            ("confirm", "confirm"),
            ("dialog", "dialog, dialog_button"),
            ("fold", "fold"),
        ),
    ),
    (
        "forms",
        "Forms",
        (
            ("form", "field, fields, error_summary, form_actions"),
            ("choices", "choice-card"),
            ("file_drop", "file_drop"),
        ),
    ),
    (
        "lists",
        "Lists",
        (
            ("search", "search_bar, filters"),
            ("table", "table, sort_header, header, cell, pick, pagination"),
            ("work", "work"),
            ("empty", "empty_state, loading"),
        ),
    ),
    ("notices", "Notices", (("alerts", "alert"),)),
    (
        "pictures",
        "Pictures",
        (
            ("funnel", "funnel"),
            ("bars", "bar_chart, bar"),
            ("paired", "paired_chart"),
            ("columns_chart", "columns_chart"),
            ("steps", "steps"),
            ("timeline", "timeline"),
            ("progress", "progress"),
            ("live", "live"),
        ),
    ),
)

_WORDS: dict[str, dict[str, Any]] = json.loads(
    Path(__file__).with_name("words.json").read_text(encoding="utf-8")
)


def words(language: str) -> dict[str, Any]:
    """Answer everything that the samples show in one language."""
    said = _WORDS[language]
    at = clock.now()
    return {
        **said,
        "at": at - timedelta(minutes=41),
        "arafah": datetime(2027, 5, 15, 9, 0, tzinfo=UTC),
        "rows": _rows(said),
        "page": Paginator(range(240), 25).page(3),
        "options": [("mina", said["sites"][0], 12), ("arafat", said["sites"][1], 3)],
        "form": _form(said, language),
        "upload": _upload(said, language),
        **_pictures(said, at),
    }


def _rows(said: dict[str, Any]) -> list[dict[str, Any]]:
    states = (("good", "accepted"), ("warn", "late"), ("bad", "refused"))
    return [
        {
            "name": name,
            "code": f"7K3P-{place}QXM",
            "seats": 120 * place,
            "state": state,
            "tag": said[tag],
        }
        for place, (name, (state, tag)) in enumerate(
            zip(said["campaigns"], states, strict=True), 1
        )
    ]


def _pictures(said: dict[str, Any], at: datetime) -> dict[str, Any]:
    values = (20_774, 13_227, 4_400, 3_962, 1_840)
    names = ("applied", "eligible", "selected", "placed", "permitted")
    states = ("done", "done", "here", "next", "next")
    person, why = said["person"], said["text"]
    work = {"label": said["long"], "done": 8_310, "total": 20_774}
    return {
        "funnel": [
            {"label": said[name], "value": value}
            for name, value in zip(names, values, strict=True)
        ],
        "pairs": [
            {"label": said[name], "before": value, "after": value + change}
            for name, value, change in zip(names, values, (0, 310, -45), strict=False)
        ],
        "columns": [
            {"label": day, "value": value}
            for day, value in zip(said["days"], (12, 40, 31, 55, 20), strict=True)
        ],
        "ceremony": [
            {"label": way, "state": state, "note": said["waiting"] if state == "here" else ""}
            for way, state in zip(said["ways"], states, strict=True)
        ],
        "events": [
            {"label": said["accepted"], "at": at, "state": "good", "by": person},
            {"label": said["refused"], "at": at, "state": "bad", "note": why},
            {"label": said["note"], "at": at, "state": ""},
        ],
        "job": work | {"state": "running", "rate": 4_150, "seconds_left": 3, "cancel_url": "#"},
        "ended": work | {"state": "done", "done": 20_774},
    }


def _form(said: dict[str, Any], side: str) -> forms.Form:
    class Sample(forms.Form):
        email = forms.EmailField(
            label=said["email"],
            help_text=said["help"],
            error_messages={"invalid": said["wrong"]},
        )
        size = forms.IntegerField(label=said["size"], required=False, min_value=1)
        site = forms.ChoiceField(label=said["site"], choices=list(enumerate(said["sites"])))
        ways = forms.ChoiceField(
            label=said["state"],
            widget=forms.RadioSelect,
            choices=list(enumerate(said["sites"])),
        )
        why = forms.CharField(label=said["why"], widget=forms.Textarea, required=False)
        agree = forms.BooleanField(label=said["agree"])

    data = {"email": "amina@", "size": "3", "site": "0", "ways": "1", "agree": "on"}
    return Sample(data, auto_id=f"sample_{side}_%s")


def _upload(said: dict[str, Any], side: str) -> forms.Form:
    class Upload(forms.Form):
        workbook = forms.FileField(label=said["file"], help_text=said["file_hint"])

    return Upload(auto_id=f"upload_{side}_%s")
