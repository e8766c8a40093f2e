"""People: their names are found, and what must not be kept is not."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from foundation import journal
from foundation.names import search_keys
from mission.people.models import Passport, Person
from mission.people.queries import ids_of_known, masked, name_condition
from mission.people.rules import name_keys
from mission.people.services import PersonRecord, record_people

WORDS = [
    *("محمد", "عبد", "الله", "عبدالله", "ال", "الكواري", "العنود", "أحمد"),
    *("Al", "Anoud", "Al-Kuwari", "Abdul", "Rahman", "abd", "el-Sherif", "Fatima", "O'Neil"),
]


@given(st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join))
def test_quick_keys_are_those_of_the_whole_name(name):
    assert name_keys(name) == search_keys(name)


@pytest.mark.parametrize(
    ("number", "shown"), [("P1234567", "•••••567"), ("12", "12"), ("", "")]
)
def test_a_masked_number_shows_its_end_only(number, shown):
    assert masked(number) == shown


def person(national_id="27063400001", **changes):
    stated = {
        "national_id": national_id,
        "name_ar": "شيخة فهد العبدالله",
        "name_en": "Sheikha Fahad Al-Abdulla",
        "sex": "F",
        "birth_date": date(1970, 5, 1),
        "nationality": "QAT",
        "mobile": "+97455123456",
        "passport_no": "P1234567",
        "passport_expires_date": date(2033, 1, 1),
    }
    return PersonRecord(**stated | changes)


@pytest.mark.django_db
def test_people_are_known_once(at, system):
    first = record_people(people=[person(), person("27063400002")], by=system, at=at)
    again = record_people(people=[person(), person("27063400003")], by=system, at=at)
    assert again["27063400001"] == first["27063400001"]
    assert Person.objects.count() == 3
    assert Passport.objects.count() == 3
    assert ids_of_known(["27063400002", "99"]) == {"27063400002": first["27063400002"]}


@pytest.mark.django_db
def test_a_text_with_signs_of_copy_comes_back_as_it_was(at, system):
    name = "a\\b \\N {x,\"y\"} 'z'"
    record_people(people=[person(name_en=name)], by=system, at=at)
    assert Person.objects.get().name_en == name


@pytest.mark.django_db
@pytest.mark.parametrize("search", ["شيخه", "Shaikha", "sheikha abdullah", "العبدالله"])
def test_a_name_is_found_in_either_script(search, at, system):
    record_people(
        people=[person(), person("27063400002", name_ar="نورة", name_en="Noora")],
        by=system,
        at=at,
    )
    assert [each.national_id for each in Person.objects.filter(name_condition(search))] == [
        "27063400001"
    ]


@pytest.mark.django_db
def test_a_search_without_letters_finds_nobody(at, system):
    record_people(people=[person()], by=system, at=at)
    assert not Person.objects.filter(name_condition("--")).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"national_id": "2706340000"}, "person_national_id_digits"),
        ({"name_ar": "", "name_en": ""}, "person_has_a_name"),
        ({"sex": "X"}, "person_sex_known"),
    ],
)
def test_the_database_refuses_what_no_person_is(changes, constraint, at, system):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        record_people(people=[person(**changes)], by=system, at=at)


@pytest.mark.django_db
def test_a_person_has_one_current_passport(at, system):
    record_people(people=[person()], by=system, at=at)
    with pytest.raises(IntegrityError, match="passport_one_current"), transaction.atomic():
        Passport.objects.create(
            person=Person.objects.get(),
            number="OTHER123",
            expires_date=date(2030, 1, 1),
            recorded_at=at,
        )


@pytest.mark.django_db
def test_a_newer_passport_is_journalled(at, system):
    ids = record_people(people=[person()], by=system, at=at)
    record_people(people=[person(passport_no="NEW12345")], by=system, at=at)
    history = journal.history_of(str(ids["27063400001"]))
    assert [entry.wire for entry in history] == ["people.PassportReplaced"]
