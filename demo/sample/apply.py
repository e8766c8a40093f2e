"""Somebody of the sample season who is half way through an application, and who objects."""

from __future__ import annotations

from datetime import datetime, timedelta

from demo.sample.people import LOADER
from mission.accounts.services import open_for_caller
from mission.registration import services
from mission.registration.models import Role
from mission.registration.queries import applicants_of, applying, lists, objections
from mission.season.models import Season

# An invented person; whoever tries the demo signs in with these two numbers.
NATIONAL_ID = "28563499999"
MOBILE = "+97433112233"
OBJECTIONS = 3

LEAD = {
    "nationality": "QAT",
    "birth_date": "1985-03-02",
    "hajj_before": "no",
    "companions_planned": "1",
    "name_ar": "جاسم محمد النعيمي",
    "name_en": "Jassim Mohammed Al-Naimi",
    "sex": "M",
    "district": "al-rayyan",
    "passport_no": "Q4471190",
    "passport_expiry": "2032-06-30",
}
WIFE = {
    "relation": "wife",
    "national_id": "28863499998",
    "name_ar": "عائشة علي الكبيسي",
    "sex": "F",
    "birth_date": "1988-11-20",
    "nationality": "QAT",
}


def begin_application(season: Season, *, at: datetime) -> None:
    """Leave a draft with a companion half filled in, while the window is open."""
    if not applying.season_rules(season).window.is_open(at):
        return
    account = open_for_caller(national_id=NATIONAL_ID, mobile=MOBILE, by=LOADER, at=at)
    draft = services.open_draft(account=account, season=season, by=LOADER, at=at)
    people = applying.people_of(draft)
    if len(people) > 1:
        return
    services.save_answers(person=people[0], answers=LEAD, by=LOADER, at=at)
    wife = services.add_companion(draft=draft, by=LOADER, at=at)
    services.save_answers(person=wife, answers=WIFE, by=LOADER, at=at)


def object_to_findings(season: Season) -> None:
    """Let some leads whose files are not eligible say why that is wrong, a day after."""
    if objections.objections_in(season):
        return
    refused = lists.find_applications(season, state="ineligible")[:OBJECTIONS]
    for file, reason in zip(refused, REASONS, strict=False):
        found = objections.against(file)
        lead = next(each for each in applicants_of(file) if each.role == Role.LEAD).person
        if found is None or not lead.mobile:
            continue
        at = found.since + timedelta(days=1)
        account = open_for_caller(
            national_id=lead.national_id, mobile=lead.mobile, by=LOADER, at=at
        )
        services.raise_objection(
            application=file, account=account, reason=reason, by=LOADER, at=at
        )


REASONS = (
    "تاريخ الإقامة المسجل غير صحيح، وبطاقتي الأولى أقدم منه.",
    "جددت جواز سفري بعد التسجيل، وصلاحيته الآن خمس سنوات.",
    "صدرت شهادة اللياقة من المركز الصحي ولم تُرفق في الكشف.",
)
