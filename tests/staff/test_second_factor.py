"""Staff without a second factor are led to make one; with one they work."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from foundation import journal
from foundation.refusals import PermissionRefused
from mission.staff import queries, services
from mission.staff.rules import Role


@pytest.fixture(autouse=True)
def required(settings):
    settings.REQUIRE_SECOND_FACTOR = True


def test_without_a_second_factor_only_the_account_pages_open(signed_in):
    client = signed_in(Role.SYSTEMS)
    answer = client.get("/staff/")
    assert answer.status_code == 302
    assert answer.url == "/accounts/2fa/"
    assert client.get(answer.url).status_code == 200


def test_with_a_second_factor_everything_opens(signed_in, member_with):
    member = member_with(Role.SYSTEMS)
    Authenticator.objects.create(user=member, type=Authenticator.Type.TOTP, data={})
    assert signed_in(member=member).get("/staff/").status_code == 200


def test_who_lost_the_device_makes_a_new_second_factor(signed_in, member_with, client):
    member = member_with(Role.GATE_GUARD)
    Authenticator.objects.create(user=member, type=Authenticator.Type.TOTP, data={})
    client.force_login(member)
    unit = signed_in(Role.SYSTEMS)
    Authenticator.objects.create(
        user_id=unit.session["_auth_user_id"], type=Authenticator.Type.TOTP, data={}
    )
    address = f"/staff/{member.id}/second-factor/"
    assert address in unit.get(f"/staff/{member.id}/").content.decode()
    assert unit.post(address, {"reason": ""}).status_code == 200  # asks why
    assert Authenticator.objects.filter(user=member).count() == 1

    assert unit.post(address, {"reason": "Phone lost in Mina"}).url == f"/staff/{member.id}/"

    assert not Authenticator.objects.filter(user=member).exists()
    assert client.get("/").status_code == 302  # the lost device is signed out
    newest = journal.history_of(member.id)[-1]
    assert newest.wire == "staff.SecondFactorsRemoved"
    assert newest.payload["reason"] == "Phone lost in Mina"
    assert address not in unit.get(f"/staff/{member.id}/").content.decode()


def test_nobody_removes_the_own_second_factor_or_without_the_right(member_with, dawud, at):
    member = member_with(Role.SYSTEMS)
    Authenticator.objects.create(user=member, type=Authenticator.Type.TOTP, data={})
    for by in (queries.actor_for(member), dawud):
        with pytest.raises(PermissionRefused):
            services.remove_second_factors(member=member, reason="x", by=by, at=at)
    assert Authenticator.objects.filter(user=member).exists()


def test_visitors_are_not_asked(client, db):
    assert client.get("/results/").status_code == 200


def test_many_who_work_at_once_push_no_count_of_wrong_codes_out(db):
    cache.set("allauth:rl:failures", [1, 2, 3], 300)
    for number in range(500):
        cache.set(f"waiting:{number}", {}, 30)
    assert cache.get("allauth:rl:failures") == [1, 2, 3]
