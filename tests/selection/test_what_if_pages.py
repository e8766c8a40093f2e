"""The page on which the chair tries rules out."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mission.season.queries import rule_values
from mission.selection import queries, services
from tests.selection.conftest import RULES
from tests.selection.test_views import sent_of


@pytest.mark.django_db
class TestPage:
    """The chair tries values out; the head of the mission may look."""

    @pytest.fixture
    def opened(self, season, files, amina, at):
        return services.open_round(season=season, rules=RULES, by=amina, at=at)

    @pytest.fixture
    def address(self, opened):
        return reverse("selection:what_if", args=[opened.id])

    def filled(self, browser, address, **changed):
        """Send the form as it stands, with some fields changed."""
        form = browser.get(address).context["form"]
        editor = form.editor
        lists = (editor.shares, editor.parts, editor.tiers)
        return browser.post(
            address, sent_of(*editor.every_form(), *lists, form.eligibility) | changed
        )

    def test_sent_as_it_is_shown_it_supposes_what_is_saved(
        self, signed_in, address, opened, monkeypatch
    ):
        asked = []
        monkeypatch.setattr(queries, "suppose", lambda held, ruling: asked.append(ruling))
        self.filled(signed_in("COMMITTEE_CHAIR"), address)
        assert asked == [queries.ruling_of(opened)]

    def test_the_page_begins_with_the_saved_rules(self, signed_in, address):
        browser = signed_in("HEAD_OF_MISSION")
        page = browser.get(address).content.decode()
        assert "Drawing by the saved rules" in page
        part = browser.get(address, headers={"HX-Request": "true"}).content.decode()
        assert "Simulation – not the draw" in part
        assert "<html" not in part
        assert "not one file changes" in part

    def test_a_plain_submit_shows_the_change_without_a_script(self, signed_in, address):
        browser = signed_in("COMMITTEE_CHAIR")
        page = self.filled(browser, address, **{"values-eligibility.fitness_required": "no"})
        text = page.content.decode()
        assert "saved rules: 10" in text
        assert page.context["supposed"]["figures"][0]["value"] == 11
        assert "<html" in text

    def test_what_cannot_be_is_said_where_it_was_entered(self, signed_in, address):
        browser = signed_in("COMMITTEE_CHAIR")
        page = self.filled(browser, address, quota=1).content.decode()
        assert "The shares reserve 2 seats and there are only 1" in page
        assert "Simulation – not the draw" not in page
        page = self.filled(browser, address, base=1000, power=4).content.decode()
        assert "more than can be tried out at once" in page
        assert "Simulation – not the draw" not in page

    def test_a_class_without_its_values_is_said_and_breaks_nothing(
        self, signed_in, address, season, monkeypatch
    ):
        values = dict(rule_values(season)) | {"eligibility.classes": ["home", "neighbours"]}
        monkeypatch.setattr("mission.selection.queries.supposing.rule_values", lambda _: values)
        page = signed_in("COMMITTEE_CHAIR").get(address, {"now": "1"})
        assert page.status_code == 200
        assert "eligibility.neighbours" in page.context["problem"]

    def test_only_who_sees_rounds_sees_it(self, signed_in, address):
        assert signed_in("GATE_GUARD").get(address).status_code == 403
        assert signed_in("SYSTEMS").get(address).status_code == 200

    def test_settled_rules_are_no_longer_tried_out(self, signed_in, ceremony, files):
        held = ceremony.open()
        browser = signed_in("COMMITTEE_CHAIR")
        page = browser.get(reverse("selection:what_if", args=[held.id]), {"now": "1"})
        assert "The rules of this round stand" in page.content.decode()
        assert "supposed" not in page.context

    def test_nothing_is_written(self, signed_in, address):
        browser = signed_in("COMMITTEE_CHAIR")
        browser.get(address)
        with CaptureQueriesContext(connection) as asked:
            page = self.filled(browser, address, quota=12)
        assert page.context["supposed"] is not None
        texts = [
            sql if isinstance(sql, str) else sql.as_string(connection.connection)
            for sql in (query["sql"] for query in asked)
        ]
        writes = {
            tuple(text.split()[:2])
            for text in texts
            if text.split()[0] not in ("SELECT", "SAVEPOINT", "RELEASE")
            and not text.rstrip().endswith("TO STDOUT (FORMAT BINARY)")
        }
        assert writes <= {("UPDATE", '"usersessions_usersession"')}  # that somebody was here
