"""Keys of the installation: made once, read by their owner only."""

from __future__ import annotations

import pytest

from foundation import signing
from foundation.signing import KeyFileUnsafe, KeyMissing


def test_a_key_is_made_once_and_stays(tmp_path):
    first = signing.signing_key("bracelets", folder=tmp_path)
    again = signing.signing_key("bracelets", folder=tmp_path)
    assert signing.public_bytes(first) == signing.public_bytes(again)
    assert signing.key_id(first) != signing.key_id(
        signing.signing_key("other", folder=tmp_path)
    )
    assert len(signing.key_id(first)) == 16


def test_only_the_owner_may_read_it(tmp_path):
    folder = tmp_path / "keys"
    signing.signing_key("bracelets", folder=folder)
    signing.secret("tickets", folder=folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert sorted(path.name for path in folder.iterdir()) == ["bracelets.pem", "tickets.secret"]


def test_a_key_that_others_may_read_is_refused(tmp_path):
    signing.signing_key("bracelets", folder=tmp_path)
    (tmp_path / "bracelets.pem").chmod(0o640)
    with pytest.raises(KeyFileUnsafe):
        signing.signing_key("bracelets", folder=tmp_path)


def test_processes_that_make_a_key_at_once_get_the_same(tmp_path, forked):
    def make():
        return signing.public_bytes(signing.signing_key("raced", folder=tmp_path)).hex()

    def make_secret():
        return signing.secret("raced", folder=tmp_path)

    assert len(set(forked(make, times=8))) == 1
    assert len(set(forked(make_secret, times=8))) == 1
    assert len(list(tmp_path.iterdir())) == 2


def test_a_signature_holds_for_its_message_and_key_only(tmp_path):
    key = signing.signing_key("bracelets", folder=tmp_path)
    public = signing.public_bytes(key)
    signature = key.sign(b"message")
    assert signing.is_signed(b"message", signature, public=public)
    assert not signing.is_signed(b"messagf", signature, public=public)
    damaged = bytes([signature[0] ^ 1]) + signature[1:]
    assert not signing.is_signed(b"message", damaged, public=public)
    other = signing.public_bytes(signing.signing_key("other", folder=tmp_path))
    assert not signing.is_signed(b"message", signature, public=other)
    assert not signing.is_signed(b"message", signature, public=b"short")


def test_a_key_that_must_exist_is_not_made(tmp_path):
    with pytest.raises(KeyMissing):
        signing.existing_signing_key("absent", folder=tmp_path)
    assert not signing.has_key("absent", folder=tmp_path)


@pytest.mark.parametrize("name", ["../escape", "", "A", "a/b", ".hidden", "a" * 70])
def test_a_name_never_leaves_the_folder(tmp_path, name):
    with pytest.raises(ValueError, match="no name of a key"):
        signing.signing_key(name, folder=tmp_path)


def test_the_folder_is_that_of_the_installation(settings, tmp_path):
    settings.RIFADA_VAR = tmp_path
    assert signing.keys_folder() == tmp_path / "keys"
