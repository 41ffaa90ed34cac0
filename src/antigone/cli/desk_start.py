"""Starting the desk for a command."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from antigone.errors import SettingsInvalid

HOME = "ANTIGONE_DESK_HOME"


def usual_home() -> Path:
    """Where a desk lies if nobody says otherwise. A bundle's installer asks for it, too."""
    return Path(os.environ.get(HOME) or platformdirs.user_data_path("antigone") / "desk")


def start(home: Path) -> None:
    """Read the desk's settings and start Django. What the environment says goes before what the file says."""
    from antigone.desk.setup import read_settings

    os.umask(0o077)  # whatever the desk writes is its own: the database, and what SQLite puts beside it
    for name, value in {HOME: str(home), **read_settings(home)}.items():
        os.environ.setdefault(name, value)
    os.environ["DJANGO_SETTINGS_MODULE"] = "antigone.desk.settings"
    import django

    django.setup()


def start_another(home: Path) -> None:
    """Start the desk in ``home`` by its own settings alone: whatever the environment says is of another desk."""
    for name in [each for each in os.environ if each.startswith("ANTIGONE_DESK_")]:
        del os.environ[name]
    start(home)


def ready(home: Path, *, pages: bool = False) -> None:
    """Start, and go on only if the desk is safe. ``pages``: it will be served.

    Raises:
        SettingsInvalid: with everything that stands against it.
    """
    start(home)
    from antigone.desk.console import problems

    if found := problems(pages=pages):
        raise SettingsInvalid("The desk does not start:\n  " + "\n  ".join(found), "Nothing was done.")
