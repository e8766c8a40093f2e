"""The chain and its checkpoints: whatever is done to the journal behind its back is seen."""
# ruff: noqa: S608  (the statements that tamper are fixed texts)

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from foundation import journal, signing
from foundation.ids import uuid7
from foundation.journal import chain, checkpoints, services
from foundation.journal.models import Entry, Link
from foundation.journal.verifying import verify
from foundation.scoping import Actor
from tests.foundation.horizon import no_transaction_is_open
from tests.foundation.samples import ThingMade

SYSTEM = Actor.system("tests")
AT = datetime(2027, 3, 1, 9, 30, 15, 123456, tzinfo=UTC)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_queue")]

ENTRY = "WHERE id = (SELECT entry_id FROM journal_link WHERE number = {n})"
# What is done, and the kinds of problem that must be named (others may be named as well).
TAMPERING = {
    "id": (f"UPDATE journal_entry SET id = gen_random_uuid() {ENTRY}", {"missing_entry"}),
    "xid": (f"UPDATE journal_entry SET xid = '3' {ENTRY}", {"changed_entry"}),
    "event": (f"UPDATE journal_entry SET event = 'samples.Other' {ENTRY}", {"changed_entry"}),
    "record": (f"UPDATE journal_entry SET record = 'x' {ENTRY}", {"changed_entry"}),
    "payload": (
        f"UPDATE journal_entry SET payload = payload || '{{{{\"count\": 99}}}}' {ENTRY}",
        {"changed_entry"},
    ),
    "by_kind": (f"UPDATE journal_entry SET by_kind = 'staff' {ENTRY}", {"changed_entry"}),
    "by_id": (f"UPDATE journal_entry SET by_id = 'bilal' {ENTRY}", {"changed_entry"}),
    "by_label": (f"UPDATE journal_entry SET by_label = 'bilal' {ENTRY}", {"changed_entry"}),
    "at": (
        f"UPDATE journal_entry SET at = at + interval '1 microsecond' {ENTRY}",
        {"changed_entry"},
    ),
    "recorded_at": (
        f"UPDATE journal_entry SET recorded_at = recorded_at - interval '1 day' {ENTRY}",
        {"changed_entry"},
    ),
    "link number": (
        "UPDATE journal_link SET number = 900 WHERE number = {n}",
        {"missing_link"},
    ),
    "link entry": (
        "UPDATE journal_link SET entry_id = gen_random_uuid() WHERE number = {n}",
        {"missing_entry"},
    ),
    "link xid": ("UPDATE journal_link SET xid = '3' WHERE number = {n}", {"changed_entry"}),
    "link hash": (
        "UPDATE journal_link SET hash = sha256('x') WHERE number = {n}",
        {"changed_entry"},
    ),
    "an entry deleted": (f"DELETE FROM journal_entry {ENTRY}", {"missing_entry"}),
    "a link deleted": ("DELETE FROM journal_link WHERE number = {n}", {"missing_link"}),
    "both deleted": (
        f"DELETE FROM journal_entry {ENTRY}; DELETE FROM journal_link WHERE number = {{n}}",
        {"missing_link"},
    ),
    "an entry put in between": (
        "INSERT INTO journal_entry"
        " (id, xid, event, record, payload, by_kind, by_id, by_label, at)"
        " SELECT '00000000-0000-4000-8000-000000000001', xid, event, record, payload,"
        " by_kind, by_id, by_label, at"
        f" FROM journal_entry {ENTRY}",
        {"added_entry"},
    ),
    "two places exchanged": (
        "UPDATE journal_link SET entry_id = gen_random_uuid() WHERE number = {n} + 1;"
        "UPDATE journal_link SET (entry_id, xid) = (SELECT id, xid FROM journal_entry WHERE"
        " record = (SELECT record FROM spare WHERE place = {n} + 1)) WHERE number = {n};"
        "UPDATE journal_link SET (entry_id, xid) = (SELECT id, xid FROM journal_entry WHERE"
        " record = (SELECT record FROM spare WHERE place = {n})) WHERE number = {n} + 1",
        {"changed_entry"},
    ),
    "cut off after": (
        "DELETE FROM journal_entry WHERE id IN"
        " (SELECT entry_id FROM journal_link WHERE number > {n});"
        "DELETE FROM journal_link WHERE number > {n}",
        {"cut_off_chain"},
    ),
    "emptied": ("TRUNCATE journal_entry, journal_link", {"cut_off_chain"}),
}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.RIFADA_VAR = tmp_path
    return tmp_path


def record(count):
    with transaction.atomic():
        things = [ThingMade(thing=uuid7(), name=f"خيمة {n}", count=n) for n in range(count)]
        journal.record_many(things, by=SYSTEM, at=AT)
    no_transaction_is_open()


def behind_its_back(statements):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in statements.split(";"):
            cursor.execute(statement)


def kinds():
    return {problem.kind for problem in verify().problems}


def test_rows_are_numbered_without_gaps_and_chained():
    record(3)
    record(4)
    assert chain.link_new_entries() == 7
    assert chain.link_new_entries() == 0
    links = list(Link.objects.order_by("number"))
    assert [link.number for link in links] == [1, 2, 3, 4, 5, 6, 7]
    assert len({bytes(link.hash) for link in links}) == 7
    verdict = verify()
    assert (verdict.is_sound, verdict.links, verdict.pending) == (True, 7, 0)


def test_rows_are_chained_by_number_where_transaction_ids_gain_a_digit(monkeypatch):
    monkeypatch.setattr(chain, "PAGE_ROWS", 2)
    for _ in range(5):
        record(1)
    entries = list(Entry.objects.order_by("xid"))
    behind_its_back(
        ";".join(
            f"UPDATE journal_entry SET xid = '{xid}' WHERE id = '{entry.id}'"
            for xid, entry in zip([8, 9, 10, 99, 100], entries, strict=True)
        )
    )
    assert chain.link_new_entries() == 5
    linked = Link.objects.order_by("number").values_list("xid", flat=True)
    assert list(linked) == [8, 9, 10, 99, 100]
    assert verify().is_sound


def test_a_hash_can_be_computed_by_hand():
    record(1)
    services.seal(at=AT)
    entry, link = Entry.objects.get(), Link.objects.get()
    texts = [
        *("1", str(entry.id), str(entry.xid), "samples.ThingMade", entry.record),
        json.dumps(
            {"name": "خيمة 0", "count": 0, "thing": entry.record},
            ensure_ascii=False,
        ),
        *("system", "tests", "tests", "2027-03-01T09:30:15.123456"),
        entry.recorded_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f"),
    ]
    assert bytes(link.hash) == chain.hash_of(bytes(32), 1, tuple(texts[1:]))


def test_new_rows_wait_for_the_next_seal():
    record(2)
    services.seal(at=AT)
    record(3)
    assert verify().pending == 3
    assert verify().is_sound


def test_every_kind_of_tampering_is_seen():
    record(6)
    record(6)
    services.seal(at=AT)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE spare AS"
            " SELECT number AS place, entry.*, hash, link.xid AS link_xid"
            " FROM journal_link link JOIN journal_entry entry ON entry.id = link.entry_id"
        )
    unseen = {}
    for name, (statements, wanted) in TAMPERING.items():
        for number in (1, 5, 11):
            assert verify().is_sound
            behind_its_back(statements.format(n=number))
            found = kinds()
            if not wanted <= found:
                unseen[f"{name} at {number}"] = found
            mend()
    assert not unseen


def mend():
    behind_its_back(
        "TRUNCATE journal_entry, journal_link;"
        "INSERT INTO journal_entry SELECT id, xid, event, record, payload, by_kind, by_id,"
        " by_label, at, recorded_at FROM spare;"
        "INSERT INTO journal_link SELECT place, id, link_xid, hash FROM spare"
    )


def test_a_chain_that_was_made_anew_throughout_is_seen():
    record(5)
    services.seal(at=AT)
    behind_its_back("UPDATE journal_entry SET by_id = 'bilal'; TRUNCATE journal_link")
    assert chain.link_new_entries() == 5
    assert kinds() == {"rewritten_chain"}


def test_a_chain_that_was_cut_and_grew_again_is_seen():
    record(5)
    services.seal(at=AT)
    behind_its_back("TRUNCATE journal_entry, journal_link")
    record(8)
    services.seal(at=AT + timedelta(minutes=1))
    assert kinds() == {"rewritten_chain"}


def test_a_forged_checkpoint_is_seen(folder):
    record(2)
    services.seal(at=AT)
    path = next((folder / "checkpoints").iterdir())
    told = json.loads(path.read_text())
    path.write_text(json.dumps(told | {"number": 1}) + "\n")
    assert "forged_checkpoint" in kinds()
    other = signing.signing_key("other")
    mine = checkpoints.Checkpoint(
        **(told | {"key": signing.public_bytes(other).hex(), "signature": ""})
    )
    signed = told | {"key": mine.key, "signature": other.sign(mine.message()).hex()}
    path.write_text(json.dumps(signed) + "\n")
    assert "forged_checkpoint" in kinds()
    path.write_text("not json\n")
    assert "unreadable_checkpoint" in kinds()


def test_checkpoints_are_signed_once_for_each_new_head(folder):
    assert services.seal(at=AT) is None
    record(2)
    first = services.seal(at=AT)
    assert first is not None
    assert first.number == 2
    assert checkpoints.is_genuine(first)
    assert services.seal(at=AT + timedelta(minutes=1)) is None
    record(1)
    second = services.seal(at=AT + timedelta(days=1))
    assert second is not None
    assert [each.number for each in checkpoints.kept_checkpoints()] == [2, 3]
    assert sorted(path.name for path in (folder / "checkpoints").iterdir()) == [
        "2027-03-01.jsonl",
        "2027-03-02.jsonl",
    ]
    assert verify().checkpoints == 2


def test_a_restored_server_that_counts_anew_goes_on_with_the_chain():
    record(3)
    chain.link_new_entries()
    behind_its_back(
        "UPDATE journal_entry SET xid = (xid::text::bigint + 1000000)::text::xid8;"
        "UPDATE journal_link SET xid = (xid::text::bigint + 1000000)::text::xid8"
    )
    record(2)
    assert chain.link_new_entries() == 2
    record(1)
    assert chain.link_new_entries() == 1
    assert Link.objects.count() == 6


def test_the_commands_tell_what_they_find():
    record(3)
    out = StringIO()
    call_command("seal_journal", "--json", stdout=out)
    assert json.loads(out.getvalue())["number"] == 3
    out = StringIO()
    call_command("seal_journal", stdout=out)
    assert out.getvalue() == "Done: nothing new.\n"
    out = StringIO()
    call_command("verify_journal", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {
        "sound": True,
        "links": 3,
        "checkpoints": 1,
        "pending": 0,
        "problems": [],
    }
    behind_its_back("UPDATE journal_entry SET by_id = 'bilal'")
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("verify_journal", stdout=out)
    assert left.value.code == 1
    assert "changed_entry at 2" in out.getvalue()
