"""The answers that readers get, as JSON: verdicts with their words, where a reader stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from ninja import Schema

from foundation import wording
from foundation.languages import in_language
from mission.gates.presenters.words import words_for
from mission.gates.queries.bearers import Bearer
from mission.gates.queries.figures import figures_of_gate, start_of_day
from mission.gates.queries.judging import KeptScan
from mission.gates.queries.posts import GatePost
from mission.gates.services import Answer
from mission.permits import queries as permits

_DICT = dict[str, Any]


class BearerOut(Schema):
    """Who wears the bracelet, for readers that may show it."""

    name: str
    campaign: str
    sex: str


class ProblemOut(Schema):
    """Why one scan of a list was not kept."""

    type: str
    title: str
    status: int
    code: str


class VerdictOut(Schema):
    """The verdict on one scan and the words for it in the reader's language."""

    id: str
    admitted: bool
    code: str
    facts: dict[str, Any]
    direction: str
    headline: str
    reason: str
    advice: str
    bearer: BearerOut | None
    replayed: bool
    received_at: str


class RefusedOut(Schema):
    """A thing in a list that was not kept as a scan: its id stands already, or it is none."""

    id: str
    problem: ProblemOut


class VerdictsOut(Schema):
    """The verdicts on a list, in its order; `parked` were no scans and are put aside."""

    results: list[VerdictOut | RefusedOut]
    admitted: int
    refused: int
    replayed: int
    parked: int


def verdict_body(answer: Answer, post: GatePost, *, at: datetime) -> _DICT:
    """Write one answer: its verdict, or the problem of a reused id."""
    if answer.scan is None:
        return _problem_body(answer)
    return _verdict_body(answer.scan, answer.bearer, post, at=at) | {
        "replayed": answer.is_replayed
    }


def many_body(answers: Iterable[Answer], post: GatePost, *, parked: int, at: datetime) -> _DICT:
    """Write all answers of a list with their counts; replayed ones count as they stand."""
    given = list(answers)
    kept = [answer.scan for answer in given if answer.scan is not None]
    admitted = sum(scan.is_admitted for scan in kept)
    return {
        "results": [verdict_body(answer, post, at=at) for answer in given],
        "admitted": admitted,
        "refused": len(kept) - admitted,
        "replayed": sum(answer.is_replayed for answer in given),
        "parked": parked,
    }


def post_body(post: GatePost) -> _DICT:
    """Write where a reader stands."""
    return {
        "gate": post.gate_code,
        "gate_name": in_language(post.gate_name_ar, post.gate_name_en),
        "camp_name": in_language(post.camp_name_ar, post.camp_name_en),
        "way": post.way,
        "reader": post.device_name,
        "language": post.language,
        "shows_names": post.shows_names,
    }


def stand_body(post: GatePost, *, at: datetime) -> _DICT:
    """Write where a reader stands, what happened today, and how old the lists are."""
    figures = figures_of_gate(post.gate_id, since=start_of_day(at))
    return post_body(post) | {
        "admitted_today": figures.admitted,
        "refused_today": figures.refused,
        "lists_issued_at": permits.lists_issued_at(post.season_id),
        "server_time": at,
    }


def _verdict_body(
    scan: KeptScan, bearer: Bearer | None, post: GatePost, *, at: datetime
) -> _DICT:
    sex = bearer.sex if bearer else ""
    words = words_for(
        scan.code, scan.facts, direction=scan.direction, sex=sex, post=post, at=at
    )
    return {
        "id": str(scan.id),
        "admitted": scan.is_admitted,
        "code": scan.code,
        "facts": scan.facts,
        "direction": scan.direction,
        "headline": words.headline,
        "reason": words.reason,
        "advice": words.advice,
        "bearer": _bearer_body(bearer) if bearer and post.shows_names else None,
        "received_at": scan.received_at.isoformat(),
    }


def _bearer_body(bearer: Bearer) -> _DICT:
    return {
        "name": in_language(bearer.name_ar, bearer.name_en),
        "campaign": in_language(bearer.campaign_ar, bearer.campaign_en),
        "sex": bearer.sex,
    }


def _problem_body(answer: Answer) -> _DICT:
    refusal = answer.refusal
    if refusal is None:
        raise ValueError(answer.scan_id)
    return {
        "id": answer.scan_id,
        "problem": {
            "type": f"urn:rifada:{refusal.code}",
            "title": wording.sentence(refusal),
            "status": refusal.status,
            "code": refusal.code,
        },
    }
