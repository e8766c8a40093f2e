"""A published outcome says which rule applied, pass by pass, to whoever has the reference."""

import pytest
from django.utils import translation

from mission.selection import queries
from mission.selection.models import Draw, Entry, ExplainedFiles, Explanation, Outcome
from mission.selection.presenters import explanation_rows
from mission.selection.rules.draw import hold_draw
from mission.selection.rules.explaining import Look
from mission.selection.services import explaining
from mission.selection.services.drawing import ResultDiffers
from tests.selection.rounds import behind_the_program
from tests.selection.test_rules_explaining import told_by
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
        (
            Look("general", "", 7, 9, 1, "not_sought", "north"),
            4,
            "This file was number 7 of 9 in its order. Seats left at its turn: 1; persons in "
            "the file: 4. The rule looks for the last file by its persons, and not for files "
            "of this size.",
        ),
        (
            Look("general", "", 7, 9, 1, "sought_later"),
            3,
            "This file was number 7 of 9 in its order. Seats left at its turn: 1; persons in "
            "the file: 3. The rule looks for the last file by its persons, and a file of a "
            "size that comes before this one was found.",
        ),
    ],
)
def test_each_verdict_is_one_exact_sentence(look, size, text):
    with translation.override("en"):
        assert [row["text"] for row in explanation_rows([look], size=size)] == [text]


@pytest.mark.parametrize(
    ("look", "pool"),
    [
        (
            Look("before", "elderly", 1, 2, 1, "taken", "north"),
            "Part “north”: seats reserved for the share “elderly people”, given first",
        ),
        (Look("general", "", 1, 2, 1, "taken", "citizens"), "Part “citizens”: its own seats"),
        (
            Look("after", "elderly", 1, 2, 1, "taken", "north"),
            "Part “north”: seats added for the share “elderly people”, given after the others",
        ),
        (
            Look("rest", "", 1, 2, 1, "taken", "north"),
            "Part “north”: seats that were left, in the general order",
        ),
        (Look("rest", "", 1, 2, 1, "taken"), "Seats that were left, in the general order"),
    ],
)
def test_a_pass_over_a_part_names_the_part(look, pool):
    with translation.override("en"):
        assert [row["pool"] for row in explanation_rows([look], size=1)] == [pool]


def test_a_file_that_no_pass_looked_at_is_told_so():
    with translation.override("en"):
        [row] = explanation_rows([], size=1)

    assert row["text"] == (
        "The rules give out the seats in parts, and none of the parts or shares is for this "
        "file."
    )


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


def test_a_file_of_a_round_without_explanations_has_its_outcome_all_the_same(
    client, ceremony, files
):
    held = ceremony.until("publish")
    reference = Entry.objects.first().reference
    with behind_the_program():
        ExplainedFiles.objects.all().delete()

    assert queries.looks_at(held, reference) is None
    assert client.get(url("public"), {"reference": reference}).status_code == 200


def test_files_are_found_in_whichever_part_they_are_kept(ceremony, files, monkeypatch):
    monkeypatch.setattr(explaining, "FILES_TOGETHER", 3)
    monkeypatch.setattr(explaining, "PARTS_TOGETHER", 2)
    held = ceremony.until("publish")
    entries = queries.entries_of_round(held)
    told = told_by(hold_draw(entries, queries.rules_of(held), seed=held.draw.seed))

    assert ExplainedFiles.objects.count() == 4
    assert {name: queries.looks_at(held, name) for name in told} == told
    assert queries.looks_at(held, "0") is None
    assert queries.looks_at(held, "ZZZZ-ZZZZ") is None
    between = sorted(told)[4] + "-"
    assert queries.looks_at(held, between) is None
