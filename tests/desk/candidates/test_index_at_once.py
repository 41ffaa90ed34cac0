"""Several processes at once, and a process that is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from django.conf import settings

from antigone.desk.candidates.index.segment import PartKey, SegmentKey
from antigone.desk.candidates.index.shared import Index, fingerprint_in_database
from desk_databases import Database
from desk_faces import MODEL, Ferry, a_face, a_photograph, an_incident, leaves
from desk_people import two_agencies

pytestmark = pytest.mark.slow
TESTS = Path(__file__).resolve().parents[2]


@pytest.fixture
def ferry(own_desk: Database) -> Ferry:
    people = two_agencies()
    return Ferry(people, an_incident(people.harbour))


def another_process(database: Database, home: Path, code: str, **more: str) -> subprocess.Popen[str]:
    """Another process with the same database and files: a worker, as far as the index goes."""
    start = f"""
import os, sys
from pathlib import Path
sys.path.insert(0, {str(TESTS)!r})
import importlib.util
spec = importlib.util.spec_from_file_location("desk_conftest", {str(TESTS / "desk/conftest.py")!r})
module = importlib.util.module_from_spec(spec); spec.loader.exec_module(module)
from dataclasses import replace
from django.conf import settings
settings.DESK = replace(settings.DESK, home=Path({str(settings.DESK.home)!r}))  # where the keys of templates are
from desk_databases import Database
Database({database.kind!r}, Path({str(database.place)!r}), {database.port!r}, {database.name!r}).use()
from antigone.desk.candidates.index.segment import PartKey
from antigone.desk.candidates.index.shared import Index, fingerprint_in_database
index = Index(Path({str(home)!r}))
"""
    return subprocess.Popen(
        [sys.executable, "-c", start + textwrap.dedent(code)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **more},
    )


@pytest.mark.both
def test_another_process_sees_every_change_at_its_next_search(ferry: Ferry, own_desk: Database, tmp_path: Path) -> None:
    photographs = [a_photograph(ferry.record(), a_face(seed)) for seed in range(5)]
    key = PartKey(ferry.incident.pk, ferry.people.harbour.pk, "am", MODEL)
    home = tmp_path / "index"
    code = f"""
        key = PartKey({key.incident}, {key.agency}, "am", {MODEL!r})
        for line in sys.stdin:
            part = index.caught_up([key])[key]
            print(part.count, part.fingerprint, flush=True)
    """
    process = another_process(own_desk, home, code)
    assert process.stdin and process.stdout

    def theirs() -> tuple[str, int]:
        assert process.stdin and process.stdout
        process.stdin.write("now\n")
        process.stdin.flush()
        count, fingerprint = process.stdout.readline().split()
        return fingerprint, int(count)

    assert theirs() == fingerprint_in_database(key) and theirs()[1] == 5
    leaves(photographs[2])
    assert theirs() == fingerprint_in_database(key) and theirs()[1] == 4
    a_photograph(ferry.record(), a_face(77))
    mine = Index(home)
    mine.caught_up([key])
    mine.tidy()  # writes while the other has the files open
    assert theirs() == fingerprint_in_database(key) and theirs()[1] == 5
    process.stdin.close()
    assert process.wait(30) == 0


POINTS = {
    "before any file": ("antigone.desk.candidates.index.snapshot", "_save"),
    "between the files": ("antigone.gallery.exact.ExactIndex", "save"),
    "before the manifest": ("antigone.desk.candidates.index.snapshot", "write_bytes"),
    "while old files are removed": ("pathlib.Path", "unlink"),
}


@pytest.mark.parametrize("compaction", [False, True])
@pytest.mark.parametrize("point", list(POINTS))
def test_kill_9_while_files_are_written_costs_nothing_but_the_time(
    ferry: Ferry, own_desk: Database, tmp_path: Path, point: str, compaction: bool
) -> None:
    photographs = [a_photograph(ferry.record(), a_face(seed)) for seed in range(6)]
    key = PartKey(ferry.incident.pk, ferry.people.harbour.pk, "am", MODEL)
    home, (module, name) = tmp_path / "index", POINTS[point]
    if compaction:
        Index(home).caught_up([key])
        leaves(photographs[0])
    code = f"""
        import signal
        from pkgutil import resolve_name
        def die(*_, **__): os.kill(os.getpid(), signal.SIGKILL)
        key = PartKey({key.incident}, {key.agency}, "am", {MODEL!r})
        setattr(resolve_name({module!r}), {name!r}, die)
        part = index.caught_up([key])[key]
        index.tidy()
        print("lived")
    """
    process = another_process(own_desk, home, code)
    out, _ = process.communicate(timeout=600)
    assert process.returncode == -signal.SIGKILL or (out == "lived\n" and point == "while old files are removed")
    after = Index(home)
    part = after.caught_up([key])[key]
    after.tidy()
    assert (part.fingerprint, part.count) == fingerprint_in_database(key)
    again = Index(home).caught_up([key])[key]
    assert (again.fingerprint, again.count) == fingerprint_in_database(key)
    files = {file.name for file in (home / SegmentKey(key, 0).folder).iterdir()}
    assert len(files) <= 4, "manifest, lock, rows and templates: nothing of the killed one is left"
