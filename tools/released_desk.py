"""Keeps a small desk of this version for the tests of later ones: python -m tools.released_desk

It has one thing of each kind, as tests/desk_things.py makes them: database (SQLite), keys, photographs, settings. It is
made when a version is closed, and never again: tests/desk/test_upgrade.py brings each up by today's code. Beside it
stands what its tables were made by, so that one that was made too early is known.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tarfile
import tempfile
from pathlib import Path

from antigone import __version__
from antigone.desk.setup import SETTINGS_FILE, make_folder, read_settings

ROOT = Path(__file__).resolve().parents[1]
TO = ROOT / "tests/desk/released"


def main() -> None:
    packed = TO / f"desk-{__version__}.tar.xz"
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "desk"
        make_folder(home, "one-desk", "UTC")
        os.environ |= {**read_settings(home), "ANTIGONE_DESK_HOME": str(home)}
        os.environ["DJANGO_SETTINGS_MODULE"] = "antigone.desk.settings"
        fill()
        (home / SETTINGS_FILE).write_text((home / SETTINGS_FILE).read_text().replace(str(home), "HOME"))
        TO.mkdir(exist_ok=True)
        with tarfile.open(packed, "w:xz") as held:
            held.add(home, ".")
    packed.with_suffix(".txt").write_text(tables_of_this_version())
    print(f"{packed.relative_to(ROOT)}: {packed.stat().st_size:,} bytes")


def tables_of_this_version() -> str:
    """A hash of every migration: of all that makes the tables."""
    desk = ROOT / "src/antigone/desk"
    made = hashlib.sha256()
    for path in sorted(desk.glob("*/migrations/0*.py")):
        made.update(path.relative_to(desk).as_posix().encode() + path.read_bytes())
    return made.hexdigest() + "\n"


def fill() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0, skip_checks=True)
    sys.path.insert(0, str(ROOT / "tests"))
    from desk_people import two_agencies
    from desk_things import things_of_both

    things_of_both(two_agencies())
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("VACUUM")
    connection.close()


if __name__ == "__main__":
    main()
