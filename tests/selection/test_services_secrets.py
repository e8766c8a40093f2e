"""The members' secrets: promised once, kept until they are shown, struck when they are not."""

import pytest
from django.db import connection

from foundation.scoping import Actor
from mission.selection import queries, services
from mission.selection.models import Commitment
from mission.selection.rules.ceremony import ChanceAlreadyKnown
from mission.selection.rules.seed import SecretDiffers
from mission.selection.services.secrets import SecretsOutstanding
from tests.selection.conftest import SECRETS
from tests.selection.rounds import load_verify, write_files

verify = load_verify()
pytestmark = pytest.mark.django_db


def test_secrets_stay_with_the_members_until_they_are_shown(ceremony, files):
    selection_round = ceremony.until("freeze")

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(payload::text, '') FROM journal_entry")
        text = cursor.fetchone()[0]
    text += "".join(map(str, Commitment.objects.values_list()))
    assert not any(secret in text for secret in SECRETS.values())
    assert queries.revealed_secrets(selection_round) == []


def test_a_member_promises_once_and_in_words_that_can_be_checked(ceremony, committee, at):
    ceremony.open()
    promise = {"selection_round": ceremony.round, "by": committee["Huda"], "at": at}
    with pytest.raises(services.BadCommitment):
        services.commit_secret(member="Huda", sha256="third", **promise)
    with pytest.raises(services.BadCommitment):
        services.commit_secret(member=" ", sha256="0" * 64, **promise)
    services.commit_secret(member="Huda", sha256="0" * 64, **promise)

    with pytest.raises(services.AlreadyCommitted):
        services.commit_secret(member="Huda H.", sha256="1" * 64, **promise)


def test_nobody_promises_under_the_name_of_another(ceremony, committee, at):
    ceremony.open()
    ceremony.commit()
    other = Actor("staff", "id-other", "Other", committee["Noora"].permissions)

    for name in ("Noora", " noora "):
        with pytest.raises(services.AlreadyCommitted):
            services.commit_secret(
                selection_round=ceremony.round, member=name, sha256="0" * 64, by=other, at=at
            )


def test_only_the_promised_secret_is_taken_once_and_in_time(ceremony, files, committee, at):
    ceremony.until("freeze")
    shown = {"selection_round": ceremony.round, "member": "Huda", "by": committee["Huda"]}
    with pytest.raises(SecretDiffers):
        services.reveal_secret(secret="thirD", at=at, **shown)
    with pytest.raises(ChanceAlreadyKnown):
        services.reveal_secret(secret="third", at=ceremony.chance_at, **shown)
    services.reveal_secret(secret="third", at=at, **shown)
    with pytest.raises(services.AlreadyDisclosed):
        services.reveal_secret(secret="third", at=at, **shown)


def test_what_is_not_shown_in_time_is_struck(ceremony, files, tmp_path):
    selection_round = ceremony.until("freeze")
    ceremony.reveal("Noora")
    with pytest.raises(SecretsOutstanding) as refused:
        ceremony.close()
    assert refused.value.facts["members"] == "سالم, Huda"

    ceremony.close(at=ceremony.chance_at)
    ceremony.chance()
    ceremony.draw()

    struck = [one.member for one in queries.committed_of(selection_round) if one.is_struck]
    assert struck == ["سالم", "Huda"]
    files_of_proof = queries.proof_files(selection_round)
    assert files_of_proof["commitments.json"].count(b'"struck":true') == 2
    assert verify.verify(write_files(tmp_path / "proof", files_of_proof))


def test_the_chair_strikes_a_secret_before_its_time_runs_out(ceremony, files, amina, at):
    selection_round = ceremony.until("freeze")
    ceremony.reveal("Noora", "Huda")
    absent = selection_round.commitments.get(member="سالم")

    ceremony.strike(absent, "ill", at)
    ceremony.close()

    assert queries.revealed_secrets(selection_round) == ["the first secret", "third"]
    assert absent.disclosure.reason == "ill"
