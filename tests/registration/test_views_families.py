"""The pages of families: on the phone in both languages, for callers, and for the staff."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from foundation.clock import standing_at
from foundation.ids import new_reference
from mission.registration.models import FamilyRequest
from tests.leads import signed_in_as
from tests.registration.drafts import OPEN_AT
from tests.registration.test_families import Lead, linked, references
from tests.registration.test_views_applying import text
from tests.registration.test_views_calls import call

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _while_the_window_is_open():
    call_command("open_season", "1448", verbosity=0)
    with standing_at(OPEN_AT + timedelta(hours=2)):
        yield


def page(lead, name="family", *more):
    return reverse(f"registration:{name}", args=[lead.file.reference, *more])


def act(client, lead, name, prefix="", **given):
    return client.post(page(lead, f"{prefix}family_act", name), given, follow=True)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_leads_link_their_applications_on_their_phones(language):
    one, other = Lead(1, companions=1), Lead(2)
    mine, theirs = (signed_in_as(each.account, language=language) for each in (one, other))
    assert page(one) in text(mine.get(page(one, "status")))
    said = act(mine, one, "ask", reference=other.file.reference.lower())
    assert said.status_code == 200
    assert other.file.reference in text(said)
    asked = text(theirs.get(page(other, "status")))
    assert page(other) in asked
    shown = text(theirs.get(page(other)))
    assert one.file.reference in shown
    assert ("ح•••" if language == "ar" else "H•••") in shown
    assert "المري" not in shown
    assert "Marri" not in shown
    request = FamilyRequest.objects.get()
    act(theirs, other, "agree", request=str(request.pk))
    for client, lead, kin in ((mine, one, other), (theirs, other, one)):
        for name in ("family", "status"):
            assert kin.file.reference in text(client.get(page(lead, name)))
    act(mine, one, "leave")
    assert one.kin() == other.kin() == set()


def test_a_reference_that_does_not_exist_is_answered_like_any_other():
    one, other = Lead(1), Lead(2)
    client = signed_in_as(one.account)
    real = act(client, one, "ask", reference=other.file.reference)
    made_up = act(client, one, "ask", reference=new_reference())

    def messages(answer):
        return [str(each) for each in answer.context["messages"]]

    assert real.status_code == made_up.status_code == 200
    assert messages(real) == messages(made_up)
    assert text(made_up).count("Waits for an answer") == 2


def test_a_misspelt_reference_is_said_beside_the_field_and_kept():
    one = Lead(1)
    answer = act(signed_in_as(one.account), one, "ask", reference="OOOO-1111")
    assert answer.status_code == 422
    assert "OOOO-1111" in text(answer)


def test_a_refusal_is_said_on_the_page():
    one = Lead(1)
    said = text(act(signed_in_as(one.account), one, "ask", reference=one.file.reference))
    assert "reference of your own application" in said


def test_the_link_of_another_family_fills_its_reference_in():
    one, other = Lead(1), Lead(2)
    link = reverse("registration:together", args=[other.file.reference])
    answer = signed_in_as(one.account).get(link, follow=True)
    assert answer.redirect_chain[-1][0].startswith(page(one))
    assert f'value="{other.file.reference}"' in text(answer)
    one.withdraw()
    answer = signed_in_as(one.account).get(link, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("registration:apply")


def test_nobody_sees_or_changes_the_family_of_another_application():
    one, other, stranger = Lead(1), Lead(2), Lead(3)
    request = one.ask(other)
    client = signed_in_as(stranger.account)
    assert client.get(page(one)).status_code == 404
    for name in ("ask", "leave", "agree"):
        assert act(client, one, name, request=str(request.pk)).status_code == 404
    assert act(client, stranger, "agree", request=str(request.pk)).status_code == 404
    assert act(client, stranger, "agree", request="no id").status_code == 404
    assert act(client, stranger, "dance").status_code == 404
    assert one.kin() == set()


def test_an_operator_links_for_callers(signed_in):
    one, other = Lead(1), Lead(2)
    agent = signed_in("CONTACT_AGENT")
    call(agent, one.account)
    assert page(one, "call_family") in text(agent.get(page(one, "call_status")))
    act(agent, one, "ask", prefix="call_", reference=other.file.reference)
    request = FamilyRequest.objects.get()
    assert agent.get(page(other, "call_family")).url == reverse("registration:calls")
    call(agent, other.account)
    assert one.file.reference in text(agent.get(page(other, "call_family")))
    act(agent, other, "agree", prefix="call_", request=str(request.pk))
    assert one.kin() == references(one, other)
    assert signed_in("GATE_GUARD").get(page(one, "call_family")).status_code == 403


def test_after_the_window_a_family_is_shown_and_cannot_be_changed():
    one, other = Lead(1), Lead(2)
    linked(one, other)
    with standing_at(OPEN_AT + timedelta(days=365)):
        client = signed_in_as(one.account)
        assert other.file.reference in text(client.get(page(one, "status")))
        shown = text(client.get(page(one)))
        assert page(one, "family_act", "leave") not in shown
        act(client, one, "leave")
    assert one.kin() == references(one, other)


def test_the_staff_see_the_family_of_a_file_and_its_history(signed_in):
    one, other, third = Lead(1), Lead(2), Lead(3)
    linked(one, other, third)
    third.leave()
    one.ask(third)
    client = signed_in("SYSTEMS")
    address = reverse("registration:application", args=[one.file.reference])
    shown = text(client.get(address))
    for lead in (other, third):
        assert lead.file.reference in shown
    assert "left of its own wish" in shown
    assert f"This file asked {third.file.reference}" in shown
    export = client.get(reverse("registration:export"))
    assert export.status_code == 200
