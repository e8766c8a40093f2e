"""Staff without a second factor are led to make one; with one they work."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

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


def test_visitors_are_not_asked(client, db):
    assert client.get("/campaigns/choose/").status_code == 200


def test_many_who_work_at_once_push_no_count_of_wrong_codes_out(db):
    cache.set("allauth:rl:failures", [1, 2, 3], 300)
    for number in range(500):
        cache.set(f"waiting:{number}", {}, 30)
    assert cache.get("allauth:rl:failures") == [1, 2, 3]
