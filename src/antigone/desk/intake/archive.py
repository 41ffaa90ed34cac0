"""Reading a ZIP or many files from a browser. Nothing is ever unpacked to a path that somebody else chose.

The files of a ZIP are read one by one, each up to a limit that does not trust what the archive says of itself, and
kept under numbers. So neither a path in the archive nor one that swells a millionfold does any harm.
"""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from antigone.errors import ManifestInvalid
from antigone.face.photo import DEFAULT_LIMITS
from antigone.types import Refusal

MANIFEST = "manifest.csv"
MOST_SENT = 2_000_000_000
"""Bytes of one upload."""
MOST_FILES = 5_000
_MOST_SWOLLEN = 4_000_000_000
"""Bytes of all the files of an archive together."""
_MOST_TIMES = 100
"""A photograph is compressed already: what swells more than this is none."""
_MOST_TABLE = 20_000_000

_SWOLLEN = Refusal("swells", noop("This entry of the archive swells beyond measure."), noop("Make the archive anew."))


class Archive:
    """The files of a ZIP by their paths.

    Raises:
        ManifestInvalid: if it is no ZIP, or too large to be a folder of photographs.
    """

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as fault:
            raise ManifestInvalid(_("This is not a ZIP archive, or it is damaged."), _("Make it anew.")) from fault
        if len(entries) > MOST_FILES:
            raise ManifestInvalid(
                _("The archive has more than %(most)s files.") % {"most": f"{MOST_FILES:,}"},
                _("Make several smaller ones."),
            )
        if sum(entry.file_size for entry in entries) > _MOST_SWOLLEN:
            raise ManifestInvalid(_("The archive is larger than 4 GB when unpacked."), _("Make several smaller ones."))
        self._entries = {entry.filename: entry for entry in entries if not entry.is_dir()}
        self._read = 0

    def paths(self) -> Iterator[str]:
        yield from self._entries

    def manifest(self) -> bytes | None:
        """The CSV table at its top, if there is one."""
        found = self._entries.get(MANIFEST)
        if found is None:
            return None
        data = self._limited(found, _MOST_TABLE)
        if isinstance(data, Refusal):
            raise ManifestInvalid(_(data.detail), _(data.hint))
        return data

    def read(self, path: str) -> bytes | Refusal:
        entry = self._entries.get(path)
        if entry is None:
            return Refusal(
                "not-found", noop("There is no such file in the archive."), noop("Check the name and the folder.")
            )
        if stat.S_ISLNK(entry.external_attr >> 16):
            return Refusal(
                "link", noop("This is a link, not a photograph."), noop("Put the photograph itself into the archive.")
            )
        if entry.flag_bits & 0x1:
            return Refusal("locked", noop("This entry has a password."), noop("Make an archive without one."))
        if entry.file_size > _MOST_TIMES * max(entry.compress_size, 1_000):
            return _SWOLLEN
        return self._limited(entry, DEFAULT_LIMITS.max_bytes)

    def _limited(self, entry: zipfile.ZipInfo, most: int) -> bytes | Refusal:
        try:
            with self._zip.open(entry) as file:
                data = file.read(most + 1)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError):
            return Refusal(
                "damaged",
                noop("This entry of the archive is damaged."),
                noop("Make the archive anew."),
            )
        self._read += len(data)
        if len(data) > most or self._read > _MOST_SWOLLEN:
            return _SWOLLEN
        return data
