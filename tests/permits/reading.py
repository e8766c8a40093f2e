"""What the gates find of a bracelet."""

from foundation import signing
from foundation.cose import sign1, statuslist
from mission.permits import queries
from mission.permits.rules import trust_list
from mission.permits.rules.credential import Usage


def state_of(bracelet):
    return queries.bracelet_facts(bracelet).state


def listed(season, bracelet):
    """What a reader finds: the list checked with the trust list, that with the root."""
    data = bytes(queries.status_list(season).content)
    message = sign1.parse(data, tagged=True)
    keys = trust_list.read_trust_list(
        bytes(queries.trust_list().content), root=queries.root_public_key()
    ).by_kid()
    key = keys[int.from_bytes(message.header[sign1.KID], "big")]
    assert key.usage is Usage.STATUS
    assert signing.is_signed(message.signed_bytes(), message.signature, public=key.public_key)
    return statuslist.read(message.payload).status(bracelet.status_index)
