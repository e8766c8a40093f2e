"""The judgement of documents: one looks at each, two override, and all of it is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from foundation import journal
from foundation.refusals import PermissionRefused, ReasonMissing
from mission.registration import access, services
from mission.registration.models import DocumentCheck
from mission.registration.queries import documents as reads
from mission.registration.rules.documents import (
    AlreadyChecked,
    AskReasonMissing,
    ClaimedByOther,
    NoOpenProposal,
    NothingToOverride,
    SamePerson,
    Verdict,
)
from mission.registration.services.checking import Judgement
from tests.at_once import at_once
from tests.registration.documents.conftest import AT

pytestmark = pytest.mark.django_db
GOOD = Judgement(Verdict.ACCEPTED)
AGAIN = Judgement(Verdict.ASK_AGAIN, "UNREADABLE")


def check(document, by, judgement=GOOD, at=AT):
    return services.check_document(document=document, judgement=judgement, by=by, at=at)


def wires(document):
    return [entry.wire.split(".")[1] for entry in journal.history_of(str(document.pk))]


def test_a_verdict_is_given_once(person, hand_in, amina, bilal):
    document = hand_in(person)
    check(
        document, amina, Judgement(Verdict.ASK_AGAIN, "OTHER", "  The stamp covers the name  ")
    )
    held = reads.held_documents(person)["PASSPORT"]
    assert (held.verdict, held.check.note) == ("ASK_AGAIN", "The stamp covers the name")
    with pytest.raises(AlreadyChecked):
        check(document, bilal)
    assert wires(document) == ["DocumentHandedIn", "DocumentAskedAgain"]


def test_a_verdict_on_what_was_replaced_meanwhile_counts_for_nothing(person, hand_in, amina):
    former = hand_in(person)
    hand_in(person)
    with pytest.raises(AlreadyChecked):
        check(former, amina)


@pytest.mark.parametrize(
    "judgement", [Judgement(Verdict.ASK_AGAIN), Judgement(Verdict.ASK_AGAIN, "OTHER")]
)
def test_asking_again_needs_a_reason(person, hand_in, amina, judgement):
    with pytest.raises(AskReasonMissing):
        check(hand_in(person), amina, judgement)


def test_the_queue_gives_each_document_to_one(season, applicant, hand_in, amina, bilal):
    first, second = hand_in(applicant()), hand_in(applicant("26163400002"))
    assert services.claim_next(season=season, by=amina, at=AT) == first
    assert services.claim_next(season=season, by=bilal, at=AT) == second
    assert services.claim_next(season=season, by=replace(amina, id="third"), at=AT) is None
    with pytest.raises(ClaimedByOther) as refused:
        services.claim_document(document=first, by=bilal, at=AT)
    assert refused.value.facts == {"name": amina.label}
    with pytest.raises(ClaimedByOther):
        check(first, bilal)


def test_a_claim_ends_by_itself(season, person, hand_in, amina, bilal):
    document = hand_in(person)
    services.claim_next(season=season, by=amina, at=AT)
    later = AT + timedelta(minutes=10)
    assert services.claim_next(season=season, by=bilal, at=later) == document


def test_next_passes_one_over_and_goes_round(season, applicant, hand_in, amina):
    first, second, third = (hand_in(applicant(f"2616340000{n}")) for n in range(1, 4))
    order = []
    found = services.claim_next(season=season, by=amina, at=AT)
    for _ in range(4):
        order.append(found)
        found = services.claim_next(season=season, by=amina, at=AT, after=found)
    assert order == [first, second, third, first]
    first.refresh_from_db()
    assert first.claimed_by == ""
    check(second, amina)
    check(third, amina)
    assert services.claim_next(season=season, by=amina, at=AT, after=first) is None


def test_an_override_needs_two_people(person, hand_in, amina, bilal):
    document = hand_in(person)
    check(document, amina)
    again = Judgement(Verdict.ASK_AGAIN, "WRONG_PERSON", "It is the brother's")
    proposal = services.propose_override(document=document, judgement=again, by=amina, at=AT)
    assert reads.held_documents(person)["PASSPORT"].verdict == "ACCEPTED"
    with pytest.raises(SamePerson):
        services.answer_override(proposal=proposal, is_confirmed=True, by=amina, at=AT)
    services.answer_override(proposal=proposal, is_confirmed=True, by=bilal, at=AT)
    held = reads.held_documents(person)["PASSPORT"]
    assert (held.verdict, held.check.reason, held.check.by) == (
        "ASK_AGAIN",
        "WRONG_PERSON",
        bilal.label,
    )
    assert wires(document) == [
        *("DocumentHandedIn", "DocumentAccepted", "DocumentOverrideProposed"),
        *("DocumentOverrideAnswered", "DocumentAskedAgain"),
    ]
    with pytest.raises(NoOpenProposal):
        services.answer_override(proposal=proposal, is_confirmed=False, by=bilal, at=AT)


def test_a_declined_override_changes_nothing(person, hand_in, amina, bilal):
    document = hand_in(person)
    check(document, amina, AGAIN)
    waive = Judgement(Verdict.ACCEPTED, note="Seen at the counter")
    proposal = services.propose_override(document=document, judgement=waive, by=bilal, at=AT)
    services.answer_override(proposal=proposal, is_confirmed=False, by=amina, at=AT)
    assert reads.held_documents(person)["PASSPORT"].verdict == "ASK_AGAIN"
    assert services.propose_override(document=document, judgement=waive, by=amina, at=AT)


def test_what_cannot_be_overridden_is_said(person, hand_in, amina, bilal):
    document = hand_in(person)
    propose = services.propose_override
    waive = Judgement(Verdict.ACCEPTED, note="Seen")
    with pytest.raises(NothingToOverride):
        propose(document=document, judgement=waive, by=amina, at=AT)
    check(document, amina, AGAIN)
    with pytest.raises(NothingToOverride):
        propose(
            document=document,
            judgement=Judgement(Verdict.ASK_AGAIN, "OTHER", "x"),
            by=amina,
            at=AT,
        )
    with pytest.raises(ReasonMissing):
        propose(document=document, judgement=GOOD, by=amina, at=AT)
    propose(document=document, judgement=waive, by=amina, at=AT)
    with pytest.raises(NothingToOverride):
        propose(document=document, judgement=waive, by=bilal, at=AT)


def test_dawud_may_none_of_it(season, person, hand_in, amina, dawud):
    document = hand_in(person)
    check(document, amina)
    proposal = services.propose_override(
        document=document, judgement=Judgement(Verdict.ASK_AGAIN, "OTHER", "x"), by=amina, at=AT
    )
    acts = [
        lambda: services.claim_next(season=season, by=dawud, at=AT),
        lambda: services.claim_document(document=document, by=dawud, at=AT),
        lambda: services.record_opening(document=document, by=dawud, at=AT),
        lambda: check(document, dawud),
        lambda: services.propose_override(document=document, judgement=AGAIN, by=dawud, at=AT),
        lambda: services.answer_override(proposal=proposal, is_confirmed=True, by=dawud, at=AT),
    ]
    for act in acts:
        with pytest.raises(PermissionRefused):
            act()
    assert access.may_verify(by=amina)
    assert not access.may_verify(by=dawud)


def test_an_opening_is_written_down(person, hand_in, amina):
    document = hand_in(person)
    services.record_opening(document=document, by=amina, at=AT)
    entry = journal.history_of(str(document.pk))[-1]
    assert (entry.wire, entry.by_label) == ("registration.DocumentOpened", amina.label)


def test_the_database_keeps_checks_as_they_are(person, hand_in, amina):
    row = check(hand_in(person), amina)
    for statement in ("UPDATE {} SET verdict = 'ASK_AGAIN'", "DELETE FROM {}"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format("registration_documentcheck"))
    assert DocumentCheck.objects.get() == row


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"step": "CONFIRMED"}, "document_answer_has_its_proposal"),
        ({"step": "PROPOSED", "verdict": "ASK_AGAIN"}, "document_asked_again_with_reason"),
    ],
)
def test_the_database_refuses_what_no_check_is(person, hand_in, amina, changes, constraint):
    document = hand_in(person)
    fields = {"step": "CHECKED", "verdict": "ACCEPTED", "at": AT, "by_id": "a", "by": "a"}
    with pytest.raises(IntegrityError, match=constraint):
        DocumentCheck.objects.create(document=document, **fields | changes)


def test_the_database_knows_that_two_are_two(person, hand_in, amina):
    document = hand_in(person)
    check(document, amina)
    proposal = services.propose_override(
        document=document, judgement=Judgement(Verdict.ASK_AGAIN, "OTHER", "x"), by=amina, at=AT
    )
    with pytest.raises(IntegrityError, match="document_override_by_two"):
        DocumentCheck.objects.create(
            document=document, step="CONFIRMED", verdict="ASK_AGAIN", reason="OTHER",
            answers=proposal, proposed_by=amina.id, by_id=amina.id, by="x", at=AT,
        )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_eight_who_judge_at_once_give_one_verdict(person, hand_in, amina):
    document = hand_in(person)

    def judge(number):
        try:
            return check(document, replace(amina, id=f"member-{number}"))
        except AlreadyChecked:
            return None

    assert len([row for row in at_once(8, judge) if row]) == 1


@pytest.mark.django_db(transaction=True)
def test_eight_who_ask_for_the_next_get_eight_documents(season, applicant, hand_in, amina):
    for number in range(8):
        hand_in(applicant(f"2616340001{number}"))

    def take(number):
        return services.claim_next(
            season=season, by=replace(amina, id=f"member-{number}"), at=AT
        )

    taken = at_once(8, take)
    assert len({document.pk for document in taken}) == 8


def test_a_document_is_found_by_id_reference_and_name(season, applicant, hand_in):
    noora, other = applicant(), applicant("26163400002", name_en="Mariam", name_ar="مريم")
    passport = hand_in(noora)
    hand_in(other)
    for search in ("26163400001", "٢٦١٦٣٤٠٠٠٠١", "noora", "نورة"):
        assert reads.find_documents(season, search) == [passport]
    assert reads.find_documents(season, "  ") == []
    assert reads.find_documents(season, "nobody") == []


def test_what_waits_is_counted_by_kind(season, person, hand_in, amina):
    check(hand_in(person), amina)
    hand_in(person, "FITNESS")
    hand_in(person, "PHOTO")
    assert reads.counts_waiting(season) == {"FITNESS": 1, "PHOTO": 1}


def test_a_conflict_is_ours_to_notice_not_the_database_s(person, hand_in, amina):
    row = check(hand_in(person), amina)
    with pytest.raises(IntegrityError, match="document_checked_once"), transaction.atomic():
        DocumentCheck.objects.create(
            document=row.document, step="CHECKED", verdict="ACCEPTED", at=AT, by_id="b", by="b"
        )
