"""Who is there, and how two persons in two offices decide: the services."""

from datetime import timedelta

import pytest

from foundation.scoping import Actor
from mission.selection import queries, services
from mission.selection.models import Answer, Attendance, Disclosure, Proposal
from mission.selection.rules import council
from mission.selection.rules.ceremony import StepOutOfOrder
from mission.selection.services.acting import EnteredNotAnswered
from mission.selection.services.drawing import ChanceAlreadyRecorded

TEN = timedelta(minutes=10)


def other_chair():
    permissions = frozenset({"selection.sit_as_chair"})
    return Actor("staff", "id-other", "other@mission.example", permissions)


@pytest.mark.django_db
class TestAttendance:
    def test_each_signs_once_in_their_office_and_may_come_back(self, ceremony, secretary, at):
        held = ceremony.open()
        with pytest.raises(council.AlreadyPresent):
            services.come(selection_round=held, name="S", by=secretary, at=at)
        services.leave(selection_round=held, by=secretary, at=at + TEN)
        assert "SECRETARY" not in [one.office for one in queries.present(held)]
        services.come(selection_round=held, name="S", by=secretary, at=at + 2 * TEN)

        mine = Attendance.objects.filter(holder=secretary.id)
        assert list(mine.values_list("is_present", flat=True)) == [True, False, True]
        assert [one.office for one in queries.present(held)] == [
            "CHAIR", "SECRETARY", "MEMBER", "MEMBER", "MEMBER"
        ]  # fmt: skip

    def test_there_is_one_chair_at_a_time(self, ceremony, amina, at):
        held = ceremony.open()
        with pytest.raises(council.OfficeTaken):
            services.come(selection_round=held, name="Other", by=other_chair(), at=at)

        services.leave(selection_round=held, by=amina, at=at)

        assert services.come(selection_round=held, name="Other", by=other_chair(), at=at)

    def test_who_is_not_there_neither_proposes_nor_answers(self, ceremony, files, at):
        held = ceremony.until("commit")
        proposal = ceremony.propose_freeze()
        services.leave(selection_round=held, by=ceremony.secretary, at=at)
        with pytest.raises(council.NotPresent):
            ceremony.agree(proposal)
        services.leave(selection_round=held, by=ceremony.by, at=at)
        with pytest.raises(council.NotPresent):
            services.leave(selection_round=held, by=ceremony.by, at=at)

        assert not Answer.objects.exists()

    def test_nobody_comes_when_all_is_over(self, ceremony, files, witness, at):
        held = ceremony.until("publish")
        with pytest.raises(StepOutOfOrder):
            services.come(selection_round=held, name="W", by=witness, at=at)

    def test_a_witness_who_was_there_attests_the_result_once(self, ceremony, files, witness):
        held = ceremony.until("chance")
        told = {"selection_round": held, "remark": " seen ", "by": witness, "at": ceremony.at}
        with pytest.raises(StepOutOfOrder):
            services.attest_round(**told)
        ceremony.draw()
        with pytest.raises(council.NotPresent):
            services.attest_round(**told)
        ceremony.sit(witness)

        attested = services.attest_round(**told)

        assert (attested.result_sha256, attested.remark) == (held.draw.result_sha256, "seen")
        with pytest.raises(services.AlreadyAttested):
            services.attest_round(**told)


@pytest.mark.django_db
class TestTwoPersons:
    def test_without_a_quorum_nothing_is_frozen(self, ceremony, files, committee, at):
        held = ceremony.until("commit")
        for member in committee.values():
            services.leave(selection_round=held, by=member, at=at)

        with pytest.raises(council.NoQuorum) as refused:
            ceremony.freeze()

        assert refused.value.facts["voting"] == 1
        assert queries.current_state(held) == "COMMITTING"

    def test_a_freeze_that_is_late_is_too_near_to_chance(self, ceremony, files):
        ceremony.until("commit")
        ceremony.chance_at = ceremony.at + TEN - timedelta(seconds=1)
        with pytest.raises(council.ChanceTooSoon):
            ceremony.propose_freeze()
        ceremony.chance_at = ceremony.at + TEN
        ceremony.agree(ceremony.propose_freeze())

        with pytest.raises(council.ChanceTooSoon):
            services.freeze_round(
                selection_round=ceremony.round, by=ceremony.secretary,
                at=ceremony.at + timedelta(seconds=1),
            )  # fmt: skip

        assert not ceremony.round.entries.exists()

    @pytest.mark.parametrize(
        ("until", "act"),
        [
            ("commit", lambda c: services.freeze_round),
            ("reveal", lambda c: services.close_reveals),
            ("chance", lambda c: services.hold_round_draw),
            ("draw", lambda c: services.publish_round),
        ],
    )
    def test_no_step_is_taken_that_two_have_not_decided(self, ceremony, files, until, act):
        held = ceremony.until(until)
        before = queries.current_state(held)

        with pytest.raises(council.NotDecided):
            act(ceremony)(selection_round=held, by=ceremony.by, at=ceremony.chance_at)

        assert queries.current_state(held) == before

    def test_nobody_writes_chance_down_alone(self, ceremony, files):
        held = ceremony.until("close")
        with pytest.raises(council.NotDecided):
            _record(ceremony, "5 3")
        ceremony.enter("5 3", ceremony.by)
        with pytest.raises(council.OwnProposal):
            ceremony.enter("5 3", ceremony.by)
        with pytest.raises(council.NotDecided):
            _record(ceremony, "5 3")

        assert queries.draw_of(held) is None

    def test_chance_that_two_enter_otherwise_is_entered_again(self, ceremony, files):
        held = ceremony.until("close")
        ceremony.enter("5 3", ceremony.by)
        differing = ceremony.enter("5 8", ceremony.secretary)
        assert (differing.agrees, differing.said) == (False, "5 8")
        assert queries.draw_of(held) is None

        ceremony.enter("5 3", ceremony.secretary)
        agreed = ceremony.enter(" 5 3", ceremony.by)

        assert agreed.agrees
        assert held.draw.decision == agreed
        with pytest.raises(ChanceAlreadyRecorded):
            ceremony.enter("5 3", ceremony.by)

    def test_chance_is_never_agreed_to_at_a_press(self, ceremony, files):
        ceremony.until("close")
        first = ceremony.enter("5 3", ceremony.by)
        with pytest.raises(EnteredNotAnswered):
            ceremony.agree(first)

    def test_an_open_proposal_is_answered_before_another_is_made(self, ceremony, files):
        ceremony.until("commit")
        first = ceremony.propose_freeze()
        with pytest.raises(council.StepAlreadyProposed):
            ceremony.propose_freeze()
        services.answer_proposal(
            proposal=first, agrees=False, by=ceremony.secretary, at=ceremony.at
        )
        with pytest.raises(council.NotDecided):
            services.freeze_round(
                selection_round=ceremony.round, by=ceremony.by, at=ceremony.at
            )

        ceremony.freeze()

        assert queries.current_state(ceremony.round) == "FROZEN"

    def test_a_proposal_that_nobody_answered_is_made_again(self, ceremony, files):
        ceremony.until("commit")
        first = ceremony.propose_freeze()
        ceremony.at += timedelta(minutes=15)
        with pytest.raises(council.ProposalExpired):
            ceremony.agree(first, at=ceremony.at)

        ceremony.freeze()

        assert Proposal.objects.filter(step="FREEZE").count() == 2

    def test_a_decision_to_strike_is_about_one_secret(self, ceremony, files, at):
        held = ceremony.until("freeze")
        absent, other = held.commitments.all()[:2]
        ceremony.strike(absent, "ill", at)
        with pytest.raises(council.NotDecided):
            services.strike_secret(
                selection_round=held, commitment=other, by=ceremony.secretary, at=at
            )

        decision = Disclosure.objects.get(commitment=absent).decision

        assert {decision.holder, decision.proposer} == {"id-secretary", ceremony.by.id}

    def test_what_is_refused_leaves_no_answer(self, ceremony, files, at):
        held = ceremony.until("freeze")
        promise = held.commitments.first()
        proposal = services.propose_strike(
            selection_round=held, commitment=promise, reason="late", by=ceremony.by, at=at
        )
        ceremony.reveal(promise.member)

        with pytest.raises(services.AlreadyDisclosed):
            ceremony.agree(proposal)

        assert not Answer.objects.filter(proposal=proposal).exists()


def _record(ceremony, text):
    from mission.selection.services.drawing import record_chance

    return record_chance(
        selection_round=ceremony.round, public_randomness=text, by=ceremony.by,
        at=ceremony.chance_at,
    )  # fmt: skip
