"""The screens of an application as an applicant meets them, without a script."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from foundation.clock import standing_at
from mission.accounts.queries import actor_for
from mission.registration import services
from mission.registration.models import Application, Draft
from mission.registration.queries import applying
from tests.leads import signed_in_as
from tests.registration.drafts import COMPANION, LEAD, OPEN_AT, account, filled, wife_id


@pytest.fixture(autouse=True)
def _while_the_window_is_open(season):
    with standing_at(OPEN_AT):
        yield


def place(name, *args):
    return reverse(f"registration:{name}", args=args)


def text(answer):
    return answer.content.decode()


def post_screen(client, person, key, answers):
    return client.post(place("screen", person.pk, key), answers)


def test_everybody_reads_the_conditions_and_is_asked_to_sign_in_to_begin():
    answer = Client().get(place("apply"))
    assert answer.status_code == 200
    assert "/apply/sign-in/" in text(answer)


def test_before_the_window_opens_the_day_is_told_and_nothing_begins():
    owner = account()
    with standing_at(OPEN_AT - timedelta(days=400)):
        client = signed_in_as(owner)
        assert place("begin") not in text(client.get(place("apply")))
        client.post(place("begin"))
    assert not Draft.objects.exists()


def test_from_the_first_screen_to_the_receipt():
    owner = account()
    client = signed_in_as(owner)
    answer = client.post(place("begin"))
    lead = applying.people_of(Draft.objects.get())[0]
    assert answer.url == place("screen", lead.pk, "eligibility")
    for key, after in (
        ("eligibility", "you"),
        ("you", "passport"),
        ("passport", "health"),
    ):
        answer = post_screen(client, lead, key, LEAD)
        assert answer.url == place("screen", lead.pk, after)
    draft = lead.draft_id
    assert post_screen(client, lead, "health", LEAD).url == place("companions", draft)
    answer = client.post(place("add_companion", draft))
    wife = applying.people_of(Draft.objects.get())[1]
    assert answer.url == place("screen", wife.pk, "who")
    answers = COMPANION | {"national_id": wife_id(1)}
    for key in ("who", "residence", "passport"):
        assert post_screen(client, wife, key, answers).status_code == 302
    assert post_screen(client, wife, "health", answers).url == place("companions", draft)
    ticked = dict.fromkeys(("declare_true", "declare_conditions", "declare_authorised"), "on")
    assert client.post(place("declarations", draft), ticked).url == place("review", draft)
    assert "مريم" in text(client.get(place("review", draft)))
    answer = client.post(place("submit", draft), {"idempotency_key": str(uuid.uuid4())})
    reference = Application.objects.get().reference
    assert answer.url == place("receipt", reference)
    assert reference in text(client.get(answer.url))


def test_what_is_missing_is_pointed_out_and_what_was_typed_stays():
    owner = account()
    lead = applying.people_of(filled(owner))[0]
    answer = post_screen(
        signed_in_as(owner), lead, "passport", {"passport_no": "A1", "passport_expiry": ""}
    )
    assert answer.status_code == 200
    assert 'value="A1"' in text(answer)
    assert "6 to 9 letters and digits" in text(answer)
    assert "Please answer it" in text(answer)


def test_one_field_is_saved_by_itself_and_shown_as_understood():
    owner = account()
    lead = applying.people_of(filled(owner))[0]
    answer = signed_in_as(owner).post(
        place("save", lead.pk, "eligibility"),
        {"birth_date": "٢/٥/١٩٧٠", "known-birth_date": ""},
    )
    assert "2 May 1970" in text(answer)
    assert 'id="saved-at"' in text(answer)
    assert 'id="answer_nationality"' not in text(answer)
    assert applying.people_of(lead.draft)[0].answers["birth_date"] == "٢/٥/١٩٧٠"


def test_the_early_answer_says_what_stands_against_it():
    owner = account()
    lead = applying.people_of(filled(owner))[0]
    page = text(
        signed_in_as(owner).post(
            place("screen", lead.pk, "eligibility"),
            LEAD | {"hajj_before": "yes", "last_hajj_year": "1446"},
            follow=True,
        )
    )
    assert "About you" in page
    page = text(signed_in_as(owner).get(place("screen", lead.pk, "eligibility")))
    assert "performed Hajj too few seasons ago" in page


def test_another_device_is_told_what_it_overwrote():
    owner = account()
    lead = applying.people_of(filled(owner))[0]
    answer = post_screen(
        signed_in_as(owner),
        lead,
        "passport",
        {
            "passport_no": "N7777777",
            "known-passport_no": "",
            "passport_expiry": "2033-01-01",
            "known-passport_expiry": "2033-01-01",
        },
    )
    assert answer.status_code == 200
    assert "P1234567" in text(answer)
    assert applying.people_of(lead.draft)[0].answers["passport_no"] == "N7777777"


def test_an_operator_fills_in_for_a_caller_and_is_named(signed_in):
    agent = signed_in("CONTACT_AGENT")
    answer = agent.post(place("calls"), {"national_id": "27063400001", "mobile": "55123456"})
    draft = Draft.objects.get()
    assert answer.url == place("call_review", draft.pk)
    assert draft.opened_by.endswith("@mission.example")
    lead = applying.people_of(draft)[0]
    for key in ("eligibility", "you", "passport", "health"):
        agent.post(place("call_screen", lead.pk, key), LEAD)
    ticked = dict.fromkeys(("declare_true", "declare_conditions"), "on")
    agent.post(place("call_declarations", draft.pk), ticked)
    answer = agent.post(place("call_submit", draft.pk), {"idempotency_key": str(uuid.uuid4())})
    file = Application.objects.get()
    assert answer.url == place("call_receipt", file.reference)
    assert agent.get(answer.url).status_code == 200
    assert file.statuses.get().by == draft.opened_by


def test_a_companion_fills_in_and_agrees_on_their_own_phone():
    owner, wife = account(1), account(50)
    draft = filled(owner)
    lead_phone, wife_phone = signed_in_as(owner), signed_in_as(wife)
    lead_phone.post(place("add_companion", draft.pk))
    person = applying.people_of(draft)[1]
    lead_phone.post(place("invite", person.pk))
    token = applying.invitation_token(applying.standing_invitation(person))
    link = place("invited", token)
    assert link in text(lead_phone.get(place("companions", draft.pk)))
    assert "حسن" in text(signed_in_as(wife, language="ar").get(link))
    assert wife_phone.post(link).url == place("screen", person.pk, "who")
    answers = COMPANION | {"national_id": wife.national_id, "birth_date": "1/5/1970"}
    for key in ("who", "residence", "passport"):
        post_screen(wife_phone, person, key, answers)
    assert post_screen(wife_phone, person, "health", answers).url == place("consent", person.pk)
    wife_phone.post(place("consent", person.pk))
    person.refresh_from_db()
    assert person.consented_by == actor_for(wife).label
    # The companion decides nothing about the file.
    assert wife_phone.get(place("review", draft.pk)).status_code == 404
    assert wife_phone.post(place("remove_companion", person.pk)).status_code == 404
    # Somebody else's sign-in opens nothing with the same link.
    other = signed_in_as(account(60))
    other.post(link)
    assert other.get(place("screen", person.pk, "who")).status_code == 404


def test_a_changed_answer_takes_the_consent_away():
    owner, wife = account(1), account(50)
    draft = filled(owner, wife.national_id)
    by, at = actor_for(owner), OPEN_AT
    person = applying.people_of(draft)[1]
    invitation = services.invite_companion(person=person, by=by, at=at)
    services.accept_invitation(invitation=invitation, account=wife, by=actor_for(wife), at=at)
    services.save_answers(
        person=person, answers={"birth_date": "1/5/1970"}, by=actor_for(wife), at=at
    )
    services.consent(person=person, by=actor_for(wife), at=at)
    services.save_answers(person=person, answers={"name_en": "Other"}, by=by, at=at)
    assert applying.people_of(draft)[1].consented_at is None


def test_letters_grow_on_every_page_and_the_choice_is_kept():
    client = Client()
    client.post(place("text_size"), {"size": "largest", "next": "/apply/"})
    assert 'data-text="largest"' in text(client.get(place("apply")))


def test_the_size_of_letters_leads_to_no_other_site():
    answer = Client().post(place("text_size"), {"size": "large", "next": "//evil.example/"})
    assert answer.url == "/"
