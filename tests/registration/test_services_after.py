"""After sending: objections, carrying over, one queue with imports, messages."""

from datetime import timedelta

import pytest

from foundation.refusals import ReasonMissing
from mission.accounts.queries import actor_for
from mission.notifications.models import Message
from mission.registration import handlers, services
from mission.registration.events import ApplicationSubmitted
from mission.registration.models import Answer, Application, Draft
from mission.registration.queries import applying, eligible, objections
from mission.registration.rules import applying as refused
from mission.season.models import Season
from tests.registration import sheets
from tests.registration.drafts import OPEN_AT, account, submitted, wife_id

LATER = OPEN_AT + timedelta(hours=1)


def judged(season, by, at=LATER):
    return services.check_eligibility(season=season, by=by, at=at)


def refused_application(season, amina):
    owner = account()
    file = submitted(owner, hajj_before="yes", last_hajj_year="1446")
    judged(season, amina)
    return owner, file


def object_to(file, owner, *, at=LATER, by=None, reason="It was my brother."):
    return services.raise_objection(
        application=file, account=owner, reason=reason, by=by or actor_for(owner), at=at
    )


def answer(objection, status, by, at=LATER):
    return services.answer_objection(
        objection=objection, status=status, reason="Looked into.", by=by, at=at
    )


def test_an_upheld_finding_counts_no_longer(season, amina):
    owner, file = refused_application(season, amina)
    assert eligible.eligible_files(season) == []
    answer(object_to(file, owner), Answer.UPHELD, amina)
    assert eligible.changed_since(eligible.newest_judgement(season))
    judged(season, amina, at=LATER + timedelta(minutes=1))
    assert [each.reference for each in eligible.eligible_files(season)] == [file.reference]


def test_a_rejected_objection_is_final(season, amina):
    owner, file = refused_application(season, amina)
    objection = object_to(file, owner)
    answer(objection, Answer.REJECTED, amina)
    with pytest.raises(refused.ObjectionAnswered):
        answer(objection, Answer.UPHELD, amina)
    with pytest.raises(refused.NothingToObjectTo):
        object_to(file, owner)
    judged(season, amina, at=LATER + timedelta(minutes=1))
    assert eligible.eligible_files(season) == []


def test_an_answer_cannot_be_changed_even_in_the_database(season, amina):
    from django.db import DatabaseError, transaction

    owner, file = refused_application(season, amina)
    given = answer(object_to(file, owner), Answer.REJECTED, amina)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        type(given).objects.filter(pk=given.pk).update(status=Answer.UPHELD)


def test_one_objection_at_a_time_in_time_by_the_lead_with_a_reason(season, amina):
    owner, file = refused_application(season, amina)
    stranger = account(2)
    with pytest.raises(refused.NoSuchApplication):
        object_to(file, stranger)
    with pytest.raises(refused.NoSuchApplication):
        object_to(file, owner, by=actor_for(stranger))
    with pytest.raises(ReasonMissing):
        object_to(file, owner, reason="  ")
    days = applying.season_rules(season).number("objections.days")
    with pytest.raises(refused.ObjectionTooLate):
        object_to(file, owner, at=LATER + timedelta(days=days))
    object_to(file, owner, at=LATER + timedelta(days=days, seconds=-1))
    with pytest.raises(refused.NothingToObjectTo):
        object_to(file, owner)


def test_an_eligible_file_has_nothing_to_object_to(season, amina):
    owner = account()
    file = submitted(owner)
    judged(season, amina)
    with pytest.raises(refused.NothingToObjectTo):
        object_to(file, owner)


def test_judging_again_does_not_give_new_days(season, amina):
    owner, file = refused_application(season, amina)
    submitted(account(2), at=LATER)
    judged(season, amina, at=LATER + timedelta(days=3))
    assert objections.against(file).since == LATER
    assert owner


def earlier(season):
    return Season.objects.create(
        hijri_year=season.hijri_year - 1,
        reference_date=season.reference_date.replace(year=2026),
        arafah_date=season.arafah_date.replace(year=2026),
    )


def moved_to_last_season(file, season):
    last = earlier(season)
    Application.objects.filter(pk=file.pk).update(season=last, refused_seasons=2)
    file.applicants.update(season=last)
    Draft.objects.all().update(season=last)


def proved(owner):
    owner.proof = "REGISTER"
    owner.save()
    return owner


def carry(owner, season):
    return services.carry_over(account=owner, season=season, by=actor_for(owner), at=LATER)


def test_last_seasons_file_carries_over_with_one_more_refusal(season):
    owner = proved(account())
    file = submitted(owner, wife_id(1))
    moved_to_last_season(file, season)
    draft = carry(owner, season)
    assert (draft.refused_seasons, draft.carried_from_id) == (3, file.pk)
    lead, wife = applying.people_of(draft)
    assert lead.answers["passport_no"] == "P1234567"
    assert wife.answers["national_id"] == wife_id(1)
    assert "fitness_certificate" not in lead.answers  # certified anew every season
    assert carry(owner, season).refused_seasons == 3


def test_a_home_is_carried_over_while_the_season_still_lists_it(season):
    owner = proved(account())
    file = submitted(owner)
    moved_to_last_season(file, season)
    assert applying.people_of(carry(owner, season))[0].answers["district"] == "doha"


def test_a_home_that_is_listed_no_more_is_asked_for_again(season):
    owner = proved(account())
    file = submitted(owner)
    moved_to_last_season(file, season)
    Application.objects.filter(pk=file.pk).update(district="old-town")
    assert "district" not in applying.people_of(carry(owner, season))[0].answers


def test_an_account_that_proved_only_a_mobile_carries_nothing_over(season):
    owner = account()
    moved_to_last_season(submitted(owner), season)
    with pytest.raises(refused.NothingToCarry):
        carry(owner, season)


def test_a_file_that_won_seats_or_was_withdrawn_is_not_carried(season, monkeypatch):
    from mission.registration.queries import carrying

    owner = proved(account())
    file = submitted(owner)
    moved_to_last_season(file, season)
    monkeypatch.setattr(carrying, "_seat_sources", [lambda _application: True])
    with pytest.raises(refused.NothingToCarry):
        carry(owner, season)
    monkeypatch.undo()
    Application.objects.update(withdrawn_at=LATER)
    with pytest.raises(refused.NothingToCarry):
        carry(owner, season)


def test_typed_and_imported_files_stand_in_one_queue_by_their_moments(
    season, import_rows, amina
):
    first = submitted(account(1001))
    early = sheets.lead(1, submitted_at="2026-10-01 08:00:00")
    late = sheets.lead(2, submitted_at="2026-12-01 08:00:00")
    import_rows([early, late])
    last = submitted(account(1002), at=OPEN_AT + timedelta(days=60))
    judged(season, amina, at=OPEN_AT + timedelta(days=61))
    order = Application.objects.order_by("queue").values_list("file_no", "queue")
    assert list(order) == [("F1", 1), (first.file_no, 2), ("F2", 3), (last.file_no, 4)]


def test_an_import_refuses_who_stands_in_a_typed_file(season, import_rows):
    file = submitted(account(1001))
    taken = file.applicants.get().person.national_id
    run = import_rows([sheets.lead(1, national_id=taken), sheets.lead(2)])
    assert (run.accepted, run.refused) == (1, 1)


def test_the_receipt_goes_to_the_proved_mobile_in_the_accounts_language(season):
    owner = account()
    file = submitted(owner)
    event = ApplicationSubmitted(file.pk, 1448, file.reference, 1, by_staff=False)
    handlers.send_receipt(event, at=LATER)
    message = Message.objects.get()
    assert (message.to, message.about) == (owner.mobile, file.reference)
    assert file.reference in message.text
    assert owner.national_id not in message.text


def test_an_invitation_runs_out_and_can_be_taken_back(season):
    from tests.registration.drafts import filled

    owner, wife = account(1), account(50)
    draft = filled(owner, wife.national_id)
    person = applying.people_of(draft)[1]
    by = actor_for(owner)
    invitation = services.invite_companion(person=person, by=by, at=OPEN_AT)
    token = applying.invitation_token(invitation)
    assert applying.invitation_for(token, at=OPEN_AT) == invitation
    for at in (invitation.expires_at, invitation.expires_at + timedelta(days=1)):
        with pytest.raises(refused.InvitationSpent):
            applying.invitation_for(token, at=at)
    with pytest.raises(refused.InvitationSpent):
        applying.invitation_for(token + "x", at=OPEN_AT)
    with pytest.raises(refused.NotTheInvited):
        services.accept_invitation(
            invitation=invitation, account=account(51), by=actor_for(account(52)), at=OPEN_AT
        )
    services.revoke_invitation(person=person, by=by, at=OPEN_AT)
    with pytest.raises(refused.InvitationSpent):
        applying.invitation_for(token, at=OPEN_AT)
    with pytest.raises(refused.InvitationSpent):
        services.accept_invitation(
            invitation=invitation, account=wife, by=actor_for(wife), at=OPEN_AT
        )


def test_a_link_is_for_the_companion_whom_the_lead_named(season):
    from tests.registration.drafts import filled

    draft = filled(account(1), wife_id(1))
    person = applying.people_of(draft)[1]
    invitation = services.invite_companion(
        person=person, by=actor_for(draft.account), at=OPEN_AT
    )
    other = account(50)
    with pytest.raises(refused.NotTheInvited):
        services.accept_invitation(
            invitation=invitation, account=other, by=actor_for(other), at=OPEN_AT
        )


def test_the_window_is_counted_by_the_hour_of_the_season(season):
    from zoneinfo import ZoneInfo

    from mission.registration.queries import figures
    from tests.registration.drafts import filled

    submitted(account(1))
    submitted(account(2), at=OPEN_AT + timedelta(minutes=59))
    submitted(account(3), at=OPEN_AT - timedelta(days=2))
    filled(account(4))
    zone = ZoneInfo("Asia/Qatar")
    found = figures.window_figures(
        season,
        opens_at=OPEN_AT - timedelta(days=7),
        at=OPEN_AT + timedelta(hours=1),
        zone=zone,
    )
    first = (OPEN_AT - timedelta(days=7)).astimezone(zone)
    assert [(week.date(), count) for week, count in found.weeks] == [
        (first.date(), 1),
        ((first + timedelta(days=7)).date(), 2),
    ]
    assert [hour.hour for hour, _count in found.first_hours[:2]] == [first.hour, first.hour + 1]
    assert sum(count for _hour, count in found.first_hours) == 0
    assert [count for _hour, count in found.hours[-3:]] == [0, 2, 0]
    assert found.hours[-2][0].hour == 12
    assert [count for _day, count in found.days[-3:]] == [1, 0, 2]
    assert (found.open_drafts, found.typed, found.for_callers) == (1, 3, 0)


def test_a_companion_whom_an_import_added_stays_when_the_lead_amends(season, import_rows):
    owner = account(1001)
    file = submitted(owner)
    import_rows([sheets.companion(7) | {"file_no": file.file_no}])
    assert file.applicants.count() == 2
    draft, by, at = Draft.objects.get(), actor_for(owner), LATER
    lead = applying.people_of(draft)[0]
    services.save_answers(person=lead, answers={"passport_no": "N1111111"}, by=by, at=at)
    services.submit_application(draft_id=draft.pk, by=by, at=at + timedelta(minutes=1))
    assert file.applicants.count() == 2
    assert file.applicants.get(role="LEAD").passport_no == "N1111111"
