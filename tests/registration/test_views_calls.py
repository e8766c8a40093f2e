"""What an operator does for a lead who calls, after the application was sent."""

import uuid
from datetime import timedelta

import pytest

from foundation.clock import standing_at
from foundation.journal.models import Entry
from mission.accounts.queries import actor_for
from mission.registration import services
from mission.registration.models import Application, Objection
from mission.registration.rules.applying import NoSuchApplication
from tests.leads import signed_in_as
from tests.registration.drafts import OPEN_AT, account, submitted, wife_id
from tests.registration.test_views_after import key_on, refused_file
from tests.registration.test_views_applying import place, text

pytestmark = pytest.mark.django_db
LATER = OPEN_AT + timedelta(hours=1)
ACTS = ("call_status", "call_withdraw", "call_object")


@pytest.fixture(autouse=True)
def _while_the_window_is_open(season):
    with standing_at(LATER):
        yield


def call(agent, owner):
    """Let a lead call: the operator types both numbers; answer where that leads."""
    numbers = {"national_id": owner.national_id, "mobile": owner.mobile}
    return agent.post(place("calls"), numbers).url


def newest(event):
    return Entry.objects.filter(event=f"registration.{event}").order_by("xid", "id").last()


@pytest.fixture
def agent(signed_in):
    return signed_in("CONTACT_AGENT")


def test_who_has_sent_comes_to_the_page_of_the_application(agent):
    owner = account()
    file = submitted(owner, wife_id(1))
    assert call(agent, owner) == place("call_status", file.reference)
    page = text(agent.get(place("call_status", file.reference)))
    assert "You act for a caller" in page
    assert "Applicants&#x27; accounts" in page  # the steps of the frame are still the staff's
    assert owner.national_id not in page
    for name in ("call_withdraw", "call_receipt"):
        assert place(name, file.reference) in page
    assert place("call_review", file.draft.pk) in page
    for own in ("status", "withdraw", "object"):
        assert f'"{place(own, file.reference)}"' not in page


def test_an_operator_withdraws_for_the_caller_and_is_named(agent, member_with):
    owner = account()
    file = submitted(owner)
    page = call(agent, owner)
    form = {"reason": "ill"} | key_on(agent, page)
    for _twice in range(2):
        answer = agent.post(place("call_withdraw", file.reference), form)
        assert answer.headers["Location"] == page

    gone = file.statuses.get(status="WITHDRAWN")
    assert (gone.reason, gone.by.endswith("@mission.example")) == ("ill", True)
    entry = newest("ApplicationWithdrawn")
    assert (entry.by_kind, entry.by_label, entry.payload["by_staff"]) == (
        "staff",
        gone.by,
        True,
    )
    assert place("call_withdraw", file.reference) not in text(agent.get(page))
    assert "This application was withdrawn" in text(agent.get(page))
    assert "/draft/" in call(agent, owner)  # the window is open: it may be sent again
    with standing_at(OPEN_AT + timedelta(days=300)):
        assert call(agent, owner) == page


def test_what_the_lead_does_is_not_said_to_be_of_the_staff():
    owner = account()
    file = submitted(owner)
    services.withdraw_application(
        application=file, account=owner, reason="", by=actor_for(owner), at=LATER
    )
    assert newest("ApplicationWithdrawn").payload["by_staff"] is False


def test_an_operator_objects_for_the_caller_without_a_document(agent, amina, season):
    owner = account()
    file = refused_file(owner, amina, season)
    page = call(agent, owner)
    form_page = place("call_object", file.reference)
    assert form_page in text(agent.get(page))
    shown = text(agent.get(form_page))
    assert 'type="file"' not in shown
    assert "too few seasons ago" in shown
    assert agent.post(form_page, {"reason": " "} | key_on(agent, form_page)).status_code == 422

    form = {"reason": "It was my brother."} | key_on(agent, form_page)
    for _twice in range(2):
        assert agent.post(form_page, form).headers["Location"] == page
    raised = Objection.objects.get()
    assert (raised.reason, raised.document) == ("It was my brother.", None)
    entry = newest("ObjectionRaised")
    assert (entry.by_kind, entry.payload["by_staff"]) == ("staff", True)
    assert raised.raised_by == entry.by_label
    assert form_page not in text(agent.get(page))
    refused = agent.post(form_page, {"reason": "Again"} | {"idempotency_key": uuid.uuid4()})
    assert refused.status_code == 422
    assert Objection.objects.count() == 1


def test_without_both_numbers_of_the_caller_nothing_opens(agent):
    mine, other = submitted(account(1)), submitted(account(2))
    for name in ACTS:
        assert agent.get(place(name, mine.reference)).url == place("calls")
    call(agent, account_of(mine))
    for name in ACTS:
        assert agent.get(place(name, other.reference)).url == place("calls")
    form = {"idempotency_key": uuid.uuid4()}
    assert agent.post(place("call_withdraw", other.reference), form).url == place("calls")
    assert "Ask the caller for both numbers first" in text(agent.get(place("calls")))
    assert not Application.objects.exclude(withdrawn_at=None).exists()


def account_of(file):
    return file.draft.account


@pytest.mark.parametrize("role", ["OPERATIONS", "REGISTRAR", "COMMITTEE_CHAIR", "GATE_GUARD"])
def test_who_does_not_take_calls_may_none_of_it(signed_in, role):
    file = submitted(account())
    for name in ACTS:
        form = {"reason": "x", "idempotency_key": uuid.uuid4()}
        assert signed_in(role).post(place(name, file.reference), form).status_code == 403
    assert Application.objects.get().withdrawn_at is None


def test_an_applicant_opens_nothing_of_the_operators():
    owner = account()
    file = submitted(owner)
    for name in ACTS:
        assert "/accounts/login/" in signed_in_as(owner).get(place(name, file.reference)).url


def test_staff_act_for_nobody_but_the_account_that_leads(amina, dawud):
    owner, stranger = account(1), account(2)
    file = submitted(owner)
    for by, whom in ((amina, stranger), (dawud, owner)):
        with pytest.raises(NoSuchApplication):
            services.withdraw_application(
                application=file, account=whom, reason="", by=by, at=LATER
            )
    services.withdraw_application(
        application=file, account=owner, reason="", by=amina, at=LATER
    )
