"""Writes of permits on PostgreSQL: rows, journal and lists after each, and every refusal."""

from datetime import date

import pytest
from django.db import connection

from foundation import signing
from foundation.cose.statuslist import Status
from foundation.journal.models import Entry
from foundation.progress import Cancelled
from foundation.refusals import ReasonMissing, Refusal
from mission.permits import queries, services
from mission.permits.models import Bracelet, BraceletSeries, Permit, SigningKey
from mission.permits.rules.bracelets import (
    BraceletAlreadyStopped,
    BraceletNotSuspended,
    NoCamp,
    PermitNotInForce,
)
from mission.permits.rules.credential import Credential
from tests.permits.factories import granted_to, make_campaign, make_pilgrims
from tests.permits.reading import listed, state_of


def events(name):
    return Entry.objects.filter(event=f"permits.{name}").order_by("xid", "id")


def test_granted_permits_are_entered_with_their_numbers(season, pilgrims, system, at):
    entered = services.receive_granted(
        season=season, granted=granted_to(pilgrims), by=system, at=at
    )

    assert entered == 5
    permit = queries.permit_of_pilgrim(pilgrims[0].id)
    assert (permit.number, permit.visa_number, permit.application_number) == (
        "P000000001",
        "V000000001",
        "APP0000001",
    )
    assert permit.valid_until.isoformat() == "2027-06-05T21:00:00+00:00"
    assert queries.is_granted(permit)
    assert events("PermitReceived").first().record == "P000000001"


def test_entering_the_same_again_changes_nothing(season, permitted, system, at):
    again = services.receive_granted(
        season=season, granted=granted_to(permitted), by=system, at=at
    )

    assert again == 0
    assert (Permit.objects.count(), events("PermitReceived").count()) == (5, 5)


def test_a_second_number_for_a_permitted_pilgrim_is_left_out(season, permitted, system, at):
    other = granted_to(permitted[:1], start=900)

    assert services.receive_granted(season=season, granted=other, by=system, at=at) == 0


def test_without_days_the_bounds_of_the_season_count(season, pilgrims, system, at):
    granted = granted_to(pilgrims[:1], until=None)

    services.receive_granted(season=season, granted=granted, by=system, at=at)

    ends = queries.moment(season, "bracelet_valid_until")
    assert queries.permit_of_pilgrim(pilgrims[0].id).valid_until == ends


def test_a_bracelet_is_signed_for_every_permit(season, campaign, permitted, system, at):
    report = services.issue_bracelets(season=season, by=system, at=at)

    assert report == services.IssueReport(permitted=5, issued=5, already=0, without_camp=0)
    keys = queries.trusted_keys()
    for place, bracelet in enumerate(Bracelet.objects.order_by("status_index")):
        read = queries.read_credential(bracelet.credential, keys)
        assert isinstance(read, Credential)
        assert (read.status_index, read.season, read.camps) == (place, 1448, {0, 3})
        assert read.mission == queries.mission_number(season)
        assert read.valid_until == bracelet.permit.valid_until
        assert len(bracelet.credential) == 156
    assert events("BraceletIssued").count() == 5


def test_a_second_issue_does_nothing(season, worn, system, at):
    report = services.issue_bracelets(season=season, by=system, at=at)

    assert (report.issued, report.already) == (0, 5)
    assert (Bracelet.objects.count(), events("BraceletIssued").count()) == (5, 5)


def test_nobody_is_named_in_a_credential_or_in_the_journal(season, worn):
    person = worn[0].pilgrim.person
    payloads = str(list(Entry.objects.values_list("payload", flat=True)))

    for personal in (person.name_ar, person.name_en, person.national_id):
        assert personal not in payloads
        assert personal not in worn[0].credential


def test_the_private_key_is_a_file_of_the_owner_and_nowhere_else(season, worn, settings):
    folder = settings.RIFADA_VAR / "keys"
    for key in SigningKey.objects.all():
        path = folder / f"{key.file_name}.pem"
        assert path.stat().st_mode & 0o777 == 0o600
        private = signing.existing_signing_key(key.file_name).private_bytes_raw()
        with connection.cursor() as cursor:
            cursor.execute("SELECT string_agg(e::text, '') FROM journal_entry e")
            journal = cursor.fetchone()[0]
        assert private.hex() not in journal
        assert bytes(key.public_key) != private


def test_pilgrims_of_a_campaign_without_camp_wait(season, permitted, system, at):
    homeless = make_campaign(season, "Q-02", camps=())
    others = make_pilgrims(homeless, 2, start=100)
    granted = granted_to(others, start=100)
    services.receive_granted(season=season, granted=granted, by=system, at=at)

    report = services.issue_bracelets(season=season, by=system, at=at)

    assert (report.issued, report.without_camp) == (5, 2)


def test_an_issue_can_be_stopped_in_between_and_goes_on(season, campaign, system, at):
    many = make_pilgrims(campaign, 1200, start=1000)
    services.receive_granted(season=season, granted=granted_to(many), by=system, at=at)

    class StopsAfterTheFirst:
        def start(self, total, label=""): ...
        def advance(self, count=1): ...
        def finish(self): ...
        def check(self):
            raise Cancelled

    with pytest.raises(Cancelled):
        services.issue_bracelets(season=season, by=system, at=at, progress=StopsAfterTheFirst())
    assert Bracelet.objects.count() == 500

    report = services.issue_bracelets(season=season, by=system, at=at)

    assert (report.issued, report.already) == (700, 500)
    indexes = Bracelet.objects.order_by("status_index").values_list("status_index", flat=True)
    assert list(indexes) == list(range(1200))
    assert BraceletSeries.objects.get().next_index == 1200
    assert queries.status_list(season).entries == 1200


def test_a_revoked_bracelet_stands_in_the_next_list(season, bracelet, system, at):
    before = queries.status_list(season).version

    services.revoke_bracelet(bracelet=bracelet, reason="LOST", note="bus", by=system, at=at)

    assert state_of(bracelet) == "REVOKED"
    assert listed(season, bracelet) is Status.INVALID
    assert queries.status_list(season).version == before + 1
    row = bracelet.statuses.latest("id")
    assert (row.reason, row.note, row.by) == ("LOST", "bus", "tests")
    assert events("BraceletRevoked").get().record == bracelet.serial


def test_the_list_says_of_everybody_else_that_they_are_valid(
    season, worn, bracelet, system, at
):
    services.revoke_bracelet(bracelet=bracelet, reason="LOST", by=system, at=at)

    others = [one for one in worn if one.id != bracelet.id]
    assert {listed(season, one) for one in others} == {Status.VALID}


def test_a_suspended_bracelet_can_be_cleared(season, bracelet, system, at):
    services.suspend_bracelet(bracelet=bracelet, reason="MISUSED", by=system, at=at)
    assert listed(season, bracelet) is Status.SUSPENDED

    services.reinstate_bracelet(bracelet=bracelet, by=system, at=at)

    assert (state_of(bracelet), listed(season, bracelet)) == ("ISSUED", Status.VALID)


def test_refusals_of_stopping(bracelet, system, at):
    with pytest.raises(BraceletNotSuspended):
        services.reinstate_bracelet(bracelet=bracelet, by=system, at=at)
    with pytest.raises(ReasonMissing):
        services.revoke_bracelet(bracelet=bracelet, reason="", by=system, at=at)
    services.revoke_bracelet(bracelet=bracelet, reason="LOST", by=system, at=at)
    for act in (services.revoke_bracelet, services.suspend_bracelet):
        with pytest.raises(BraceletAlreadyStopped):
            act(bracelet=bracelet, reason="LOST", by=system, at=at)


def test_many_are_revoked_with_one_new_list(season, worn, system, at):
    before = queries.status_list(season).version
    serials = [one.serial for one in worn[:3]] + ["7777-7777"]
    services.revoke_bracelet(bracelet=worn[0], reason="LOST", by=system, at=at)

    stopped = services.revoke_bracelets(
        season=season, serials=serials, reason="LOST", by=system, at=at
    )

    assert stopped == 2
    assert queries.status_list(season).version == before + 2
    assert [listed(season, one) for one in worn[:4]] == [Status.INVALID] * 3 + [Status.VALID]


def test_a_replacement_takes_over(season, bracelet, system, at):
    made = services.replace_bracelet(bracelet=bracelet, reason="DAMAGED", by=system, at=at)

    assert (made.replaces_id, made.generation) == (bracelet.id, 2)
    assert (state_of(bracelet), state_of(made)) == ("REPLACED", "ISSUED")
    assert (listed(season, bracelet), listed(season, made)) == (Status.REPLACED, Status.VALID)
    assert events("BraceletReplaced").get().payload["replaced_by"] == made.serial
    assert services.issue_bracelets(season=season, by=system, at=at).issued == 0


def test_a_bracelet_is_replaced_once(bracelet, system, at):
    services.replace_bracelet(bracelet=bracelet, reason="DAMAGED", by=system, at=at)

    again = queries.bracelet_by_serial(bracelet.serial, by=system)
    with pytest.raises(BraceletAlreadyStopped):
        services.replace_bracelet(bracelet=again, reason="DAMAGED", by=system, at=at)


def test_a_revoked_bracelet_stays_revoked_when_replaced(season, bracelet, system, at):
    services.revoke_bracelet(bracelet=bracelet, reason="LOST", by=system, at=at)

    made = services.replace_bracelet(bracelet=bracelet, reason="LOST", by=system, at=at)

    assert (listed(season, bracelet), listed(season, made)) == (Status.INVALID, Status.VALID)
    again = queries.bracelet_by_serial(bracelet.serial, by=system)
    with pytest.raises(BraceletAlreadyStopped):
        services.replace_bracelet(bracelet=again, reason="LOST", by=system, at=at)


def test_no_replacement_without_a_permit_or_a_camp(bracelet, campaign, system, at):
    campaign.camps.clear()
    with pytest.raises(NoCamp):
        services.replace_bracelet(bracelet=bracelet, reason="LOST", by=system, at=at)
    services.cancel_permit(permit=bracelet.permit, reason="x", by=system, at=at)
    with pytest.raises(PermitNotInForce):
        services.replace_bracelet(bracelet=bracelet, reason="LOST", by=system, at=at)


def test_a_cancelled_permit_stops_its_bracelet(season, bracelet, system, at):
    services.cancel_permit(permit=bracelet.permit, reason="withdrawn", by=system, at=at)
    services.cancel_permit(permit=bracelet.permit, reason="withdrawn", by=system, at=at)

    assert not queries.is_granted(bracelet.permit)
    assert listed(season, bracelet) is Status.INVALID
    assert bracelet.statuses.latest("id").reason == "PERMIT_CANCELLED"
    assert events("PermitCancelled").count() == 1


def test_a_new_permit_after_a_cancelled_one_gets_a_new_bracelet(season, bracelet, system, at):
    services.cancel_permit(permit=bracelet.permit, reason="withdrawn", by=system, at=at)
    granted = granted_to([bracelet.pilgrim], start=500)
    assert services.receive_granted(season=season, granted=granted, by=system, at=at) == 1

    assert services.issue_bracelets(season=season, by=system, at=at).issued == 1

    newest, first = queries.bracelets_of_pilgrim(bracelet.pilgrim_id)
    assert (newest.state, first.state) == ("ISSUED", "REVOKED")
    assert newest.permit.number == "P000000500"


def test_a_permit_that_is_over_gets_no_bracelet(season, permitted, system, at):
    later = at.replace(month=7)

    assert services.plan_issue(season=season, at=later).permitted == 0


def test_a_missing_rule_value_is_named(season, permitted, system, at):
    version = season.rule_versions.get()
    version.values = {
        key: value for key, value in version.values.items() if key != "bracelet_valid_until"
    }
    version.save()

    with pytest.raises(Refusal) as refused:
        services.issue_bracelets(season=season, by=system, at=at)

    assert refused.value.facts == {"key": "bracelet_valid_until"}


def test_the_table_of_permits(season, permitted, system):
    rows = list(queries.permit_rows(season, by=system))

    assert len(rows) == 5
    assert {row.status for row in rows} == {"GRANTED"}
    assert {row.pilgrim for row in rows} == {pilgrim.reference for pilgrim in permitted}
    assert rows[0].valid_until.date() == date(2027, 6, 5)  # in UTC, three hours earlier
