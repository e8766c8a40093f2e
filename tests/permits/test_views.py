"""The pages of permits: what each role sees, and what comes of its buttons."""

import re

import pytest

from foundation import jobs
from foundation.progress.models import Task
from mission.campaigns.models import CampaignStaff
from mission.permits import queries, services
from mission.permits.models import Bracelet, PrintBatch
from tests.permits.factories import granted_to, make_campaign, make_pilgrims

pytestmark = pytest.mark.usefixtures("today")

PAGES = ["/permits/", "/permits/pilgrims/", "/permits/sheets/", "/permits/keys/"]


@pytest.fixture
def systems(signed_in):
    return signed_in("SYSTEMS")


@pytest.fixture
def manager(member_with, signed_in, campaign, at):
    member = member_with("CAMPAIGN_MANAGER")
    CampaignStaff.objects.create(
        campaign=campaign, member=member, appointed_at=at, appointed_by="tests"
    )
    return signed_in(member=member)


def words(response):
    assert response.status_code == 200
    return re.sub(r"<[^>]+>|\s+", " ", response.content.decode())


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_pages_open_empty_and_full_in_both_languages(
    request, season, signed_in, page, language
):
    client = signed_in("SYSTEMS", language=language)
    assert client.get(page).status_code == 200
    request.getfixturevalue("worn")
    assert client.get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_without_a_season_pages_say_so(systems, page):
    assert "No season is open" in words(systems.get(page))


@pytest.mark.parametrize("page", [*PAGES, "/permits/pilgrims.xlsx"])
def test_pages_are_closed_for_a_guard(season, signed_in, page):
    assert signed_in("GATE_GUARD").get(page).status_code == 403


@pytest.mark.parametrize("page", ["/permits/sheets/", "/permits/keys/"])
def test_the_head_of_mission_sees_figures_but_no_keys(season, signed_in, page):
    client = signed_in("HEAD_OF_MISSION")

    assert client.get("/permits/").status_code == 200
    assert client.get(page).status_code == 403


def test_the_overview_counts(systems, worn):
    response = systems.get("/permits/")

    figures = response.context["figures"]
    assert (figures.permitted, figures.worn, figures.printed, figures.stopped) == (5, 5, 0, 0)
    assert (figures.without_bracelet, figures.unprinted) == (0, 5)
    assert "Al Noor" in words(response)


def test_a_manager_sees_the_own_pilgrims_and_nobody_elses(season, manager, worn, system, at):
    other = make_campaign(season, "Q-09", names=("حملة أخرى", "Another"))
    strangers = make_pilgrims(other, 1, start=700)
    granted = granted_to(strangers, start=700)
    services.receive_granted(season=season, granted=granted, by=system, at=at)

    shown = manager.get("/permits/", follow=True)

    assert len(shown.context["rows"]) == 5
    own, stranger = worn[0].pilgrim, strangers[0]
    assert manager.get(f"/permits/pilgrims/{own.reference}/").status_code == 200
    assert manager.get(f"/permits/pilgrims/{stranger.reference}/").status_code == 404
    assert manager.get(f"/permits/pilgrims/?campaign={other.id}").status_code == 403


def test_a_manager_revokes_nothing(manager, bracelet):
    shown = words(manager.get(f"/permits/pilgrims/{bracelet.pilgrim.reference}/"))
    assert "Revoke" not in shown

    answer = manager.post(f"/permits/bracelets/{bracelet.serial}/revoke/", {"reason": "LOST"})

    assert answer.status_code == 403
    assert queries.bracelet_facts(bracelet).state == "ISSUED"


@pytest.mark.parametrize("search", ["reference", "serial", "name_ar", "name_en"])
def test_a_pilgrim_is_found_by_whatever_one_has(systems, bracelet, search):
    wanted = {
        "reference": bracelet.pilgrim.reference.lower().replace("-", " "),
        "serial": bracelet.serial,
        "name_ar": bracelet.pilgrim.person.name_ar,
        "name_en": bracelet.pilgrim.person.name_en,
    }[search]

    rows = systems.get("/permits/pilgrims/", {"q": wanted}).context["rows"]

    assert bracelet.serial in [row["serial"] for row in rows]
    assert len(rows) < 5


def test_a_search_without_result_says_what_to_try(systems, worn):
    assert "Nobody was found" in words(systems.get("/permits/pilgrims/", {"q": "zzzz"}))


def test_a_pilgrims_page_shows_permit_and_bracelet(systems, bracelet):
    shown = words(systems.get(f"/permits/pilgrims/{bracelet.pilgrim.reference}/"))

    for part in (bracelet.serial, bracelet.permit.number, bracelet.permit.visa_number):
        assert part in shown
    assert "In force" in shown
    assert bracelet.credential not in shown


@pytest.mark.parametrize(
    ("act", "state", "said"),
    [
        ("revoke", "REVOKED", "The bracelet is revoked"),
        ("suspend", "SUSPENDED", "The bracelet is suspended"),
        ("replace", "REPLACED", "A new bracelet is signed"),
    ],
)
def test_a_bracelet_is_stopped_with_a_reason(systems, bracelet, act, state, said):
    address = f"/permits/bracelets/{bracelet.serial}/{act}/"

    shown = systems.post(address, {"reason": "LOST", "note": "in the bus"}, follow=True)

    assert said in words(shown)
    assert queries.bracelet_facts(bracelet).state == state


def test_without_a_reason_nothing_happens_and_the_page_says_why(systems, bracelet):
    address = f"/permits/bracelets/{bracelet.serial}/revoke/"

    shown = systems.post(address, {"reason": ""}, follow=True)

    assert "Say why" in words(shown)
    assert queries.bracelet_facts(bracelet).state == "ISSUED"


def test_a_suspicion_is_cleared(systems, bracelet, system, at):
    services.suspend_bracelet(bracelet=bracelet, reason="MISUSED", by=system, at=at)

    shown = systems.post(f"/permits/bracelets/{bracelet.serial}/reinstate/", follow=True)

    assert "The suspicion is cleared" in words(shown)
    assert queries.bracelet_facts(bracelet).state == "ISSUED"


def test_buttons_answer_to_post_only(systems, bracelet):
    for address in (f"/permits/bracelets/{bracelet.serial}/revoke/", "/permits/issue/"):
        assert systems.get(address).status_code == 405


def test_an_unknown_serial_is_not_found(systems, season):
    for serial in ("7777-7777", "nonsense"):
        answer = systems.post(f"/permits/bracelets/{serial}/revoke/", {"reason": "LOST"})
        assert answer.status_code == 404


@pytest.mark.django_db(transaction=True)
def test_issuing_and_printing_from_the_pages(systems, permitted, media):
    systems.post("/permits/issue/")
    jobs.run_until_idle()

    assert Bracelet.objects.count() == 5
    task = Task.objects.get(kind="permits.issue")
    assert (task.state, task.result["issued"]) == ("DONE", 5)

    page = systems.post("/permits/sheets/", {"campaign": ""}, follow=True)
    batch = PrintBatch.objects.get()
    assert "data-progress" in page.content.decode()
    assert systems.get(f"/permits/sheets/{batch.id}/file/").status_code == 404
    jobs.run_until_idle()

    assert "Fetch the sheets" in words(systems.get(f"/permits/sheets/{batch.id}/"))
    file = systems.get(f"/permits/sheets/{batch.id}/file/")
    assert file["Content-Type"] == "application/pdf"
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    again = systems.post("/permits/sheets/", {"campaign": ""}, follow=True)
    assert "stands on a sheet already" in words(again)


def test_the_workbook_of_permits(systems, permitted):
    answer = systems.get("/permits/pilgrims.xlsx")

    import io

    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.values)
    assert len(rows) == 6
    assert all(cell.quotePrefix for cell in sheet[2])  # a text stays one, saved as CSV too
    assert rows[0][4] == "Permit number"
    assert {row[4] for row in rows[1:]} == {f"P{number:09}" for number in range(1, 6)}


def test_keys_and_lists_show_what_signs(systems, worn):
    shown = systems.get("/permits/keys/")

    assert [row["key"].kid for row in shown.context["rows"]] == [2, 1]
    assert queries.root_public_key().hex() in words(shown)
    for row in worn:
        assert row.credential not in shown.content.decode()


def test_a_key_is_rotated_and_withdrawn_from_the_page(systems, worn):
    systems.post("/permits/keys/rotate/", {"usage": "qr"})
    assert len(queries.trusted_keys()) == 3

    said = words(systems.post("/permits/keys/1/withdraw/", {"reason": ""}, follow=True))
    assert "Say why" in said
    systems.post("/permits/keys/1/withdraw/", {"reason": "stolen"})
    assert 1 not in queries.trusted_keys()
    said = words(systems.post("/permits/keys/1/withdraw/", {"reason": "x"}, follow=True))
    assert "was withdrawn before" in said


def test_work_waits_on_the_home_of_the_systems_unit(systems, permitted):
    assert "5 pilgrims have a permit and no bracelet" in words(systems.get("/", follow=True))
