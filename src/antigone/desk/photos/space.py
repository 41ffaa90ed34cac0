"""Room on the disk: below a floor the desk takes no more, so that what it has to write about itself can be written."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from antigone.errors import NoRoom, StorageFailed
from antigone.files import storage_faults

FLOOR = 2_000_000_000
"""Bytes that stay free: for the database, which a full disk would stop for everybody."""


def is_short() -> bool:
    """Whether so little is free that nothing more is taken. Pages say so to everybody; one that says that the disk is
    gone has nothing to say of its room.
    """
    try:
        return _free() < FLOOR
    except OSError:
        return False


def require_room(size: int) -> None:
    """Raises: NoRoom, if less than the floor would be left."""
    with storage_faults(settings.DESK.home):
        free = _free()
    if free - size < FLOOR:
        raise NoRoom(
            _("The desk has no room for more files at this moment."),
            _("Whoever runs it must free some space on its disk. What it holds is safe."),
        )


def make_once(folder: Path) -> None:
    """Make one of the desk's folders of photographs and keys, unless photographs are there that lie in it: then it is
    gone, its disk is not mounted, and what was written under another would be parted from the rest.

    Raises:
        StorageFailed
    """
    if folder.is_dir():
        return
    from antigone.desk.photos.models import PhotoKey  # the vault knows no rows but for this

    if PhotoKey.objects.exists():
        raise StorageFailed(
            _("A folder of this desk is gone: %(folder)s. Nothing was kept.") % {"folder": folder.name},
            _("Whoever runs the desk must mount the disk on which it lies, or put it back from a backup."),
        )
    folder.mkdir(mode=0o700, exist_ok=True)


def _free() -> int:
    return shutil.disk_usage(settings.DESK.home).free
