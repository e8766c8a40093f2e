"""Workbooks of invented applicants, as real ones come: families, both scripts, and mistakes.

The same seed gives the same workbook, cell for cell.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import xlsxwriter

from demo import mistakes
from demo.names import REGIONS

COLUMNS = (
    "file_no role relation national_id nationality sex birth_date name_ar name_en passport_no "
    "passport_expiry mobile resident_since last_hajj_year refused_seasons fitness_certificate "
    "submitted_at district"
).split()

Row = dict[str, object]

# ISO 3166-1 numeric codes, and about how many of a hundred lead applicants hold each.
NATIONALITIES = {
    "QAT": ("634", 46),
    "EGY": ("818", 12),
    "PAK": ("586", 9),
    "IND": ("356", 8),
    "BGD": ("050", 5),
    "SYR": ("760", 4),
    "JOR": ("400", 4),
    "SDN": ("729", 4),
    "PSE": ("275", 3),
    "YEM": ("887", 2),
    "TUN": ("788", 1),
    "LBN": ("422", 1),
    "MAR": ("504", 1),
}
# Where a hundred leads live, about; each as people write it: in Arabic, in English, as a code.
DISTRICTS = {
    ("الدوحة", "Doha", "doha"): 41,
    ("الريان", "Al Rayyan", "al-rayyan"): 29,
    ("الوكرة", "Al Wakrah", "al-wakrah"): 11,
    ("أم صلال", "Umm Salal", "umm-salal"): 6,
    ("الخور", "Al-Khor", "al-khor"): 5,
    ("الظعاين", "Al Daayen", "al-daayen"): 4,
    ("الشحانية", "Al Shahaniya", "al-shahaniya"): 2,
    ("الشمال", "Al Shamal", "al-shamal"): 1,
    (None,): 1,
}
_SPELLINGS = (60, 30, 10)
_OPENED = datetime(2026, 9, 20, 8, 0)  # noqa: DTZ001 - the sheet holds Qatar time without a zone
_WINDOW_MINUTES = 30 * 24 * 60
_SEASON_YEAR = 2027
_HIJRI_YEAR = 1448
_FAMILY_SIZES = (0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3)


@dataclass
class Maker:
    """Makes one workbook's people; every number comes from its own dice."""

    seed: int
    messy: float
    serials: Counter[str] = field(default_factory=Counter)
    passports: int = 0

    def __post_init__(self) -> None:
        """Take the dice; those of homes are apart, so that all else stays as it was."""
        self.dice = random.Random(self.seed)
        self.homes = random.Random(f"homes {self.seed}")

    def rows(self, files: int) -> Iterator[Row]:
        """Make the rows of so many files, some of them with mistakes."""
        for number in range(1, files + 1):
            rows = self._file(f"A{number:06d}")
            if self.dice.random() < self.messy:
                rows = mistakes.spoil(rows, dice=self.dice)
            for row in rows:
                yield mistakes.write_carelessly(row, dice=self.dice)

    def _file(self, file_no: str) -> list[Row]:
        codes, weights = zip(
            *((code, weight) for code, (_, weight) in NATIONALITIES.items()), strict=True
        )
        nationality = self.dice.choices(codes, weights)[0]
        lead = self._lead(file_no, nationality)
        most = 3 if nationality == "QAT" else 1
        wanted = self.dice.choice(_FAMILY_SIZES)
        if wanted > most and self.dice.random() > 0.06:
            wanted = most
        return [lead, *self._companions(lead, wanted)]

    def _lead(self, file_no: str, nationality: str) -> Row:
        sex = "M" if self.dice.random() < 0.62 else "F"
        youngest = 16 if nationality == "QAT" else 41
        age = int(self.dice.triangular(youngest, 88, 56 if nationality == "QAT" else 54))
        row = self._person(nationality, sex, age)
        performed = self.dice.random() < (0.22 if nationality == "QAT" else 0.09)
        minutes = int(self.dice.betavariate(0.7, 1.3) * _WINDOW_MINUTES)
        refused = self.dice.choices((None, 1, 2, 3, 4), (72, 15, 8, 4, 1))[0]
        return row | {
            "file_no": file_no,
            "role": "lead",
            "relation": "self",
            "mobile": f"+974{self.dice.choice('3567')}{self.dice.randrange(10**7):07d}",
            "last_hajj_year": self.dice.randrange(1405, _HIJRI_YEAR) if performed else None,
            "refused_seasons": refused,
            "submitted_at": _OPENED + timedelta(minutes=minutes),
            "district": self._home(),
        }

    def _home(self) -> str | None:
        spellings = self.homes.choices(list(DISTRICTS), list(DISTRICTS.values()))[0]
        return self.homes.choices(spellings, _SPELLINGS[: len(spellings)])[0]

    def _companions(self, lead: Row, count: int) -> Iterator[Row]:
        born = lead["birth_date"]
        lead_age = _SEASON_YEAR - born.year if isinstance(born, date) else 50
        relations = ["wife" if lead["sex"] == "M" else "husband", "son", "daughter", "brother"]
        if lead_age < 60:
            relations.insert(1, self.dice.choice(("mother", "father")))
        for relation in relations[:count]:
            sex = "F" if relation in ("wife", "daughter", "mother", "sister") else "M"
            age = max(10, min(92, lead_age + self._years_apart(relation)))
            row = self._person(str(lead["nationality"]), sex, age)
            yield row | {
                "file_no": lead["file_no"],
                "role": "companion",
                "relation": relation,
                "submitted_at": lead["submitted_at"],
            }

    def _years_apart(self, relation: str) -> int:
        spans = {
            "mother": (19, 32),
            "father": (22, 36),
            "son": (-38, -21),
            "daughter": (-38, -21),
        }
        return self.dice.randint(*spans.get(relation, (-9, 6)))

    def _person(self, nationality: str, sex: str, age: int) -> Row:
        born = date(_SEASON_YEAR - age, 1, 1) + timedelta(days=self.dice.randrange(365))
        arabic, latin = self._name(nationality, sex)
        resident = None
        if nationality != "QAT":
            years = self.dice.randint(11, max(12, min(age, 45)))
            resident = date(_SEASON_YEAR - years, 1, 1) + timedelta(
                days=self.dice.randrange(365)
            )
        expires = date(2027, 8, 1) + timedelta(days=int(self.dice.betavariate(1.6, 1) * 3400))
        self.passports += 1
        return dict.fromkeys(COLUMNS) | {
            "national_id": self._national_id(born, nationality),
            "nationality": nationality,
            "sex": sex,
            "birth_date": born,
            "name_ar": arabic,
            "name_en": latin,
            "passport_no": f"{self.dice.choice('ABCEFGKLP')}{1_000_000 + self.passports}",
            "passport_expiry": expires,
            "resident_since": resident,
            "fitness_certificate": "yes" if self.dice.random() > 0.03 else "no",
        }

    def _name(self, nationality: str, sex: str) -> tuple[str, str]:
        region = REGIONS[nationality]
        given = self.dice.choice(region.men if sex == "M" else region.women)
        father, grandfather = self.dice.choice(region.men), self.dice.choice(region.men)
        parts = (given, father, grandfather, self.dice.choice(region.families))
        return " ".join(pair[0] for pair in parts), " ".join(pair[1] for pair in parts)

    def _national_id(self, born: date, nationality: str) -> str:
        numeric = NATIONALITIES[nationality][0]
        stem = f"{2 if born.year < 2000 else 3}{born.year % 100:02d}{numeric}"
        self.serials[stem] += 1
        return f"{stem}{self.serials[stem]:05d}"


def write_workbook(
    path: Path, *, files: int = 12_000, seed: int = 1448, messy: float = 0.05
) -> int:
    """Write a workbook of so many files and answer how many rows it has.

    messy  part of the files that hold a mistake for which a row or the file is refused
    """
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet = book.add_worksheet("applicants")
        sheet.write_row(0, 0, COLUMNS)
        count = 0
        for count, row in enumerate(Maker(seed, messy).rows(files), start=1):
            for column, name in enumerate(COLUMNS):
                match row[name]:
                    case None:
                        continue
                    case datetime() as value:
                        sheet.write_datetime(count, column, value, moment)
                    case date() as value:
                        sheet.write_datetime(count, column, value, day)
                    case int() as value:
                        sheet.write_number(count, column, value)
                    case value:
                        sheet.write_string(count, column, str(value))
    return count
