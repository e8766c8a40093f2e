"""The sentences of refusals: each code has one, whichever app says it."""

import pytest

from foundation import wording


def test_two_apps_cannot_say_one_code_in_two_ways(monkeypatch):
    monkeypatch.setattr(wording, "_sentences", {})
    theirs = {"seat_taken": "Somebody sits there."}
    wording.register(theirs)
    wording.register(theirs)

    with pytest.raises(wording.SaidOtherwise, match="seat_taken"):
        wording.register({"seat_taken": "Take another seat."})

    assert wording.say("seat_taken") == "Somebody sits there."
