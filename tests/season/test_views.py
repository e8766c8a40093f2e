"""The pages of the season's rules."""

import pytest

from mission.season import queries

RULES, EDIT, HISTORY = "/season/rules/", "/season/rules/edit/", "/season/rules/history/"


def form_of(client):
    form = client.get(EDIT).context["form"]
    typed = {name: form.initial.get(name, "") for name in form.fields}
    return typed | {"note": "Decision 7"}


@pytest.mark.parametrize(("language", "word"), [("ar", "مصدر"), ("en", "Source")])
def test_the_page_shows_values_with_their_sources(season, signed_in, language, word):
    page = signed_in("SYSTEMS", language=language).get(RULES).content.decode()
    assert word in page
    assert "menafn.com/1108692690" in page


def test_a_change_is_saved_and_told_in_the_history(season, signed_in):
    client = signed_in("SYSTEMS")
    answer = client.post(EDIT, form_of(client) | {"tiers.elder_age_from": "٧٠"}, follow=True)
    assert "in force" in answer.content.decode()
    assert queries.rule_values(season)["tiers.elder_age_from"] == 70
    history = client.get(HISTORY).content.decode()
    assert "Decision 7" in history
    assert "70" in history


def test_a_wrong_value_is_told_and_nothing_typed_is_lost(season, signed_in):
    client = signed_in("SYSTEMS")
    typed = form_of(client) | {"tiers.elder_age_from": "old", "note": "kept words"}
    page = client.post(EDIT, typed).content.decode()
    assert "Write a whole number." in page
    assert "kept words" in page
    assert len(queries.rule_history(season)) == 1


def test_the_committee_reads_and_may_not_edit(season, signed_in):
    client = signed_in("COMMITTEE_MEMBER")
    assert client.get(RULES).status_code == 200
    assert EDIT not in client.get(RULES).content.decode()
    assert client.get(EDIT).status_code == 403


def test_a_guard_sees_no_rules(season, signed_in):
    assert signed_in("GATE_GUARD").get(RULES).status_code == 403


def test_without_a_season_the_page_says_how_to_open_one(db, signed_in):
    assert "open_season" in signed_in("SYSTEMS").get(RULES).content.decode()
