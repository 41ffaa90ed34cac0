"""Room on the disk: below a floor the desk takes no more, so that what it has to write about itself can be written."""

from __future__ import annotations

import shutil

from django.conf import settings
from django.utils.translation import gettext as _

from antigone.errors import NoRoom

FLOOR = 2_000_000_000
"""Bytes that stay free: for the database, which a full disk would stop for everybody."""


def is_short() -> bool:
    """Whether so little is free that nothing more is taken. Pages say so to everybody."""
    return _free() < FLOOR


def require_room(size: int) -> None:
    """Raises: NoRoom, if less than the floor would be left."""
    if _free() - size < FLOOR:
        raise NoRoom(
            _("The desk has no room for more files at this moment."),
            _("Whoever runs it must free some space on its disk. What it holds is safe."),
        )


def _free() -> int:
    return shutil.disk_usage(settings.DESK.home).free
