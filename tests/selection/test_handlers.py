"""Whoever withdraws an application that a round holds gives up the place, sooner or later."""

import pytest

from mission.accounts.models import Account
from mission.registration.events import ApplicationWithdrawn
from mission.registration.models import Applicant, Role
from mission.registration.rules.applying import FreezeMeetsWithdrawal
from mission.registration.services import (
    check_eligibility,
    freeze_applications,
    withdraw_application,
)
from mission.selection import handlers, queries
from mission.selection.events import ResultPublished
from mission.selection.queries import NothingJudged

pytestmark = pytest.mark.django_db


def withdraw(application, system, at):
    """Let the lead withdraw, by staff; answer the event that the journal holds."""
    lead = Applicant.objects.get(application=application, role=Role.LEAD).person
    account = Account.objects.create(
        national_id=lead.national_id, mobile="+97455000001", opened_at=at, proof="REGISTER"
    )
    held = withdraw_application(
        application=application, account=account, reason="", by=system, at=at
    )
    return ApplicationWithdrawn(held.pk, 1448, held.reference, was_frozen=True)


def test_a_published_place_is_given_up_and_somebody_moves_up(ceremony, files, system, at):
    ceremony.until("publish")
    chosen = max(queries.selected_applications(ceremony.season), key=lambda file: file.size)
    application = next(file for file in files if file.pk == chosen.application)
    event = withdraw(application, system, at)

    handlers.vacate_withdrawn_place(event, at=at)
    handlers.vacate_withdrawn_place(event, at=at)  # a job that runs twice changes nothing

    assert not queries.is_selected(application.pk)
    assert queries.outcome_for(application.reference).happening == "WITHDRAWN"
    assert ceremony.round.promotions.filter(happening="WITHDRAWN").count() == 1
    assert ceremony.round.promotions.filter(happening="PROMOTED").exists()


def test_a_withdrawal_between_freeze_and_result_counts_once_the_result_is_public(
    ceremony, files, system, at
):
    ceremony.until("freeze")
    event = withdraw(files[0], system, at)
    handlers.vacate_withdrawn_place(event, at=at)
    assert not ceremony.round.promotions.exists()
    for step in ("reveal", "close", "chance", "draw", "publish"):
        getattr(ceremony, step)()

    told = ResultPublished(ceremony.round.pk, ceremony.season.pk, "0" * 64)
    handlers.vacate_places_withdrawn_meanwhile(told, at=at)

    assert not queries.is_selected(files[0].pk)
    assert ceremony.round.promotions.filter(happening="WITHDRAWN").count() == 1


def test_who_withdrew_before_the_freeze_is_not_in_the_urn(ceremony, files, season, system, at):
    withdraw(files[0], system, at)
    with pytest.raises(NothingJudged):
        queries.judgement(season)
    check_eligibility(season=season, by=system, at=at.replace(hour=10))
    drawn = {application for application, _row in queries.eligible_rows(season)}
    assert files[0].pk not in drawn
    assert len(drawn) == len(files) - 1


def test_a_freeze_refuses_a_file_that_was_withdrawn_since_it_was_chosen(
    files, season, system, at
):
    withdraw(files[0], system, at)
    with pytest.raises(FreezeMeetsWithdrawal):
        freeze_applications(
            season=season,
            applications=[file.pk for file in files],
            round_id=season.pk,
            by=system,
            at=at,
        )
    files[1].refresh_from_db()
    assert files[1].frozen_at is None
