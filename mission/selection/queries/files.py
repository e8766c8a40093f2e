"""The files of a round: who is eligible now, and who is frozen in the urn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from foundation.refusals import Refusal
from mission.registration.models import Applicant, EligibilityRun
from mission.registration.queries import EligibleFile, eligible_files
from mission.season.models import Season
from mission.season.queries import rule_values, rules_in_force
from mission.selection.models import Entry, Round
from mission.selection.queries.outcomes import settled_earlier
from mission.selection.rules.conditions import LeadFacts, age_days, shares_of
from mission.selection.rules.entries import Entries, EntryRow, entries_of

DRAW_RULES = "draw_rules"
SHARE_CONDITIONS = "draw_share_conditions"

File = tuple[UUID, EntryRow]


class NothingJudged(Refusal):
    """Eligibility was not checked, or applications or rules changed since."""

    code = "nothing_judged"


def judgement(season: Season) -> EligibilityRun:
    """Answer the newest judgement of a season's applications when it still holds.

    Raises NothingJudged when there is none, or rule values or applications changed since.
    """
    run = EligibilityRun.objects.filter(season=season).order_by("-number").first()
    if run is None or run.rule_version_id != rules_in_force(season).id:
        raise NothingJudged(season=season.hijri_year)
    judged = run.verdicts.aggregate(files=Count("id"), persons=Sum("size"))
    applicants = Applicant.objects.filter(application__season=season)
    now = applicants.aggregate(files=Count("application", distinct=True), persons=Count("id"))
    if (judged["files"], judged["persons"] or 0) != (now["files"], now["persons"]):
        raise NothingJudged(season=season.hijri_year)
    return run


def share_conditions(season: Season) -> Mapping[str, Mapping[str, Any]]:
    """Answer who may use which share in a season, share by share."""
    conditions: Mapping[str, Mapping[str, Any]] = rule_values(season).get(SHARE_CONDITIONS, {})
    return conditions


def eligible_rows(season: Season) -> list[File]:
    """Answer the application and the entry of each file that a next round would draw.

    Those are the files that the newest judgement lets in, without those that earlier rounds
    of the season settled.
    """
    conditions, settled = share_conditions(season), settled_earlier(season)
    return [
        (file.application, _entry_row(file, conditions=conditions, on=season.reference_date))
        for file in eligible_files(season)
        if file.application not in settled
    ]


def _entry_row(
    file: EligibleFile, *, conditions: Mapping[str, Mapping[str, Any]], on: date
) -> EntryRow:
    lead = LeadFacts(file.lead_birth_date, file.lead_sex, file.lead_nationality)
    return EntryRow(
        reference=file.reference,
        size=file.size,
        tier=file.tier,
        tickets=file.tickets,
        queue=file.queue,
        age_days=age_days(file.lead_birth_date, on=on),
        shares=shares_of(lead, conditions=conditions, on=on),
    )


def entries_of_round(selection_round: Round) -> Entries:
    """Answer the frozen files of a round as the draw reads them."""
    return entries_of(row for _, row in frozen_rows(selection_round))


def frozen_rows(selection_round: Round) -> Iterator[File]:
    """Answer the application and the entry of each frozen file of a round."""
    columns = "application_id reference size tier tickets queue age_days shares".split()
    rows = _frozen(selection_round).values_list(*columns).iterator(chunk_size=10_000)
    for application, reference, size, tier, tickets, queue, age, shares in rows:
        yield (
            application,
            EntryRow(reference, size, tier, tickets, queue, age, tuple(shares)),
        )


def entry_keys(selection_round: Round) -> dict[str, tuple[UUID, UUID]]:
    """Answer entry and application id by reference."""
    keys = _frozen(selection_round).values_list("reference", "id", "application_id")
    return {reference: (entry, application) for reference, entry, application in keys}


def _frozen(selection_round: Round) -> QuerySet[Entry]:
    return Entry.objects.filter(round=selection_round)
