"""Amina may; Bilal may too, for a round belongs to no campaign; Dawud may not."""

import pytest

from foundation.refusals import PermissionRefused
from mission.selection import access

GUARDS = [
    access.check_may_prepare_round,
    access.check_may_commit_secret,
    access.check_may_freeze_round,
    access.check_may_reveal_secret,
    access.check_may_draw_round,
    access.check_may_publish_round,
    access.check_may_sit,
    access.check_may_confirm_step,
    access.check_may_attest_round,
    access.check_may_amend_result,
    access.check_may_accept_for_many,
    access.check_may_run_offers,
]


@pytest.mark.parametrize("guard", GUARDS)
def test_three_people_before_every_guard(guard, amina, bilal, dawud):
    guard(by=amina)
    guard(by=bilal)
    with pytest.raises(PermissionRefused):
        guard(by=dawud)


def test_the_chair_leads_and_a_member_does_not():
    from config.roles import ROLES

    leading = {"prepare_round", "freeze_round", "draw_round", "publish_round"}
    chair, member = ROLES["COMMITTEE_CHAIR"], ROLES["COMMITTEE_MEMBER"]
    assert {f"selection.{name}" for name in leading} <= chair
    assert not {f"selection.{name}" for name in leading} & member
    assert {"selection.commit_secret", "selection.reveal_secret"} <= chair & member
    holders = {role for role, held in ROLES.items() if "selection.draw_round" in held}
    assert holders == {"COMMITTEE_CHAIR"}


@pytest.mark.parametrize(
    ("role", "office", "confirms", "attests"),
    [
        ("COMMITTEE_CHAIR", "CHAIR", True, False),
        ("COMMITTEE_MEMBER", "MEMBER", True, False),
        ("COMMITTEE_SECRETARY", "SECRETARY", True, False),
        ("COMMITTEE_WITNESS", "WITNESS", False, True),
        ("SYSTEMS", "", False, False),
        ("HEAD_OF_MISSION", "", False, False),
    ],
)
def test_each_role_sits_in_its_office(role, office, confirms, attests):
    from config.roles import ROLES
    from foundation.scoping import Actor

    by = Actor("staff", "id", "x", frozenset(ROLES[role]))

    assert access.office_of(by) == office
    assert access.may_sit(by=by) == (office != "")
    assert access.may_confirm_step(by=by) == confirms
    assert access.may_attest_round(by=by) == attests
    assert access.may_amend_result(by=by) == (role == "COMMITTEE_CHAIR")
    assert access.may_propose_step("FREEZE", by=by) == (role == "COMMITTEE_CHAIR")
