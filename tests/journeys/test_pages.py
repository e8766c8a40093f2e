"""Every page of the sample season, in both languages, as its role sees it."""

from __future__ import annotations

from collections import defaultdict

import pytest
from django.core.management import call_command
from django.urls import reverse

from demo.accounts import ACCOUNTS
from foundation.progress.services import open_task
from mission.notifications.services import send_sms
from mission.permits import services as permits
from mission.season import queries as seasons
from mission.staff.models import StaffMember
from tests.journeys import looking, pages

FILES = 120


@pytest.fixture
def sample_season(transactional_db, system, at):
    """A small season with work in every step, loaded as `make demo` loads the large one."""
    call_command("load_demo", files=FILES, verbosity=0)
    permits.order_sheets(season=seasons.current_season(), by=system, at=at, is_again=True)
    open_task(kind="import", label="Import", by=system, at=at)
    # No worker runs here, so the messages of the season's events were not written.
    send_sms(
        to="+97433112233",
        kind="application_received",
        text="Your Hajj application was received.",
        about="7K3P-9QXM",
        by=system,
        at=at,
    )
    emails = {account.role: account.email for account in reversed(ACCOUNTS)}
    return {role: StaffMember.objects.get(email=email) for role, email in emails.items()}


def test_every_address_is_looked_at_or_said_to_be_no_page():
    looked_at = {page.name for page in pages.PAGES}
    assert sorted(pages.names() - looked_at - pages.NO_PAGES) == []
    assert sorted(pages.NO_PAGES - pages.names()) == []


# Both languages and both themes, each page once in each.
@pytest.mark.parametrize(("language", "theme"), [("ar", "dark"), ("en", "light")])
def test_pages_are_accessible_and_fit_a_phone(sample_season, visit, language, theme):
    by_role = defaultdict(list)
    for page in pages.PAGES:
        by_role[page.role].append(page)
    found = []
    for role, listed in by_role.items():
        member = sample_season[role] if role else None
        with visit(language=language, theme=theme, member=member) as window:
            for page in listed:
                address = page.address()
                if address is None:
                    found.append(f"{page.name}: the sample season has no such record")
                else:
                    found += looking.faults(window, address)
    if found:
        pytest.fail("\n".join(found), pytrace=False)


def test_pages_without_a_season_say_what_to_do(visit, member_with):
    member = member_with("SYSTEMS", "COMMITTEE_CHAIR")
    plain = [page for page in pages.PAGES if page.record is None]
    found = []
    with visit(language="en", member=member) as window:
        for page in plain:
            answer = window.goto(page.address())
            if answer.status >= 500 or not window.locator("main").inner_text().strip():
                found.append(f"{page.name}: {answer.status}")
    if found:
        pytest.fail("\n".join(found), pytrace=False)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_refusals_are_designed_pages_in_the_readers_language(visit, member_with, language):
    guard = member_with("GATE_GUARD")
    with visit(language=language, member=guard) as window:
        for address, status in ((reverse("staff:members"), 403), ("/no/such/page/", 404)):
            answer = window.goto(address)
            assert answer.status == status
            assert looking.axe(window) == []
            assert window.locator("main a.button").count() >= 1
