"""Many leads at the same moment: one family each, never too many persons, no locking up."""

import random
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.db.models import Count

from foundation.refusals import Refusal
from mission.registration.models import FamilyMember, FamilyRequest
from mission.registration.queries import families
from mission.season.queries import season_by_year
from tests.at_once import at_once
from tests.registration.test_families import Lead

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 12


@pytest.fixture
def opened():
    call_command("open_season", "1448", verbosity=0)
    return season_by_year(1448)


def test_of_sixteen_who_agree_at_once_only_as_many_join_as_may(opened):
    one = Lead(100)
    leads = [Lead(number) for number in range(1, 17)]
    requests = [lead.ask(one) for lead in leads]

    def agree(number):
        with suppress(Refusal):
            one.agree(requests[number])

    at_once(16, agree)
    assert len(one.kin()) == MOST
    assert FamilyRequest.objects.filter(ending="AGREED").count() == MOST - 1


@pytest.mark.parametrize("seed", range(3))
def test_whoever_agrees_leaves_and_withdraws_at_once_stands_in_one_family(opened, seed):
    leads = [Lead(number, companions=number % 3) for number in range(1, 9)]
    requests = [(other, one.ask(other)) for one in leads for other in leads if one is not other]

    def act(number):
        chance = random.Random(f"{seed}-{number}")
        for _ in range(6):
            with suppress(Refusal):
                match chance.randrange(6):
                    case 0:
                        chance.choice(leads).leave()
                    case 1 if chance.random() < 0.2:
                        chance.choice(leads).withdraw()
                    case _:
                        asked, request = chance.choice(requests)
                        asked.agree(request)

    at_once(16, act)
    standing = FamilyMember.objects.filter(left_at__isnull=True)
    assert not standing.filter(application__withdrawn_at__isnull=False)
    counted = standing.values("family").annotate(files=Count("id"))
    assert all(each["files"] >= 2 for each in counted)
    for each in counted:
        members = families.standing_members(each["family"])
        sizes = families.sizes_of([one.application_id for one in members])
        assert sum(sizes.values()) <= MOST
