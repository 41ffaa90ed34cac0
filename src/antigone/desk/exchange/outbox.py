"""Packets that were made and not taken yet: encrypted to their recipients, in ``exchange`` in the desk's folder."""

from __future__ import annotations

import re
from pathlib import Path
from secrets import token_hex

from django.conf import settings

from antigone.files import storage_faults, write_bytes

_NAME = re.compile(r"[0-9a-f]{32}")


def keep(data: bytes) -> str:
    """Write what is encrypted already, and say under which name. The row that names it comes after."""
    name = token_hex(16)
    with storage_faults(_folder()):
        _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    write_bytes(_folder() / name, data)
    return name


def read(name: str) -> bytes | None:
    """None if it is not there any more."""
    try:
        return _path(name).read_bytes()
    except FileNotFoundError:
        return None


def holds(name: str) -> bool:
    return bool(name) and _path(name).is_file()


def discard(name: str) -> None:
    """Removing it twice is no fault."""
    if name:
        _path(name).unlink(missing_ok=True)


def _path(name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise AssertionError("not the name of a packet's file")
    return _folder() / name


def _folder() -> Path:
    return Path(settings.DESK.home) / "exchange"
