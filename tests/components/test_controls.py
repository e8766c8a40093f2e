"""Forms, tables and buttons: what is wired for keyboards and screen readers."""

from __future__ import annotations

import re

from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation


class Application(forms.Form):
    email = forms.EmailField(label="E-mail", help_text="The answer goes there.")
    note = forms.CharField(label="Note", required=False)
    way = forms.ChoiceField(label="Way", choices=[("a", "A")], widget=forms.RadioSelect)


def drawn(source, *, query="", **context):
    context["request"] = RequestFactory().get(f"/list/?{query}")
    with translation.override("en"):
        return Template("{% load ui %}" + source).render(Context(context))


def test_wrong_field_names_its_help_and_its_error_for_a_screen_reader():
    page = drawn("{% field form.email %}", form=Application({"email": "x"}))
    described = re.search(r'aria-describedby="([^"]+)"', page)[1].split()
    assert described == ["id_email_help", "id_email_error"]
    assert all(f'id="{name}"' in page for name in described)
    assert 'aria-invalid="true"' in page


def test_error_summary_leads_to_each_wrong_field_and_is_absent_when_all_is_well():
    page = drawn("{% error_summary form %}", form=Application({"email": "x", "way": "a"}))
    assert 'href="#id_email"' in page
    assert 'role="alert"' in page
    assert drawn("{% error_summary form %}", form=Application()) == ""


def test_optional_field_says_so():
    assert "optional" in drawn("{% field form.note %}", form=Application())
    assert "optional" not in drawn("{% field form.email %}", form=Application())


def test_choices_stand_in_a_group_with_a_legend():
    page = drawn("{% field form.way %}", form=Application())
    assert "<fieldset" in page
    assert "<legend>Way" in page


def test_sorting_turns_round_and_keeps_search_but_not_the_page():
    source = '{% sort_header "Name" "name" %}'
    assert "?q=a&amp;sort=name" in drawn(source, query="q=a&page=3")
    risen = drawn(source, query="q=a&sort=name")
    assert "sort=-name" in risen
    assert 'aria-sort="ascending"' in risen
    assert 'aria-sort="descending"' in drawn(source, query="sort=-name")


def test_pages_keep_search_filters_and_order():
    page = Paginator(range(500), 25).page(3)
    shown = drawn("{% pagination page %}", query="q=noor&sort=-name&page=3", page=page)
    assert 'href="?q=noor&amp;sort=-name&amp;page=4"' in shown
    assert 'aria-current="page"' in shown


def test_one_page_needs_no_pagination():
    assert drawn("{% pagination page %}", page=Paginator(range(3), 25).page(1)) == ""


def test_filter_marks_the_chosen_and_offers_the_way_back():
    options = [("mina", "Mina", 12), ("arafat", "Arafat")]
    source = '{% filters "site" options label="Site" every="All" %}'
    page = drawn(source, query="site=mina&q=a", options=options)
    assert re.search(r'href="\?q=a&amp;site=mina" aria-current="true"', page)
    assert 'href="?q=a"' in page


def test_search_keeps_what_was_typed_and_forgets_the_page():
    page = drawn(
        '{% search_bar "Search" %}{% endsearch_bar %}', query="q=Al+Noor&page=4&sort=name"
    )
    assert 'value="Al Noor"' in page
    assert 'name="sort" value="name"' in page
    assert 'name="page"' not in page


def test_button_attributes_reach_htmx_and_false_ones_stay_away():
    page = drawn('{% button "Send" hx_post="/x/" disabled=False value="1" name="act" %}')
    assert 'hx-post="/x/"' in page
    assert 'name="act"' in page
    assert "disabled" not in page


def test_confirmation_posts_with_a_token_and_shows_its_question():
    source = '{% confirm "Revoke" "Sure?" "/revoke/" state="bad" %}{% endconfirm %}'
    page = drawn(source, csrf_token="abc")
    assert 'action="/revoke/"' in page
    assert 'value="abc"' in page
    assert "Sure?" in page


def test_cells_carry_the_name_of_their_column_for_phones():
    assert 'data-label="Seats"' in drawn('{% cell "Seats" 12 number=True %}')


def test_funnel_bars_have_widths_without_inline_style():
    rows = [{"label": "Applied", "value": 200}, {"label": "Selected", "value": 50}]
    page = drawn("{% funnel rows %}", rows=rows)
    assert 'width="25.00%"' in page
    assert "style=" not in page


def test_pictures_of_nothing_are_empty_and_not_errors():
    assert "<li>" not in drawn("{% funnel rows %}", rows=[])
    rows = [{"label": "a", "value": 0}]
    assert "0" in drawn('{% funnel rows %}{% columns_chart rows label="x" %}', rows=rows)


def test_running_work_asks_for_itself_and_ended_work_does_not():
    job = {"label": "Import", "state": "running", "done": 5, "total": 10, "url": "/p/1/"}
    running = drawn("{% progress job %}", job=job | {"cancel_url": "/p/1/stop/"})
    assert 'hx-get="/p/1/"' in running
    assert "5 of 10" in running
    assert 'action="/p/1/stop/"' in running
    ended = drawn('{% progress job done_url="/r/" %}', job=job | {"state": "done", "done": 10})
    assert "hx-get" not in ended
    assert 'href="/r/"' in ended


def test_work_of_unknown_length_shows_no_share():
    page = drawn("{% progress job %}", job={"label": "x", "state": "running", "done": 3})
    assert "max=" not in page
    assert "%" not in page
