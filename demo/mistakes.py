"""What people do to a workbook: careless spellings, mended, and mistakes, refused."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

from foundation.hijri import to_hijri

Row = dict[str, object]

_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_CARELESS = 0.12
_WRONG_SCRIPT = 0.006  # a Latin name in the Arabic column: taken here, refused by the e-path


def write_carelessly(row: Row, *, dice: random.Random) -> Row:
    """Spell some cells as people do; every one of these is mended without a word."""
    chance = dice.random()
    if chance < _WRONG_SCRIPT:
        return dict(row) | {"name_ar": row["name_en"]}
    if chance > _CARELESS:
        return row
    return dice.choice(
        (_arabic_digits, _spaces, _long_words, _slashes, _hijri, _stretched, _local_phone)
    )(dict(row))


def spoil(rows: list[Row], *, dice: random.Random) -> list[Row]:
    """Make a mistake for which a row, or the whole file, is refused."""
    spoilt = [dict(row) for row in rows]
    dice.choice(_MISTAKES)(spoilt, dice.randrange(len(spoilt)))
    return spoilt


def _arabic_digits(row: Row) -> Row:
    for column in ("national_id", "mobile"):
        value = row[column]
        if isinstance(value, str):
            row[column] = value.translate(_EASTERN)
    return row


def _spaces(row: Row) -> Row:
    row["name_en"] = "  " + str(row["name_en"] or "").replace(" ", "  ")
    row["passport_no"] = f"{row['passport_no']} ".lower()
    return row


def _long_words(row: Row) -> Row:
    row["sex"] = {"M": "ذكر", "F": "female"}.get(str(row["sex"]), row["sex"])
    row["fitness_certificate"] = {"yes": "نعم", "no": "0"}.get(
        str(row["fitness_certificate"]), row["fitness_certificate"]
    )
    return row


def _slashes(row: Row) -> Row:
    for column in ("birth_date", "passport_expiry"):
        value = row[column]
        if isinstance(value, date):
            row[column] = value.strftime("%d/%m/%Y")
    return row


def _hijri(row: Row) -> Row:
    value = row["birth_date"]
    if isinstance(value, date):
        year, month, day = to_hijri(value)
        row["birth_date"] = f"{year}/{month:02d}/{day:02d}"
    return row


def _stretched(row: Row) -> Row:
    row["name_ar"] = str(row["name_ar"] or "").replace("حم", "حـم", 1)
    return row


def _local_phone(row: Row) -> Row:
    value = row["mobile"]
    if isinstance(value, str):
        row["mobile"] = value.removeprefix("+974")
    return row


def _clear(column: str) -> Callable[[list[Row], int], None]:
    def clear(rows: list[Row], place: int) -> None:
        rows[place][column] = None

    return clear


def _set(column: str, value: object) -> Callable[[list[Row], int], None]:
    def put(rows: list[Row], place: int) -> None:
        rows[place][column] = value

    return put


def _other_birth_year(rows: list[Row], place: int) -> None:
    born = rows[place]["birth_date"]
    if isinstance(born, date):
        rows[place]["birth_date"] = born.replace(year=born.year + 1, day=1)


def _no_lead(rows: list[Row], place: int) -> None:
    rows[0]["role"], rows[0]["relation"] = "companion", "other"


def _two_leads(rows: list[Row], place: int) -> None:
    rows.append(dict(rows[0]))
    rows[-1]["national_id"] = str(rows[0]["national_id"])[:6] + "99999"


def _same_person(rows: list[Row], place: int) -> None:
    rows.append(dict(rows[0]) | {"role": "companion", "relation": "other"})


_MISTAKES = (
    _clear("passport_no"),
    _clear("birth_date"),
    _clear("fitness_certificate"),
    _set("role", "guide"),
    _set("national_id", "2856340012"),
    _set("nationality", "Qatari"),
    _set("sex", "?"),
    _set("passport_expiry", "31/02/2029"),
    _set("passport_no", "A-12"),
    _set("mobile", "12"),
    _set("last_hajj_year", 2019),
    _other_birth_year,
    _no_lead,
    _two_leads,
    _same_person,
)
