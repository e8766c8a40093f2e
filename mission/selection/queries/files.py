"""The files of a round: who is eligible now, and who is frozen in the urn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Count, QuerySet, Sum
from numpy.typing import NDArray

from foundation.copying import gathered
from foundation.refusals import Refusal
from mission.registration.models import Applicant, EligibilityRun
from mission.registration.queries import (
    Districts,
    EligibleFile,
    changed_since,
    districts_of,
    eligible_files,
)
from mission.season.models import Season
from mission.season.queries import rule_values, rules_in_force
from mission.selection.models import Entry, Round
from mission.selection.queries.outcomes import settled_earlier
from mission.selection.queries.rounds import newest_rule_set, rules_of
from mission.selection.rules.conditions import LeadFacts, age_days
from mission.selection.rules.entries import HEADER, STRATA_HEADER, Entries, EntryRow
from mission.selection.rules.entries_csv import read_entries
from mission.selection.rules.file_rules import FileRules, read_file_rules, season_file_rules

DRAW_RULES = "draw_rules"
SHARE_CONDITIONS = "draw_share_conditions"
# What takes a look at companions and at earlier seasons, which costs more.
PARTY_CONDITIONS = {"min_registered_years", "without_men", "with_relative"}

File = tuple[UUID, EntryRow]

BYTE_ORDER = 'reference COLLATE "C"'
_LINE = """
SELECT reference, convert_to(
    concat_ws(',', reference, size, tier, tickets, queue, age_days,
        array_to_string(shares, '|'){stratum})
    || E'\\n', 'UTF8') AS line
"""
_LINES = f"""
{_LINE} FROM selection_entry WHERE round_id = %s AND row_id IS NULL
UNION ALL {_LINE} FROM selection_linkedrow WHERE round_id = %s
"""
_KEYS = """
SELECT reference, uuid_send(id) || uuid_send(application_id) AS line
FROM selection_entry WHERE round_id = %s AND row_id IS NULL
"""
_PLACE = """
int4send(o.place + CASE o.outcome WHEN 'SELECTED' THEN 0 ELSE (
    SELECT coalesce(max(place), 0) FROM selection_outcome
    WHERE round_id = %s AND outcome = 'SELECTED'
) END) AS line
"""
_PLACES = f"""
SELECT e.reference, {_PLACE}
FROM selection_outcome o JOIN selection_entry e
    ON (e.id, e.round_id, e.application_id) = (o.entry_id, o.round_id, o.application_id)
WHERE o.round_id = %s AND e.row_id IS NULL
UNION ALL
SELECT DISTINCT r.reference, {_PLACE}
FROM selection_linkedrow r
JOIN selection_entry e ON e.row_id = r.id
JOIN selection_outcome o
    ON (e.id, e.round_id, e.application_id) = (o.entry_id, o.round_id, o.application_id)
WHERE r.round_id = %s
"""  # noqa: S608 - texts of the program


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
    if changed_since(run):
        raise NothingJudged(season=season.hijri_year)
    applicants = Applicant.objects.filter(application__season=season, left_at__isnull=True)
    now = applicants.aggregate(files=Count("application", distinct=True), persons=Count("id"))
    if (judged["files"], judged["persons"] or 0) != (now["files"], now["persons"]):
        raise NothingJudged(season=season.hijri_year)
    return run


def share_conditions(season: Season) -> Mapping[str, Mapping[str, Any]]:
    """Answer who may use which share in a season, share by share."""
    conditions: Mapping[str, Mapping[str, Any]] = rule_values(season).get(SHARE_CONDITIONS, {})
    return conditions


def file_rules_of(selection_round: Round) -> FileRules | None:
    """Answer what a round's own rules give a file; None where the season's values say it."""
    text = newest_rule_set(selection_round).file_rules
    return read_file_rules(text) if text else None


def file_rules_in_force(selection_round: Round) -> FileRules:
    """Answer what gives a file its tier, tickets, shares and stratum in a round."""
    own = file_rules_of(selection_round)
    return own or season_file_rules(rule_values(selection_round.season))


def rows_of_round(selection_round: Round) -> list[File]:
    """Answer the files that a round would draw now, as its rules see them."""
    return eligible_rows(selection_round.season, file_rules_of(selection_round))


def eligible_rows(season: Season, file_rules: FileRules | None = None) -> list[File]:
    """Answer the application and the entry of each file that a next round would draw.

    Those are the files that the newest judgement lets in, without those that earlier rounds
    of the season settled. Tier and tickets are those of the judgement unless the round has
    rules of its own.
    """
    used = file_rules or FileRules(shares=share_conditions(season))
    settled, on = settled_earlier(season), season.reference_date
    districts = districts_of(season)
    asked = [*used.tiers, *used.shares.values(), *(one for _, one in used.strata)]
    with_party = any(PARTY_CONDITIONS & set(one) for one in asked)
    return [
        (
            file.application,
            _entry_row(file, used, districts, on=on, is_judged=file_rules is None),
        )
        for file in eligible_files(season, with_party=with_party)
        if file.application not in settled
    ]


def _entry_row(
    file: EligibleFile, used: FileRules, districts: Districts, *, on: date, is_judged: bool
) -> EntryRow:
    lead = _facts_of(file, districts)
    return EntryRow(
        reference=file.reference,
        size=file.size,
        tier=file.tier if is_judged else used.tier_of(lead, on=on),
        tickets=file.tickets if is_judged else used.tickets.of(file.refused_seasons),
        queue=file.queue,
        age_days=age_days(file.lead_birth_date, on=on),
        shares=used.shares_of(lead, on=on),
        stratum=used.stratum_of(lead, on=on) if used.strata else "",
    )


def _facts_of(file: EligibleFile, districts: Districts) -> LeadFacts:
    return LeadFacts(
        birth_date=file.lead_birth_date,
        sex=file.lead_sex,
        nationality=file.lead_nationality,
        last_hajj_year=file.lead_last_hajj_year,
        refused_seasons=file.refused_seasons,
        district=districts.known(file.district),
        first_applied=file.first_applied.date() if file.first_applied else None,
        size=file.size,
        has_men=file.has_men,
        has_relative=file.has_relative,
    )


def entries_of_round(selection_round: Round) -> Entries:
    """Answer the frozen files of a round as the draw reads them; raises BadEntriesFile."""
    return read_entries(entries_file(selection_round))


def entries_file(selection_round: Round) -> bytes:
    """Answer the bytes of entries.csv from the rows."""
    by_strata = bool(rules_of(selection_round).strata)
    lines = _LINES.format(stratum=", stratum" if by_strata else "")
    pieces = gathered(lines, order=BYTE_ORDER, given=[selection_round.id] * 2)
    return b"".join([STRATA_HEADER if by_strata else HEADER, *pieces])


def frozen_rows(selection_round: Round) -> Iterator[File]:
    """Answer the application and the entry of each frozen file of a round."""
    columns = "application_id reference size tier tickets queue age_days shares stratum".split()
    rows = _frozen(selection_round).values_list(*columns).iterator(chunk_size=10_000)
    for application, reference, size, tier, tickets, queue, age, shares, stratum in rows:
        yield (
            application,
            EntryRow(reference, size, tier, tickets, queue, age, tuple(shares), stratum),
        )


def entry_keys(selection_round: Round) -> bytes:
    """Answer the ids of entry and application, 32 bytes a file, of the files by themselves, in
    the order of the entries."""
    return b"".join(gathered(_KEYS, order=BYTE_ORDER, given=[selection_round.id]))


def places_of_result(selection_round: Round) -> NDArray[np.int64]:
    """Answer the place of each line of entries.csv in the result as it was written, the waiting
    behind the selected."""
    pieces = gathered(_PLACES, order=BYTE_ORDER, given=[selection_round.id] * 4)
    return np.frombuffer(b"".join(pieces), dtype=">i4").astype(np.int64)


def _frozen(selection_round: Round) -> QuerySet[Entry]:
    return Entry.objects.filter(round=selection_round)
