"""Who is let in to which page of a round, and who is kept out."""

import pytest

from tests.selection.test_views import SECRET, text_of, url

pytestmark = pytest.mark.django_db

GETS = [
    "round",
    "promises",
    "council",
    "fairness",
    "what_if",
    "edit_rules",
    "edit_text",
    "presets",
    "versions",
    "freeze",
    "results",
]
POSTS = [
    "start_from",
    "ask",
    "commit",
    "reveal",
    "close_reveals",
    "chance",
    "draw",
    "publish",
    "vacate",
    "attend",
    "take_up",
    "attest",
    "simulate",
]


def test_who_may_not_is_kept_out_of_every_page(signed_in, ceremony, files):
    held = ceremony.until("open")
    guard = signed_in("GATE_GUARD")

    assert guard.get(url("rounds")).status_code == 403
    assert guard.post(url("open")).status_code == 403
    assert [guard.get(url(name, held)).status_code for name in GETS] == [403] * len(GETS)
    assert [guard.post(url(name, held)).status_code for name in POSTS] == [403] * len(POSTS)
    assert guard.get(url("proof", held)).status_code == 403


def test_a_member_looks_and_promises_but_does_not_lead(signed_in, ceremony, files):
    held = ceremony.until("open")
    member = signed_in("COMMITTEE_MEMBER")

    page = text_of(member.get(url("round", held)))
    assert "Promise your secret" in page
    assert "Go to the freeze" not in page
    leading = ["ask", "close_reveals", "draw", "publish", "vacate", "attest"]
    assert [member.post(url(name, held)).status_code for name in leading] == [403] * len(
        leading
    )
    assert member.post(url("open")).status_code == 403
    assert (
        member.post(url("commit", held), {"member": "X", "secret": SECRET}).status_code == 302
    )


def test_nobody_is_let_in_without_signing_in(visitor, ceremony, files):
    held = ceremony.until("open")

    for name in GETS:
        answer = visitor.get(url(name, held))
        assert answer.status_code == 302
        assert "/accounts/" in answer["Location"]
