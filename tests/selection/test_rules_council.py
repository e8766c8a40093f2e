"""Who is enough, and whose answer counts: the rules of two persons in two offices."""

from datetime import UTC, datetime, timedelta

import pytest

from mission.selection.rules import council

NOON = datetime(2027, 1, 10, 12, tzinfo=UTC)
TEN = timedelta(minutes=10)


@pytest.mark.parametrize(
    ("offices", "voting", "witnesses", "is_enough"),
    [
        (["CHAIR", "MEMBER"], 2, 0, True),
        (["CHAIR", "MEMBER"], 3, 0, False),
        (["CHAIR", "SECRETARY", "WITNESS"], 2, 0, False),
        (["MEMBER", "MEMBER", "MEMBER"], 2, 0, False),
        (["CHAIR", "MEMBER", "SECRETARY"], 2, 1, False),
        (["CHAIR", "MEMBER", "WITNESS"], 2, 1, True),
        ([], 2, 0, False),
    ],
)
def test_a_quorum_has_the_chair_enough_votes_and_enough_witnesses(
    offices, voting, witnesses, is_enough
):
    quorum = council.Quorum(voting=voting, witnesses=witnesses)
    if is_enough:
        council.check_quorum(offices, quorum=quorum)
        return
    with pytest.raises(council.NoQuorum):
        council.check_quorum(offices, quorum=quorum)


def test_the_pause_before_chance_is_held_to_the_second():
    council.check_pause(at=NOON, chance_at=NOON + TEN, minutes=10)
    with pytest.raises(council.ChanceTooSoon) as refused:
        council.check_pause(
            at=NOON + timedelta(microseconds=1), chance_at=NOON + TEN, minutes=10
        )
    assert refused.value.facts["minutes"] == 10


@pytest.mark.parametrize(
    ("holder", "office", "after", "is_answered", "refusal"),
    [
        ("b", "MEMBER", timedelta(), False, None),
        ("a", "MEMBER", timedelta(), False, council.OwnProposal),
        ("b", "CHAIR", timedelta(), False, council.SameOffice),
        ("b", "MEMBER", TEN, False, council.ProposalExpired),
        ("b", "MEMBER", TEN - timedelta(microseconds=1), False, None),
        ("b", "MEMBER", timedelta(), True, council.ProposalAnswered),
    ],
)
def test_an_answer_is_by_another_in_another_office_in_time(
    holder, office, after, is_answered, refusal
):
    proposed = council.Proposed("a", "CHAIR", expires_at=NOON + TEN, is_answered=is_answered)

    def check():
        council.check_answerable(proposed, holder=holder, office=office, at=NOON + after)

    if refusal is None:
        check()
        return
    with pytest.raises(refusal):
        check()
