"""Families: asking, agreeing, leaving, and what nobody learns by it."""

from datetime import timedelta

import pytest

from mission.accounts.queries import actor_for
from mission.notifications.models import Message
from mission.registration import handlers, services
from mission.registration.events import FamilyAgreed, FamilyAsked, FamilyLeft
from mission.registration.models import Application, FamilyMember, FamilyRequest
from mission.registration.queries import applying, families
from mission.registration.rules import applying as refused
from mission.registration.rules import families as rules
from mission.season.queries import rules_in_force
from mission.season.services import change_rule_values
from tests.registration.drafts import COMPANION, OPEN_AT, account, submitted, wife_id

LATER = OPEN_AT + timedelta(hours=1)
AFTER = OPEN_AT + timedelta(days=365)


class Lead:
    """A lead with an application of some persons."""

    def __init__(self, number, companions=0):
        self.account = account(number)
        ids = [wife_id(number * 10 + place) for place in range(companions)]
        self.file = submitted(self.account, *ids)
        self.by = actor_for(self.account)

    def ask(self, other, at=LATER):
        reference = other if isinstance(other, str) else other.file.reference
        return services.ask_for_family(
            application=self.file,
            account=self.account,
            reference=reference,
            by=self.by,
            at=at,
        )

    def _act(self, act, request, at):
        return act(
            request=request, application=self.file, account=self.account, by=self.by, at=at
        )

    def agree(self, request, at=LATER):
        return self._act(services.agree_to_family, request, at)

    def decline(self, request, at=LATER):
        return self._act(services.decline_family, request, at)

    def take_back(self, request, at=LATER):
        return self._act(services.take_back_request, request, at)

    def leave(self, at=LATER):
        services.leave_family(application=self.file, account=self.account, by=self.by, at=at)

    def withdraw(self):
        services.withdraw_application(
            application=self.file, account=self.account, reason="", by=self.by, at=LATER
        )

    def kin(self):
        return {one.application.reference for one in families.family_of(self.file)}


def references(*leads):
    return {lead.file.reference for lead in leads}


def linked(*leads):
    """Let the first ask all others, who agree."""
    for other in leads[1:]:
        other.agree(leads[0].ask(other))


def set_values(season, system, **values):
    changes = {f"families.{key}": value for key, value in values.items()}
    base = rules_in_force(season)
    change_rule_values(base=base, changes=changes, note="test", by=system, at=OPEN_AT)


def test_a_lead_asks_another_agrees_and_both_are_drawn_together(season):
    one, other = Lead(1, companions=2), Lead(2)
    other.agree(one.ask(other))
    assert one.kin() == other.kin() == references(one, other)
    found = families.families_of_season(season)
    assert found[one.file.reference] == found[other.file.reference]
    kin = families.family_of(other.file)
    assert [each.size for each in kin] == [3, 1] or [each.size for each in kin] == [1, 3]
    assert {(each.name_ar, each.name_en) for each in kin} == {("ح••• ن••• ا•••", "H••• A•••")}


def test_asking_says_the_same_whether_the_reference_exists(season):
    one, other = Lead(1), Lead(2)
    real = one.ask(other)
    made_up = one.ask("7K3P-9QXM" if _is_reference("7K3P-9QXM") else _free_reference())
    told = [(each.ending, each.ended_at, each.asked_by) for each in (real, made_up)]
    assert told[0] == told[1]
    assert made_up.asked is None
    assert len(families.requests_by(one.file)) == 2
    one.take_back(made_up)
    assert FamilyRequest.objects.get(pk=made_up.pk).ending == "TAKEN_BACK"


def _is_reference(text):
    from foundation.ids import BadReference, parse_reference

    try:
        return parse_reference(text) == text and not Application.objects.filter(reference=text)
    except BadReference:
        return False


def _free_reference():
    from foundation.ids import new_reference

    return new_reference()


def test_only_the_lead_who_was_asked_answers_and_once(season):
    one, other, third = Lead(1), Lead(2), Lead(3)
    request = one.ask(other)
    for wrong in (third, one):
        with pytest.raises(rules.NoSuchRequest):
            wrong.agree(request)
        with pytest.raises(rules.NoSuchRequest):
            wrong.decline(request)
    with pytest.raises(rules.NoSuchRequest):
        other.take_back(request)
    with pytest.raises(refused.NoSuchApplication):
        services.agree_to_family(
            request=request,
            application=other.file,
            account=third.account,
            by=third.by,
            at=LATER,
        )
    other.decline(request)
    with pytest.raises(rules.NoSuchRequest):
        other.agree(request)
    assert one.kin() == set()


def test_nobody_asks_themselves_or_the_same_twice_or_too_often(season, system):
    set_values(season, system, requests_most=2, persons_most=12)
    one, other = Lead(1), Lead(2)
    with pytest.raises(rules.AskedThemselves):
        one.ask(one)
    request = one.ask(other)
    with pytest.raises(rules.AskedAlready):
        one.ask(other)
    one.take_back(request)
    other.agree(one.ask(other))
    with pytest.raises(rules.AskedAlready):
        one.ask(other)
    with pytest.raises(rules.TooManyRequests):
        one.ask(_free_reference())


def test_a_family_takes_others_in_but_two_families_do_not_merge(season):
    a, b, c, d, e = (Lead(number) for number in range(1, 6))
    linked(a, b)
    a.agree(c.ask(a))
    assert b.kin() == references(a, b, c)
    linked(d, e)
    with pytest.raises(rules.FamiliesDiffer):
        d.agree(a.ask(d))
    e.leave()
    d.agree(FamilyRequest.objects.get(asking=a.file, asked=d.file))
    assert d.kin() == references(a, b, c, d)
    assert e.kin() == set()


def test_a_season_bounds_the_persons_of_a_family_also_when_one_is_amended(season, system):
    set_values(season, system, persons_most=5)
    one, other, third = Lead(1, companions=2), Lead(2), Lead(3, companions=1)
    linked(one, other)
    with pytest.raises(rules.TooManyInFamily):
        third.agree(one.ask(third))
    assert third.kin() == set()
    assert one.kin() == references(one, other)
    grow(other, 71, at=LATER)
    with pytest.raises(rules.TooManyInFamily):
        grow(other, 72, at=LATER + timedelta(hours=1))
    assert other.file.applicants.count() == 2


def grow(lead, number, *, at):
    draft = applying.draft_behind(lead.file, lead.account)
    person = services.add_companion(draft=draft, by=lead.by, at=at)
    answers = COMPANION | {"national_id": wife_id(number), "passport_no": f"C99{number:05d}"}
    services.save_answers(person=person, answers=answers, by=lead.by, at=at)
    said = dict.fromkeys(("declare_true", "declare_conditions", "declare_authorised"), True)
    services.declare(draft=draft, said=said, by=lead.by, at=at)
    services.submit_application(draft_id=draft.pk, by=lead.by, at=at + timedelta(minutes=1))


def test_a_season_without_families_links_nobody(season, system):
    set_values(season, system, persons_most=0)
    one, other = Lead(1), Lead(2)
    with pytest.raises(rules.NoFamilies):
        one.ask(other)


def test_the_last_of_a_family_is_by_itself_again(season):
    one, other = Lead(1), Lead(2)
    linked(one, other)
    one.leave()
    assert (one.kin(), other.kin()) == (set(), set())
    whys = dict(FamilyMember.objects.values_list("application_id", "why"))
    assert whys == {one.file.pk: "LEFT", other.file.pk: "ALONE"}
    with pytest.raises(rules.NotInFamily):
        other.leave()
    linked(one, other)
    assert one.kin() == references(one, other)


def test_after_the_window_and_after_a_freeze_families_stand(season, system):
    one, other, third = Lead(1), Lead(2), Lead(3)
    linked(one, other)
    request = third.ask(one)
    for act in (one.leave, lambda at: one.agree(request, at), lambda at: one.ask(third, at)):
        with pytest.raises(refused.WindowClosed):
            act(at=AFTER)
    one.decline(request, at=AFTER)
    Application.objects.filter(pk=one.file.pk).update(frozen_at=LATER)
    for act in (one.leave, lambda: one.ask(third), lambda: one.agree(third.ask(one))):
        with pytest.raises(refused.ApplicationIsFrozen):
            act()
    assert one.kin() == references(one, other)


def test_who_withdraws_leaves_the_family_and_ends_the_requests(season):
    one, other, third, fourth = (Lead(number) for number in range(1, 5))
    linked(one, other, third)
    to, by = fourth.ask(one), one.ask(fourth)
    one.withdraw()
    assert other.kin() == references(other, third)
    assert [FamilyRequest.objects.get(pk=each.pk).ending for each in (to, by)] == ["", "CLOSED"]
    assert families.requests_to(fourth.file) == []
    with pytest.raises(refused.ApplicationWasWithdrawn):
        one.agree(to)
    fourth.take_back(to)
    assert FamilyMember.objects.get(application=one.file).why == "WITHDRAWN"
    assert one.file.reference not in families.families_of_season(season)


def test_a_withdrawn_application_cannot_be_asked(season):
    one, other = Lead(1), Lead(2)
    other.withdraw()
    assert one.ask(other).asked is None


def test_an_operator_does_it_for_callers_and_a_stranger_of_the_staff_does_not(season, amina):
    from foundation.scoping import Actor

    one, other = Lead(1), Lead(2)
    agent = Actor("staff", "7", "agent", frozenset({"registration.fill_for_caller"}))
    asked = {"application": one.file, "account": one.account, "at": LATER}
    request = services.ask_for_family(reference=other.file.reference, by=agent, **asked)
    nobody = Actor("staff", "8", "guard", frozenset())
    for by in (nobody, Lead(3).by):
        with pytest.raises(refused.NoSuchApplication):
            services.ask_for_family(reference=other.file.reference, by=by, **asked)
    with pytest.raises(refused.NoSuchApplication):
        services.agree_to_family(
            request=request, application=other.file, account=one.account, by=agent, at=LATER
        )
    services.agree_to_family(
        request=request, application=other.file, account=other.account, by=agent, at=LATER
    )
    assert one.kin() == references(one, other)


def test_leads_are_told_by_sms_without_anybodys_name(season):
    one, other, third = Lead(1), Lead(2), Lead(3)
    request = one.ask(other)
    asked = FamilyAsked(request.pk, one.file.pk, other.file.pk)
    handlers.tell_asked_family(asked, at=LATER)
    handlers.tell_asked_family(FamilyAsked(request.pk, one.file.pk, None), at=LATER)
    family = other.agree(request)
    handlers.tell_asked_family(asked, at=LATER)
    third.agree(one.ask(third))
    agreed = FamilyAgreed(request.pk, family.pk, third.file.pk, (third.file.pk,), 3)
    handlers.tell_family_that_agreed(agreed, at=LATER)
    other.leave()
    left = FamilyLeft(family.pk, other.file.pk, (one.file.pk, third.file.pk), "LEFT")
    handlers.tell_family_that_was_left(left, at=LATER)
    told = list(Message.objects.order_by("pk").values_list("kind", "about"))
    assert told[0] == ("family_asked", other.file.reference)
    assert set(told[1:3]) == {("family_agreed", each) for each in references(one, other)}
    assert set(told[3:]) == {("family_left", each) for each in references(one, third)}
    texts = " ".join(Message.objects.values_list("text", flat=True))
    assert "حسن" not in texts
    assert "Hassan" not in texts
