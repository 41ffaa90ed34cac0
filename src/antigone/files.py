"""Writing files so that they are whole or not there at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from antigone.errors import NoRoom, StorageFailed

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the operating system says of a disk, a share of it or a file that may not grow."""


def may_be_mapped() -> bool:
    """Whether large files are mapped into memory. Windows lets nobody replace or remove one that is: there they are
    read, which costs memory, so that what was erased leaves the disk at once.
    """
    return os.name != "nt"


@contextmanager
def storage_faults(place: Path) -> Iterator[None]:
    """Turn the operating system's refusal to write under ``place`` into a fault that says what to do."""
    try:
        yield
    except OSError as fault:
        kind = NoRoom if fault.errno in NO_ROOM else StorageFailed
        raise kind(
            f"{place} cannot be written: {fault.strerror or fault}.",
            "Free some space or choose another folder, then run the same command again: nothing is half-written.",
        ) from fault


def replace_with(path: Path, write: Callable[[Path], object]) -> None:
    """Have ``write`` fill a new file beside ``path``, then put it in ``path``'s place in one step.

    Raises:
        StorageFailed: if it cannot be written; ``path`` is then as it was.
    """
    with storage_faults(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
        new = Path(name)
        try:
            write(new)
            with new.open("rb+") as written:
                os.fsync(written.fileno())
            new.chmod(0o600)
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Have a folder's entries on the disk before this returns. Windows writes them by itself, and opens no folder."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_bytes(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``, whole or not at all."""
    replace_with(path, lambda new: new.write_bytes(data))
