"""The command that holds a whole round and writes its proof."""

import io
import json
import subprocess
import sys
import zipfile

import pytest
from django.core.management import CommandError, call_command

from mission.selection import queries
from mission.selection.models import Round
from mission.selection.rules.secrets_file import BadSecretsFile, read_secrets
from mission.selection.rules.seed import SecretDiffers, commitment_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def secrets(tmp_path):
    path = tmp_path / "secrets.json"
    path.write_text(
        json.dumps(
            [
                {"member": "Noora", "secret": "the first"},
                {"member": "Salem", "secret": "never said", "struck": True},
                {"member": "هدى", "secret": "السر"},
            ]
        ),
        encoding="utf-8",
    )
    return path


def run(secrets, out, *more):
    answer = io.StringIO()
    arguments = ["--season", "1448", "--secrets", str(secrets), "--out", str(out)]
    call_command(
        "run_selection", *arguments, "--public-randomness", "5 3 6 1", *more, stdout=answer
    )
    return answer.getvalue()


def test_command_draws_and_its_proof_stands_alone(files, secrets, tmp_path):
    answer = json.loads(run(secrets, tmp_path / "proof.zip", "--json"))

    zipfile.ZipFile(tmp_path / "proof.zip").extractall(tmp_path / "proof")
    check = subprocess.run(
        [sys.executable, "-I", "verify.py"],
        cwd=tmp_path / "proof", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert check.returncode == 0, check.stdout
    assert (answer["files"], answer["persons"], answer["selected_persons"]) == (10, 17, 17)
    assert len(queries.selected_applications(Round.objects.get().season)) == 10
    seed = json.loads((tmp_path / "proof/seed.json").read_text(encoding="utf-8"))
    assert seed == {
        "public_randomness": "5 3 6 1",
        "secrets": ["the first", "السر"],
        "seed": answer["seed"],
    }
    kept = json.loads((tmp_path / "proof/commitments.json").read_text(encoding="utf-8"))
    assert kept[1] == {
        "member": "Salem", "sha256": commitment_to("never said"), "struck": True
    }  # fmt: skip


def test_two_persons_stand_in_every_row_whatever_the_members_are_called(files, tmp_path):
    path = tmp_path / "secrets.json"
    path.write_text(json.dumps([{"member": "chair", "secret": "the first"}]))

    run(path, tmp_path / "proof.zip")

    held = Round.objects.get()
    offices = [(one.name, one.office) for one in queries.attendance(held)]
    assert offices == [
        ("run_selection · chair", "CHAIR"),
        ("run_selection · secretary", "SECRETARY"),
        ("chair", "MEMBER"),
    ]
    decided = [(one.step, one.office, one.answer.office) for one in queries.proposals(held)]
    assert decided == [
        (step, "CHAIR", "SECRETARY")
        for step in ("FREEZE", "CLOSE", "CHANCE", "DRAW", "PUBLISH")
    ]
    assert queries.newest_proposal(held, "FREEZE").matter["in_one_go"] is True


def test_command_takes_other_rules_and_says_the_result(files, secrets, tmp_path):
    rules = tmp_path / "rules.json"
    rules.write_text('{"general":{"order":["queue"]},"last_seat":"stop","quota":5,"shares":[]}')

    said = run(secrets, tmp_path / "proof.zip", "--rules", str(rules))

    assert said == (
        "Selected 2 files with 3 persons for 5 seats; 8 files wait. The result is published.\n"
    )


def test_dry_run_writes_the_proof_and_keeps_nothing(files, secrets, tmp_path):
    run(secrets, tmp_path / "proof.zip", "--dry-run")

    assert zipfile.is_zipfile(tmp_path / "proof.zip")
    assert not Round.objects.exists()


def test_a_round_is_not_held_twice(files, secrets, tmp_path):
    run(secrets, tmp_path / "proof.zip")

    with pytest.raises(CommandError):
        run(secrets, tmp_path / "again.zip")

    assert not (tmp_path / "again.zip").exists()
    assert Round.objects.count() == 1


def test_a_missing_file_and_a_missing_season_are_named(files, secrets, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        run(tmp_path / "nothing.json", tmp_path / "proof.zip")
    with pytest.raises(CommandError, match=r"1449|١٤٤٩"):
        run(secrets, tmp_path / "proof.zip", "--season", "1449")


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ('["a","b"]', ["Member 1", "Member 2"]),
        ('{"Noora":"a","Ali":"b"}', ["Noora", "Ali"]),
        ('{"secrets":[{"member":"X","secret":"a"}]}', ["X"]),
        ('[{"member":"X","sha256":"%s","struck":true}]' % ("0" * 64), ["X"]),
    ],
)
def test_other_shapes_of_the_secrets_are_read(text, members):
    assert [one.member for one in read_secrets(text.encode())] == members


@pytest.mark.parametrize(
    "text",
    ["[]", "7", '[{"member":"X"}]', '[{"member":7,"secret":"a"}]', '[{"secret":"a","why":1}]',
     '[{"member":"X","secret":"a"},{"member":"X","secret":"b"}]', '[["a"]]',
     '[{"member":"X","secret":"a"},{"member":" X ","secret":"b"}]',
     '[{"member":"X","secret":"a","struck":"true"}]', '[{"member":" ","secret":"a"}]',
     '[{"member":"X","secret":"a","sha256":7}]'],
)  # fmt: skip
def test_secrets_of_no_known_shape_are_refused(text):
    with pytest.raises(BadSecretsFile):
        read_secrets(text.encode())


def test_a_secret_that_is_not_the_one_promised_in_the_file_is_refused():
    text = '[{"member":"X","secret":"a","sha256":"%s"}]'

    with pytest.raises(SecretDiffers):
        read_secrets((text % commitment_to("b")).encode())
    assert read_secrets((text % commitment_to("a")).encode())[0].secret == "a"
