"""Judging the eligibility of a season's applications."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop as _

from foundation import journal
from foundation.copying import copy_rows
from foundation.ids import uuid7
from foundation.progress import QUIET, Progress
from foundation.scoping import Actor
from mission.registration import access
from mission.registration.events import EligibilityChecked
from mission.registration.models import Eligibility, EligibilityRun
from mission.registration.queries import eligible
from mission.registration.queries.eligible import FileFacts
from mission.registration.queries.objections import waived_codes
from mission.registration.rules.eligibility import EligibilityRules, refusal_codes
from mission.registration.rules.summary import Verdict, summarise
from mission.registration.rules.tiers import TierRules, tickets_of, tier_of
from mission.registration.services.queueing import count_queue
from mission.season.models import RuleVersion, Season
from mission.season.queries import rules_in_force

_ELIGIBILITY = "id run_id application_id codes size tier tickets".split()
_CHECK_EVERY = 2_000


@transaction.atomic
def check_eligibility(
    *, season: Season, by: Actor, at: datetime, progress: Progress = QUIET
) -> EligibilityRun:
    """Judge every application of a season by its rule values in force.

    The order of registration is counted anew first, so that applications that were typed and
    those of workbooks stand in one queue. What the committee upheld counts against nobody.
    When the same rules say the same of the same files as before, the newest judgement is
    answered and nothing is written.

    Raises RuleValueMissing, Cancelled.
    """
    access.check_may_judge(by=by)
    season = Season.objects.select_for_update().get(pk=season.pk)
    version = rules_in_force(season)
    count_queue(season)
    files = eligible.facts_of_files(season)
    verdicts = _judge(files, season, version, progress)
    summary = summarise(
        {file.file_no: verdict for file, verdict in zip(files, verdicts, strict=True)},
        eligible.standing_refusals(season),
    )
    digest = _digest(summary, files, verdicts)
    newest = eligible.newest_judgement(season)
    if newest and newest.digest == digest and newest.rule_version_id == version.id:
        return newest
    run = EligibilityRun.objects.create(
        season=season,
        rule_version=version,
        number=newest.number + 1 if newest else 1,
        judged_at=at,
        judged_by=by.label,
        digest=digest,
        summary=summary,
    )
    copy_rows(Eligibility._meta.db_table, _ELIGIBILITY, _rows(run, files, verdicts))
    journal.record(_checked(run, version), by=by, at=at)
    return run


def _judge(
    files: list[FileFacts], season: Season, version: RuleVersion, progress: Progress
) -> list[Verdict]:
    rules = EligibilityRules.from_values(
        version.values, hijri_year=season.hijri_year, reference_date=season.reference_date
    )
    tiers = TierRules.from_values(version.values, reference_date=season.reference_date)
    waived = waived_codes(season)
    progress.start(len(files), _("Judging files"))
    verdicts: list[Verdict] = []
    for start in range(0, len(files), _CHECK_EVERY):
        part = files[start : start + _CHECK_EVERY]
        verdicts += [
            _verdict(file, rules, tiers, waived.get(file.application, set())) for file in part
        ]
        progress.advance(len(part))
        progress.check()
    progress.finish()
    return verdicts


def _verdict(
    file: FileFacts, rules: EligibilityRules, tiers: TierRules, waived: Collection[str]
) -> Verdict:
    found = refusal_codes(file.lead, file.companions, rules)
    return Verdict(
        codes=[code for code in found if code not in waived],
        size=1 + len(file.companions),
        tier=int(tier_of(file.lead, file.refused_seasons, tiers)),
        tickets=tickets_of(file.refused_seasons, tiers),
    )


def _digest(summary: dict[str, Any], files: list[FileFacts], verdicts: list[Verdict]) -> str:
    said = [
        [str(file.application), verdict.as_dict()]
        for file, verdict in zip(files, verdicts, strict=True)
    ]
    return hashlib.sha256(json.dumps([summary, said]).encode()).hexdigest()


def _rows(
    run: EligibilityRun, files: list[FileFacts], verdicts: list[Verdict]
) -> list[tuple[object, ...]]:
    return [
        (
            uuid7(),
            run.id,
            file.application,
            verdict.codes,
            verdict.size,
            verdict.tier,
            verdict.tickets,
        )
        for file, verdict in zip(files, verdicts, strict=True)
    ]


def _checked(run: EligibilityRun, version: RuleVersion) -> EligibilityChecked:
    return EligibilityChecked(
        eligibility_run=run.id,
        season=run.season.hijri_year,
        rule_version=version.number,
        files=run.summary["files"],
        eligible=run.summary["eligible"],
    )
