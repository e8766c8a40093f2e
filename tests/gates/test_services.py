"""Scans are judged and kept exactly once, whatever is sent again, at once or late."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.ids import uuid7
from foundation.journal.models import Entry
from foundation.scoping import Actor
from mission.gates import services
from mission.gates.models import ParkedScan, Presence, Scan
from mission.gates.rules.decision import Direction
from mission.gates.rules.scan import Delivery, Unreadable
from tests.at_once import at_once
from tests.gates.conftest import NOON, codes, deliver, scan

IN, OUT = Direction.IN, Direction.OUT
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def test_an_admitted_scan_leaves_row_presence_and_journal(world):
    (worn,) = world.wear()
    presented = scan(worn.credential)

    (answer,) = deliver(world, presented)

    row = Scan.objects.get()
    assert (row.id, row.code, row.bracelet) == (presented.id, "ok", worn.bracelet)
    assert answer.bearer.name_en == "Fatima Al-Marri"
    presence = Presence.objects.get(pilgrim=worn.pilgrim)
    assert (presence.camp.code, presence.scan) == ("mina-1", presented.id)
    entry = Entry.objects.get(event="gates.ScansRecorded")
    assert entry.record == str(world.north.id)
    assert entry.payload["scans"] == [str(presented.id)]
    assert (entry.payload["admitted"], entry.payload["refused"]) == (1, 0)


def test_a_refused_scan_is_kept_too_and_moves_nobody(world):
    (worn,) = world.wear(status="REVOKED")

    (answer,) = deliver(world, scan(worn.credential))

    assert answer.scan.code == "revoked"
    assert Scan.objects.get().bracelet == worn.bracelet
    assert not Presence.objects.filter(camp__isnull=False).exists()


@pytest.mark.parametrize(
    ("status", "code"),
    [("REVOKED", "revoked"), ("SUSPENDED", "suspended"), ("REPLACED", "replaced")],
)
def test_the_state_of_the_bracelet_counts_at_once(world, status, code):
    (worn,) = world.wear()
    world.mark(worn.bracelet, status)

    assert codes(deliver(world, scan(worn.credential))) == [code]


def test_every_other_reason_is_told(world):
    stranger = Ed25519PrivateKey.generate()
    elsewhere, expired = world.wear(camps=["mina-2"]), world.wear(until=NOON - MINUTE * 20)
    texts = {
        "not a bracelet": "malformed",
        world.sign(index=9_000): "not_issued",
        world.sign(index=1, secret=stranger): "forged",
        world.sign(index=1, kid=77): "unknown_key",
        world.sign(index=1, mission=3): "other_mission",
        world.sign(index=1, season=1447): "other_season",
        elsewhere[0].credential: "other_camp",
        expired[0].credential: "expired",
    }

    answers = deliver(world, *(scan(text) for text in texts))

    assert codes(answers) == list(texts.values())
    assert Scan.objects.filter(bracelet=None).exclude(credential="").count() == 6


def test_the_second_entry_is_refused_and_told_where_the_first_was(world):
    (worn,) = world.wear()
    deliver(world, scan(worn.credential), gate=world.south)

    (answer,) = deliver(world, scan(worn.credential, at=NOON + MINUTE), at=NOON + MINUTE)

    assert answer.scan.code == "already_inside"
    assert answer.scan.facts == {"gate": "mina-1-south", "since": "2027-05-14T09:00:00Z"}


def test_who_left_may_come_again(world):
    (worn,) = world.wear()
    walk = [IN, OUT, IN]

    answers = deliver(
        world,
        *(
            scan(worn.credential, direction=way, at=NOON + place * SECOND)
            for place, way in enumerate(walk)
        ),
    )

    assert codes(answers) == ["ok", "ok", "ok"]
    assert Presence.objects.get().camp.code == "mina-1"


def test_entering_another_camp_leaves_the_first(world):
    (worn,) = world.wear(camps=["mina-1", "mina-2"])
    deliver(world, scan(worn.credential))

    (answer,) = deliver(world, scan(worn.credential), gate=world.other)

    assert (answer.scan.code, answer.scan.facts) == ("ok", {"left_camp": 0})
    assert Presence.objects.get().camp.code == "mina-2"


def test_a_repeated_scan_gets_its_first_verdict_and_changes_nothing(world):
    (worn,) = world.wear()
    presented = scan(worn.credential)
    deliver(world, presented)
    deliver(world, scan(worn.credential, direction=OUT, at=NOON + MINUTE), at=NOON + MINUTE)

    (again,) = deliver(world, presented, at=NOON + 2 * MINUTE)

    assert (again.scan.code, again.is_replayed) == ("ok", True)
    assert Scan.objects.count() == 2
    assert Presence.objects.get().camp is None
    assert Entry.objects.filter(event="gates.ScansRecorded").count() == 2


def test_a_repeated_list_adds_no_row_and_new_scans_in_it_are_judged_rightly(world):
    first, second = world.wear(2)
    came = scan(first.credential)
    deliver(world, came)
    deliver(world, scan(first.credential, direction=OUT, at=NOON + SECOND))

    answers = deliver(
        world, came, scan(first.credential, at=NOON + MINUTE), scan(second.credential)
    )

    assert codes(answers) == ["ok", "ok", "ok"]
    assert [answer.is_replayed for answer in answers] == [True, False, False]


def test_the_same_id_with_other_content_is_refused_and_the_first_stays(world):
    first, second = world.wear(2)
    presented = scan(first.credential)
    deliver(world, presented)

    answers = deliver(world, scan(second.credential, id_=presented.id), scan(second.credential))

    assert codes(answers) == ["scan_id_reused", "ok"]
    assert Scan.objects.get(id=presented.id).bracelet == first.bracelet


def test_the_same_id_at_another_gate_is_another_scan(world):
    (worn,) = world.wear()
    presented = scan(worn.credential)
    deliver(world, presented)

    assert codes(deliver(world, presented, gate=world.south)) == ["scan_id_reused"]


def test_of_two_scans_under_one_id_in_a_list_the_first_counts(world):
    first, second = world.wear(2)
    id_ = uuid7()

    answers = deliver(world, scan(first.credential, id_=id_), scan(second.credential, id_=id_))

    assert codes(answers) == ["ok", "scan_id_reused"]
    assert Scan.objects.get().bracelet == first.bracelet


def test_what_is_no_scan_is_put_aside_once_and_the_others_are_judged(world):
    (worn,) = world.wear()
    poison = Unreadable('{"id": 7}', "id: not a UUID", "7")

    answers = deliver(world, poison, scan(worn.credential), poison)
    deliver(world, poison)

    assert codes(answers) == ["scan_not_readable", "ok", "scan_not_readable"]
    assert ParkedScan.objects.get().body == '{"id": 7}'
    entry = Entry.objects.get(event="gates.ScansParked")
    assert entry.payload["parked"] == 1


def test_texts_that_no_database_holds_are_kept_as_far_as_they_go(world):
    answers = deliver(world, scan("HM1:\x00\ud800" + "X" * 900))

    assert codes(answers) == ["malformed"]
    assert len(Scan.objects.get().credential) == 400


def test_an_exit_that_arrives_late_does_not_take_out_who_came_back_meanwhile(world):
    (worn,) = world.wear()
    deliver(world, scan(worn.credential, at=NOON), at=NOON)

    late = scan(worn.credential, direction=OUT, at=NOON - 30 * MINUTE)
    (answer,) = deliver(world, late, at=NOON + MINUTE)

    assert answer.scan.code == "ok"
    assert Presence.objects.get().camp.code == "mina-1"


def test_a_clock_that_runs_ahead_is_not_believed(world):
    (worn,) = world.wear()
    deliver(world, scan(worn.credential, at=NOON + 60 * MINUTE), at=NOON)

    assert Presence.objects.get().changed_at == NOON
    assert Scan.objects.get().scanned_at == NOON + 60 * MINUTE


def test_a_new_bracelet_of_who_is_inside_does_not_enter_a_second_time(world):
    (worn,) = world.wear()
    deliver(world, scan(worn.credential))
    world.mark(worn.bracelet, "REPLACED")
    new = world.issue(worn.pilgrim, 500)

    assert codes(deliver(world, scan(new.credential))) == ["already_inside"]


def test_one_scan_costs_four_statements_and_five_hundred_cost_five(world):
    worn = world.wear(20)
    post, by = world.console(), world.by
    services.record_scans(
        gate=post.gate_code, post=post, delivery=Delivery((scan("x"),)), by=by, at=NOON
    )

    def statements(things):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            services.record_scans(
                gate=post.gate_code, post=post, delivery=Delivery(things), by=by, at=NOON
            )
        return [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]

    assert len(statements((scan(worn[0].credential),))) == 4
    assert len(statements(tuple(scan(one.credential) for one in worn[1:]))) == 5


def test_many_scans_go_in_portions_and_come_back_in_order(world, monkeypatch):
    monkeypatch.setattr("mission.gates.services.scans.MANY", 3)
    worn = world.wear(7)

    answers = services.admit_many(
        post=world.console(), scans=[scan(one.credential) for one in worn], by=world.by, at=NOON
    )

    assert [answer.bearer.pilgrim for answer in answers] == [one.pilgrim.id for one in worn]
    assert Entry.objects.filter(event="gates.ScansRecorded").count() == 3


@pytest.mark.django_db(transaction=True)
def test_of_sixteen_scans_at_once_exactly_one_enters(world):
    (worn,) = world.wear()
    world.console()

    def present(number):
        gate = world.north if number % 2 else world.south
        return codes(deliver(world, scan(worn.credential), gate=gate))

    found = list(chain.from_iterable(at_once(16, present)))
    assert sorted(found) == ["already_inside"] * 15 + ["ok"]
    assert Scan.objects.filter(code="ok").count() == 1


@pytest.mark.django_db(transaction=True)
def test_lists_at_once_over_the_same_pilgrims_neither_block_nor_admit_twice(world):
    worn = world.wear(30)

    def present(number):
        order = worn if number % 2 else worn[::-1]
        return codes(deliver(world, *(scan(one.credential) for one in order)))

    found = list(chain.from_iterable(at_once(6, present)))
    assert found.count("ok") == 30
    assert found.count("already_inside") == 150


@pytest.mark.django_db(transaction=True)
def test_the_same_list_sent_eight_times_at_once_is_kept_once(world):
    things = [scan(one.credential) for one in world.wear(10)] + [scan("nonsense")]
    found = at_once(8, lambda _: codes(deliver(world, *things)))
    assert found == [["ok"] * 10 + ["malformed"]] * 8
    assert Scan.objects.count() == 11
    recorded = Entry.objects.filter(event="gates.ScansRecorded")
    assert sum(len(entry.payload["scans"]) for entry in recorded) == 11


@pytest.mark.django_db(transaction=True)
def test_one_id_under_two_bracelets_at_once_is_kept_for_one_of_them(world):
    worn, id_ = world.wear(2), uuid7()

    def present(number):
        return codes(deliver(world, scan(worn[number % 2].credential, id_=id_)))

    found = list(chain.from_iterable(at_once(8, present)))
    assert sorted(found) == ["ok"] * 4 + ["scan_id_reused"] * 4
    assert Scan.objects.count() == 1
    assert Presence.objects.exclude(camp=None).count() == 1


def test_the_system_may_scan_at_the_console(world):
    (worn,) = world.wear()

    assert codes(deliver(world, scan(worn.credential), by=Actor.system("admit"))) == ["ok"]
