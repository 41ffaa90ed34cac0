"""The audit: a chain that the database itself keeps."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, connections, transaction

from antigone.desk.accounts.actions.agencies import open_agency
from antigone.desk.accounts.actions.signing_in import sign_in
from antigone.desk.accounts.actor import visitor
from antigone.desk.audit.chain import append, writing
from antigone.desk.audit.models import AuditHead, AuditRow
from antigone.desk.audit.verify import verify
from antigone.errors import NotAllowed, SignInRefused
from desk_databases import Database
from desk_people import People, as_

pytestmark = pytest.mark.both


def write(times: int = 1, **said: object) -> None:
    for number in range(times):
        with writing():
            append(gesture=uuid4(), actor="console", verb="see audit", thing=f"audit {number}", **said)  # type: ignore[arg-type]


def test_an_act_is_followed_by_the_next(desk: Database) -> None:
    write(3, reason="because", detail={"names": ["Щербак", "שלום"], "n": 1})
    rows = list(AuditRow.objects.all())
    assert [row.sequence for row in rows] == [1, 2, 3]
    assert [row.previous for row in rows[1:]] == [row.hash for row in rows[:-1]]
    assert AuditHead.objects.get().hash == rows[-1].hash
    assert verify().faults == ()


def test_a_row_outside_a_transaction_is_not_written(own_desk: Database) -> None:
    with pytest.raises(AssertionError):
        append(gesture=uuid4(), actor="console", verb="see audit", thing="audit")
    assert AuditRow.objects.count() == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_row SET reason = 'another' WHERE sequence = 2",
        "UPDATE audit_row SET sequence = 9 WHERE sequence = 2",
        "DELETE FROM audit_row WHERE sequence = 3",
        "DELETE FROM audit_row",
        "UPDATE audit_head SET sequence = 2",
        "UPDATE audit_head SET hash = 'x'",
        "DELETE FROM audit_head",
        "INSERT INTO audit_head (id, sequence, hash) VALUES (2, 0, 'x')",
        "INSERT INTO audit_row SELECT 4, at, gesture, actor, agency, incident, verb, thing, reason, detail, bound,"
        " previous, 'y' FROM audit_row WHERE sequence = 3",
        "INSERT INTO audit_row SELECT 9, at, gesture, actor, agency, incident, verb, thing, reason, detail, bound,"
        " hash, 'y' FROM audit_row WHERE sequence = 3",
    ],
)
def test_the_database_refuses_to_alter_what_happened(desk: Database, statement: str) -> None:
    write(3)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert verify().faults == () and AuditRow.objects.count() == 3


def test_rows_cannot_be_replaced_or_truncated(desk: Database) -> None:
    write(3)
    statement = (
        "TRUNCATE audit_row"
        if desk.kind == "postgresql"
        else (
            "INSERT OR REPLACE INTO audit_row SELECT 2, at, gesture, actor, agency, incident, verb, thing, 'x', detail,"
            " bound, previous, hash FROM audit_row WHERE sequence = 2"
        )
    )
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert verify().faults == () and AuditRow.objects.count() == 3


@pytest.mark.slow
def test_many_who_write_at_once_stand_in_one_row(own_desk: Database) -> None:
    def in_a_thread(_: int) -> None:
        write(10)
        connections["default"].close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(in_a_thread, range(8)))
    assert verify().faults == () and AuditRow.objects.count() == 80


_WRITER = """
import django; django.setup()
from uuid import uuid4
from antigone.desk.audit.chain import append, writing
for number in range(15):
    with writing():
        append(gesture=uuid4(), actor="console", verb="see audit", thing=f"audit {number}")
"""


@pytest.mark.slow
def test_several_processes_write_one_chain(own_desk: Database) -> None:
    variables = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "antigone.desk.settings",
        "ANTIGONE_DESK_HOME": str(own_desk.place),
        "ANTIGONE_DESK_SECRET_KEY": "only-for-the-tests-0123456789-abcdefghijklmnopqrstuvwxyz",
        "ANTIGONE_DESK_PHOTO_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "ANTIGONE_DESK_CHECKPOINT_KEY": "not needed to write",
        "ANTIGONE_DESK_DATABASE": own_desk.address,
    }
    writers = [subprocess.Popen([sys.executable, "-c", _WRITER], env=variables) for _ in range(4)]
    assert [writer.wait(120) for writer in writers] == [0, 0, 0, 0]
    assert verify().faults == () and AuditRow.objects.count() == 60


def test_what_is_refused_stands_in_the_log_where_a_monitor_can_be_set_on_it(
    people: People, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(5):
        with pytest.raises(SignInRefused):
            sign_in(by=visitor("198.51.100.7"), email=people.emil.email, password="a guess", code="")
    with pytest.raises(NotAllowed):
        open_agency(by=as_(people.boris), name="Another")
    said = [each.getMessage() for each in caplog.records if each.name == "antigone.desk.watch"]
    assert len(said) == 6 and [("locked out" in each) for each in said] == [False] * 4 + [True, False]
    assert f"person {people.boris.pk}, open agency" in said[-1]
    assert people.emil.email not in str(said) and "198.51.100.7" not in str(said) and "Boris" not in str(said)
