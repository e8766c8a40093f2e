"""A published result is amended by signed lines of two persons, and never changed."""

import hashlib
import json

import pytest
from django.db import IntegrityError, transaction

from foundation import signing
from foundation.refusals import PermissionRefused
from mission.selection import queries, services
from mission.selection.models import Amendment, Outcome
from mission.selection.rules import council
from mission.selection.rules.amendments import (
    AmendmentOutside,
    BadAmendment,
    Wording,
    split_references,
)
from mission.selection.rules.ceremony import StepOutOfOrder
from tests.selection.test_views import confirm, text_of, url

pytestmark = pytest.mark.django_db


def test_references_are_read_however_they_were_typed():
    assert split_references(" 7k3p-9qxm، ABCD-EFGH;\n7K3P-9QXM ") == ("7K3P-9QXM", "ABCD-EFGH")
    assert split_references(" , ") == ()


@pytest.fixture
def published(ceremony, files):
    return ceremony.until("publish")


@pytest.fixture
def waiting(published):
    return queries.results(published, outcome="WAITING").first().entry.reference


def wording(*references, **other):
    told = {"kind": "GRANTED", "text_ar": "قُبل الاعتراض", "text_en": "The objection was upheld"}
    return Wording(references=references, **(told | other))


def propose(ceremony, said):
    return services.propose_amendment(
        selection_round=ceremony.round, wording=said, by=ceremony.by, at=ceremony.chance_at
    )


def test_a_line_is_signed_chained_and_public_and_the_result_stands(
    ceremony, published, waiting
):
    before = queries.proof_files(published)["result.csv"]
    for text in ("first", "second"):
        ceremony.agree(propose(ceremony, wording(waiting, text_en=text)))

    lines = [json.loads(line) for line in queries.amendments_bytes(published).splitlines()]

    previous = published.draw.result_sha256
    for number, line in enumerate(lines, start=1):
        signed = line["signed"].encode()
        told = json.loads(signed)
        assert (told["line"], told["previous"]) == (number, previous)
        assert (told["kind"], told["references"]) == ("granted", [waiting])
        signature, public = bytes.fromhex(line["signature"]), bytes.fromhex(told["key"])
        assert signing.is_signed(signed, signature, public=public)
        assert not signing.is_signed(signed + b" ", signature, public=public)
        previous = hashlib.sha256(signed).hexdigest()
    assert [json.loads(line["signed"])["text_en"] for line in lines] == ["first", "second"]
    assert queries.proof_files(published)["result.csv"] == before
    assert Outcome.objects.get(entry__reference=waiting).outcome == "WAITING"


@pytest.mark.parametrize(
    "other", [{"text_ar": " "}, {"text_en": ""}, {"kind": "REDRAWN"}, {"text_en": "x" * 2001}]
)
def test_an_amendment_says_all_of_it(ceremony, published, waiting, other):
    with pytest.raises(BadAmendment):
        propose(ceremony, wording(waiting, **other))
    with pytest.raises(BadAmendment):
        propose(ceremony, wording())


def test_only_files_of_the_round_are_named(ceremony, published, waiting):
    with pytest.raises(AmendmentOutside) as refused:
        propose(ceremony, wording(waiting, "AAAA-AAAA"))
    assert refused.value.facts["references"] == "AAAA-AAAA"


def test_one_person_amends_nothing_and_one_decision_adds_one_line(
    ceremony, published, waiting, dawud
):
    proposal = propose(ceremony, wording(waiting))
    told = {"proposal": proposal, "agrees": True, "at": ceremony.chance_at}
    with pytest.raises(council.OwnProposal):
        services.answer_proposal(by=ceremony.by, **told)
    with pytest.raises(PermissionRefused):
        services.answer_proposal(by=dawud, **told)
    assert not Amendment.objects.exists()
    services.answer_proposal(by=ceremony.secretary, **told)

    with pytest.raises(council.NotDecided):
        services.amend_result(
            selection_round=published, by=ceremony.secretary, at=ceremony.chance_at
        )

    assert Amendment.objects.count() == 1


def test_nothing_is_amended_before_it_is_public(ceremony, files):
    ceremony.until("draw")
    reference = queries.results(ceremony.round).first().entry.reference
    with pytest.raises(StepOutOfOrder):
        propose(ceremony, wording(reference))


def test_the_database_keeps_every_line(ceremony, published, waiting):
    ceremony.agree(propose(ceremony, wording(waiting)))
    for change in (
        lambda: Amendment.objects.update(text_en="another"),
        lambda: Amendment.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()


def test_the_pages_carry_it_from_the_chair_to_the_public(
    signed_in, client, settings, published, waiting
):
    chair, secretary = signed_in("COMMITTEE_CHAIR"), signed_in("COMMITTEE_SECRETARY")
    typed = {
        "kind": "GRANTED", "references": waiting.lower(), "text_ar": "قُبل الاعتراض",
        "text_en": "The objection was upheld",
    }  # fmt: skip
    refused = chair.post(url("amend", published), typed | {"references": "AAAA-AAAA"})
    assert refused.status_code == 422
    assert "not in this round&#x27;s draw: AAAA-AAAA" in refused.content.decode()
    assert secretary.post(url("amend", published), typed).status_code == 403
    chair.post(url("amend", published), typed)
    page = text_of(secretary.get(url("round", published)))
    assert "Add to the published result: The objection was upheld" in page

    confirm(published, secretary)

    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    public = text_of(client.get(url("public"), {"reference": waiting}))
    assert public.count("قُبل الاعتراض") == 2  # beside the outcome, and in the list
    listed = client.get("/results/1448-1/amendments.jsonl")
    assert listed.content == queries.amendments_bytes(published)
    assert client.get("/results/1448-9/amendments.jsonl").status_code == 404
