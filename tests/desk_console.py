"""``antigone desk`` in this process, on a desk of a test's own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from django.test import override_settings

from antigone.desk.environment import read_environment
from antigone.desk.setup import make_folder, read_settings
from command_line import Done
from command_line import antigone as here
from desk_databases import Database

_AS_IN_THE_TESTS = "here"
"""Where families' pages are served decides once in a process which addresses there are (desk/conftest.py)."""


def plain_environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANTIGONE", "DJANGO"))}
    return {**kept, **more}


def a_desk_in(home: Path, sqlite: Database) -> Path:
    """The folder of a desk that is ready, as ``init`` leaves it; its database was migrated before."""
    make_folder(home, "agency")
    shutil.copy(sqlite.place / "desk.sqlite3", home)
    return home


@contextmanager
def started(home: Path, database: Database, after: Database, **variables: str) -> Iterator[Callable[..., Done]]:
    """The commands, in this process, which has loaded Django: most of what each takes. ``after`` is in use then.

    Their settings are those of the desk's folder, as the commands that have a process of their own read them.
    """
    whole = {"ANTIGONE_DESK_HOME": str(home), "ANTIGONE_DESK_FAMILIES": _AS_IN_THE_TESTS, **read_settings(home)}
    told = read_environment({**whole, **variables})
    umask = os.umask(0o077)
    database.use()
    with override_settings(DESK=told), mock.patch.dict(os.environ), mock.patch("django.setup"):
        yield lambda *words: here("desk", "--home", home, *words)
    after.use()
    os.umask(umask)
