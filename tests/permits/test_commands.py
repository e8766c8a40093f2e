"""The commands: issue with sheets and list, revoke, rotate."""

import csv
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from mission.permits import queries, services
from mission.permits.models import Bracelet, SigningKey

pytestmark = pytest.mark.usefixtures("today")


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_issue_writes_sheets_and_a_list_and_tells_the_counts(season, permitted, tmp_path):
    pdf, table = tmp_path / "a" / "b.pdf", tmp_path / "a" / "b.csv"
    arguments = ["issue_bracelets", "--season", "1448", "--json"]

    answer = json.loads(run(*arguments, "--pdf", str(pdf), "--csv", str(table)))

    assert answer == {
        "received": 0, "permitted": 5, "issued": 5, "already": 0, "without_camp": 0,
        "sheets": 1, "dry_run": False,
    }  # fmt: skip
    assert pdf.read_bytes().startswith(b"%PDF")
    with table.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {(row["serial"], row["pilgrim"], row["credential"]) for row in rows} == {
        (one.serial, one.pilgrim.reference, one.credential)
        for one in Bracelet.objects.select_related("pilgrim")
    }
    assert list(rows[0]) == ["serial", "pilgrim", "credential"]
    assert list(tmp_path.glob("a/.*")) == []


def test_a_second_run_writes_the_same_bracelets_again(season, permitted, tmp_path):
    table = tmp_path / "b.csv"
    run("issue_bracelets", "--season", "1448", "--csv", str(table))
    before = table.read_text()

    said = run("issue_bracelets", "--season", "1448", "--csv", str(table))

    assert "Issued 0 bracelets; 5 of 5" in said
    assert table.read_text() == before


def test_a_dry_run_counts_and_writes_nothing(season, permitted, tmp_path):
    said = run("issue_bracelets", "--season", "1448", "--pdf", str(tmp_path / "x"), "--dry-run")

    assert "Would issue 5 bracelets" in said
    assert (Bracelet.objects.count(), SigningKey.objects.count()) == (0, 0)
    assert not (tmp_path / "x").exists()


def test_refusals_end_a_command_with_a_sentence(season):
    with pytest.raises(CommandError, match="No bracelet is in force"):
        run("issue_bracelets", "--season", "1448", "--pdf", "x.pdf")
    with pytest.raises(CommandError):
        run("issue_bracelets", "--season", "1400")


def test_pilgrims_without_camp_are_told(season, campaign, permitted):
    campaign.camps.clear()

    assert "5 pilgrims got none" in run("issue_bracelets", "--season", "1448")


def test_a_bracelet_is_revoked_by_its_serial(bracelet):
    typed = bracelet.serial.lower().replace("-", "")
    assert "Would revoke" in run("revoke_bracelet", typed, "--reason", "LOST", "--dry-run")
    assert queries.bracelet_facts(bracelet).state == "ISSUED"

    answer = json.loads(run("revoke_bracelet", typed, "--reason", "LOST", "--json"))

    assert answer == {
        "serial": bracelet.serial, "pilgrim": bracelet.pilgrim.reference, "revoked": True,
    }  # fmt: skip
    assert queries.bracelet_facts(bracelet).state == "REVOKED"
    with pytest.raises(CommandError, match="was stopped before"):
        run("revoke_bracelet", typed, "--reason", "LOST")
    with pytest.raises(CommandError, match="no such bracelet"):
        run("revoke_bracelet", "7777-7777", "--reason", "LOST")


def test_the_next_key_is_made(season, permitted, system, at):
    services.ensure_keys(season=season, by=system, at=at)
    assert "Would make key 3" in run("rotate_signing_key", "--season", "1448", "--dry-run")
    assert SigningKey.objects.count() == 3  # root, bracelets, status list

    answer = json.loads(run("rotate_signing_key", "--season", "1448", "--json"))

    assert answer["kid"] == 3
    assert "2027-04-27" in answer["signs_from"]
    assert "Key 4 is published" in run(
        "rotate_signing_key", "--season", "1448", "--usage", "status"
    )
