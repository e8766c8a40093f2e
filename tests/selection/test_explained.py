"""A published outcome says which rule applied, pass by pass, to whoever has the reference."""

import pytest
from django.utils import translation

from mission.selection import queries
from mission.selection.models import Draw, Entry, Explanation, Outcome
from mission.selection.presenters import explanation_rows
from mission.selection.rules.explaining import Look
from mission.selection.services.drawing import ResultDiffers
from tests.selection.rounds import behind_the_program
from tests.selection.test_views import text_of, url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("look", "size", "text"),
    [
        (
            Look("general", "", 812, 4000, 2, "too_large"),
            3,
            "This file was number 812 of 4,000 in its order. Seats left at its turn: 2; "
            "persons in the file: 3. It did not fit and was passed over: a file is taken whole "
            "or not at all.",
        ),
        (
            Look("before", "elderly", 1, 2, 1, "taken"),
            1,
            "This file was number 1 of 2 in its order. Seats left at its turn: 1; persons in "
            "the file: 1. It was taken.",
        ),
        (
            Look("general", "", 5, 9, 1, "taken"),
            4,
            "This file was number 5 of 9 in its order. Seats left at its turn: 1; persons in "
            "the file: 4. The rule takes this last file whole.",
        ),
        (
            Look("after", "elderly", 7, 9, 0, "full"),
            4,
            "This file was number 7 of 9 in its order. No seat was left when its turn came.",
        ),
        (
            Look("general", "", 7, 9, 3, "closed"),
            2,
            "This file was number 7 of 9 in its order. The pool had closed before its turn, at "
            "an earlier file that was larger than the seats left.",
        ),
    ],
)
def test_each_verdict_is_one_exact_sentence(look, size, text):
    with translation.override("en"):
        assert [row["text"] for row in explanation_rows([look], size=size)] == [text]


def test_a_pass_that_had_nothing_to_give_is_left_out():
    looks = [Look("general", "", 3, 3, 0, "full"), Look("rest", "", 1, 1, 0, "full")]
    with translation.override("en"):
        assert [row["pool"] for row in explanation_rows(looks, size=1)] == ["General pool"]


def test_every_file_of_a_published_round_reads_why(client, ceremony, files, settings):
    held = ceremony.until("draw")
    assert not Explanation.objects.exists()
    ceremony.publish()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    for outcome in Outcome.objects.select_related("entry"):
        reference = outcome.entry.reference
        looks = queries.looks_at(held, reference)
        is_taken = [look.verdict == "taken" for look in looks]
        assert any(is_taken) == (outcome.outcome == "SELECTED")
        shown = text_of(client.get(url("public"), {"reference": reference}))
        assert f"number {looks[0].turn} of {looks[0].files} in its order" in shown
        if outcome.share:
            assert "Seats reserved for the share “elderly people”, given first" in shown


def test_a_result_that_does_not_follow_is_neither_explained_nor_published(ceremony, files):
    held = ceremony.until("draw")
    with behind_the_program():
        Draw.objects.filter(round=held).update(result_sha256="0" * 64)

    with pytest.raises(ResultDiffers):
        ceremony.publish()

    assert queries.current_state(held) == "DRAWN"
    assert not Explanation.objects.exists()


def test_a_file_that_no_pass_explains_has_its_outcome_all_the_same(client, ceremony, files):
    held = ceremony.until("publish")
    reference = Entry.objects.first().reference
    with behind_the_program():
        Explanation.objects.all().delete()

    assert queries.looks_at(held, reference) == []
    assert client.get(url("public"), {"reference": reference}).status_code == 200
