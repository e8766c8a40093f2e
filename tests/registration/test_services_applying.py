"""From the first answer to the submitted application, and back out of it."""

from datetime import timedelta

import pytest

from foundation.journal.models import Entry
from foundation.refusals import NotFound
from mission.accounts.queries import actor_for
from mission.people.models import Person
from mission.registration import services
from mission.registration.models import Applicant, Application, Draft, DraftPerson
from mission.registration.queries import applying, checking
from mission.registration.queries.files import statuses_of
from mission.registration.rules import applying as refused
from tests.registration.drafts import OPEN_AT, account, filled, submitted, wife_id

LATER = OPEN_AT + timedelta(hours=1)


def test_a_draft_is_opened_once_and_kept_on_every_device(season):
    owner = account()
    by = actor_for(owner)
    first = services.open_draft(account=owner, season=season, by=by, at=OPEN_AT)
    again = services.open_draft(account=owner, season=season, by=by, at=LATER)
    assert (again.pk, again.opened_at) == (first.pk, OPEN_AT)


@pytest.mark.parametrize("hours", [-24 * 400, 24 * 400])
def test_outside_the_window_no_draft_is_opened(season, hours):
    owner = account()
    with pytest.raises(refused.WindowClosed):
        services.open_draft(
            account=owner,
            season=season,
            by=actor_for(owner),
            at=OPEN_AT + timedelta(hours=hours),
        )


def test_what_is_wrong_is_kept_and_said(season):
    draft = filled(account())
    lead = applying.people_of(draft)[0]
    by = actor_for(draft.account)
    saved = services.save_answers(
        person=lead, answers={"birth_date": "31/02/1970"}, by=by, at=LATER
    )
    assert saved.problems == {"birth_date": "bad_date:birth_date"}
    assert applying.people_of(draft)[0].answers["birth_date"] == "31/02/1970"


def test_the_second_device_is_told_what_it_overwrote(season):
    draft = filled(account())
    lead = applying.people_of(draft)[0]
    by = actor_for(draft.account)
    phone = {"passport_no": lead.answers["passport_no"]}
    services.save_answers(
        person=lead, answers={"passport_no": "A111111"}, known=phone, by=by, at=LATER
    )
    saved = services.save_answers(
        person=lead, answers={"passport_no": "B222222"}, known=phone, by=by, at=LATER
    )
    assert saved.overwritten == {"passport_no": "A111111"}
    assert applying.people_of(draft)[0].answers["passport_no"] == "B222222"


def test_the_journal_names_the_fields_and_never_what_they_say(season):
    filled(account(), passport_no="Z9876543")
    entries = Entry.objects.filter(event="registration.AnswersSaved")
    told = " ".join(str(entry.payload) for entry in entries)
    assert "passport_no" in told
    assert "Z9876543" not in told


def test_somebody_elses_draft_does_not_exist(season):
    draft = filled(account(1))
    stranger = actor_for(account(2))
    lead = applying.people_of(draft)[0]
    for write in (
        lambda: services.save_answers(person=lead, answers={}, by=stranger, at=OPEN_AT),
        lambda: services.add_companion(draft=draft, by=stranger, at=OPEN_AT),
        lambda: services.declare(draft=draft, said={}, by=stranger, at=OPEN_AT),
        lambda: services.submit_application(draft_id=draft.pk, by=stranger, at=OPEN_AT),
    ):
        with pytest.raises(NotFound):
            write()


def test_a_complete_draft_becomes_an_application_with_its_people(season):
    owner = account()
    application = submitted(owner, wife_id(1), wife_id(2))
    lead, *companions = sorted(
        Applicant.objects.filter(application=application).select_related("person"),
        key=lambda each: each.role != "LEAD",
    )
    assert lead.person.national_id == owner.national_id
    assert lead.person.mobile == owner.mobile
    assert {each.person.national_id for each in companions} == {wife_id(1), wife_id(2)}
    assert {each.relation for each in companions} == {"WIFE"}
    assert application.file_no == application.reference
    assert [each.status for each in statuses_of(application)] == ["REGISTERED"]
    assert statuses_of(application)[0].by == actor_for(owner).label


def test_a_companions_mobile_is_never_taken_from_the_lead(season):
    draft = filled(account(), wife_id(1))
    companion = applying.people_of(draft)[1]
    DraftPerson.objects.filter(pk=companion.pk).update(
        answers=companion.answers | {"mobile": "+97466666666"}
    )
    services.submit_application(draft_id=draft.pk, by=actor_for(draft.account), at=LATER)
    assert Person.objects.get(national_id=wife_id(1)).mobile == ""


def test_an_incomplete_draft_is_refused_and_kept(season):
    draft = filled(account(), wife_id(1), passport_no="")
    with pytest.raises(refused.DraftIncomplete) as no:
        services.submit_application(draft_id=draft.pk, by=actor_for(draft.account), at=LATER)
    assert no.value.facts == {"count": 1}
    assert Application.objects.count() == 0
    assert len(applying.people_of(draft)) == 2


def test_the_same_person_twice_in_one_draft_is_pointed_out(season):
    draft = filled(account(), wife_id(1), wife_id(1))
    found = checking.checked(draft, applying.season_rules(season))
    assert found.companions[1].read.problems == {"national_id": "same_person"}


def test_who_stands_in_a_file_is_told_so_and_loses_nothing(season):
    submitted(account(1), wife_id(7))
    late = filled(account(2), wife_id(7))
    with pytest.raises(refused.AlreadyInAFile) as no:
        services.submit_application(draft_id=late.pk, by=actor_for(late.account), at=LATER)
    assert no.value.facts["person"].endswith(wife_id(7)[-3:])
    assert wife_id(7) not in no.value.facts["person"]
    assert applying.people_of(late)[1].answers["national_id"] == wife_id(7)


def test_submitting_twice_answers_the_same_reference(season):
    draft = filled(account(), wife_id(1))
    by = actor_for(draft.account)
    first = services.submit_application(draft_id=draft.pk, by=by, at=LATER)
    again = services.submit_application(
        draft_id=draft.pk, by=by, at=LATER + timedelta(days=400)
    )
    assert again.reference == first.reference
    assert Application.objects.count() == 1


def test_a_file_lives_where_its_lead_says_and_moves_with_an_amendment(season):
    owner = account()
    application = submitted(owner, district="الدوحة")
    assert application.district == "doha"
    draft, by = Draft.objects.get(), actor_for(owner)
    lead = applying.people_of(draft)[0]
    services.save_answers(person=lead, answers={"district": "al-wakrah"}, by=by, at=LATER)
    services.submit_application(draft_id=draft.pk, by=by, at=LATER + timedelta(minutes=1))
    application.refresh_from_db()
    assert application.district == "al-wakrah"
    assert statuses_of(application)[-1].reason == "0.district"


def test_an_amendment_changes_the_rows_and_says_which_fields(season):
    owner = account()
    application = submitted(owner, wife_id(1), wife_id(2))
    draft, by = Draft.objects.get(), actor_for(owner)
    lead, wife, second = applying.people_of(draft)
    services.save_answers(person=lead, answers={"passport_no": "N7777777"}, by=by, at=LATER)
    services.save_answers(person=wife, answers={"name_en": "Maryam"}, by=by, at=LATER)
    services.remove_companion(person=second, by=by, at=LATER)
    again = services.submit_application(
        draft_id=draft.pk, by=by, at=LATER + timedelta(minutes=1)
    )
    assert again.pk == application.pk
    rows = Applicant.objects.filter(application=application)
    assert {row.passport_no for row in rows} == {"N7777777", "C7654320"}
    assert Person.objects.get(national_id=wife_id(1)).name_en == "Maryam"
    newest = statuses_of(application)[-1]
    assert newest.status == "AMENDED"
    assert newest.reason == "2.removed, 0.passport_no, 1.name_en"


def test_a_person_who_was_known_before_keeps_the_name_of_the_register(season):
    submitted(account(1), wife_id(1))
    services.withdraw_application(
        application=Application.objects.get(),
        account=account_of(1),
        reason="",
        by=actor_for(account_of(1)),
        at=LATER,
    )
    other = submitted(account(2), wife_id(1), at=LATER)
    draft = Draft.objects.get(application=other)
    by = actor_for(draft.account)
    wife = applying.people_of(draft)[1]
    at = LATER + timedelta(hours=1)
    services.save_answers(person=wife, answers={"name_ar": "اسم آخر"}, by=by, at=at)
    services.submit_application(draft_id=draft.pk, by=by, at=at)
    assert Person.objects.get(national_id=wife_id(1)).name_ar == "مريم حمد الكواري"


def account_of(number):
    from mission.accounts.models import Account

    return Account.objects.get(national_id=f"270634{number:05d}")


def test_a_withdrawn_file_leaves_and_its_people_may_stand_elsewhere(season):
    owner = account(1)
    application = submitted(owner, wife_id(1))
    by = actor_for(owner)
    services.withdraw_application(
        application=application, account=owner, reason="ظرف عائلي", by=by, at=LATER
    )
    other = submitted(account(2), wife_id(1), at=LATER)
    again = services.submit_application(
        draft_id=without_companion(owner).pk, by=by, at=LATER + timedelta(hours=1)
    )
    assert len({application.reference, other.reference, again.reference}) == 3
    with pytest.raises(refused.ApplicationWasWithdrawn):
        services.withdraw_application(
            application=application, account=owner, reason="", by=by, at=LATER
        )


def without_companion(owner):
    draft = Draft.objects.get(account=owner)
    services.remove_companion(
        person=applying.people_of(draft)[1], by=actor_for(owner), at=LATER
    )
    return draft


def test_only_the_lead_withdraws(season):
    application = submitted(account(1), wife_id(1))
    stranger = account(2)
    with pytest.raises(NotFound):
        services.withdraw_application(
            application=application,
            account=stranger,
            reason="",
            by=actor_for(stranger),
            at=LATER,
        )
    # Nor does naming the lead's account help somebody else.
    with pytest.raises(NotFound):
        services.withdraw_application(
            application=application,
            account=account_of(1),
            reason="",
            by=actor_for(stranger),
            at=LATER,
        )


def test_after_a_freeze_nothing_is_amended(season, amina):
    owner = account()
    application = submitted(owner)
    services.freeze_applications(
        season=season,
        applications=[application.pk],
        round_id=application.pk,
        by=amina,
        at=LATER,
    )
    draft = Draft.objects.get()
    lead = applying.people_of(draft)[0]
    with pytest.raises(refused.ApplicationIsFrozen):
        services.save_answers(person=lead, answers={"sex": "F"}, by=actor_for(owner), at=LATER)
