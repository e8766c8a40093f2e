"""What the database itself refuses of a council's attendance, proposals and answers."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from mission.selection import services
from mission.selection.models import Answer, Attendance, Attestation, Disclosure, Draw, Proposal
from tests.selection.rounds import behind_the_program

TEN = timedelta(minutes=10)


def refuses(name, act):
    def now():
        with transaction.atomic():
            act()
            # The key over a proposal's own columns is looked at when the transaction ends.
            connection.check_constraints()

    with pytest.raises(IntegrityError, match=name):
        now()


@pytest.mark.django_db
class TestTheDatabase:
    @pytest.fixture
    def proposal(self, ceremony, files):
        ceremony.until("commit")
        return ceremony.propose_freeze()

    def answered(self, proposal, **other):
        told = {
            "proposal": proposal, "proposer": proposal.holder,
            "proposer_office": proposal.office, "expires_at": proposal.expires_at,
            "holder": "id-x", "office": "MEMBER", "agrees": True, "by": "x",
            "at": proposal.at,
        }  # fmt: skip
        return Answer.objects.create(**(told | other))

    @pytest.mark.parametrize(
        ("name", "told"),
        [
            ("answer_by_another_person", lambda p: {"holder": p.holder}),
            ("answer_by_another_office", lambda p: {"office": p.office}),
            ("answer_before_expiry", lambda p: {"at": p.expires_at}),
            ("answer_repeats_its_proposal", lambda p: {"proposer": "id-y"}),
            ("answer_repeats_its_proposal", lambda p: {"proposer_office": "WITNESS"}),
            ("answer_repeats_its_proposal", lambda p: {"expires_at": p.expires_at + TEN}),
        ],
    )
    def test_one_person_is_never_two(self, proposal, name, told):
        refuses(name, lambda: self.answered(proposal, **told(proposal)))

    def test_no_step_chance_or_strike_stands_without_a_decision(self, ceremony, files, at):
        held = ceremony.until("reveal")
        statuses = held.statuses.model.objects
        row = {"round": held, "at": at, "by": "x"}
        refuses("round_step_by_two", lambda: statuses.create(place=3, state="REVEALED", **row))
        draws = Draw.objects
        refuses(
            "draw_taken_by_two",
            lambda: draws.create(public_randomness="1", seed="0" * 64, **row),
        )
        promise = held.commitments.first()
        with behind_the_program():
            promise.disclosure.delete()
        refuses(
            "disclosure_struck_by_two",
            lambda: Disclosure.objects.create(
                commitment=promise, is_struck=True, at=at, by="x"
            ),
        )

    @pytest.mark.parametrize("model", [Attendance, Proposal, Answer, Attestation])
    def test_nothing_said_is_changed_or_taken_back(self, ceremony, files, witness, model):
        held = ceremony.until("draw")
        ceremony.sit(witness)
        services.attest_round(selection_round=held, remark="", by=witness, at=ceremony.at)

        refuses("append-only", lambda: model.objects.update(by="another"))
        refuses("append-only", lambda: model.objects.order_by()._raw_delete("default"))
