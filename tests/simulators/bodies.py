"""What a mission sends to the e-path in these tests."""

from __future__ import annotations

from itertools import count

numbers = count(1)


def new_key():
    return f"key-{next(numbers)}"


def post(mission, kind, body, key=None):
    key = key or new_key()
    return mission.post(f"/v1/{kind}", json=body, headers={"idempotency-key": key})


def group_body(**changes):
    return {
        "season": 1448,
        "licence_no": "Q-001",
        "name_ar": "حملة",
        "name_en": "Campaign",
        "capacity": 100,
    } | changes


def pilgrim_body(group, **changes):
    return {
        "season": 1448,
        "group_number": group,
        "passport_number": f"QA{next(numbers):06d}",
        "passport_expires_date": "2035-01-01",
        "name_ar": "محمد الكواري",
        "name_en": "Mohammed Al-Kuwari",
        "sex": "M",
        "birth_date": "1961-05-01",
        "nationality": "QAT",
        "mobile": "+97455512345",
    } | changes


def settled(mission, key):
    return mission.get(f"/v1/requests/{key}").json()


def accepted(mission, group):
    key = new_key()
    post(mission, "pilgrims", pilgrim_body(group), key)
    return settled(mission, key)["application_number"]
