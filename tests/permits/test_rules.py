"""Pure rules: what may follow what, which key signs, days of Makkah, the trust list."""

from datetime import UTC, date, datetime, timedelta

import pytest
import segno
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from foundation.cose import cbor, sign1
from foundation.cose.statuslist import Status
from foundation.refusals import ReasonMissing
from mission.permits.rules import bracelets, periods, trust_list
from mission.permits.rules.bracelets import BraceletFacts, KeyFacts, PermitFacts, State
from mission.permits.rules.credential import TrustedKey, Usage
from mission.permits.rules.trust_list import BadTrustList, TrustList
from mission.permits.rules.typesetting import MODULES, parts_of, symbol_path

AT = datetime(2027, 4, 25, tzinfo=UTC)
ROOT = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ROOT_PUBLIC = ROOT.public_key().public_bytes_raw()


def facts(state):
    return BraceletFacts(serial="7K3P-9QXM", state=state)


ALLOWED = {
    (State.ISSUED, State.SUSPENDED),
    (State.ISSUED, State.REVOKED),
    (State.ISSUED, State.REPLACED),
    (State.SUSPENDED, State.ISSUED),
    (State.SUSPENDED, State.REVOKED),
    (State.SUSPENDED, State.REPLACED),
}


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", State)
def test_only_these_states_follow_one_another(before, after):
    if (before, after) in ALLOWED:
        bracelets.check_may_become(facts(before), after)
        return
    refusal = (
        bracelets.BraceletNotSuspended
        if after is State.ISSUED
        else bracelets.BraceletAlreadyStopped
    )
    with pytest.raises(refusal):
        bracelets.check_may_become(facts(before), after)


def test_a_revoked_bracelet_stays_revoked_when_its_pilgrim_gets_another():
    assert bracelets.state_when_replaced(facts(State.REVOKED)) is State.REVOKED
    assert bracelets.state_when_replaced(facts(State.ISSUED)) is State.REPLACED
    with pytest.raises(bracelets.BraceletAlreadyStopped):
        bracelets.state_when_replaced(facts(State.REPLACED))


def test_every_state_has_its_value_in_the_list():
    assert bracelets.LISTED == {
        State.ISSUED: Status.VALID,
        State.SUSPENDED: Status.SUSPENDED,
        State.REVOKED: Status.INVALID,
        State.REPLACED: Status.REPLACED,
    }


def test_a_reason_is_asked_for():
    bracelets.check_reason("LOST")
    with pytest.raises(ReasonMissing):
        bracelets.check_reason("")


@pytest.mark.parametrize(
    ("is_granted", "until", "in_force"),
    [(True, AT + timedelta(1), True), (True, AT, False), (False, AT + timedelta(1), False)],
)
def test_a_permit_counts_until_before_its_end(is_granted, until, in_force):
    permit = PermitFacts(number="P1", is_granted=is_granted, valid_until=until)

    assert bracelets.is_in_force(permit, at=AT) is in_force
    if not in_force:
        with pytest.raises(bracelets.PermitNotInForce):
            bracelets.check_in_force(permit, at=AT)


def test_a_campaign_without_camp_opens_nothing():
    bracelets.check_opens_a_camp([0], campaign="Q-01")
    with pytest.raises(bracelets.NoCamp):
        bracelets.check_opens_a_camp([], campaign="Q-01")


def key(kid, signs_from, *, days=30, is_withdrawn=False):
    return KeyFacts(
        kid=kid,
        signs_from=signs_from,
        not_after=AT + timedelta(days=days),
        is_withdrawn=is_withdrawn,
    )


def test_a_published_key_waits_for_its_time():
    present, following = key(1, AT - timedelta(1)), key(2, AT + timedelta(hours=48))

    assert bracelets.signing_kid([present, following], at=AT) == 1
    assert bracelets.signing_kid([present, following], at=AT + timedelta(hours=48)) == 2


def test_withdrawn_and_ended_keys_do_not_sign():
    ended = key(1, AT - timedelta(9), days=0)
    withdrawn = key(2, AT - timedelta(1), is_withdrawn=True)

    assert bracelets.signing_kid([ended, withdrawn], at=AT) is None
    assert bracelets.signing_kid([], at=AT) is None


def test_the_first_key_signs_at_once_and_the_next_after_the_notice():
    notice = timedelta(hours=48)

    assert bracelets.starts_signing(at=AT, notice=notice, others=[]) == AT
    others = [key(1, AT - timedelta(1))]
    assert bracelets.starts_signing(at=AT, notice=notice, others=others) == AT + notice


def test_a_day_begins_in_makkah():
    assert periods.beginning_of(date(2027, 4, 22)) == datetime(2027, 4, 21, 21, tzinfo=UTC)


def test_a_moment_of_the_rule_values_has_an_offset():
    assert periods.read_moment("2027-06-06T00:00:00+03:00") == datetime(
        2027, 6, 5, 21, tzinfo=UTC
    )
    with pytest.raises(ValueError, match="offset"):
        periods.read_moment("2027-06-06T00:00:00")


def listed(*keys, version=3):
    return TrustList(
        version=version, issued_at=AT, next_update_at=AT + timedelta(hours=48), keys=keys
    )


def trusted(kid=1, usage=Usage.QR):
    return TrustedKey(
        kid=kid,
        public_key=bytes([kid]) * 32,
        not_before=AT,
        not_after=AT + timedelta(days=9),
        usage=usage,
    )


@given(st.lists(st.builds(trusted, st.integers(1, 255), st.sampled_from(Usage)), max_size=6))
def test_a_trust_list_is_read_as_it_was_written(keys):
    ordered = tuple(sorted(keys, key=lambda found: found.kid))

    data = trust_list.write_trust_list(listed(*keys), signer=ROOT.sign)

    assert trust_list.read_trust_list(data, root=ROOT_PUBLIC) == listed(*ordered)


def test_a_trust_list_of_five_keys_is_under_a_kilobyte():
    data = trust_list.write_trust_list(
        listed(*(trusted(kid) for kid in range(1, 6))), signer=ROOT.sign
    )

    assert len(data) < 1000


def test_a_trust_list_of_another_root_is_refused():
    data = trust_list.write_trust_list(listed(trusted()), signer=ROOT.sign)
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()

    with pytest.raises(BadTrustList):
        trust_list.read_trust_list(data, root=other)


def _signed(payload, header=None, **named):
    usual = {4: b"root", 16: trust_list.MEDIA_TYPE}
    return sign1.sign(
        cbor.encode(payload),
        header=usual if header is None else header,
        signer=ROOT.sign,
        **named,
    )


GOOD = {"version": 1, "issued": 1, "next_update": 2, "keys": []}
A_KEY = {"kid": 1, "key": bytes(32), "usage": "qr", "not_before": 1, "not_after": 2}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        _signed(GOOD),
        _signed(GOOD, header={4: b"1", 16: trust_list.MEDIA_TYPE}, tagged=True),
        _signed(GOOD, header={4: b"root"}, tagged=True),
        _signed({"version": 1}, tagged=True),
        _signed(GOOD | {"keys": [A_KEY | {"key": b"short"}]}, tagged=True),
        _signed(GOOD | {"keys": [A_KEY | {"usage": "root"}]}, tagged=True),
        _signed(GOOD | {"keys": [7]}, tagged=True),
        _signed(GOOD | {"issued": 2**63}, tagged=True),
        _signed(GOOD | {"keys": [A_KEY | {"not_after": -(2**40)}]}, tagged=True),
    ],
)
def test_what_is_no_trust_list_is_refused(data):
    with pytest.raises(BadTrustList):
        trust_list.read_trust_list(data, root=ROOT_PUBLIC)


def test_the_keys_of_a_list_are_found_by_kid():
    assert listed(trusted(3)).by_kid() == {3: trusted(3)}


def test_the_strokes_are_exactly_the_modules_of_the_symbol():
    text = "HM1:" + "A" * 152
    drawn = [[0] * MODULES for _ in range(MODULES)]
    for stroke in symbol_path(text).split("M")[1:]:
        start, rest = stroke.split(" ")
        row, length = rest.split(".5h")
        for place in range(int(start), int(start) + int(length)):
            drawn[int(row)][place] = 1

    symbol = segno.make(text, version=7, error="m", mode="alphanumeric", mask=3)

    assert drawn == [list(row) for row in symbol.matrix]


def test_a_print_is_split_into_whole_pages():
    parts = parts_of(["label"] * 1234, "style")

    assert [(part.first_page, len(part.labels)) for part in parts] == [
        (1, 500),
        (26, 500),
        (51, 234),
    ]
