"""Who may what in registration: three people and every permission."""

import pytest

from foundation.refusals import PermissionRefused
from mission.registration import access

PAIRS = [
    (access.check_may_import, access.may_import),
    (access.check_may_judge, access.may_judge),
    (access.check_may_export, access.may_export),
]


@pytest.mark.parametrize(("check", "may"), PAIRS)
def test_a_guard_and_its_question_agree(check, may, amina, bilal, dawud):
    for person in (amina, bilal):
        check(by=person)
        assert may(by=person)
    assert not may(by=dawud)
    with pytest.raises(PermissionRefused):
        check(by=dawud)


def test_applications_are_seen_by_those_who_may(amina, dawud):
    access.check_may_view(by=amina)
    assert access.may_view_identity(by=amina)
    assert not access.may_view_identity(by=dawud)
    with pytest.raises(PermissionRefused):
        access.check_may_view(by=dawud)
