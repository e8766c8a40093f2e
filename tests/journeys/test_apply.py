"""An application on a phone, in Arabic: from the conditions to the receipt, and back out."""

from __future__ import annotations

import re

import pytest

from benchmarks.seasons import open_window
from foundation.clock import now
from foundation.scoping import Actor
from mission.accounts.models import Account
from mission.registration import services
from mission.registration.models import Application, Objection
from tests.journeys.looking import axe
from tests.leads import signed_in_as
from tests.registration import drafts

PHONE_WIDTH = 390


@pytest.fixture
def season(transactional_db):
    """The sample season, with a window that is open at whatever hour this runs."""
    return open_window()


def sign_in(page, owner):
    """Put the applicant's session into a window."""
    session = signed_in_as(owner).session
    page.goto("/apply/")
    origin = re.match(r"https?://[^/]+", page.url)[0]
    page.context.add_cookies(
        [{"name": "sessionid", "value": session.session_key, "url": origin}]
    )
    page.goto("/apply/")


def owner_of(number):
    return Account.objects.create(
        national_id=f"270634{number:05d}", mobile=f"+97455{number:06d}", opened_at=now()
    )


def next_screen(page):
    page.get_by_role("button", name="التالي").click()


def answer_lead(page):
    page.get_by_role("button", name="بدء طلب جديد").click()
    page.get_by_label("الجنسية").select_option("QAT")
    page.get_by_label("تاريخ الميلاد").fill("١/٥/١٩٧٠")
    page.get_by_label("لا", exact=True).check()
    page.get_by_label("كم مرافقًا سيسافر معك؟").select_option("2")
    page.get_by_text("وفق ما ذكرته، يمكنك التقدم بالطلب").wait_for()
    next_screen(page)
    page.get_by_label("الاسم بالعربية").fill("حسن ناصر المري")
    page.get_by_label("ذكر", exact=True).check()
    page.locator("[name=district]").select_option("doha")
    next_screen(page)
    answer_passport(page, "P1234567")


def answer_passport(page, number):
    page.get_by_label("رقم جواز السفر").fill(number)
    page.get_by_label("جواز السفر صالح حتى").fill("2033-01-01")
    next_screen(page)
    page.get_by_label("نعم", exact=True).check()
    next_screen(page)


def add_companion(page, name, national_id, number):
    page.get_by_role("button", name="إضافة مرافق").click()
    page.get_by_label("صلة المرافق بك").select_option("wife")
    page.get_by_label("الرقم الشخصي").fill(national_id)
    page.get_by_label("الاسم بالعربية").fill(name)
    page.get_by_label("أنثى", exact=True).check()
    page.get_by_label("تاريخ الميلاد").fill("1972-03-04")
    page.get_by_label("الجنسية").select_option("QAT")
    next_screen(page)
    page.get_by_label("لا", exact=True).check()
    next_screen(page)
    answer_passport(page, number)


def test_a_lead_registers_with_two_companions_and_gets_a_reference(visit, season):
    owner = owner_of(1)
    with visit(width=PHONE_WIDTH) as page:
        sign_in(page, owner)
        answer_lead(page)
        add_companion(page, "مريم حمد الكواري", drafts.wife_id(1), "C1111111")
        add_companion(page, "نورة سالم المري", drafts.wife_id(2), "C2222222")
        assert axe(page) == []
        page.get_by_role("link", name="التالي").click()
        for box in page.get_by_role("checkbox").all():
            box.check()
        next_screen(page)
        page.get_by_role("heading", name="نورة سالم المري").wait_for()
        assert axe(page) == []
        page.get_by_role("button", name="إرسال الطلب").click()
        page.wait_for_url("**/receipt/")
        file = Application.objects.get()
        assert file.applicants.count() == 3
        page.get_by_text(file.reference).wait_for()
        assert axe(page) == []
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE_WIDTH
        assert page.faults == []


def test_what_was_typed_is_there_on_another_phone_without_pressing_anything(visit, season):
    owner = owner_of(1)
    with visit(width=PHONE_WIDTH) as page:
        sign_in(page, owner)
        page.get_by_role("button", name="بدء طلب جديد").click()
        with page.expect_response(re.compile("/save/")):
            page.get_by_label("تاريخ الميلاد").fill("17/5/1965")
            page.get_by_label("الجنسية").focus()
        page.get_by_text("١٧ مايو ١٩٦٥").wait_for()
    with visit(width=PHONE_WIDTH) as page:
        sign_in(page, owner)
        page.get_by_role("link", name="متابعة").click()
        assert page.get_by_label("تاريخ الميلاد").input_value() == "17/5/1965"


def test_without_a_script_the_same_screens_lead_on(visit, season):
    owner = owner_of(1)
    with visit(width=PHONE_WIDTH, script=False) as page:
        sign_in(page, owner)
        page.get_by_role("button", name="بدء طلب جديد").click()
        next_screen(page)
        page.get_by_text("هذه الإجابة مطلوبة").first.wait_for()
        page.get_by_label("الجنسية").select_option("QAT")
        page.get_by_label("تاريخ الميلاد").fill("1/5/1970")
        page.get_by_label("لا", exact=True).check()
        next_screen(page)
        page.get_by_role("heading", name="بياناتك").wait_for()


def on_the_review(page, owner):
    """Show the last look at a filled draft, ready to be sent."""
    draft = drafts.filled(owner, drafts.wife_id(1), at=now())
    sign_in(page, owner)
    page.goto(f"/apply/draft/{draft.pk}/review/")
    return page.get_by_role("button", name="إرسال الطلب")


def test_pressed_twice_it_is_sent_once(visit, season):
    with visit(width=PHONE_WIDTH) as page:
        on_the_review(page, owner_of(1)).dblclick()
        page.wait_for_url("**/receipt/")
        page.get_by_text(Application.objects.get().reference).wait_for()
        assert page.faults == []


def test_when_the_answer_gets_lost_the_same_receipt_is_reached(visit, season):
    lost = []

    def lose(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort("connectionreset")
        else:
            route.continue_()

    with visit(width=PHONE_WIDTH) as page:
        button = on_the_review(page, owner_of(1))
        page.route("**/submit/", lose)
        button.click()
        page.wait_for_url("**/receipt/")
        page.get_by_text(Application.objects.get().reference).wait_for()
    assert lost == [200]


@pytest.mark.parametrize("script", [True, False])
def test_a_refused_application_stays_on_the_screen(visit, season, script):
    drafts.submitted(owner_of(2), drafts.wife_id(1), at=now())
    with visit(width=PHONE_WIDTH, script=script) as page:
        on_the_review(page, owner_of(1)).click()
        page.wait_for_url("**/submit/")
        page.get_by_role("heading", name="مريم حمد الكواري").wait_for()
        page.get_by_text("في طلب آخر").wait_for()
        assert page.get_by_role("button", name="إرسال الطلب").is_visible()
    assert Application.objects.count() == 1


def test_a_lead_withdraws(visit, season):
    owner = owner_of(1)
    file = drafts.submitted(owner, at=now())
    with visit(width=PHONE_WIDTH) as page:
        sign_in(page, owner)
        page.get_by_role("link", name="متابعة الطلب").click()
        assert axe(page) == []
        page.get_by_text("سحب الطلب", exact=True).click()
        page.get_by_role("button", name="نعم، اسحبه").click()
        page.get_by_text("تم سحب هذا الطلب").wait_for()
        file.refresh_from_db()
        assert file.withdrawn_at is not None


def test_a_refused_lead_objects(visit, season):
    owner = owner_of(1)
    drafts.submitted(owner, at=now(), hajj_before="yes", last_hajj_year="1446")
    services.check_eligibility(season=season, by=Actor.system("tests"), at=now())
    with visit(width=PHONE_WIDTH) as page:
        sign_in(page, owner)
        page.get_by_role("link", name="متابعة الطلب").click()
        page.get_by_role("link", name="تقديم تظلم").click()
        assert axe(page) == []
        page.get_by_label("لماذا ترى أن النتيجة غير صحيحة؟").fill("كان أخي لا أنا.")
        page.get_by_role("button", name="إرسال التظلم").click()
        page.get_by_text("تظلمك لدى اللجنة").wait_for()
        assert Objection.objects.get().reason == "كان أخي لا أنا."
