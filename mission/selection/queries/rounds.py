"""Rounds: which there are, where they stand, and what they count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum

from foundation.refusals import NotFound
from mission.registration.models import Application, EligibilityRun
from mission.season.models import Season
from mission.selection.models import (
    Commitment,
    Draw,
    Freeze,
    Round,
    RoundStatus,
    RuleSet,
    State,
)
from mission.selection.rules.ruleset import Rules, read_rules


class NoSuchRound(NotFound):
    """No round has this id."""

    code = "no_such_round"


@dataclass(frozen=True)
class TierCount:
    """Files and persons of one tier among the frozen entries."""

    tier: int
    files: int
    persons: int


@dataclass(frozen=True)
class Funnel:
    """A round in numbers; None for what is not known yet.

    refused  eligibility code → files, of the judgement that the round is frozen on
    """

    applications: int
    judged: int | None
    refused: dict[str, int]
    eligible_files: int | None
    eligible_persons: int | None
    tiers: list[TierCount]
    seats: int
    selected_files: int | None
    selected_persons: int | None
    waiting_files: int | None


def rounds(season: Season) -> QuerySet[Round]:
    """Answer the rounds of a season, the newest first, each with its ``state``."""
    return _with_state(Round.objects.filter(season=season).order_by("-number"))


def round_by_id(round_id: UUID) -> Round:
    """Answer a round with its season and ``state``; raises NoSuchRound."""
    found = _with_state(Round.objects.filter(id=round_id).select_related("season")).first()
    if found is None:
        raise NoSuchRound(round=str(round_id))
    return found


def latest_round(season: Season) -> Round | None:
    """Answer the newest round of a season, with its ``state``."""
    return rounds(season).first()


def latest_published() -> Round | None:
    """Answer the round that was published last, of any season."""
    published = RoundStatus.objects.filter(state=State.PUBLISHED).order_by("-at").first()
    return None if published is None else round_by_id(published.round_id)


def coming_round() -> Round | None:
    """Answer the newest round whose rules are settled and whose result is not public yet."""
    settled = Round.objects.filter(statuses__state=State.COMMITTING)
    coming = settled.exclude(statuses__state=State.PUBLISHED).order_by("-opened_at")
    return coming.select_related("season").first()


def published_round(hijri_year: int, number: int) -> Round:
    """Answer a round that was published, by season and number; raises NoSuchRound."""
    found = Round.objects.filter(
        season__hijri_year=hijri_year, number=number, statuses__state=State.PUBLISHED
    ).first()
    if found is None:
        raise NoSuchRound(round=f"{hijri_year}-{number}")
    return round_by_id(found.id)


def current_state(selection_round: Round) -> str:
    """Answer where a round stands now."""
    newest = selection_round.statuses.order_by("-place").first()
    return State.DRAFT if newest is None else newest.state


def rules_of(selection_round: Round) -> Rules:
    """Answer the round's rules as they stand; raises NotFound when none were written."""
    return read_rules(newest_rule_set(selection_round).text)


def newest_rule_set(selection_round: Round) -> RuleSet:
    """Answer the newest version of a round's rules; raises NotFound."""
    newest = selection_round.rule_sets.order_by("-version").first()
    if newest is None:
        raise NotFound(round=str(selection_round.id))
    return newest


def rule_sets(selection_round: Round) -> list[RuleSet]:
    """Answer all versions of a round's rules, the newest first."""
    return list(selection_round.rule_sets.order_by("-version"))


def rule_set(selection_round: Round, version: int) -> RuleSet:
    """Answer one version of a round's rules; raises NotFound."""
    found = selection_round.rule_sets.filter(version=version).first()
    if found is None:
        raise NotFound(round=str(selection_round.id), version=version)
    return found


def freeze_of(selection_round: Round) -> Freeze | None:
    """Answer the freeze, once there is one."""
    return Freeze.objects.filter(round=selection_round).first()


def draw_of(selection_round: Round) -> Draw | None:
    """Answer the chance and the draw, once written down."""
    return Draw.objects.filter(round=selection_round).first()


def commitments(selection_round: Round) -> list[Commitment]:
    """Answer all promises in their order, each with its disclosure where there is one."""
    return list(selection_round.commitments.select_related("disclosure"))


def commitment_of(selection_round: Round, holder: str) -> Commitment | None:
    """Answer what one member promised, with its disclosure."""
    mine = selection_round.commitments.filter(holder=holder)
    return mine.select_related("disclosure").first()


def commitment_by_id(selection_round: Round, commitment_id: UUID) -> Commitment:
    """Answer one promise of a round; raises NotFound."""
    found = selection_round.commitments.filter(id=commitment_id).first()
    if found is None:
        raise NotFound(commitment=str(commitment_id))
    return found


def funnel(selection_round: Round) -> Funnel:
    """Count a round from the applications to the waiting list."""
    freeze, draw = freeze_of(selection_round), draw_of(selection_round)
    run = freeze.eligibility_run if freeze else _newest_run(selection_round.season_id)
    is_held = draw is not None and draw.result_sha256 != ""
    return Funnel(
        applications=Application.objects.filter(season_id=selection_round.season_id).count(),
        judged=run.verdicts.count() if run else None,
        refused=_refused(run),
        eligible_files=freeze.files if freeze else _eligible(run),
        eligible_persons=freeze.persons if freeze else None,
        tiers=_tiers(selection_round, run, is_frozen=freeze is not None),
        seats=rules_of(selection_round).quota,
        selected_files=draw.selected_files if draw and is_held else None,
        selected_persons=draw.selected_persons if draw and is_held else None,
        waiting_files=draw.waiting_files if draw and is_held else None,
    )


def _newest_run(season_id: UUID) -> EligibilityRun | None:
    return EligibilityRun.objects.filter(season_id=season_id).order_by("-number").first()


def _refused(run: EligibilityRun | None) -> dict[str, int]:
    counts: dict[str, int] = {}
    if run is not None:
        for codes, files in (
            run.verdicts.exclude(codes__len=0)
            .values_list("codes")
            .annotate(files=Count("id"))
            .order_by()
        ):
            for code in codes:
                counts[code] = counts.get(code, 0) + files
    return dict(sorted(counts.items(), key=lambda item: -item[1]))


def _eligible(run: EligibilityRun | None) -> int | None:
    return None if run is None else run.verdicts.filter(codes__len=0).count()


def _tiers(
    selection_round: Round, run: EligibilityRun | None, *, is_frozen: bool
) -> list[TierCount]:
    if is_frozen:
        return _counted(selection_round.entries.all())
    if run is None or newest_rule_set(selection_round).file_rules:
        return []  # rules of the round's own divide the files otherwise than the judgement
    return _counted(run.verdicts.filter(codes__len=0))


def _counted(files: QuerySet[Any]) -> list[TierCount]:
    counted = files.values_list("tier").annotate(files=Count("id"), persons=Sum("size"))
    return [TierCount(*row) for row in counted.order_by("tier")]


def _with_state(found: QuerySet[Round]) -> QuerySet[Round]:
    newest = RoundStatus.objects.filter(round=OuterRef("id")).order_by("-place")
    return found.annotate(
        state=Subquery(newest.values("state")[:1]), state_at=Subquery(newest.values("at")[:1])
    )
