"""Every command line of docs that needs a desk is run as it stands, in order, on a desk of its own."""

from __future__ import annotations

import csv
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest
from django.db import connection

from antigone.desk.accounts.permissions import Role
from antigone.desk.audit.keys import public_key
from antigone.desk.erasing.actions.records import erase_record
from antigone.desk.erasing.models import Erasure
from antigone.desk.intake.models import ImportItem
from antigone.desk.photos.models import Photograph
from antigone.desk.worker import work_once
from antigone.types import Basis
from command_line import Done, antigone
from desk_console import a_desk_in, started
from desk_databases import Database
from desk_erasing import agreed, somebody_missing
from desk_intake import a_file, a_folder
from desk_lawful_basis import a_source, an_incident
from desk_people import a_person, as_, two_agencies
from pages_of_docs import PAGES, ROOT, words, written

pytestmark = pytest.mark.slow
NEEDS_A_DESK = "antigone desk "
Typed = Callable[..., Done]
RUN_ELSEWHERE = {
    # It serves until it is told to stop, by processes of its own, of which each loads Django: once is enough.
    "antigone desk serve": "tests/desk/test_commands.py::test_a_served_desk_says_where_it_is_and_stops_when_told",
    # A desk that is made of a backup reads the settings that come with it, in a process of its own.
    "antigone desk restore BACKUP --into AGAIN --keys KEYS --key KEYFILE": (
        "tests/desk/backup/test_commands.py::test_a_desk_is_backed_up_and_made_again_elsewhere_by_commands"
    ),
}
"""Lines that are not run here, each with what runs it."""


def lines(name: str) -> list[str]:
    return [line for line in written(ROOT / "docs" / name) if line.startswith(NEEDS_A_DESK)]


@contextmanager
def typed(home: Path, sqlite: Database) -> Iterator[Typed]:
    """What is typed in the desk's folder, where it is the desk."""
    back = Path.cwd()
    with started(home, Database("sqlite", home), sqlite):
        os.chdir(home)
        os.environ["ANTIGONE_DESK_HOME"] = str(home)
        try:
            yield lambda line, means=None: antigone(*words(line, means))
        finally:
            os.chdir(back)


def test_a_desk_is_begun_proved_and_countersigned_by_the_lines_of_operate(tmp_path: Path, sqlite: Database) -> None:
    home, hills = a_desk_in(tmp_path / "desk", sqlite), a_desk_in(tmp_path / "hills", sqlite)
    ours, theirs = (public_key((each / "checkpoint.key").read_text()) for each in (home, hills))
    means = {"KEY": ours, "THEIR-KEY": ours, "SECOND-KEY": theirs, "KEYFILE": str(tmp_path / "key")}
    for name in ("BACKUP", "KEYS"):
        means[name] = str(tmp_path / name)
        (tmp_path / name).mkdir()
    countersigned = False
    for line in lines("operate.md"):
        if line in RUN_ELSEWHERE:
            continue
        at = hills if " countersign " in line else home
        if at is hills:
            shutil.copy(home / "2026-11-23.json", hills)
        elif " take-countersignature " in line:
            shutil.copy(hills / "back.json", home)
        with typed(at, sqlite) as type_:
            if "2026-11-23.json" in line and at is home:
                assert type_("antigone desk checkpoint --out 2026-11-23.json").returncode == 0
            if line.endswith(" status"):
                assert type_("antigone desk checkpoint").returncode == 0, "the worker makes one each day"
            done = type_(line, means)
        assert done.returncode == 0, f"{line}\n{done.stderr}"
        countersigned |= "Countersigned at" in done.stderr
    assert countersigned


def test_an_erasure_is_proved_and_done_again_after_a_restore_by_the_lines_of_erasure(
    tmp_path: Path, sqlite: Database
) -> None:
    home = a_desk_in(tmp_path / "desk", sqlite)
    with typed(home, sqlite) as type_:
        people = two_agencies()
        numbered("photos_photograph", 345)
        numbered("erasing_erasure", 12)
        missing = somebody_missing(people, an_incident(people))
        agreed(missing)
        assert Erasure.objects.get().pk == 12 and Photograph.objects.order_by("pk")[0].pk == 345
        connection.close()
        shutil.copy(home / "desk.sqlite3", tmp_path / "a copy")
        code = erase_record(by=as_(missing.rosa), record=missing.record, reason="they asked").code
        work_once()
        means = {"ABCD-EFGH-...": code, "...": code, "/var/lib/postgresql/15/main": home}
        for line in lines("erasure.md"):
            if line.endswith(" check"):
                connection.close()
                shutil.copy(tmp_path / "a copy", home / "desk.sqlite3")
                done = type_(line, means)
                assert done.returncode == 3 and "desk.E009" in done.stdout, done
                continue
            done = type_(line, means)
            assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        assert "Erased again: 1." in done.stderr and not Photograph.objects.filter(erased_at=None).exists()


def numbered(table: str, first: int) -> None:
    """The next row of a table gets this number."""
    with connection.cursor() as at:
        at.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, first - 1])


def test_photographs_are_brought_in_by_the_lines_of_lawful_sources(tmp_path: Path, sqlite: Database) -> None:
    home = a_desk_in(tmp_path / "desk", sqlite)
    means: dict[str, object] = {
        "FOLDER": a_folder(tmp_path / "references", 2, 1),
        "TABLE.xlsx": a_workbook(tmp_path),
        "ARCHIVE.zip": tmp_path / "dead.zip",
    }
    with zipfile.ZipFile(tmp_path / "dead.zip", "w") as archive:
        archive.writestr("K-1/face.jpg", a_file(91))
    with typed(home, sqlite) as type_:
        people = two_agencies()
        incident = an_incident(people, "HALCYON-26")
        rosa = a_person("Registrar", people.harbour, Role.REGISTRAR)
        numbered("photos_source", 3)
        a_source(rosa, incident, Basis.PUBLIC_INTEREST, name="Tracing requests")
        for line in lines("lawful-sources.md"):
            done = type_(line, means)
            assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        assert sorted(ImportItem.objects.values_list("who", "state")) == [("K-1", "done"), ("P-9", "done")]
        assert list(csv.reader((home / "failures.csv").open(encoding="utf-8-sig"))) == [
            ["path", "person", "why", "what to do"]
        ]


def a_workbook(folder: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["path", "person"])
    book.active.append(["nine.jpg", "P-9"])
    (folder / "table").mkdir()
    book.save(folder / "table/table.xlsx")
    (folder / "table/nine.jpg").write_bytes(a_file(90))
    return folder / "table/table.xlsx"


def test_no_line_of_a_page_that_needs_a_desk_is_run_by_no_test() -> None:
    run = {line for name in ("operate.md", "erasure.md", "lawful-sources.md") for line in lines(name)}
    assert {line for page in PAGES for line in written(page) if line.startswith(NEEDS_A_DESK)} == run
    for test in RUN_ELSEWHERE.values():
        path, _, name = test.partition("::")
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")
