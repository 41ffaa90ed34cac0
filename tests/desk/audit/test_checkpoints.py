"""Checkpoints that a second agency countersigns, carried as files: what they show of an audit that was made anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from antigone.desk.accounts.models import Agency
from antigone.desk.audit import outbox
from antigone.desk.audit.chain import append, writing
from antigone.desk.audit.checkpoints import read, sign, since
from antigone.desk.audit.keys import new_key, public_key
from antigone.desk.audit.outbox import Daily, countersign_for, countersigned_at, make, register, take_in
from antigone.desk.audit.verify_bound import verify_bound
from antigone.desk.console import prove_audit
from antigone.errors import CheckpointInvalid, RuleBroken, StorageFailed
from desk_databases import Database

HILLS = new_key()
"""The key of the second agency."""


def acts(times: int) -> None:
    for _ in range(times):
        with writing():
            append(gesture=uuid4(), actor="console", verb="see audit", thing="audit")


@contextmanager
def at_hills(place: Path) -> Iterator[None]:
    """On the machine of the second agency."""
    place.mkdir(exist_ok=True)
    with override_settings(DESK=replace(settings.DESK, home=place, checkpoint_key=HILLS)):
        yield


def ours() -> str:
    return public_key(settings.DESK.checkpoint_key)


def signed(place: Path, name: str) -> Path:
    path = place / name
    path.write_text(sign(settings.DESK.checkpoint_key))
    return path


def countersigned(path: Path, place: Path, although: str = "") -> Path:
    """The file as it comes back from Hills."""
    desk = ours()
    with at_hills(place / "hills"):
        back = place / f"{path.stem}-back.json"
        back.write_text(countersign_for(path, desk, although))
    return back


def rewritten(reason: str) -> None:
    """Whoever owns the database makes the whole chain anew, with another reason in each row."""
    from antigone.desk.audit.chain import digest
    from antigone.desk.audit.models import GENESIS, AuditHead, AuditRow

    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
    previous = GENESIS
    for row in AuditRow.objects.all():
        row.reason, row.previous = reason, previous
        row.hash = previous = digest(row)
        row.save()
    AuditHead.objects.update(hash=previous)


@pytest.mark.slow
def test_a_countersigned_checkpoint_comes_back_and_proves_the_audit(desk: Database, tmp_path: Path) -> None:
    acts(3)
    back = countersigned(signed(tmp_path, "c.json"), tmp_path)
    kept = take_in(back, public_key(HILLS))
    assert kept.parent == settings.DESK.home / "checkpoints/countersigned"
    acts(2)
    proof = prove_audit([kept.parent], ours(), public_key(HILLS))
    assert proof.lines == () and proof.checkpoints == 1 and len(proof.countersigned) == 1


def test_a_key_that_did_not_countersign_is_told(desk: Database, tmp_path: Path) -> None:
    path, stranger = signed(tmp_path, "c.json"), public_key(new_key())
    back = countersigned(path, tmp_path)
    for file in (path, back):
        with pytest.raises(CheckpointInvalid, match="not countersigned"):
            prove_audit([file], ours(), stranger)
        with pytest.raises(CheckpointInvalid, match="not countersigned"):
            take_in(file, stranger)


@pytest.mark.parametrize("part", ["sequence", "rows", "altered", "at"])
def test_nothing_of_what_was_countersigned_can_be_changed(desk: Database, tmp_path: Path, part: str) -> None:
    acts(1)
    back = countersigned(signed(tmp_path, "c.json"), tmp_path)
    said = json.loads(back.read_text())
    said[part] = {"sequence": 0, "rows": 9, "altered": ["x 1"], "at": "2020-01-01"}[part]
    back.write_text(json.dumps(said))
    with pytest.raises(CheckpointInvalid):
        read(back, ours())


@pytest.mark.slow
def test_not_even_the_desks_own_key_moves_a_countersignature(desk: Database, tmp_path: Path) -> None:
    """Whoever holds the desk's key signs another checkpoint, and puts the countersignature of the first one on it."""
    acts(1)
    first = json.loads(countersigned(signed(tmp_path, "c.json"), tmp_path).read_text())
    acts(1)
    forged = {**json.loads(sign(settings.DESK.checkpoint_key)), "countersignatures": first["countersignatures"]}
    (tmp_path / "forged.json").write_text(json.dumps(forged))
    with pytest.raises(CheckpointInvalid):
        read(tmp_path / "forged.json", ours())
    earlier = {**first, "countersignatures": [{**first["countersignatures"][0], "at": "2020-01-01T00:00:00+00:00"}]}
    (tmp_path / "earlier.json").write_text(json.dumps(earlier))
    with pytest.raises(CheckpointInvalid):
        read(tmp_path / "earlier.json", ours())


def test_a_desk_does_not_countersign_its_own(desk: Database, tmp_path: Path) -> None:
    with pytest.raises(CheckpointInvalid, match="second agency"):
        countersign_for(signed(tmp_path, "c.json"), ours(), "")


@pytest.mark.slow
def test_a_second_agency_sees_that_an_audit_was_cut_or_rewritten(desk: Database, tmp_path: Path) -> None:
    acts(3)
    countersigned(signed(tmp_path, "one.json"), tmp_path)
    rewritten("another")
    with pytest.raises(RuleBroken, match="rewritten"):
        countersigned(signed(tmp_path, "two.json"), tmp_path)
    from antigone.desk.audit.models import AuditHead, AuditRow

    AuditRow.objects.filter(sequence=3).delete()
    AuditHead.objects.update(sequence=2, hash=AuditRow.objects.get(sequence=2).hash)
    three = signed(tmp_path, "three.json")
    with pytest.raises(RuleBroken, match="it was cut"):
        countersigned(three, tmp_path)
    back = countersigned(three, tmp_path, although="they say that it was put back from a copy")
    assert read(back, ours()).countersigned[0].although == "they say that it was put back from a copy"
    assert [each.sequence for each in register(tmp_path / "hills", ours())] == [3, 2]


@pytest.mark.slow
def test_a_countersigned_checkpoint_of_another_audit_is_not_taken_in_and_names_what_was_rewritten(
    desk: Database, tmp_path: Path
) -> None:
    acts(3)
    back = countersigned(signed(tmp_path, "c.json"), tmp_path)
    rewritten("another")
    assert prove_audit([], None).lines == (), "whoever owns the database can make it all anew"
    with pytest.raises(CheckpointInvalid, match="Keep it"):
        take_in(back, public_key(HILLS))
    [line] = prove_audit([back], ours(), public_key(HILLS)).lines
    assert line.startswith("rewritten: Rows 1 to 3 were rewritten")


@pytest.mark.slow
def test_an_altered_row_is_told_with_the_checkpoints_between_which_it_was(desk: Database, tmp_path: Path) -> None:
    with writing():
        agency = Agency.objects.create(name="Harbour", opened_at=timezone.now())
        append(gesture=uuid4(), actor="console", verb="open agency", thing="agency 1")

    def said(*paths: Path) -> list[str]:
        checkpoints = [read(path, ours()).checkpoint for path in paths]
        [fault] = [each for each in verify_bound().faults if each.row == f"accounts_agency {agency.pk}"]
        return [since(fault, checkpoints)] if checkpoints else [fault.words]

    before = signed(tmp_path, "before.json")
    assert f"accounts_agency {agency.pk}" not in read(before, ours()).checkpoint.altered
    Agency.objects.filter(pk=agency.pk).update(name="Harbor")
    after = signed(tmp_path, "after.json")
    assert f"accounts_agency {agency.pk}" in read(after, ours()).checkpoint.altered
    times = {path: read(path, ours()).checkpoint.at for path in (before, after)}
    assert "name: not as row" in said()[0]
    assert said(before) == [f"It was altered after the checkpoint of {times[before]}."]
    assert said(after) == [f"It was altered before that of {times[after]}."]
    acts(1)
    later = signed(tmp_path, "later.json")
    assert said(before, after, later)[0].endswith(f"and before that of {times[after]}.")


def test_checkpoints_wait_for_the_stick_on_which_they_are_carried(
    desk: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    monkeypatch.setattr(settings, "DESK", replace(settings.DESK, checkpoint_outbox=stick))
    first = make()
    assert first.exists() and not stick.exists()
    stick.mkdir()
    assert make() == first, "one a day"
    [sent] = stick.iterdir()
    assert sent.read_bytes() == first.read_bytes() and read(sent, ours()).checkpoint.sequence == 0
    sent.unlink()
    make()
    assert list(stick.iterdir()) == [], "what was carried away is not sent again"


def test_the_worker_makes_the_checkpoint_of_the_day_by_itself(
    desk: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    daily = Daily()
    daily.when_due()
    [made] = (settings.DESK.home / "checkpoints").glob("*.json")
    made.unlink()
    daily.when_due()
    assert not made.exists(), "it looks every ten minutes, not each time"

    def full() -> None:
        raise StorageFailed("The disk is full.", "Free some space.")

    monkeypatch.setattr(outbox, "make", full)
    Daily().when_due()
    assert "The disk is full" in caplog.text, "and the worker goes on"


def test_a_checkpoint_without_countersignature_says_so(desk: Database, tmp_path: Path) -> None:
    path = signed(tmp_path, "c.json")
    assert read(path, ours()).countersigned == ()
    with pytest.raises(CheckpointInvalid, match="not countersigned"):
        countersigned_at(read(path, ours()), public_key(HILLS), path)
