"""The rules of a round as sentences: change, keep versions, compare, start from a preset."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from mission.season.queries import rule_values
from mission.selection import presenters, queries, services
from mission.selection.models import RuleSet
from mission.selection.rules.file_rules import season_file_rules
from tests.selection.test_views import as_shown, text_of, url

pytestmark = pytest.mark.django_db

ELDEST = ["-age_days", "number"]


@pytest.fixture
def browser(signed_in, member_with):
    return signed_in(member=member_with("COMMITTEE_CHAIR"))


@pytest.fixture
def held(season, amina, at):
    return services.open_round(season=season, by=amina, at=at)


def save(browser, held, **changes):
    sent = as_shown(browser, held) | {name.replace("__", "-"): v for name, v in changes.items()}
    return browser.post(url("edit_rules", held), sent)


def test_saved_as_shown_the_rules_are_the_same_to_the_byte(browser, held):
    before = queries.rules_of(held).as_bytes()

    assert save(browser, held).status_code == 302

    assert queries.rules_of(held).as_bytes() == before
    assert queries.file_rules_of(held) is None  # as the season says
    assert [row.version for row in queries.rule_sets(held)] == [2, 1]


@pytest.mark.parametrize("preset", queries.presets(), ids=lambda preset: preset.key)
def test_every_preset_passes_through_the_page_unchanged(browser, held, preset):
    assert browser.post(url("start_from", held), {"preset": preset.key}).status_code == 302
    assert queries.rules_of(held) == preset.rules
    assert queries.file_rules_in_force(held) == preset.file_rules

    save(browser, held)

    assert queries.rules_of(held) == preset.rules
    assert queries.file_rules_in_force(held) == preset.file_rules
    assert len(queries.rule_sets(held)) == 3


def test_a_committee_writes_format_2_without_a_line_of_json(browser, held):
    answer = save(
        browser, held, quota="100", last_seat="accept", last_sizes="1، 2 / 3", reserve="40",
        acceptance_days="7", left="free", power="2",
        shares__0__seats="10",
        shares__1__name="women", shares__1__seats="5", shares__1__when="after",
        shares__1__sex="F", shares__1__without_men="on",
        parts__0__name="citizens", parts__0__quota="60", parts__0__nationalities="qat",
        tiers__3__is_tier="on", tiers__3__min_refused_seasons="5", tiers__3__ORDER="0",
    )  # fmt: skip

    assert answer.status_code == 302
    rules, files = queries.rules_of(held), queries.file_rules_in_force(held)
    assert rules.as_json() == {
        "acceptance_days": 7,
        "format": 2,
        "general": {"order": ["tier", "number"]},
        "last_seat": "accept",
        "last_sizes": [[1, 2], [3]],
        "quota": 100,
        "reserve": 40,
        "shares": [
            {
                "name": "elderly",
                "order": ["-age_days", "number"],
                "seats": 10,
                "when": "before",
            },
            {"name": "women", "order": ["number"], "seats": 5, "when": "after"},
        ],
        "strata": {
            "left": "free",
            "parts": [{"name": "citizens", "quota": 60, "shares": []}],
        },
    }
    assert files.tickets.power == 2
    assert files.shares["women"] == {"sex": "F", "without_men": True}
    assert files.strata == (("citizens", {"nationalities": ["QAT"]}),)
    assert files.tiers[0] == {"min_refused_seasons": 5}
    assert len(files.tiers) == 4


def test_what_is_taken_out_is_gone(browser, held):
    save(browser, held, shares__0__DELETE="on", tiers__1__DELETE="on")

    assert queries.rules_of(held).shares == ()
    files = queries.file_rules_in_force(held)
    assert files.shares == {}
    assert [tier.get("min_refused_seasons") for tier in files.tiers] == [None, None]


@pytest.mark.parametrize(
    ("changes", "sentence", "field"),
    [
        (
            {"quota": "100", "shares__0__seats": "101"},
            "The shares reserve 101 seats and there are only 100.",
            "id_quota_error",
        ),
        ({"quota": "-1"}, "greater than or equal to 0", "id_quota_error"),
        ({"last_sizes": "one"}, "Write numbers: 1, 2 / 3.", "id_last_sizes_error"),
        ({"last_sizes": "1"}, "cannot be looked for at the last seat", "id_last_sizes_error"),
        (
            {"shares__1__name": "elderly", "shares__1__seats": "1"},
            "cannot name a share",
            "id_shares-1-name_error",
        ),
        (
            {"shares__1__name": "two words", "shares__1__seats": "1"},
            "Use one word without commas",
            "id_shares-1-name_error",
        ),
        (
            {"shares__0__nationalities": "Qatar"},
            "Write codes of three letters",
            "id_shares-0-nationalities_error",
        ),
        (
            {"parts__0__name": "north", "parts__0__quota": "4300"},
            "The parts and the shares of all have 4520 seats",
            "id_quota_error",
        ),
        ({"order": "height"}, "is no order", "id_order_error"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_keeps_what_was_typed(
    browser, held, changes, sentence, field
):
    answer = save(browser, held, **changes)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert f'id="{field}"' in page
    assert f'value="{next(iter(changes.values()))}"' in page or "order" in changes
    assert len(queries.rule_sets(held)) == 1


def test_an_editor_who_comes_second_is_told(browser, held):
    mine = as_shown(browser, held)
    save(browser, held, quota="4000")

    answer = browser.post(url("edit_rules", held), mine | {"quota": "3000"})

    assert "Somebody wrote version 2 of these rules meanwhile" in text_of(answer)
    assert queries.rules_of(held).quota == 4000


def test_two_versions_are_compared_sentence_by_sentence(browser, held):
    save(browser, held, quota="4000", acceptance_days="7", shares__0__DELETE="on")

    shown = text_of(browser.get(url("versions", held)))

    assert "Changed There are 4,400 seats in all. There are 4,000 seats in all." in shown
    assert "Newly added Who is selected has 7 days to accept" in shown
    assert "Removed First, 220 seats are reserved for the share “elderly people”" in shown
    same = presenters.changes_between(*[queries.rule_set(held, 1)] * 2)
    assert {change.kind for change in same} == {"same"}
    assert browser.get(url("versions", held), {"old": "1", "new": "9"}).status_code == 404


def test_experts_change_the_text_and_are_told_where_it_is_wrong(browser, held):
    form = browser.get(url("edit_text", held)).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    rules = json.loads(sent["rules"]) | {"quota": 7, "shares": []}

    broken = browser.post(url("edit_text", held), sent | {"file_rules": "{"})
    assert broken.status_code == 422
    assert "file_rules" in broken.context["form"].errors
    browser.post(url("edit_text", held), sent | {"rules": json.dumps(rules)})

    assert queries.rules_of(held).quota == 7
    unknown = json.dumps(rules | {"quotas": 1})
    assert "Rules know no “quotas”" in text_of(
        browser.post(url("edit_text", held), sent | {"rules": unknown})
    )


def test_settled_rules_are_refused_by_page_service_and_database(browser, held, amina, at):
    sent = as_shown(browser, held)
    services.open_commitments(selection_round=held, by=amina, at=at)

    page = text_of(browser.get(url("edit_rules", held)))
    assert "These rules are settled" in page
    assert "Write the rules" not in page
    assert browser.post(url("edit_rules", held), sent).status_code == 422
    assert browser.post(url("start_from", held), {"preset": "uae-1447"}).status_code >= 400
    text = queries.rule_set(held, 1).text
    with pytest.raises(IntegrityError, match="settled"), transaction.atomic():
        RuleSet.objects.create(round=held, version=2, text=text, at=at, by="nobody")
    assert [row.version for row in queries.rule_sets(held)] == [1]


def test_rules_that_ask_what_no_file_states_are_not_settled(browser, held, amina, at):
    browser.post(url("start_from", held), {"preset": "pakistan-2019"})
    page = text_of(browser.get(url("edit_rules", held)))
    assert "The rules ask for hardship, and low-paid work." in page

    with pytest.raises(services.FactNotStated):
        services.open_commitments(selection_round=held, by=amina, at=at)

    assert queries.current_state(held) == "DRAFT"
    save(browser, held, shares__1__seats="0", shares__2__seats="0")
    services.open_commitments(selection_round=held, by=amina, at=at)


def test_the_season_says_its_rules_of_the_draw_in_sentences(browser, season):
    rules = text_of(browser.get(reverse("season:rules")))
    shown = text_of(browser.get(url("season_rules")))

    assert "Read as sentences" in rules
    assert "There are 4,400 seats in all." in shown
    assert "Tier 4: all other files." in shown


def test_without_a_season_there_are_no_rules_to_read(browser):
    assert "No season is open" in text_of(browser.get(url("season_rules")))


def test_presets_are_shown_with_their_sources(browser, held):
    shown = text_of(browser.get(url("presets", held)))

    assert "Türkiye, 2026" in shown
    assert "A lottery before a notary" in shown
    assert "All files are of one tier." in shown
    assert "the sum is raised to the power of 2" in shown
    assert browser.post(url("start_from", held), {"preset": "nowhere"}).status_code == 404


def test_the_rules_of_the_files_stand_on_the_page_of_the_round(browser, held):
    shown = text_of(browser.get(url("round", held)))

    assert "Tier 1: files whose lead applicant is at least 65 years old, and whose" in shown
    assert "Tier 4: all other files." in shown
    assert "Every file has 1 ticket and 1 more for each season" in shown
    assert season_file_rules(rule_values(held.season)) == queries.file_rules_in_force(held)
