"""A backup is whole or it is said what is wrong with it: full disks, kills, turned bytes, wrong keys, lost sticks."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from antigone.desk.accounts.actions.agencies import open_agency
from antigone.desk.accounts.actor import console
from antigone.desk.audit.models import AuditRow
from antigone.desk.backup import packs
from antigone.desk.backup.sealing import read_identity
from antigone.desk.console import faults_of_backup
from antigone.desk.exchange.keys import new_identity
from antigone.desk.photos import vault
from antigone.errors import AntigoneError, BackupDamaged, BackupLocked, SettingsInvalid, StorageFailed, UsageError
from antigone.files import replace_with
from desk_backup import Elsewhere, elsewhere
from desk_databases import Database


@pytest.fixture
def kept(own_desk: Database, vault_folder: Path, tmp_path: Path) -> Iterator[Elsewhere]:
    """A desk with five photographs, and where it is backed up."""
    open_agency(by=console(), name="Harbour mortuary")
    for number in range(5):
        a_photograph(number)
    with elsewhere(tmp_path / "elsewhere") as made:
        yield made


def a_photograph(number: int, size: int = 1_000) -> str:
    """A file of the vault; no row names it."""
    return vault.keep(bytes([number]) * size).name


def passing(things: Iterator[Any], _total: int, _word: str) -> Iterator[Any]:
    return things


def found_wrong(kept: Elsewhere) -> list[str]:
    return faults_of_backup(kept.backup, passing)[1]


@pytest.mark.slow
def test_every_file_of_a_backup_that_is_cut_or_altered_is_named_and_restores_nothing(
    kept: Elsewhere, tmp_path: Path
) -> None:
    kept.back_up()
    again, tried = tmp_path / "again", 0
    assert found_wrong(kept) == []
    for name, whole in kept.lying().items():
        path = kept.backup / name
        middle = len(whole) // 2
        for damaged in (whole[:-3], whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :], None):
            path.write_bytes(damaged) if damaged is not None else path.unlink()
            if name.endswith(".json") and damaged is None:
                assert faults_of_backup(kept.backup, passing)[0] == 0
            else:
                assert any(name.split("/")[-1].removesuffix(".json") in fault for fault in found_wrong(kept)), name
            with pytest.raises((BackupDamaged, UsageError)) as fault:
                kept.files_into(again)
            assert fault.value.hint and (not again.exists() or not any(again.iterdir()))
            path.write_bytes(whole)
            tried += 1
    assert tried == 3 * 5, "list, database, manifest, pack and its index"
    keys = kept.keys / "antigone-keys.age"
    whole = keys.read_bytes()
    for damaged in (whole[:-3], b"", whole[:300] + bytes([whole[300] ^ 1]) + whole[301:]):
        keys.write_bytes(damaged)
        with pytest.raises(BackupDamaged):
            kept.files_into(again)
    keys.write_bytes(whole)
    assert kept.files_into(again).files == 5


@pytest.mark.slow
def test_another_key_opens_nothing_and_it_is_said_which_is_needed(kept: Elsewhere, tmp_path: Path) -> None:
    kept.back_up()
    wrong, none = tmp_path / "wrong", tmp_path / "none"
    wrong.write_text(new_identity())
    none.write_text("a shopping list\n")
    with pytest.raises(BackupLocked, match="does not open with this key"):
        kept.files_into(tmp_path / "again", key_file=wrong)
    with pytest.raises(UsageError, match="holds no private key"):
        kept.files_into(tmp_path / "again", key_file=none)
    assert not (tmp_path / "again").exists()
    assert read_identity(kept.stick)


@pytest.mark.slow
def test_nothing_in_a_backup_can_be_read_by_who_finds_it(kept: Elsewhere) -> None:
    made = kept.back_up()
    secret = [b"Harbour mortuary", b"photos/", b"Scotland", settings.DESK.photo_key, settings.DESK.secret_key.encode()]
    everything = kept.lying() | {"keys": (kept.keys / "antigone-keys.age").read_bytes()}
    assert [name for name, data in everything.items() for word in secret if word in data] == []
    assert sum(map(len, everything.values())) >= made.new_bytes > 5_000


@pytest.mark.slow
def test_a_disk_that_is_full_at_any_write_leaves_the_copies_of_before_and_the_next_one_goes_on(
    kept: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packs, "SIZE", 2_500)
    kept.back_up()
    a_photograph(9)
    a_photograph(10)
    a_photograph(11)
    before, fsync, failed = kept.lying(), os.fsync, 0
    for most in range(100):
        left = [most]

        def full(handle: int, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise OSError(errno.ENOSPC, "No space left on device")
            fsync(handle)

        with monkeypatch.context() as small:
            small.setattr(os, "fsync", full)
            try:
                made = kept.back_up()
                break
            except StorageFailed as fault:
                assert "No space left" in str(fault) and "nothing is half-written" in str(fault)
                failed += 1
        now = kept.lying()
        assert all(now.get(name) == data for name, data in before.items()), "what was there is as it was"
        assert found_wrong(kept) == [] and not (Path(settings.DESK.home) / "backup").exists()
        assert not [name for name in now if "/." in name], "nothing half-written"
    assert failed >= 5 and made.files == 8 and made.new < 3, "what was packed before the disk was full is not again"


@pytest.mark.slow
def test_a_backup_that_was_killed_goes_on_where_it_was(kept: Elsewhere, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "SIZE", 2_500)

    def killed(things: Iterator[Any], total: int, word: str) -> Iterator[Any]:
        assert (total, word) == (5, "files")
        for number, thing in enumerate(things):
            if number == 3:
                raise KeyboardInterrupt
            yield thing

    with pytest.raises(KeyboardInterrupt):
        kept.back_up(follow=killed)
    assert faults_of_backup(kept.backup, passing) == (0, []), "no copy is there before it is whole"
    made = kept.back_up()
    assert (made.files, made.new) == (5, 3), "a pack of two was written before"
    assert not AuditRow.objects.filter(verb="make backup").count() > 1


@pytest.mark.slow
def test_a_disk_that_gives_back_something_else_is_found_out(kept: Elsewhere, monkeypatch: pytest.MonkeyPatch) -> None:
    def worn_out(path: Path, data: bytes) -> None:
        replace_with(path, lambda new: new.write_bytes(data[:-1] + b"\0"))

    monkeypatch.setattr(packs, "write_bytes", worn_out)
    with pytest.raises(StorageFailed, match="not read back as it was written"):
        kept.back_up()
    assert kept.lying().keys() <= {name for name in kept.lying() if name.endswith("database.age")}


@pytest.mark.slow
def test_so_many_copies_are_kept_and_what_only_older_ones_had_goes_with_them(
    kept: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packs, "SIZE", 2_500)
    first = kept.back_up(keep=2)
    gone = [name for name, _ in vault.names()][:4]
    for name in gone:
        vault.discard(name)
    second = kept.back_up(keep=2)
    assert second.removed == () and second.files == 1
    third = kept.back_up(keep=2)
    assert third.removed == (first.copy,) and found_wrong(kept) == []
    left = [name for name in kept.lying() if name.startswith("packs/") and ".index" not in name]
    assert len(left) == 1, "the packs of what was erased are gone"


@pytest.mark.slow
def test_a_copy_that_somebody_else_signed_is_not_taken_and_nothing_is_removed_for_it(
    kept: Elsewhere, tmp_path: Path
) -> None:
    first = kept.back_up()
    path = kept.backup / f"copies/{first.copy}.json"
    path.write_text(path.read_text().replace('"signature": "', '"signature": "A'))
    with pytest.raises(BackupDamaged, match="was not signed by this desk"):
        kept.files_into(tmp_path / "again", copy=first.copy)
    second = kept.back_up(keep=1)
    assert second.damaged == (first.copy,) and second.removed == () and path.exists()
    assert kept.files_into(tmp_path / "again", copy=second.copy).files == 5


@pytest.mark.slow
def test_what_lies_together_or_is_not_there_is_said_before_anything_is_written(kept: Elsewhere, tmp_path: Path) -> None:
    home = Path(settings.DESK.home)
    (home / "inside").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full/holiday.jpg").touch()

    def fault_of(to: Path, keys_to: Path) -> AntigoneError:
        with pytest.raises(AntigoneError) as fault:
            Elsewhere(to, keys_to, kept.stick).back_up()
        return fault.value

    assert "Is its disk mounted?" in str(fault_of(tmp_path / "nowhere", kept.keys))
    assert "Is its disk mounted?" in str(fault_of(kept.backup, tmp_path / "nowhere"))
    for to, keys_to in ((kept.backup, kept.backup), (home / "inside", kept.keys), (kept.backup, home / "inside")):
        assert "must lie apart" in str(fault_of(to, keys_to))
    assert "is not empty and holds no backup" in str(fault_of(tmp_path / "full", kept.keys))
    with override_settings(DESK=replace(settings.DESK, backup_key="")):
        assert isinstance(fault_of(kept.backup, kept.keys), SettingsInvalid)
    assert kept.lying() == {}
    (tmp_path / "again").mkdir()
    (tmp_path / "again/letter.txt").touch()
    kept.back_up()
    with pytest.raises(UsageError, match="is not empty"):
        kept.files_into(tmp_path / "again")
    assert [each.name for each in (tmp_path / "again").iterdir()] == ["letter.txt"]
