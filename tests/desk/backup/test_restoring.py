"""A desk that burned is there again, with all that it held and nothing of what was erased; on either database."""

from __future__ import annotations

import shutil
import threading
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

from antigone.desk.accounts.actions.agencies import open_agency
from antigone.desk.accounts.actor import console
from antigone.desk.accounts.models import Agency
from antigone.desk.audit.models import AuditHead, AuditRow
from antigone.desk.audit.verify import verify
from antigone.desk.audit.verify_bound import verify_bound
from antigone.desk.backup import making, postgresql, sqlite
from antigone.desk.backup.contents import unknown_in
from antigone.desk.backup.restoring import restore_database
from antigone.desk.checks import safe_to_serve, sound_database
from antigone.desk.environment import RESTORING
from antigone.desk.erasing.actions.photographs import erase_photograph
from antigone.desk.erasing.actions.records import erase_record
from antigone.desk.erasing.models import Erasure
from antigone.desk.erasing.proving import prove
from antigone.desk.photos import keyring, vault
from antigone.desk.photos.models import Photograph
from antigone.desk.photos.queries import sealed
from antigone.desk.records.models import Name
from antigone.errors import RuleBroken, StorageFailed, UsageError
from desk_backup import elsewhere, restored
from desk_databases import Database
from desk_erasing import Missing, agreed, somebody_missing
from desk_faces import an_incident
from desk_people import as_, two_agencies

pytestmark = pytest.mark.slow


@pytest.fixture
def missing(own_desk: Database) -> Missing:
    people = two_agencies()
    found = somebody_missing(people, an_incident(people.harbour))
    for each in found.photographs:
        vault.keep_made(sealed(each), vault.Size.VIEW, b"a picture")
    return found


@pytest.mark.both
def test_a_desk_that_burned_is_there_again_and_what_was_erased_since_is_not(
    own_desk: Database, missing: Missing, tmp_path: Path
) -> None:
    shown, other = missing.photographs
    with elsewhere(tmp_path / "elsewhere") as kept:
        made = kept.back_up()
        assert made.files == made.new == 2 and made.left_out == (), "a picture of each photograph"
        again = kept.back_up()
        assert again.new == 0 and again.files == 2, "what is there is not written again"
        assert AuditRow.objects.filter(verb="make backup").count() == 2

        agreed(missing, shown)
        erase_photograph(by=as_(missing.rosa), photograph=shown, reason="it was asked for")
        kept_keys = kept.keys / "antigone-keys.age"
        before = kept_keys.read_bytes()
        third = kept.back_up()
        assert kept_keys.read_bytes() != before and third.files == 1
        bound = verify_bound().faults  # what the test wrote without acts
        shutil.rmtree(settings.DESK.home)

        with restored(kept, tmp_path / "again", own_desk) as done:
            assert done.rows == third.rows and done.head == AuditHead.objects.get().sequence - 1
            assert AuditRow.objects.latest("sequence").verb == "restore backup"
            assert not verify().faults and verify_bound().faults == bound and sound_database(None, ["default"]) == []
            assert safe_to_serve(None) == [] and unknown_in(tmp_path / "again") == []
            assert vault.made(sealed(Photograph.objects.get(pk=other.pk)), vault.Size.VIEW) == b"a picture"
            assert not keyring.halves([shown.sealed]) and shown.sealed in keyring.destroyed()
            assert kept.back_up().new == 0, "the files are those that were copied, to the moment they were written"
            open_agency(by=console(), name="Opened after the fire")  # numbers go on, rules hold
            assert not verify().faults


def test_what_was_erased_after_the_newest_copy_is_erased_again(
    own_desk: Database, missing: Missing, tmp_path: Path
) -> None:
    with elsewhere(tmp_path / "elsewhere") as kept:
        kept.back_up()
        lists = set(kept.backup.rglob("copies/*.json"))
        agreed(missing)
        erase_record(by=as_(missing.rosa), record=missing.record, reason="it was asked for")
        kept.back_up()
        for newer in set(kept.backup.rglob("copies/*.json")) - lists:
            newer.unlink()  # its disk is lost: an older copy, with the newest keys
        with restored(kept, tmp_path / "again", own_desk) as done:
            assert done.erased_again == 1 and not Name.objects.exists()
            erasure = Erasure.objects.get()
            assert erasure.again and prove(erasure, "").holds
            assert sound_database(None, ["default"]) == []
            assert [path for path in (tmp_path / "again/photos").rglob("*") if path.is_file()] == []


@pytest.mark.both
def test_a_copy_is_of_one_moment_however_much_is_written_meanwhile(
    own_desk: Database, missing: Missing, tmp_path: Path
) -> None:
    opened = count(1)

    def write() -> None:
        open_agency(by=console(), name=f"Agency {next(opened)}")
        connection.close()

    def meanwhile(*_: object) -> None:
        another = threading.Thread(target=write)
        another.start()
        another.join()

    before = Agency.objects.count()
    copy_out, between = postgresql._copy_out, {"accounts_agency", "audit_row", "photos_photograph"}

    def copy_slowly(cursor: Any, name: str, *rest: Any) -> str:
        if name in between:
            meanwhile()
        return copy_out(cursor, name, *rest)

    with elsewhere(tmp_path / "elsewhere") as kept:
        with pytest.MonkeyPatch.context() as slowly:
            slowly.setattr(sqlite, "_PAGES", 100)
            slowly.setattr(making, "_EachMinute", lambda _tell: meanwhile)
            slowly.setattr(postgresql, "_copy_out", copy_slowly)
            kept.back_up()
        assert Agency.objects.count() > before + 2, "acts went on while it was copied"
        with restored(kept, tmp_path / "again", own_desk):
            assert Agency.objects.count() == before and not verify().faults


@pytest.mark.both
def test_a_restore_that_fails_leaves_nothing_and_says_why(own_desk: Database, missing: Missing, tmp_path: Path) -> None:
    again, named = tmp_path / "again", tmp_path / "database"
    with elsewhere(tmp_path / "elsewhere") as kept:
        kept.back_up()
        other = named if own_desk.kind == "sqlite" else None
        with pytest.raises(UsageError, match=r"desk with SQLite|desk with PostgreSQL"):
            kept.files_into(again, database_file=other)
        for_it = None if own_desk.kind == "sqlite" else named
        files = kept.files_into(again, database_file=for_it)
        assert (again / RESTORING).exists()
        with override_settings(DESK=replace(settings.DESK, home=again)):
            assert [each.id for each in safe_to_serve(None)] == ["desk.E013"], "killed here, it does not start"
        assert kept.files_into(again, database_file=for_it) == files, "and the next try begins by clearing up"
        fault = StorageFailed if own_desk.kind == "sqlite" else RuleBroken
        if own_desk.kind == "sqlite":  # a page is another than was copied
            held = bytearray((again / "desk.sqlite3").read_bytes())
            held[held.index(b"Harbour mortuary")] ^= 1
            (again / "desk.sqlite3").write_bytes(held)
        with pytest.raises(fault, match=r"damaged|not what was copied|not empty"):
            restore_database(by=console(), home=again, restored=files)
        assert list(again.iterdir()) == [] and not AuditRow.objects.filter(verb="restore backup").exists()
