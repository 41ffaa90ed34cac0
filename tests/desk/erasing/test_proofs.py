"""Nothing of what was erased is left in the database's files, in the index or in the vault; nor in a copy put back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections

from antigone.desk.candidates.actions.holders import acknowledge
from antigone.desk.candidates.index import source
from antigone.desk.candidates.index.chosen import index
from antigone.desk.candidates.index.segment import PartKey
from antigone.desk.candidates.index.shared import ended_here, this_process
from antigone.desk.checks import sound_database
from antigone.desk.console import erase_what_came_back, prove_erasure
from antigone.desk.erasing.actions.photographs import erase_photograph
from antigone.desk.erasing.actions.records import erase_record
from antigone.desk.erasing.models import Erasure
from antigone.desk.erasing.proving import prove
from antigone.desk.erasing.traces import close, find_traces, new_code, open_marks
from antigone.desk.jobs.models import Job
from antigone.desk.photos import keyring, vault
from antigone.desk.photos.actions._destroying import _pieces
from antigone.desk.photos.models import FaceTemplate, Photograph, PhotoKey
from antigone.desk.photos.queries import sealed
from antigone.desk.records.models import Name
from antigone.desk.worker import HANDLERS
from antigone.errors import VaultDamaged
from desk_databases import Database
from desk_erasing import NAME, SISTER, VILLAGE, Missing, agreed, somebody_missing
from desk_faces import MODEL, an_incident
from desk_people import as_, two_agencies

pytestmark = pytest.mark.both

WORDS = [NAME.encode(), SISTER.encode(), VILLAGE.encode(), b"hums when she"]


@pytest.fixture
def missing(own_desk: Database) -> Missing:
    people = two_agencies()
    found = somebody_missing(people, an_incident(people.harbour))
    for each in found.photographs:
        vault.keep_made(sealed(each), vault.Size.VIEW, b"a picture")
    subject = found.record.subject
    index().caught_up([PartKey(subject.incident_id, subject.agency_id, "am", MODEL)])
    return found


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where copies are kept."""
    return tmp_path_factory.mktemp("elsewhere")


def home() -> Path:
    return Path(settings.DESK.home)


def files_of(desk: Database) -> Path:
    """Where the database itself writes. What waits in memory is written first."""
    if desk.kind == "sqlite":
        return desk.place
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    return desk.place / "data"


def tables_of(desk: Database) -> Path:
    """Without PostgreSQL's log, and without other tests' databases."""
    files = files_of(desk)
    if desk.kind == "sqlite":
        return files
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        return files / "base" / str(cursor.fetchone()[0])


def clear_up() -> None:
    """What the worker does, without an engine."""
    for job in Job.objects.filter(kind=Job.Kind.SCRUB, done_at=None):
        HANDLERS[Job.Kind.SCRUB](job.number)


def lying(folder: Path, words: list[bytes]) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            held = path.read_bytes()
            yield from ((path.name, word) for word in words if word in held)


@pytest.mark.slow
def test_no_byte_of_an_erased_face_is_left_anywhere(own_desk: Database, missing: Missing) -> None:
    shown = missing.photographs[0]
    code = new_code()
    key = PhotoKey.objects.get(photograph=shown)
    pieces = _pieces(
        vault.Sealed(shown.sealed, bytes(key.wrapped)), list(FaceTemplate.objects.filter(face__photograph=shown))
    )
    before = open_marks(code, close(code, pieces))
    found = find_traces(before, [home(), files_of(own_desk)])
    plain = {remain.path.relative_to(home()).parts[0] for remain in found.remains if remain.plain}
    assert plain == {"index", "keys"}, "the face as numbers lies in the index, and in no database"
    assert any(not remain.plain for remain in found.remains), "and encrypted in the database"

    agreed(missing, shown)
    receipt = erase_photograph(by=as_(missing.rosa), photograph=shown, reason="it was asked for")
    assert not keyring.halves([shown.sealed]) and vault.count_made(shown.sealed) == 0
    early = prove(receipt.erasure, receipt.code)
    assert not early.holds and early.searched is not None and any(each.plain for each in early.searched.remains)
    clear_up()
    proof = prove_erasure(receipt=receipt.erasure.pk, photograph=None, code=receipt.code, also=[files_of(own_desk)])
    assert proof.holds and proof.faults == () and proof.searched is not None
    assert {each.path.parent.name for each in proof.searched.remains} <= {"pg_wal"}, "encrypted, in PostgreSQL's log"
    assert prove_erasure(receipt=None, photograph=shown.pk, code="", also=[]).holds


@pytest.mark.slow
def test_no_word_of_an_erased_record_is_left_in_the_database(own_desk: Database, missing: Missing) -> None:
    lies = {word for _, word in lying(tables_of(own_desk), WORDS)}  # PostgreSQL's log holds other tests' words too
    assert lies == set(WORDS) - {SISTER.encode()}, "informants and who consented lie encrypted before"
    agreed(missing)
    receipt = erase_record(by=as_(missing.rosa), record=missing.record, reason="it was asked for")
    clear_up()
    assert prove(Erasure.objects.get(pk=receipt.erasure.pk), receipt.code).holds
    assert list(lying(tables_of(own_desk), WORDS)) == [], "pg_wal is not in this: docs/erasure.md says so"
    assert list(lying(home(), WORDS)) == []


@pytest.mark.slow
def test_a_database_put_back_from_a_copy_shows_nothing_that_was_erased(
    own_desk: Database, missing: Missing, elsewhere: Path
) -> None:
    copied_vault = elsewhere / "photos"
    shutil.copytree(home() / "photos", copied_vault)
    yesterday = copy_of(own_desk, elsewhere)
    shown, other = missing.photographs
    agreed(missing, shown)
    erase_photograph(by=as_(missing.rosa), photograph=shown, reason="it was asked for")
    clear_up()

    put_back(own_desk, yesterday)
    shutil.rmtree(home() / "photos")
    shutil.copytree(copied_vault, home() / "photos")
    back = Photograph.objects.get(pk=shown.pk)
    assert back.erased_at is None and vault.count_made(back.sealed) > 0, "rows and files are there again"
    with pytest.raises(VaultDamaged, match="erased"):
        vault.made(sealed(back), vault.Size.VIEW)
    template = FaceTemplate.objects.get(face__photograph=back)
    with pytest.raises(VaultDamaged):
        vault.unseal_templates([(sealed(back), bytes(template.vector))])
    assert vault.made(sealed(Photograph.objects.get(pk=other.pk)), vault.Size.VIEW) == b"a picture"
    assert [each.id for each in sound_database(None, databases=["default"])] == ["desk.E009"]

    assert erase_what_came_back() == 1
    clear_up()
    assert sound_database(None, databases=["default"]) == []
    again = Erasure.objects.get()
    assert again.state == "done" and again.again and prove(again, "").holds
    assert vault.count_made(back.sealed) == 0 and erase_what_came_back() == 0


@pytest.mark.slow
def test_a_record_that_came_back_with_a_copy_is_emptied_again(
    own_desk: Database, missing: Missing, elsewhere: Path
) -> None:
    yesterday = copy_of(own_desk, elsewhere)
    agreed(missing)
    erase_record(by=as_(missing.rosa), record=missing.record, reason="it was asked for")
    clear_up()
    put_back(own_desk, yesterday)
    assert Name.objects.exists()
    assert [each.id for each in sound_database(None, databases=["default"])] == ["desk.E009"]
    assert erase_what_came_back() == 1
    clear_up()
    assert not Name.objects.exists() and sound_database(None, databases=["default"]) == []
    assert list(lying(tables_of(own_desk), WORDS)) == []


@pytest.mark.slow
def test_an_older_copy_of_the_keys_is_noticed(own_desk: Database, missing: Missing) -> None:
    shutil.rmtree(home() / "keys")
    assert [each.id for each in sound_database(None, databases=["default"])] == ["desk.E010"]


def copy_of(desk: Database, folder: Path) -> Path:
    """As docs/operate.md says how to."""
    made = folder / "copy"
    if desk.kind == "sqlite":
        with sqlite3.connect(desk.place / "desk.sqlite3") as here, sqlite3.connect(made) as there:
            here.backup(there)
    else:
        _postgres("pg_dump", desk, "--format=custom", f"--file={made}", desk.name)
    return made


def put_back(desk: Database, copy: Path) -> None:
    connections["default"].close()
    if desk.kind == "sqlite":
        for left in desk.place.glob("desk.sqlite3*"):
            left.unlink()
        shutil.copy(copy, desk.place / "desk.sqlite3")
    else:
        drop = ["--command", f"DROP DATABASE {desk.name} WITH (FORCE)", "--command", f"CREATE DATABASE {desk.name}"]
        _postgres("psql", desk, "--quiet", "--dbname=postgres", *drop)
        _postgres("pg_restore", desk, f"--dbname={desk.name}", str(copy))


def _postgres(tool: str, desk: Database, *words: str) -> None:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{tool}"))[-1]
    where = {"PGHOST": "127.0.0.1", "PGPORT": str(desk.port), "PGUSER": "postgres"}
    subprocess.run([str(found), *words], check=True, env={**os.environ, **where}, stdout=subprocess.DEVNULL)


@pytest.mark.slow
def test_a_worker_that_has_not_said_that_it_is_out_of_its_memory_is_named(missing: Missing) -> None:
    acknowledge({"other-machine 12 345": source.last_step()})
    agreed(missing)
    erased = erase_record(by=as_(missing.rosa), record=missing.record, reason="it was asked for").erasure
    clear_up()
    erased.refresh_from_db()
    [said] = prove(erased, "").faults
    assert said.startswith("other-machine 12 345") and "has not said" in said
    acknowledge({"other-machine 12 345": source.last_step()})
    assert prove(erased, "").holds


def test_a_process_that_ended_holds_nothing_any_more() -> None:
    assert not ended_here(this_process()) and not ended_here("other-machine 12 345")
    assert ended_here(f"{this_process().split()[0]} {os.getpid()} 1"), "its number is another's now"
