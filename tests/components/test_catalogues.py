"""The tool that keeps the catalogues: what it finds and what it refuses."""

from __future__ import annotations

import polib
import pytest

from tools import catalogues, texts
from tools.texts import Text


def found(tmp_path, name, source):
    path = tmp_path / name
    path.write_text(source, encoding="utf-8")
    return [(text.context, text.msgid, text.plural) for text in texts.in_file(path)]


def test_texts_of_templates_are_found_with_plural_and_context(tmp_path):
    source = """{% load i18n ui %}
      {% translate "Save" %} {% translate "May" context "month" %} {% button _("Send") %}
      {% blocktranslate trimmed count files=n %}
        {{ shown }} file
      {% plural %}
        {{ shown }} files
      {% endblocktranslate %}"""
    assert found(tmp_path, "a.html", source) == [
        ("", "Save", ""),
        ("month", "May", ""),
        ("", "Send", ""),
        ("", "%(shown)s file", "%(shown)s files"),
    ]


def test_texts_of_python_are_found_joined(tmp_path):
    source = '_("One "\n  "two")\nngettext("a", "b", n)\npgettext("c", "d")\nprint("no")\n'
    assert found(tmp_path, "a.py", source) == [
        ("", "One two", ""),
        ("", "a", "b"),
        ("c", "d", ""),
    ]


def entry(**values):
    return polib.POEntry(**values)


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        ("الملف %(name)s", []),
        ("", ["not translated"]),
        ("الملف", ["placeholders [] for ['name']"]),
        ("الملف %(file)s", ["placeholders ['file'] for ['name']"]),
    ],
)
def test_translation_must_keep_its_placeholders(said, faults):
    source = "File %(name)s"
    text = Text(source)
    assert catalogues.entry_faults(entry(msgid=source, msgstr=said), text) == faults


def test_fuzzy_translation_is_refused():
    wrong = entry(msgid="a", msgstr="أ", flags=["fuzzy"])
    assert catalogues.entry_faults(wrong, Text("a")) == ["fuzzy"]


def test_plural_needs_six_forms_and_only_the_first_three_may_drop_the_number():
    text = Text("%(n)s file", plural="%(n)s files")
    forms = dict(
        enumerate(["لا ملفات", "ملف", "ملفان", "%(n)s ملفات", "%(n)s ملفًا", "%(n)s ملف"])
    )
    good = entry(msgid=text.msgid, msgid_plural=text.plural, msgstr_plural=forms)
    assert catalogues.entry_faults(good, text) == []
    short = entry(
        msgid=text.msgid, msgid_plural=text.plural, msgstr_plural={0: "ملف", 1: "ملفات"}
    )
    assert catalogues.entry_faults(short, text) == ["not six plural forms"]
    numberless = entry(
        msgid=text.msgid, msgid_plural=text.plural, msgstr_plural=forms | {3: "ملفات"}
    )
    assert catalogues.entry_faults(numberless, text) == ["form 3 placeholders [] for ['n']"]


def test_every_text_of_the_product_is_in_the_catalogue_and_complete():
    assert catalogues.check() == []
