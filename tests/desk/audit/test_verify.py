"""Somebody with the database's own password alters the audit; ``verify`` names what they did."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from antigone.desk.audit import keys
from antigone.desk.audit.chain import append, digest, writing
from antigone.desk.audit.checkpoints import Checkpoint, read, sign
from antigone.desk.audit.models import GENESIS, AuditHead, AuditRow
from antigone.desk.audit.verify import verify
from antigone.errors import CheckpointInvalid, SettingsInvalid
from desk_databases import Database

pytestmark = pytest.mark.both


@pytest.fixture
def intruder(desk: Database) -> Callable[..., None]:
    """Ten acts, and somebody for whom the database's guards were taken away."""
    for number in range(1, 11):
        with writing():
            append(gesture=uuid4(), actor=f"person {number}", verb="see audit", thing="audit", detail={"n": number})
    with connection.cursor() as cursor:
        if desk.kind == "postgresql":
            cursor.execute("ALTER TABLE audit_row DISABLE TRIGGER USER")
            cursor.execute("ALTER TABLE audit_head DISABLE TRIGGER USER")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")

    def sql(*statements: str) -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    return sql


def found(*checkpoints: Checkpoint) -> list[tuple[int, str]]:
    return [(fault.sequence, fault.kind) for fault in verify(checkpoints).faults]


def now() -> Checkpoint:
    head = AuditHead.objects.get()
    return Checkpoint(head.sequence, head.hash, "2026-11-23T12:00:00+00:00", 0, ())


@pytest.mark.parametrize("change", ["reason = 'no reason'", "actor = 'person 99'", "detail = '{}'", "agency = 3"])
def test_a_changed_row_is_named(intruder: Callable[..., None], change: str) -> None:
    intruder(f"UPDATE audit_row SET {change} WHERE sequence = 4")
    assert found() == [(4, "changed")]


def test_removed_rows_are_named(intruder: Callable[..., None]) -> None:
    intruder("DELETE FROM audit_row WHERE sequence IN (4, 5, 8)")
    assert found() == [(4, "removed"), (8, "removed")]
    assert verify().faults[0].words == "Rows 4 to 5 were removed."


def test_a_removed_row_is_named_though_the_rest_closed_up(intruder: Callable[..., None]) -> None:
    intruder("DELETE FROM audit_row WHERE sequence = 4")
    intruder(*(f"UPDATE audit_row SET sequence = {n - 1} WHERE sequence = {n}" for n in range(5, 11)))
    assert (4, "removed") in found()


def test_exchanged_rows_are_named(intruder: Callable[..., None]) -> None:
    intruder(
        "UPDATE audit_row SET sequence = 100 WHERE sequence = 3",
        "UPDATE audit_row SET sequence = 3 WHERE sequence = 7",
        "UPDATE audit_row SET sequence = 7 WHERE sequence = 100",
    )
    assert found() == [(3, "reordered"), (7, "reordered")]


def test_an_inserted_row_is_named(intruder: Callable[..., None]) -> None:
    intruder(*(f"UPDATE audit_row SET sequence = {n + 1} WHERE sequence = {n}" for n in range(10, 5, -1)))
    forged = AuditRow.objects.get(sequence=5)
    forged.sequence, forged.previous, forged.actor = 6, forged.hash, "person 66"
    forged.hash = digest(forged)
    forged.save(force_insert=True)
    assert (6, "inserted") in found()


def test_rows_cut_off_are_missed(intruder: Callable[..., None]) -> None:
    intruder("DELETE FROM audit_row WHERE sequence > 7")
    assert found() == [(8, "cut off")]


def test_rows_cut_off_with_the_head_are_missed_by_a_checkpoint(intruder: Callable[..., None]) -> None:
    before = now()
    intruder(
        "DELETE FROM audit_row WHERE sequence > 7",
        "UPDATE audit_head SET sequence = 7, hash = (SELECT hash FROM audit_row WHERE sequence = 7)",
    )
    assert found() == []
    assert found(before) == [(8, "cut off")]


def test_a_row_after_the_last_one_is_named(intruder: Callable[..., None]) -> None:
    last = AuditRow.objects.get(sequence=10)
    last.sequence, last.previous, last.hash = 11, last.hash, ""
    last.hash = digest(last)
    last.save(force_insert=True)
    intruder("UPDATE audit_head SET sequence = 10, hash = (SELECT hash FROM audit_row WHERE sequence = 10)")
    assert found() == [(11, "unlinked")]


def test_acts_that_go_on_meanwhile_are_no_fault(desk: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def act() -> None:
        with writing():
            append(gesture=uuid4(), actor="person 1", verb="see audit", thing="audit")

    def written(row: AuditRow) -> int:
        act()
        return row.sequence

    act()
    monkeypatch.setattr("antigone.desk.audit.verify._written", written)
    assert verify().faults == () and AuditRow.objects.count() == 2


def test_a_row_changed_with_its_hash_does_not_fit_the_next(intruder: Callable[..., None]) -> None:
    row = AuditRow.objects.get(sequence=4)
    row.reason = "another"
    row.hash = digest(row)
    row.save()
    assert found() == [(5, "unlinked")]


def test_a_chain_made_anew_does_not_fit_a_checkpoint(intruder: Callable[..., None]) -> None:
    early = Checkpoint(2, AuditRow.objects.get(sequence=2).hash, "2026-11-22T12:00:00+00:00", 0, ())
    late = now()
    previous = GENESIS
    for row in AuditRow.objects.all():
        row.reason = "another" if row.sequence == 4 else ""
        row.previous, row.hash = previous, ""
        row.hash = previous = digest(row)
        row.save()
    intruder(f"UPDATE audit_head SET hash = '{previous}'")
    assert found() == [] == found(early)
    assert found(early, late) == [(3, "rewritten")]
    assert verify([early, late]).faults[0].words.startswith("Rows 3 to 10 were rewritten")


def test_a_checkpoint_is_proved_by_the_key_written_down(desk: Database, tmp_path: Path) -> None:
    key = settings.DESK.checkpoint_key
    path = tmp_path / "checkpoint.json"
    path.write_text(sign(key))
    assert read(path, keys.public_key(key)).checkpoint.sequence == 0
    with pytest.raises(CheckpointInvalid, match="not signed"):
        read(path, keys.public_key(keys.new_key()))


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"sequence": "x"}', "\x00", '{"sequence": 1}'])
def test_what_is_no_checkpoint_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "no").write_text(text)
    with pytest.raises(CheckpointInvalid, match="is not a checkpoint"):
        read(tmp_path / "no", keys.public_key(settings.DESK.checkpoint_key))


def test_a_checkpoint_altered_by_a_number_is_refused(desk: Database, tmp_path: Path) -> None:
    key = settings.DESK.checkpoint_key
    (tmp_path / "c").write_text(json.dumps({**json.loads(sign(key)), "sequence": 3}))
    with pytest.raises(CheckpointInvalid):
        read(tmp_path / "c", keys.public_key(key))


def test_another_kind_of_key_is_refused() -> None:
    with pytest.raises(SettingsInvalid):
        keys.public_key("not a key")
