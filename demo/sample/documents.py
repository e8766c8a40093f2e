"""Documents of sample applicants: drawn passports and photos that wait for the registrar."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pikepdf import Pdf
from PIL import Image, ImageDraw, ImageFont

from demo.sample.people import LOADER
from mission.accounts.models import Account
from mission.people.rules.mrz_making import ZoneFields, make_mrz
from mission.registration import services
from mission.registration.models import Draft, DraftPerson
from mission.registration.rules.documents import AskReason, DocumentKind, Verdict
from mission.registration.services.checking import Judgement
from mission.season.models import Season

_PAGE = (1250, 880)  # a passport's page at 250 dots an inch
_PHOTO = (600, 600)
_SAND, _INK, _ROSE = (247, 242, 232), (60, 48, 42), (138, 21, 56)


@dataclass(frozen=True)
class Sample:
    """An invented applicant; ``typed_no`` is the passport number as it was typed."""

    national_id: str
    name_ar: str
    surname: str
    given: str
    sex: str
    born: date
    number: str
    typed_no: str = ""


SAMPLES = (
    Sample("26163400901", "نورة أحمد الكواري", "Al-Kuwari", "Noora Ahmad", "F",
           date(1961, 3, 9), "K1234567"),
    Sample("25863400902", "سالم محمد المري", "Al-Marri", "Salem Mohammed", "M",
           date(1958, 11, 2), "K2345678", "K2345687"),
    Sample("26963400903", "مريم خالد السليطي", "Al-Sulaiti", "Maryam Khalid", "F",
           date(1969, 7, 21), "K3456789"),
    Sample("27263400904", "جاسم علي الهاجري", "Al-Hajri", "Jassim Ali", "M",
           date(1972, 1, 15), "K4567890"),
)  # fmt: skip


def hand_in(season: Season, *, at: datetime) -> None:
    """Let each sample applicant hand documents in; one is asked for again."""
    for place, sample in enumerate(SAMPLES):
        if Account.objects.filter(national_id=sample.national_id).exists():
            continue  # an earlier loading came so far
        moment = at + timedelta(minutes=7 * place)
        person = _person(season, sample, moment)
        _hand_in_all(person, sample, moment)
    again = Judgement(Verdict.ASK_AGAIN, AskReason.CUT_OFF)
    first = services.claim_next(season=season, by=LOADER, at=at + timedelta(hours=1))
    if first is not None:
        services.check_document(
            document=first, judgement=again, by=LOADER, at=at + timedelta(hours=1)
        )


def _person(season: Season, sample: Sample, at: datetime) -> DraftPerson:
    account = Account.objects.create(
        national_id=sample.national_id, mobile="+97455000901", opened_at=at
    )
    draft = Draft.objects.create(
        season=season, account=account, opened_at=at, opened_by=LOADER.label, saved_at=at
    )
    answers = {
        "name_ar": sample.name_ar,
        "name_en": f"{sample.given} {sample.surname}",
        "sex": sample.sex,
        "birth_date": sample.born.isoformat(),
        "nationality": "QAT",
        "passport_no": sample.typed_no or sample.number,
        "passport_expiry": "2031-03-08",
    }
    return DraftPerson.objects.create(
        draft=draft, place=0, role="LEAD", answers=answers, saved_at=at
    )


def _hand_in_all(person: DraftPerson, sample: Sample, at: datetime) -> None:
    zone = make_mrz(
        ZoneFields(
            surname=sample.surname,
            given_names=sample.given,
            number=sample.number,
            nationality="QAT",
            birth_date=sample.born,
            sex=sample.sex,
            expires_date=date(2031, 3, 8),
            issuer="QAT",
        )
    )
    for kind, content in (
        (DocumentKind.PASSPORT, passport_page(sample, zone)),
        (DocumentKind.PHOTO, photo()),
        (DocumentKind.FITNESS, certificate()),
    ):
        document = services.hand_in_document(
            person=person,
            kind=kind,
            source=io.BytesIO(content),
            name=f"{kind.lower()}.jpg",
            by=LOADER,
            at=at,
        )
        if kind == DocumentKind.PASSPORT:
            services.type_passport(document=document, text="\n".join(zone), by=LOADER, at=at)


def passport_page(sample: Sample, zone: Iterable[str]) -> bytes:
    """Draw a page that looks like a passport's from afar, and says that it is a sample."""
    page = Image.new("RGB", _PAGE, _SAND)
    pen = ImageDraw.Draw(page)
    pen.rectangle((0, 0, _PAGE[0], 90), fill=_ROSE)
    _write(pen, (40, 25), "SAMPLE  ·  PASSPORT", 40, "white")
    page.paste(_portrait((300, 380)), (40, 140))
    lines = (
        sample.surname,
        sample.given,
        "QAT",
        f"{sample.born:%d %b %Y}",
        sample.sex,
        sample.number,
    )
    for place, text in enumerate(lines):
        _write(pen, (390, 140 + 70 * place), text, 38, _INK)
    for place, line in enumerate(zone):
        for column, sign in enumerate(line):  # one place a sign, as the zone's print has
            _write(pen, (40 + 26.6 * column, 690 + 75 * place), sign, 30, _INK)
    return _jpeg(page)


def photo() -> bytes:
    """Draw a portrait that belongs to nobody."""
    return _jpeg(_portrait(_PHOTO))


def certificate() -> bytes:
    """Write a PDF of one page with a frame on it."""
    content = io.BytesIO()
    with Pdf.new() as pdf:
        pdf.add_blank_page(page_size=(420, 595))
        pdf.pages[0].contents_add(b"0.54 0.08 0.22 RG 4 w 30 30 360 535 re S 60 480 240 3 re f")
        pdf.save(content)
    return content.getvalue()


def _portrait(size: tuple[int, int]) -> Image.Image:
    width, height = size
    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((width * 0.12, height * 0.74, width * 0.88, height * 1.6), fill=(120, 110, 104))
    pen.ellipse((width * 0.3, height * 0.16, width * 0.7, height * 0.72), fill=(196, 170, 150))
    return picture


def _write(
    pen: ImageDraw.ImageDraw,
    place: tuple[float, float],
    text: str,
    size: int,
    colour: str | tuple[int, int, int],
) -> None:
    pen.text(place, text, font=ImageFont.load_default(size), fill=colour)


def _jpeg(picture: Image.Image) -> bytes:
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=90)
    return content.getvalue()
