"""What erasing left, what stands encrypted in columns, and the database's own pages are read as well."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections

from antigone.desk.console import look_for_damage
from antigone.desk.erasing.actions.photographs import erase_photograph
from antigone.desk.erasing.scrub import scrub
from antigone.desk.fsck.database import pages
from antigone.desk.fsck.finding import StoredFault, StoredKind
from antigone.desk.fsck.looking import guarded, look
from antigone.desk.photos.models import Face, FaceTemplate
from antigone.desk.records.models import Informant
from desk_console import a_desk_in, started
from desk_databases import Database
from desk_erasing import Missing, agreed, somebody_missing
from desk_faces import an_incident
from desk_people import as_, two_agencies

pytestmark = pytest.mark.slow


@pytest.fixture
def missing(own_desk: Database) -> Missing:
    people = two_agencies()
    return somebody_missing(people, an_incident(people.harbour))


def passing(things: Iterator[object], _total: int, _word: str) -> Iterator[object]:
    return things


def of_erasing(faults: Iterator[StoredFault] | list[StoredFault]) -> set[tuple[StoredKind, str]]:
    return {(fault.kind, fault.whose) for fault in faults if "eras" in fault.whose}


def test_what_was_erased_and_is_not_zeros_any_more_is_named_and_destroyed_again(missing: Missing) -> None:
    home, shown = Path(settings.DESK.home), missing.photographs[0]
    agreed(missing, shown)
    erasure = erase_photograph(by=as_(missing.rosa), photograph=shown, reason="it was asked for").erasure
    scrub(erasure.pk)
    assert of_erasing(look()) == set()
    halves, listed = home / "keys" / shown.sealed[:2], home / "keys/erased"
    held = halves.read_bytes()
    row = held.index(bytes.fromhex(shown.sealed))
    halves.write_bytes(held[: row + 50] + b"\1" + held[row + 51 :])
    code = shown.subject.code
    listed.write_bytes(listed.read_bytes().replace(code.encode(), b"SOMEBODY-ELSE"))
    wanted = {
        (StoredKind.HALF_KEY, f"erased photograph {shown.pk} of {code}"),
        (StoredKind.ERASED, f"erasure {erasure.pk} of {code}"),
    }
    assert of_erasing(look()) == wanted
    found, mended = look_for_damage(follow=passing, mend=True)
    assert mended == ["keys of what was erased: 2"] and of_erasing(found) == set()
    assert halves.read_bytes() == held


@pytest.mark.both
def test_what_stands_encrypted_in_a_column_is_opened_and_the_row_is_named(own_desk: Database, missing: Missing) -> None:
    before = {fault for fault in look() if fault.kind == StoredKind.COLUMN}
    assert before == set()
    tables = [(Informant, "contact"), (FaceTemplate, "vector"), (Face, "landmarks")]
    for model, column in tables:
        row = model.objects.order_by("pk")[0]
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {column} FROM {table} WHERE {model._meta.pk.column} = %s", [row.pk])
            held = cursor.fetchone()[0]
            other = held[:-6] + "AAAAA=" if isinstance(held, str) else bytes(held)[:-1] + bytes([bytes(held)[-1] ^ 1])
            cursor.execute(f"UPDATE {table} SET {column} = %s WHERE {model._meta.pk.column} = %s", [other, row.pk])
        found = [fault for fault in look() if fault.kind == StoredKind.COLUMN and fault.path == table]
        assert len(found) == 1 and str(row.pk) in found[0].what + found[0].whose, table


def test_a_page_of_the_database_whose_head_rots_is_found(missing: Missing, own_desk: Database) -> None:
    place = own_desk.place / "desk.sqlite3"
    assert list(pages()) == []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connections["default"].close()
    held = place.read_bytes()
    pick = random.Random(20)
    headers = [page * 4096 + pick.choice([0, 3, 4, 5, 6]) for page in pick.sample(range(2, len(held) // 4096), 12)]
    told = 0
    for at in headers:
        place.write_bytes(held[:at] + bytes([held[at] ^ 0x55]) + held[at + 1 :])
        told += any(fault.kind == StoredKind.DATABASE for fault in guarded("database pages", pages))
        connections["default"].close()
        for left in own_desk.place.glob("desk.sqlite3-*"):
            left.unlink()
    place.write_bytes(held)
    assert told == len(headers), "a page's own head is never wrong without a word"


def test_the_command_says_what_whose_and_what_to_do_in_words_and_as_json(tmp_path: Path, sqlite: Database) -> None:
    home = a_desk_in(tmp_path / "desk", sqlite)
    with started(home, Database("sqlite", home), sqlite) as told_to:
        assert told_to("checkpoint").returncode == 0
        sound = told_to("fsck")
        assert sound.returncode == 0 and "Everything is as it was written." in sound.stderr, sound
        checkpoint = next((home / "checkpoints").glob("*.json"))
        checkpoint.write_text(checkpoint.read_text().replace('"sequence": ', '"sequence": 1'))
        said = told_to("fsck")
        assert said.returncode == 1 and f"checkpoint checkpoints/{checkpoint.name}: not what this desk" in said.stdout
        assert "Put it back: antigone desk fsck --from BACKUP --key KEYFILE" in said.stdout
        (line,) = told_to("fsck", "--json").stdout.splitlines()
        assert json.loads(line)["kind"] == "checkpoint" and json.loads(line)["todo"]
        assert told_to("fsck", "--from", tmp_path).returncode == 2
