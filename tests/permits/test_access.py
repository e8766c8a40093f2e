"""Who may see permits, issue, print, revoke, and handle keys: three people and a manager."""

import pytest

from foundation.refusals import PermissionRefused
from foundation.scoping import Actor
from mission.permits import access, queries, services
from mission.permits.models import BraceletStatus, PrintBatch, SigningKey
from tests.permits.factories import granted_to

OF_THE_MISSION = [
    access.check_may_receive_permits,
    access.check_may_issue_bracelets,
    access.check_may_print_bracelets,
    access.check_may_manage_keys,
    access.check_may_publish,
]
OF_A_CAMPAIGN = [access.check_may_view_permits, access.check_may_revoke]


@pytest.mark.parametrize("check", OF_THE_MISSION)
def test_amina_may_and_dawud_may_not(check, amina, dawud):
    check(by=amina)
    with pytest.raises(PermissionRefused):
        check(by=dawud)


@pytest.mark.parametrize("check", OF_A_CAMPAIGN)
def test_bilal_may_elsewhere_only(check, campaign, amina, bilal, dawud):
    check(by=amina, campaign_id=campaign.id)
    for refused in (bilal, dawud):
        with pytest.raises(PermissionRefused):
            check(by=refused, campaign_id=campaign.id)


def test_the_pair_agrees(campaign, amina, bilal, dawud):
    answers = [
        access.may_revoke(by=who, campaign_id=campaign.id) for who in (amina, bilal, dawud)
    ]

    assert answers == [True, False, False]


def test_seeing_without_a_campaign_asks_for_the_permission_only(bilal, dawud):
    access.check_may_view_permits(by=bilal)
    with pytest.raises(PermissionRefused):
        access.check_may_view_permits(by=dawud)


def test_every_permission_that_is_declared_is_used():
    used = "".join(__import__("inspect").getsource(access).split("PERMISSIONS", 1)[1])
    assert all(used.count(f'"{name}"') >= 1 for name in access.PERMISSIONS)


STOPPING = [services.revoke_bracelet, services.suspend_bracelet, services.replace_bracelet]


@pytest.mark.parametrize("act", STOPPING)
def test_no_stopping_of_somebody_elses_bracelet(act, bracelet, bilal, dawud, at):
    for refused in (bilal, dawud):
        with pytest.raises(PermissionRefused):
            act(bracelet=bracelet, reason="LOST", by=refused, at=at)
    assert BraceletStatus.objects.exclude(status="ISSUED").count() == 0


def test_reinstating_and_bulk_revoking_are_guarded_too(season, bracelet, amina, bilal, at):
    services.suspend_bracelet(bracelet=bracelet, reason="LOST", by=amina, at=at)

    with pytest.raises(PermissionRefused):
        services.reinstate_bracelet(bracelet=bracelet, by=bilal, at=at)
    with pytest.raises(PermissionRefused):
        services.revoke_bracelets(
            season=season, serials=[bracelet.serial], reason="LOST", by=bilal, at=at
        )
    assert queries.bracelet_facts(bracelet).state == "SUSPENDED"


def test_what_dawud_tries_leaves_no_trace(season, permitted, dawud, at):
    attempts = [
        lambda: services.receive_granted(
            season=season, granted=granted_to(permitted, start=50), by=dawud, at=at
        ),
        lambda: services.receive_permits(season=season, by=dawud, at=at),
        lambda: services.issue_bracelets(season=season, by=dawud, at=at),
        lambda: services.ensure_keys(season=season, by=dawud, at=at),
        lambda: services.rotate_key(season=season, usage="qr", by=dawud, at=at),
        lambda: services.publish_status_list(season=season, by=dawud, at=at),
        lambda: services.publish_trust_list(season=season, by=dawud, at=at),
        lambda: services.order_sheets(season=season, by=dawud, at=at),
        lambda: services.start_issue(season=season, label="x", by=dawud, at=at),
        lambda: services.start_printing(season=season, label="x", by=dawud, at=at),
        lambda: services.cancel_permit(
            permit=queries.permit_of_pilgrim(permitted[0].id), reason="x", by=dawud, at=at
        ),
    ]
    for attempt in attempts:
        with pytest.raises(PermissionRefused):
            attempt()
    assert not SigningKey.objects.exists()
    assert not PrintBatch.objects.exists()
    assert queries.permits_in_force(season, at=at).count() == 5


def test_a_key_is_withdrawn_by_who_manages_keys_only(worn, dawud, at):
    key = queries.signing_key_by_kid(1)

    with pytest.raises(PermissionRefused):
        services.withdraw_key(key=key, reason="x", by=dawud, at=at)
    assert key.kid in queries.trusted_keys()


def test_a_manager_finds_the_own_pilgrims_only(season, campaign, worn, bilal, amina):
    manager = Actor(
        kind="staff",
        id="m",
        label="m",
        permissions=frozenset({"permits.view_permits"}),
        campaigns=frozenset({campaign.id}),
    )

    assert queries.pilgrims_with_permits(season, by=manager).count() == 5
    assert queries.pilgrims_with_permits(season, by=bilal).count() == 0
    assert len(list(queries.permit_rows(season, by=bilal))) == 0
    with pytest.raises(queries.NoSuchBracelet):
        queries.bracelet_by_serial(worn[0].serial, by=bilal)
    assert queries.figures_of_season(season, by=bilal, at=worn[0].issued_at).worn == 0
