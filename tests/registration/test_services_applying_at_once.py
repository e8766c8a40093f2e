"""Many at the same moment: one person in one file, one draft in one application."""

from datetime import timedelta

import pytest

from benchmarks.seasons import open_season
from mission.accounts.queries import actor_for
from mission.registration import services
from mission.registration.models import Applicant, Application, Draft
from mission.registration.queries import applying
from mission.registration.rules.applying import (
    AlreadyInAFile,
    ApplicationIsFrozen,
    FreezeMeetsWithdrawal,
)
from tests.at_once import at_once
from tests.registration.drafts import OPEN_AT, account, filled, submitted, wife_id

pytestmark = pytest.mark.django_db(transaction=True)
LATER = OPEN_AT + timedelta(hours=1)


@pytest.fixture
def opened():
    return open_season()


def submit(draft):
    """Submit and answer the reference, or the refusal."""
    try:
        application = services.submit_application(
            draft_id=draft.pk, by=actor_for(draft.account), at=LATER
        )
    except AlreadyInAFile as no:
        return no
    return application.reference


def test_of_32_who_name_one_companion_one_wins_and_all_others_are_told(opened):
    drafts = [filled(account(number), wife_id(1)) for number in range(32)]
    answers = at_once(32, lambda number: submit(drafts[number]))
    won = [each for each in answers if isinstance(each, str)]
    told = [each for each in answers if isinstance(each, AlreadyInAFile)]
    assert (len(won), len(told)) == (1, 31)
    assert {no.facts["person"] for no in told} == {told[0].facts["person"]}
    assert told[0].facts["person"]
    assert Application.objects.count() == 1
    assert Applicant.objects.filter(person__national_id=wife_id(1)).count() == 1
    assert all(len(applying.people_of(draft)) == 2 for draft in drafts)


def test_two_files_that_name_each_others_people_do_not_lock_up(opened):
    pairs = [(wife_id(1), wife_id(2)), (wife_id(2), wife_id(1))]
    drafts = [filled(account(number), *pairs[number % 2]) for number in range(8)]
    answers = at_once(8, lambda number: submit(drafts[number]))
    assert sum(isinstance(each, str) for each in answers) == 1


def test_one_draft_submitted_16_times_at_once_is_one_application(opened):
    draft = filled(account(), wife_id(1))
    assert len(set(at_once(16, lambda _number: submit(draft)))) == 1
    assert Application.objects.count() == 1


def test_different_files_all_come_in_each_with_a_place_of_its_own(opened):
    drafts = [filled(account(number)) for number in range(16)]
    references = set(at_once(16, lambda number: submit(drafts[number])))
    assert len(references) == 16
    assert len(set(Application.objects.values_list("queue", flat=True))) == 16


def test_a_draft_opened_on_two_phones_at_once_is_one(opened):
    owner = account()

    def open_it(_number):
        return services.open_draft(
            account=owner, season=opened, by=actor_for(owner), at=OPEN_AT
        ).pk

    assert len(set(at_once(8, open_it))) == 1
    assert Draft.objects.get().persons.count() == 1


@pytest.mark.parametrize("turn", range(4))
def test_a_withdrawal_meets_a_freeze_and_exactly_one_order_holds(opened, amina, turn):
    owner = account()
    application = submitted(owner)

    def withdraw():
        services.withdraw_application(
            application=application, account=owner, reason="", by=actor_for(owner), at=LATER
        )

    def freeze():
        try:
            services.freeze_applications(
                season=opened,
                applications=[application.pk],
                round_id=application.pk,
                by=amina,
                at=LATER,
            )
        except FreezeMeetsWithdrawal:
            return "withdrawn first"
        return "frozen first"

    said = at_once(2, lambda number: withdraw() if number else freeze())[0]
    application.refresh_from_db()
    assert application.withdrawn_at == LATER
    assert (application.frozen_at is None) == (said == "withdrawn first")


def test_an_amendment_meets_a_freeze_and_never_changes_what_was_frozen(opened, amina):
    owner = account()
    application = submitted(owner)
    draft = Draft.objects.get()
    lead = applying.people_of(draft)[0]
    by = actor_for(owner)
    services.save_answers(person=lead, answers={"passport_no": "N7777777"}, by=by, at=LATER)

    def amend():
        try:
            services.submit_application(
                draft_id=draft.pk, by=by, at=LATER + timedelta(minutes=1)
            )
        except ApplicationIsFrozen:
            return "frozen first"
        return "amended first"

    def freeze():
        services.freeze_applications(
            season=opened,
            applications=[application.pk],
            round_id=application.pk,
            by=amina,
            at=LATER,
        )

    said = at_once(2, lambda number: amend() if number else freeze())[1]
    number = Applicant.objects.get().passport_no
    assert number == ("P1234567" if said == "frozen first" else "N7777777")
