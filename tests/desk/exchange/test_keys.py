"""A desk's own key for what others send: made once, named in its settings, never replaced."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from antigone.desk.exchange import keys
from antigone.desk.exchange.keys import is_identity, new_identity
from antigone.desk.setup import SETTINGS_FILE, make_folder, read_settings
from antigone.errors import FileUnreadable

NAMED = "ANTIGONE_DESK_EXCHANGE_KEY_FILE"


def test_a_new_desk_has_a_key_that_only_it_can_read(tmp_path: Path) -> None:
    make_folder(tmp_path / "desk", "agency")
    key = Path(read_settings(tmp_path / "desk")[NAMED])
    assert is_identity(key.read_text()) and key.stat().st_mode & 0o077 == 0


def test_a_desk_from_before_gets_its_key_once_and_keeps_everything_else(tmp_path: Path) -> None:
    make_folder(tmp_path, "one-desk")
    (tmp_path / "exchange.key").unlink()
    lines = (tmp_path / SETTINGS_FILE).read_text().splitlines()
    before = "\n".join(line for line in lines if NAMED not in line)
    (tmp_path / SETTINGS_FILE).write_text(before)
    assert not make_folder(tmp_path, "agency")
    made, text = (tmp_path / "exchange.key").read_text(), (tmp_path / SETTINGS_FILE).read_text()
    assert text.startswith(before) and read_settings(tmp_path)[NAMED] == str(tmp_path / "exchange.key")
    make_folder(tmp_path, "agency")
    assert (tmp_path / "exchange.key").read_text() == made and (tmp_path / SETTINGS_FILE).read_text() == text


def test_what_is_encrypted_opens_for_its_recipient_and_not_when_a_byte_was_changed() -> None:
    before = settings.DESK
    try:
        settings.DESK = replace(before, exchange_key=new_identity())
        own = keys.own_keys()
        assert own is not None
        closed = keys.encrypted(b"words", own.age)
        assert keys.decrypted(closed) == b"words" and keys.is_encrypted(closed)
        for at in (30, len(closed) // 2, len(closed) - 1):
            changed = closed[:at] + bytes([closed[at] ^ 1]) + closed[at + 1 :]
            with pytest.raises(FileUnreadable):
                keys.decrypted(changed)
        for cut in (b"", closed[:-20], closed[:50], b"age-encryption.org/v1\n" * 100):
            with pytest.raises(FileUnreadable):
                keys.decrypted(cut)
    finally:
        settings.DESK = before


def test_a_fingerprint_changes_with_either_key_and_is_read_in_groups() -> None:
    own = keys.fingerprint("age1x", "s")
    assert len(own.split()) == 8 and own != keys.fingerprint("age1x") != keys.fingerprint("age1y")
    assert keys.same_fingerprint(own.lower().replace(" ", ""), "age1x", "s")
    assert not keys.same_fingerprint(own, "age1x", "")
