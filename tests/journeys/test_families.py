"""Two families link their applications on their phones, and leave each other again."""

from __future__ import annotations

import pytest

from foundation.clock import now
from mission.registration.queries import families
from tests.journeys.looking import faults
from tests.journeys.test_apply import PHONE_WIDTH, owner_of, season, sign_in
from tests.registration import drafts

__all__ = ["season"]


def form(page, act):
    return page.locator(f"form[action$='/family/{act}/']")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_two_families_are_linked_by_a_link_and_part_again(visit, season, language):
    owners = [owner_of(1), owner_of(2)]
    one, other = (drafts.submitted(owner, at=now()) for owner in owners)
    with visit(language=language, width=PHONE_WIDTH) as page:
        sign_in(page, owners[0])
        assert faults(page, f"/apply/files/{one.reference}/family/") == []
        page.goto(f"/apply/together/{other.reference}/")
        form(page, "ask").locator("button").click()
        form(page, "take-back").wait_for()
        assert faults(page, f"/apply/files/{one.reference}/family/") == []
    with visit(language=language, width=PHONE_WIDTH) as page:
        sign_in(page, owners[1])
        assert faults(page, f"/apply/files/{other.reference}/") == []
        assert faults(page, f"/apply/files/{other.reference}/family/") == []
        form(page, "agree").locator("button").click()
        form(page, "leave").wait_for(state="attached")
        assert len(families.family_of(one)) == 2
        assert faults(page, f"/apply/files/{other.reference}/family/") == []
        form(page, "leave").locator("xpath=ancestor::details").locator("summary").click()
        form(page, "leave").locator("button[type=submit]").click()
        form(page, "ask").wait_for()
        assert families.family_of(one) == []
