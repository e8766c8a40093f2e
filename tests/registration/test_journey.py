"""The next step first, what is missing, and the page for who is not signed in."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from foundation.clock import standing_at
from mission.accounts.queries import actor_for
from mission.notifications.models import Message
from mission.notifications.services.sealing import unseal
from mission.registration import handlers, services
from mission.registration.events import DocumentAskedAgain
from mission.registration.models import Application, Document, DocumentCheck, Invitation
from mission.registration.queries import applying
from mission.registration.rules.applying import NoSuchDraft, TooManyInvitations
from mission.registration.rules.documents import DocumentsMissing
from mission.registration.services.sending import MOST_OF_A_DRAFT
from mission.season.queries import rules_in_force
from mission.season.services import change_rule_values
from tests.leads import signed_in_as
from tests.registration.drafts import OPEN_AT, account, filled, submitted, wife_id
from tests.registration.test_views_submitting import key_on, send

LATER = OPEN_AT + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _while_the_window_is_open(season):
    with standing_at(LATER):
        yield


def text(answer):
    return answer.content.decode()


def place(name, *args):
    return reverse(f"registration:{name}", args=args)


def asking_for_documents(season, by):
    change_rule_values(
        base=rules_in_force(season),
        changes={"documents.block_submission": True},
        note="test",
        by=by,
        at=OPEN_AT,
    )


def test_what_lacks_is_said_before_sending_and_after_until_the_closing():
    owner = account()
    draft = filled(owner)
    client = signed_in_as(owner)
    review = text(client.get(place("review", draft.pk)))
    assert "Documents are still missing" in review
    assert "You may send the application now" in review
    send(client, draft, key_on(client, draft))
    status = text(client.get(place("status", Application.objects.get().reference)))
    assert "Documents are still missing" in status
    assert "3 documents are still needed" in status
    assert status.index("Documents are still missing") < status.index("Step by step")


def test_a_season_may_take_no_application_without_its_documents(season, system):
    owner = account()
    draft = filled(owner)
    asking_for_documents(season, system)
    with pytest.raises(DocumentsMissing) as refusal:
        services.submit_application(draft_id=draft.pk, by=actor_for(owner), at=LATER)
    assert refusal.value.facts == {"count": 3}
    client = signed_in_as(owner)
    page = send(client, draft, key_on(client, draft))
    assert page.status_code == 422
    assert "Documents are still needed (3)" in text(page)
    assert "The application is taken only with all of them." in text(page)
    assert not Application.objects.exists()


def test_who_has_nothing_to_do_reads_what_is_awaited(monkeypatch):
    from mission.registration.queries import documents

    monkeypatch.setattr(documents, "missing_documents", lambda _person: [])
    owner = account()
    file = submitted(owner)
    for page in (place("apply"), place("status", file.reference)):
        assert "The end of registration." in text(signed_in_as(owner).get(page))


def test_a_refused_lead_is_led_to_the_objection_first(amina, season):
    owner = account()
    file = submitted(owner, hajj_before="yes", last_hajj_year="1446")
    services.check_eligibility(season=season, by=amina, at=LATER)
    assert place("object", file.reference) in text(signed_in_as(owner).get(place("apply")))


def test_a_visitor_reads_what_is_needed_on_a_page_kept_for_everybody():
    answer = Client().get(place("apply"), headers={"accept-language": "en"})
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert {"Cookie", "Accept-Language"} <= set(answer.headers["Vary"].split(", "))
    assert not answer.cookies
    said = text(answer)
    assert "What you need" in said
    assert "Residence card" in said
    assert "csrfmiddlewaretoken" not in said


def test_the_first_page_of_who_is_signed_in_is_kept_nowhere():
    answer = signed_in_as(account()).get(place("apply"))
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_letters_grow_from_a_page_without_a_token():
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(place("text_size"), {"size": "large", "next": place("apply")})
    assert (answer.url, browser.cookies["text_size"].value) == (place("apply"), "large")


def asked_again(person, *, verdict="ASK_AGAIN"):
    from foundation.uploads.models import Upload

    upload = Upload.objects.create(
        sha256="1" * 64, size_bytes=1, media_type="image/jpeg", name="p.jpg", at=OPEN_AT
    )
    document = Document.objects.create(
        person=person, kind="PASSPORT", upload=upload, original_sha256="2" * 64,
        is_scanned=False, handed_in_at=OPEN_AT, handed_in_by="t",
    )  # fmt: skip
    DocumentCheck.objects.create(
        document=document, step="CHECKED", verdict=verdict, at=OPEN_AT, by="t", by_id="t",
        reason="UNREADABLE" if verdict == "ASK_AGAIN" else "",
    )  # fmt: skip
    return document, DocumentAskedAgain(document.pk, person.pk, "PASSPORT", "UNREADABLE")


def test_the_lead_is_told_in_the_own_language_which_document_and_why():
    owner = account()
    owner.language = "en"
    owner.save()
    file = submitted(owner)
    _, event = asked_again(applying.people_of(applying.draft_for(owner.pk, file.season))[0])
    handlers.ask_for_document_again(event, at=LATER)
    message = Message.objects.get()
    assert (message.to, message.kind, message.about) == (
        owner.mobile, "document_asked_again", file.reference,
    )  # fmt: skip
    assert message.text.startswith("Passport page must be handed in again. It cannot be read.")
    status = text(signed_in_as(owner).get(place("status", file.reference)))
    assert "A document must be handed in again" in status


def test_a_companion_of_an_own_phone_is_told_there():
    owner, wife = account(1), account(50)
    draft = filled(owner, wife.national_id)
    person = applying.people_of(draft)[1]
    invitation = services.invite_companion(person=person, by=actor_for(owner), at=OPEN_AT)
    services.accept_invitation(
        invitation=invitation, account=wife, by=actor_for(wife), at=OPEN_AT
    )
    assert Invitation.objects.get().account == wife
    handlers.ask_for_document_again(asked_again(person)[1], at=LATER)
    assert Message.objects.get().to == wife.mobile


@pytest.mark.parametrize("change", ["replaced", "accepted"])
def test_a_document_that_is_settled_meanwhile_is_not_asked_for(change):
    draft = filled(account(), wife_id(1))
    person = applying.people_of(draft)[0]
    document, event = asked_again(
        person, verdict="ACCEPTED" if change == "accepted" else "ASK_AGAIN"
    )
    if change == "replaced":
        Document.objects.filter(pk=document.pk).update(is_current=False)
    handlers.ask_for_document_again(event, at=LATER)
    assert not Message.objects.exists()


def test_the_link_of_a_companion_goes_to_a_mobile_and_is_kept_nowhere():
    owner, wife = account(1), account(50)
    draft = filled(owner, wife.national_id)
    person = applying.people_of(draft)[1]
    client = signed_in_as(owner)
    client.post(place("invite", person.pk))
    standing = Invitation.objects.get()
    page = text(client.post(place("invite", person.pk), {"mobile": "5551 2345"}, follow=True))
    assert "The link is on its way" in page
    message = Message.objects.get()
    assert (message.to, message.kind, message.text) == (
        "+97455512345", "companion_invited", "",
    )  # fmt: skip
    token = applying.invitation_token(standing).split(":")[0]
    assert token in unseal(bytes(message.sealed))
    assert Invitation.objects.get() == standing  # the link that was copied before still opens


@pytest.mark.parametrize("number", ["12", "+442079460000", "abc"])
def test_no_link_is_sent_to_what_is_no_mobile(number):
    owner = account(1)
    person = applying.people_of(filled(owner, wife_id(1)))[1]
    signed_in_as(owner).post(place("invite", person.pk), {"mobile": number})
    assert not Message.objects.exists()


def test_nobody_has_us_write_to_many_strangers():
    owner = account(1)
    person = applying.people_of(filled(owner, wife_id(1)))[1]
    by = actor_for(owner)
    invitation = services.invite_companion(person=person, by=by, at=LATER)
    given = {"invitation": invitation, "text": "x", "by": by, "at": LATER}
    for number in range(MOST_OF_A_DRAFT):
        services.send_invitation(mobile=f"555123{number:02d}", **given)
    with pytest.raises(TooManyInvitations):
        services.send_invitation(mobile="55599999", **given)
    stranger = given | {"by": actor_for(account(2))}
    with pytest.raises(NoSuchDraft):
        services.send_invitation(mobile="55599999", **stranger)
