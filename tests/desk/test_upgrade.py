"""A desk of a version that was released is brought up by today's; nobody goes back to an older one without a word."""

from __future__ import annotations

import json
import os
import runpy
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from antigone import __version__
from antigone.desk.audit.verify import verify
from antigone.desk.cases import migrations
from antigone.desk.cases.actions.cases import open_case
from antigone.desk.cases.models import Case
from antigone.desk.checks import require_no_later, sound_database
from antigone.desk.setup import SETTINGS_FILE
from antigone.errors import SettingsInvalid
from desk_databases import Database
from desk_people import as_, two_agencies
from desk_photos import an_incident

ROOT = Path(__file__).resolve().parents[2]
RELEASED = sorted((Path(__file__).parent / "released").glob("desk-*.tar.xz"))
"""Desks of versions that were released: python -m tools.released_desk"""
LATER = """from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunSQL("ALTER TABLE cases_case ADD COLUMN weather varchar(9) DEFAULT 'rain' NOT NULL")]
"""


@contextmanager
def a_later_version(folder: Path) -> Iterator[None]:
    """Antigone with one more change of its tables."""
    package = folder / "of_a_later_version"
    if not package.exists():
        shutil.copytree(Path(str(migrations.__file__)).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
        (package / "0002_weather.py").write_text(LATER)
    sys.path.insert(0, str(folder))
    try:
        with override_settings(MIGRATION_MODULES={"cases": "of_a_later_version"}):
            yield
    finally:
        sys.path.remove(str(folder))
        for name in [each for each in sys.modules if each.startswith("of_a_later_version")]:
            del sys.modules[name]


def checked() -> list[str]:
    return [str(each.id) for each in sound_database(None, ["default"])]


@pytest.mark.slow
@pytest.mark.both
def test_a_later_version_brings_a_desk_up_and_an_older_one_refuses_it_in_words(
    own_desk: Database, tmp_path: Path
) -> None:
    people = two_agencies()
    case = open_case(by=as_(people.boris), incident=an_incident(people))
    assert checked() == []
    with a_later_version(tmp_path):
        assert checked() == ["desk.E007"], "it says so before anything is served"
        call_command("migrate", verbosity=0, skip_checks=True)
        assert checked() == [] and not verify().faults
    with connection.cursor() as cursor:
        cursor.execute("SELECT weather FROM cases_case")
        assert cursor.fetchall() == [("rain",)] and Case.objects.get() == case

    assert checked() == ["desk.E014"], "today's version, on a desk of the later one"
    with pytest.raises(SettingsInvalid, match=r"later version of Antigone.*cases 0002_weather.*Nothing was changed"):
        require_no_later()


@pytest.mark.slow
def test_each_desk_that_was_released_is_brought_up(tmp_path: Path) -> None:
    """As whoever runs it does it: ``init``, and ``check`` before it is served.

    The desk of a version that is not closed yet is brought up if nobody has changed a table since it was made.
    """
    for packed in RELEASED:
        of = packed.name.removeprefix("desk-").removesuffix(".tar.xz")
        if of == __version__ and packed.with_suffix(".txt").read_text() != tables_of_this_version():
            continue
        home = tmp_path / packed.name
        with tarfile.open(packed) as held:
            # Debian's Python 3.11.2 knows no filters yet.
            held.extraction_filter = getattr(tarfile, "data_filter", None)
            held.extractall(home)
        file = home / SETTINGS_FILE
        file.write_text(file.read_text().replace("HOME", str(home)))
        brings_up(home)
    kept = {each.name.removeprefix("desk-").removesuffix(".tar.xz") for each in RELEASED}
    earlier = versions_of_the_changelog() - {__version__}
    assert earlier <= kept, "a version that was released has no desk here: python -m tools.released_desk"


def brings_up(home: Path) -> None:
    home.chmod(0o700)
    for words in (["init", "--no-ask"], ["check"]):
        assert (done := at(home, *words)).returncode == 0, done.stderr
    found = [json.loads(line) for line in at(home, "fsck", "--json").stdout.splitlines()]
    torn = [each for each in found if "no act wrote it" not in each.get("what", "")]
    assert found and not torn, "the tests' people are there without acts; all else is as its acts left it"


def at(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, as settings are read once."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("ANTIGONE_DESK", "DJANGO"))}
    command = [sys.executable, "-m", "antigone", "desk", "--home", str(home), *words]
    return subprocess.run(command, env=plain, capture_output=True, text=True, check=False)


def tables_of_this_version() -> str:
    return str(runpy.run_path(str(ROOT / "tools/released_desk.py"))["tables_of_this_version"]())


def versions_of_the_changelog() -> set[str]:
    lines = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    return {line.removeprefix("## ").split()[0] for line in lines if line.startswith("## ")}
