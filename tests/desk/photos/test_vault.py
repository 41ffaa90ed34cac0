"""Originals are encrypted, never change, and open with nothing but their own key."""

from __future__ import annotations

import secrets
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from antigone.desk.photos import vault
from antigone.desk.photos.vault import Sealed, Size
from antigone.errors import StorageFailed, VaultDamaged

DATA = b"the bytes of a photograph " * 4000


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_was_kept_is_read_back_and_nothing_of_it_lies_on_the_disk(vault_folder: Path) -> None:
    sealed = vault.keep(DATA)
    vault.keep_made(sealed, Size.VIEW, b"a small picture")
    assert vault.original(sealed) == DATA and vault.made(sealed, Size.VIEW) == b"a small picture"
    assert len(files(vault_folder)) == 2
    for path in files(vault_folder):
        held = path.read_bytes()
        assert b"photograph bytes" not in held and DATA[:40] not in held and b"small picture" not in held
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert all(stat.S_IMODE(p.stat().st_mode) == 0o700 for p in vault_folder.rglob("*") if p.is_dir())
    assert vault_folder / sealed.name[:2] / sealed.name[2:4] / sealed.name in files(vault_folder)


def test_the_same_photograph_kept_twice_is_two_files_with_two_keys() -> None:
    one, other = vault.keep(DATA), vault.keep(DATA)
    assert one.name != other.name
    with pytest.raises(VaultDamaged):
        vault.original(Sealed(one.name, other.wrapped))


def test_another_desks_key_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = vault.keep(DATA)
    monkeypatch.setattr(settings, "DESK", replace(settings.DESK, photo_key=secrets.token_bytes(32)))
    with pytest.raises(VaultDamaged, match="does not open"):
        vault.original(sealed)


@pytest.mark.parametrize("place", [0, 30, 60, -1])
def test_a_flipped_bit_anywhere_is_found(vault_folder: Path, place: int) -> None:
    sealed = vault.keep(DATA)
    vault.keep_made(sealed, Size.FACE, b"face", 2)
    for path in files(vault_folder):
        held = bytearray(path.read_bytes())
        held[min(place, len(held) - 1)] ^= 1
        path.write_bytes(held)
    with pytest.raises(VaultDamaged):
        vault.original(sealed)
    with pytest.raises(VaultDamaged):
        vault.made(sealed, Size.FACE, 2)


def test_a_file_moved_to_anothers_place_is_found(vault_folder: Path) -> None:
    sealed = vault.keep(DATA)
    vault.keep_made(sealed, Size.VIEW, b"view")
    vault.keep_made(sealed, Size.FACE, b"face", 1)
    place = vault_folder / sealed.name[:2] / sealed.name[2:4]
    (place / f"{sealed.name}.view-0").replace(place / f"{sealed.name}.face-1")
    with pytest.raises(VaultDamaged):
        vault.made(sealed, Size.FACE, 1)
    with pytest.raises(VaultDamaged, match="not there"):
        vault.made(sealed, Size.VIEW)


def test_a_file_that_is_gone_and_a_foreign_one_say_what_to_do(vault_folder: Path) -> None:
    sealed = vault.keep(DATA)
    (path,) = files(vault_folder)
    path.write_bytes(b"\xff\xd8\xff a plain JPEG")
    with pytest.raises(VaultDamaged, match="restore"):
        vault.original(sealed)
    path.unlink()
    with pytest.raises(VaultDamaged, match=r"not there.*restore"):
        vault.original(sealed)
    with pytest.raises(VaultDamaged):
        vault.original(Sealed("../../etc/passwd", sealed.wrapped))


def test_details_open_only_with_their_photographs_key() -> None:
    one, other = vault.keep(DATA), vault.keep(DATA)
    closed = vault.seal_details(one, b'{"Make": "X"}')
    assert b"Make" not in closed and vault.unseal_details(one, closed) == b'{"Make": "X"}'
    with pytest.raises(VaultDamaged):
        vault.unseal_details(other, closed)


def test_what_is_discarded_is_gone_with_all_that_was_made_of_it(vault_folder: Path) -> None:
    sealed = vault.keep(DATA)
    vault.keep_made(sealed, Size.FACE, b"face", 3)
    assert [name for name, _ in vault.names()] == [sealed.name]
    vault.discard(sealed.name)
    vault.discard(sealed.name)
    assert files(vault_folder) == []


def test_a_folder_that_cannot_be_written_is_told(vault_folder: Path) -> None:
    vault_folder.write_text("a file stands where the folder should be")
    with pytest.raises(StorageFailed):
        vault.keep(DATA)
