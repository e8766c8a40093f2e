"""The screens of an application as an applicant meets them, without a script."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from foundation.clock import standing_at
from mission.accounts.queries import actor_for
from mission.registration import services
from mission.registration.models import Application, Draft, Objection
from mission.registration.queries import applying
from tests import hostile
from tests.leads import signed_in_as
from tests.registration.drafts import (
    COMPANION,
    LEAD,
    OPEN_AT,
    account,
    filled,
    submitted,
    wife_id,
)


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


def key_on(client, page):
    """Answer the number of a form as the page was given."""
    found = re.search(r'name="idempotency_key" value="([^"]+)"', text(client.get(page)))
    return {"idempotency_key": found[1]}


def pages_of(draft, file):
    lead, wife = applying.people_of(draft)
    return [
        place("screen", lead.pk, "you"),
        place("screen", wife.pk, "who"),
        place("consent", wife.pk),
        place("companions", draft.pk),
        place("declarations", draft.pk),
        place("review", draft.pk),
        place("status", file.reference),
        place("receipt", file.reference),
        place("receipt_pdf", file.reference),
        place("object", file.reference),
    ]


def writes_of(draft, file):
    lead, wife = applying.people_of(draft)
    return [
        place("save", lead.pk, "you"),
        place("remove_companion", wife.pk),
        place("invite", wife.pk),
        place("revoke", wife.pk),
        place("add_companion", draft.pk),
        place("submit", draft.pk),
        place("withdraw", file.reference),
    ]


def test_another_account_finds_nothing_at_any_address():
    file = submitted(account(1), wife_id(1))
    draft = Draft.objects.get()
    stranger = signed_in_as(account(2))
    found = {url: stranger.get(url).status_code for url in pages_of(draft, file)}
    key = {"idempotency_key": str(uuid.uuid4())}
    found |= {url: stranger.post(url, key).status_code for url in writes_of(draft, file)}
    assert set(found.values()) == {404}, found


def test_nobody_who_is_not_signed_in_reaches_anything():
    file = submitted(account(1), wife_id(1))
    draft = Draft.objects.get()
    visitor = Client()
    for url in pages_of(draft, file):
        assert visitor.get(url).url.startswith("/apply/sign-in/")


def test_staff_see_only_what_their_permission_opens(signed_in):
    draft = filled(account(1))
    assert signed_in("CONTACT_AGENT").get(place("call_review", draft.pk)).status_code == 200
    assert signed_in("OPERATIONS").get(place("call_review", draft.pk)).status_code == 403
    assert signed_in("CONTACT_AGENT").get(place("review", draft.pk)).status_code == 302


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


def test_the_receipt_is_a_pdf_with_the_reference():
    owner = account()
    file = submitted(owner, wife_id(1))
    answer = signed_in_as(owner).get(place("receipt_pdf", file.reference))
    assert answer.content.startswith(b"%PDF")
    import io

    from pypdf import PdfReader

    words = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert file.reference in words
    assert owner.national_id not in words


def test_the_status_page_shows_steps_and_the_lead_withdraws(season):
    owner = account()
    file = submitted(owner)
    client = signed_in_as(owner)
    page = text(client.get(place("status", file.reference)))
    assert "Registered" in page
    assert place("review", Draft.objects.get().pk) in page
    key = key_on(client, place("status", file.reference))
    for _twice in range(2):
        answer = client.post(place("withdraw", file.reference), {"reason": "travel"} | key)
        assert answer.headers["Location"] == place("status", file.reference)
    assert file.statuses.filter(status="WITHDRAWN").count() == 1
    page = text(client.get(place("status", file.reference)))
    assert "This application was withdrawn" in page
    assert place("withdraw", file.reference) not in page


def refused_file(owner, amina, season):
    file = submitted(owner, hajj_before="yes", last_hajj_year="1446")
    services.check_eligibility(season=season, by=amina, at=OPEN_AT + timedelta(minutes=1))
    return file


def test_a_refused_lead_objects_with_a_document_and_reads_the_answer(
    season, amina, signed_in, media
):
    from django.core.files.uploadedfile import SimpleUploadedFile

    owner = account()
    file = refused_file(owner, amina, season)
    client = signed_in_as(owner)
    with standing_at(OPEN_AT + timedelta(hours=1)):
        assert "too few seasons ago" in text(client.get(place("status", file.reference)))
        paper = SimpleUploadedFile("proof.jpg", hostile.picture(comment=b"where it was taken"))
        client.post(
            place("object", file.reference),
            {"reason": "It was my brother.", "document": paper}
            | key_on(client, place("object", file.reference)),
        )
        raised = Objection.objects.get()
        committee = signed_in("COMMITTEE_MEMBER")
        assert text(committee.get("/")).count("1 objection waits for an answer") == 1
        assert file.reference in text(committee.get(place("objections")))
        saved = committee.get(place("objection_document", raised.pk))
        kept = b"".join(saved.streaming_content)
        assert kept.startswith(b"\xff\xd8")  # a picture made anew, without what it told
        assert b"where it was taken" not in kept
        assert saved["Content-Disposition"].startswith("attachment")
        committee.post(
            place("objection", raised.pk), {"status": "UPHELD", "reason": "Seen and right."}
        )
        page = text(client.get(place("status", file.reference)))
        assert "Seen and right." in page


def test_a_program_dressed_as_a_document_is_refused(season, amina, media):
    from django.core.files.uploadedfile import SimpleUploadedFile

    owner = account()
    file = refused_file(owner, amina, season)
    with standing_at(OPEN_AT + timedelta(hours=1)):
        client = signed_in_as(owner)
        program = SimpleUploadedFile("a.pdf", b"MZ program")
        key = key_on(client, place("object", file.reference))
        given = {"reason": "Look", "document": program} | key
        assert client.post(place("object", file.reference), given).status_code == 422
    assert not Objection.objects.exists()


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


def test_an_account_proved_by_a_mobile_alone_reaches_no_imported_file(season, import_rows):
    from tests.registration.sheets import lead

    owner = account(1)
    import_rows([lead(1, national_id=owner.national_id)])
    file = Application.objects.get()
    client = signed_in_as(owner)
    assert client.get(place("status", file.reference)).status_code == 404
    owner.proof = "REGISTER"
    owner.save()
    assert client.get(place("status", file.reference)).status_code == 200
