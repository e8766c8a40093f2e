"""Writes of the gates: scans judged and kept, gates opened, readers enrolled and revoked."""

from mission.gates.services.gates import open_gate
from mission.gates.services.readers import (
    HOLDER_LEFT,
    PreparedReader,
    ReaderWish,
    enrol_reader,
    hash_secret,
    prepare_reader,
    revoke_own_phones,
    revoke_reader,
)
from mission.gates.services.scans import Answer, ScanIdReused, admit_many, record_scans

__all__ = [
    "HOLDER_LEFT",
    "Answer",
    "PreparedReader",
    "ReaderWish",
    "ScanIdReused",
    "admit_many",
    "enrol_reader",
    "hash_secret",
    "open_gate",
    "prepare_reader",
    "record_scans",
    "revoke_own_phones",
    "revoke_reader",
]
