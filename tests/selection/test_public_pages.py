"""What anyone may see of a round without signing in, before and after its publication."""

import io
import zipfile

import pytest

from mission.selection.models import Commitment, Outcome
from tests.selection.conftest import SECRETS
from tests.selection.test_views import text_of, url

pytestmark = pytest.mark.django_db


def test_the_public_finds_every_outcome_and_no_person(visitor, ceremony, files):
    ceremony.until("publish")

    for outcome in Outcome.objects.select_related("entry"):
        typed = outcome.entry.reference.replace("-", "").lower()
        answer = visitor.get(url("public"), {"reference": typed})
        page = answer.content.decode()
        word = "Selected" if outcome.outcome == "SELECTED" else "On the waiting list"
        assert f"<h2>{word}</h2>" in page
        assert "Person " not in page
        for person in outcome.application.applicants.select_related("person"):
            assert person.person.national_id not in page
            assert person.person.name_en not in page
    assert "max-age=60" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("7K3P", "This is not quite a reference"),
        ("<script>", "This is not quite a reference"),
        ("3333-3334", "This is not quite a reference"),
    ],
)
def test_the_public_is_told_kindly_what_is_wrong(visitor, ceremony, files, typed, said):
    ceremony.until("publish")

    answer = visitor.get(url("public"), {"reference": typed})

    assert answer.status_code == 200
    assert said in text_of(answer)
    assert "<script>" not in answer.content.decode()


def test_a_genuine_reference_outside_the_result_is_answered_kindly(visitor, ceremony, files):
    from foundation.ids import new_reference

    ceremony.until("publish")

    answer = visitor.get(url("public"), {"reference": new_reference()})

    assert "We found nothing under this reference" in text_of(answer)


def test_nothing_is_public_before_the_publication(visitor, ceremony, files):
    held = ceremony.until("draw")
    reference = Outcome.objects.first().entry.reference

    assert "No result is public yet" in text_of(visitor.get(url("public")))
    answer = visitor.get(url("public"), {"reference": reference})
    assert "We found nothing under this reference" in text_of(answer)
    assert visitor.get(f"/results/1448-{held.number}/proof.zip").status_code == 404


def test_anyone_reads_what_is_fixed_before_chance_is_known(visitor, ceremony, files):
    def page():
        return text_of(visitor.get(url("public")))

    ceremony.open()
    assert "A draw is being prepared" in page()
    assert "There are 8 seats in all." in page()
    ceremony.commit()
    assert all(one.sha256 in page() for one in Commitment.objects.all())
    ceremony.freeze()
    freeze = ceremony.round.freeze
    assert freeze.entries_sha256 in page()
    assert freeze.rules_sha256 in page()
    assert "Five dice in hall 2" in page()
    assert SECRETS["Noora"] not in page()
    ceremony.reveal()
    assert SECRETS["Noora"] in page()
    ceremony.close()
    ceremony.chance()
    assert "5 3 6 1 2" in page()
    ceremony.draw()
    assert not any(one.reference in page() for one in ceremony.round.entries.all())
    ceremony.publish()
    assert "A draw is being prepared" not in page()


def test_anyone_takes_the_proof_away(visitor, ceremony, files):
    held = ceremony.until("publish")

    answer = visitor.get("/results/1448-1/proof.zip")

    assert answer["Content-Type"] == "application/zip"
    assert answer["ETag"] == f'"{held.proof.sha256}"'
    again = visitor.get("/results/1448-1/proof.zip", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert names == [
        "entries.csv", "rules.json", "commitments.json", "seed.json", "result.csv",
        "README.txt", "verify.py",
    ]  # fmt: skip
    text = b"".join(zipfile.ZipFile(io.BytesIO(answer.content)).read(name) for name in names)
    assert b"Person " not in text
    assert visitor.get("/results/1448-1/promotions.csv").content == (
        b"line,at,event,reference,size,share,sha256\n"
    )


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_the_public_page_speaks_both_languages(
    visitor, settings, ceremony, files, language, direction
):
    ceremony.until("publish")
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    page = visitor.get(url("public")).content.decode()

    assert f'lang="{language}" dir="{direction}"' in page
