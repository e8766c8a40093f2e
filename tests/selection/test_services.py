"""A round's way on PostgreSQL: every step, every refusal, and what each leaves behind."""

import pytest

from foundation import journal
from foundation.refusals import PermissionRefused
from mission.registration.models import Application
from mission.registration.services import check_eligibility
from mission.selection import queries, services
from mission.selection.models import Commitment, Entry, Outcome, Proposal, Round
from mission.selection.rules.ceremony import ChanceNotNamed, StepOutOfOrder
from mission.selection.rules.ruleset import RulesBadNumber
from mission.selection.rules.seed import commitment_to, sha256_hex
from mission.selection.services.secrets import SecretsOutstanding
from tests.selection.conftest import RULES
from tests.selection.rounds import load_verify, write_files

verify = load_verify()
pytestmark = pytest.mark.django_db


def events_of(selection_round):
    return [entry.wire for entry in journal.history_of(str(selection_round.id))]


def test_a_round_goes_all_the_way(ceremony, files, tmp_path):
    selection_round = ceremony.until("publish")

    assert queries.current_state(selection_round) == "PUBLISHED"
    states = list(selection_round.statuses.values_list("state", "by"))
    assert [state for state, _ in states] == [
        "DRAFT", "COMMITTING", "FROZEN", "REVEALED", "DRAWN", "PUBLISHED"
    ]  # fmt: skip
    assert {by for _, by in states[:2]} == {"amina@mission.example"}
    assert {by for _, by in states[2:]} == {"secretary@mission.example"}
    found = queries.selected_applications(ceremony.season)
    assert sum(file.size for file in found) == 8
    assert found[0].share == "elderly"
    assert [file.place for file in found] == list(range(1, len(found) + 1))
    assert verify.verify(write_files(tmp_path / "proof", queries.proof_files(selection_round)))
    selected = {file.application for file in found}
    for application in files:
        assert queries.is_selected(application.id) == (application.id in selected)


def test_every_step_is_in_the_journal(ceremony, files):
    selection_round = ceremony.until("publish")

    names = [event.rpartition(".")[2] for event in events_of(selection_round)]
    selected = Outcome.objects.filter(outcome="SELECTED").count()
    assert names == [
        "RoundOpened", "RulesWritten", "CommitmentsOpened", *["AttendanceSigned"] * 5,
        *["SecretCommitted"] * 3,
        "StepProposed", "StepAnswered", "ApplicationsFrozen", "RoundFrozen",
        *["SecretRevealed"] * 3, "StepProposed", "StepAnswered", "RevealsClosed",
        "StepProposed", "StepAnswered", "ChanceRecorded",
        "StepProposed", "StepAnswered", "DrawHeld",
        "StepProposed", "StepAnswered", "ResultPublished",
        *["OfferMade"] * selected,
    ]  # fmt: skip


def test_freeze_takes_the_eligible_files_as_they_stand(ceremony, files):
    selection_round = ceremony.until("freeze")

    assert set(Entry.objects.values_list("application_id", flat=True)) == {f.id for f in files}
    elder = Entry.objects.get(application=files[8])
    assert (elder.size, elder.tier, elder.tickets, elder.shares) == (2, 1, 1, ["elderly"])
    assert elder.age_days == 28257  # 1 January 1950 to 14 May 2027
    again = Entry.objects.get(application=files[9])
    assert (again.tier, again.tickets, again.queue, again.shares) == (2, 4, 10, [])
    frozen = selection_round.freeze
    entries = queries.entries_of_round(selection_round)
    assert frozen.entries_sha256 == sha256_hex(entries.as_csv())
    assert (frozen.files, frozen.persons) == (10, 17)
    assert Application.objects.filter(frozen_at__isnull=False).count() == 10


def test_freeze_needs_a_judgement_that_still_holds(ceremony, season, applications, system, at):
    ceremony.open()
    ceremony.commit()
    with pytest.raises(queries.NothingJudged):
        ceremony.freeze()
    check_eligibility(season=season, by=system, at=at)
    with pytest.raises(services.NothingEligible):
        ceremony.freeze()
    applications.add()
    with pytest.raises(queries.NothingJudged):
        ceremony.freeze()

    check_eligibility(season=season, by=system, at=at)

    assert ceremony.freeze().files == 1


def test_freeze_needs_a_promise_and_chance_that_lies_ahead(ceremony, files):
    ceremony.open()
    with pytest.raises(services.NoSecrets):
        ceremony.freeze()
    ceremony.commit()
    ceremony.chance_at = ceremony.at
    with pytest.raises(ChanceNotNamed):
        ceremony.freeze()
    assert not Entry.objects.exists()


STEPS = {"commit", "freeze", "reveal", "close", "chance", "draw", "publish"}


@pytest.mark.parametrize(
    ("until", "elsewhere"),
    [
        # The next step, and one that is refused for a reason of its own.
        ("open", {"commit", "freeze"}),
        ("freeze", {"reveal"}),
        ("close", {"chance", "draw"}),
        ("draw", {"publish"}),
        ("publish", set()),
    ],
)
def test_no_step_is_skipped_repeated_or_done_late(ceremony, files, until, elsewhere):
    ceremony.until(until)
    before = list(ceremony.round.statuses.values_list("state", flat=True))
    for step in sorted(STEPS - elsewhere):
        is_early = (until, step) == ("freeze", "close")
        with pytest.raises(SecretsOutstanding if is_early else StepOutOfOrder):
            getattr(ceremony, step)()
    assert list(ceremony.round.statuses.values_list("state", flat=True)) == before


def test_rules_change_only_before_the_promises(ceremony, amina, at, season):
    opened = services.open_round(season=season, by=amina, at=at)
    assert queries.rules_of(opened).quota == 4400
    services.write_rules(selection_round=opened, rules=RULES, by=amina, at=at)
    assert queries.rules_of(opened).quota == 8
    with pytest.raises(RulesBadNumber):
        services.write_rules(
            selection_round=opened, rules=RULES | {"quota": -1}, by=amina, at=at
        )
    services.open_commitments(selection_round=opened, by=amina, at=at)

    with pytest.raises(StepOutOfOrder):
        services.write_rules(selection_round=opened, rules=RULES, by=amina, at=at)


def test_a_season_has_one_open_round(ceremony, files, season, amina, at):
    ceremony.until("draw")
    with pytest.raises(services.RoundUnfinished):
        services.open_round(season=season, by=amina, at=at)
    ceremony.publish()

    assert services.open_round(season=season, by=amina, at=at).number == 2


def test_a_later_round_leaves_out_who_was_selected(ceremony, files, season):
    ceremony.until("publish")
    selected = {file.application for file in queries.selected_applications(season)}

    ceremony.until("freeze")

    second = set(ceremony.round.entries.values_list("application_id", flat=True))
    assert second == {file.id for file in files} - selected


@pytest.mark.parametrize(
    "act",
    [
        lambda c, by: services.open_round(season=c.season, by=by, at=c.at),
        lambda c, by: services.write_rules(
            selection_round=c.round, rules=RULES, by=by, at=c.at
        ),
        lambda c, by: services.open_commitments(selection_round=c.round, by=by, at=c.at),
        lambda c, by: services.commit_secret(
            selection_round=c.round, member="X", sha256=commitment_to("x"), by=by, at=c.at
        ),
        lambda c, by: services.come(selection_round=c.round, name="X", by=by, at=c.at),
        lambda c, by: services.leave(selection_round=c.round, by=by, at=c.at),
        lambda c, by: services.attest_round(selection_round=c.round, remark="", by=by, at=c.at),
        lambda c, by: services.propose_freeze(
            selection_round=c.round,
            chance=services.Chance("DICE", "d", c.chance_at),
            by=by,
            at=c.at,
        ),
        lambda c, by: services.freeze_round(selection_round=c.round, by=by, at=c.at),
        lambda c, by: services.reveal_secret(
            selection_round=c.round, member="X", secret="x", by=by, at=c.at
        ),
        lambda c, by: services.propose_strike(
            selection_round=c.round, commitment=Commitment(), reason="", by=by, at=c.at
        ),
        lambda c, by: services.strike_secret(
            selection_round=c.round, commitment=Commitment(), by=by, at=c.at
        ),
        lambda c, by: services.propose_close(selection_round=c.round, by=by, at=c.at),
        lambda c, by: services.propose_draw(selection_round=c.round, by=by, at=c.at),
        lambda c, by: services.propose_publication(selection_round=c.round, by=by, at=c.at),
        lambda c, by: services.enter_chance(
            selection_round=c.round, public_randomness="1", by=by, at=c.at
        ),
        lambda c, by: services.answer_proposal(
            proposal=Proposal(round=c.round, step="DRAW"), agrees=True, by=by, at=c.at
        ),
        lambda c, by: services.close_reveals(selection_round=c.round, by=by, at=c.at),
        lambda c, by: services.record_chance(
            selection_round=c.round, public_randomness="1", by=by, at=c.at
        ),
        lambda c, by: services.hold_round_draw(selection_round=c.round, by=by, at=c.at),
        lambda c, by: services.publish_round(selection_round=c.round, by=by, at=c.at),
        lambda c, by: services.vacate_place(
            selection_round=c.round, reference="X", how="LAPSED", reason="", by=by, at=c.at
        ),
    ],
)
def test_whoever_may_not_is_refused_every_step(ceremony, dawud, act):
    ceremony.open()
    before = Round.objects.count(), len(events_of(ceremony.round))

    with pytest.raises(PermissionRefused):
        act(ceremony, dawud)

    assert (Round.objects.count(), len(events_of(ceremony.round))) == before
