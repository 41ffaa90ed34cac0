"""Reading a ZIP from a browser. Nothing is ever unpacked to a path that somebody else chose.

The files of a ZIP are read one by one, each up to a limit that does not trust what the archive says of itself, and
kept under numbers. So neither a path in the archive nor one that swells a millionfold does any harm.
"""

from __future__ import annotations

import stat
import zipfile
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from antigone.errors import ManifestInvalid
from antigone.face.photo import DEFAULT_LIMITS
from antigone.tables.archive_names import entry_name
from antigone.tables.naming import path_in
from antigone.tables.sent import IncomingFile
from antigone.types import Refusal

MOST_SENT = 2_000_000_000
"""Bytes of one upload."""
MOST_FILES = 5_000
_MOST_SWOLLEN = 4_000_000_000
"""Bytes of all the files of an archive together."""
_MOST_TIMES = 100
"""A photograph is compressed already: what swells more than this is none."""

_SWOLLEN = Refusal("swells", noop("This entry of the archive swells beyond measure."), noop("Make the archive anew."))


_OTHERS = {b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ": "xz"}


def _no_zip(file: IO[bytes]) -> ManifestInvalid:
    file.seek(0)
    first = file.read(262)
    other = next((name for mark, name in _OTHERS.items() if first.startswith(mark)), "")
    other = "tar" if first[257:262] == b"ustar" else other
    if other:
        return ManifestInvalid(
            _("This is an archive of another kind (%(kind)s); only ZIP is read.") % {"kind": other},
            _("Unpack it, and make a ZIP of the folder."),
        )
    return ManifestInvalid(_("This is not a ZIP archive, or it is damaged."), _("Make it anew."))


class Archive:
    """The files of a ZIP by their places.

    Raises:
        ManifestInvalid: if it is no ZIP, or too large to be a folder of photographs.
    """

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as fault:
            raise _no_zip(file) from fault
        if len(entries) > MOST_FILES:
            raise ManifestInvalid(
                _("The archive has more than %(most)s files.") % {"most": f"{MOST_FILES:,}"},
                _("Make several smaller ones."),
            )
        if sum(entry.file_size for entry in entries) > _MOST_SWOLLEN:
            raise ManifestInvalid(_("The archive is larger than 4 GB when unpacked."), _("Make several smaller ones."))
        self._entries = {place: entry for place, entry in enumerate(entries, 1) if not entry.is_dir()}
        self._read = 0

    def files(self) -> list[IncomingFile]:
        """Each file by its name, or by the bytes of it, if nobody can know in which letters it is written."""
        return [_named(place, entry) for place, entry in self._entries.items()]

    def read(self, place: int, most: int = DEFAULT_LIMITS.max_bytes) -> bytes | Refusal:
        entry = self._entries[place]
        if stat.S_ISLNK(entry.external_attr >> 16):
            return Refusal(
                "link", noop("This is a link, not a photograph."), noop("Put the photograph itself into the archive.")
            )
        if entry.flag_bits & 0x1:
            return Refusal("locked", noop("This entry has a password."), noop("Make an archive without one."))
        if entry.file_size > _MOST_TIMES * max(entry.compress_size, 1_000):
            return _SWOLLEN
        return self._limited(entry, most)

    def _limited(self, entry: zipfile.ZipInfo, most: int) -> bytes | Refusal:
        try:
            with self._zip.open(entry) as file:
                data = file.read(most + 1)
        except Exception as fault:
            if not _is_damage(fault):
                raise
            return Refusal(
                "damaged",
                noop("This entry of the archive is damaged."),
                noop("Make the archive anew."),
            )
        self._read += len(data)
        if len(data) > most or self._read > _MOST_SWOLLEN:
            return _SWOLLEN
        return data


def _is_damage(fault: Exception) -> bool:
    """What reading a damaged entry raises; zlib and lzma have faults of their own."""
    known = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError)
    return isinstance(fault, known) or type(fault).__module__ in ("zlib", "_lzma", "lzma")


def _named(place: int, entry: zipfile.ZipInfo) -> IncomingFile:
    name = entry_name(entry)
    if isinstance(name, bytes):
        return IncomingFile(place, "", name)
    return IncomingFile(place, path_in(name) if "/" not in name else name)
