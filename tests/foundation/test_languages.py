"""Texts in two languages: the reader's first, and never nothing while there is one."""

import pytest
from django.utils import translation

from foundation.languages import both_languages, in_language, own_half


@pytest.mark.parametrize(
    ("language", "names", "first", "second"),
    [
        ("ar", ("منى", "Mina"), "منى", "Mina"),
        ("en", ("منى", "Mina"), "Mina", "منى"),
        ("ar", ("", "Mina"), "Mina", ""),
        ("en", ("منى", ""), "منى", ""),
        ("en", ("", ""), "", ""),
    ],
)
def test_the_readers_language_comes_first(language, names, first, second):
    with translation.override(language):
        assert both_languages(*names) == (first, second)
        assert in_language(*names) == first


@pytest.mark.parametrize(
    ("language", "text", "half"),
    [
        ("ar", "قرار ١٣ | Decision 13", "قرار ١٣"),
        ("en", "قرار ١٣ | Decision 13", "Decision 13"),
        ("en", "Decision 13", "Decision 13"),
        ("en", "a|b", "a|b"),
    ],
)
def test_a_text_of_two_halves_is_read_by_half(language, text, half):
    with translation.override(language):
        assert own_half(text) == half
