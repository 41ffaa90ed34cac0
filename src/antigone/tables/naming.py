"""Names of files and people in one spelling, and the file that a row of a table means.

macOS writes é as two signs and Windows as one, Windows parts folders by backslashes, and people write capitals as they
like. Two names that differ by that alone are one name; two files that do are found only under their very names.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

_JOINERS = "\u200c\u200d"
How = Literal["exactly", "by another spelling", "by its name alone", "nowhere"]


def one_spelling(text: str) -> str:
    """``text`` in NFC, any space as a plain one, without signs that nobody sees: the same name is the same text.

    What joins and parts letters in Persian and in Indian scripts stays: it is spelling.
    """
    if text.isascii():
        return text
    seen = (
        " " if unicodedata.category(c) == "Zs" else c for c in text if unicodedata.category(c) != "Cf" or c in _JOINERS
    )
    return unicodedata.normalize("NFC", "".join(seen))


def path_in(text: str) -> str:
    """A path in one spelling, its folders parted by slashes."""
    parts = one_spelling(text.strip()).replace("\\", "/").split("/")
    return "/".join(part for n, part in enumerate(parts) if part not in ("", ".") or (n == 0 and part == ""))


@dataclass(frozen=True, slots=True)
class FoundFile:
    """Which file a row means, and how it was found; without one, which files are called nearly so."""

    path: str
    how: How
    near: tuple[str, ...] = ()


class FileNames:
    """The files there are, to be found as people write them. ``beside``: the folder in which the table lies."""

    def __init__(self, paths: Iterable[str], beside: str = "") -> None:
        self.paths = tuple(paths)
        self._beside = f"{beside}/" if beside else ""
        self._spelled: dict[str, list[str]] = {}
        self._folded: dict[str, list[str]] = {}
        self._last: dict[str, list[str]] = {}
        for path in self.paths:
            spelled = path_in(path)
            self._spelled.setdefault(spelled, []).append(path)
            self._folded.setdefault(spelled.casefold(), []).append(path)
            self._last.setdefault(_last(spelled.casefold()), []).append(path)

    def find(self, name: str) -> FoundFile:
        """The one file of this name: exactly, spelled otherwise, or by its name without folders. Never one of two."""
        spelled = path_in(name)
        wanted = (self._beside + spelled, spelled)
        for each in wanted:
            if len(found := self._spelled.get(each, [])) == 1:
                return FoundFile(found[0], "exactly" if found[0] in (name, each) else "by another spelling")
        for each in wanted:
            if len(found := self._folded.get(each.casefold(), [])) == 1:
                return FoundFile(found[0], "by another spelling")
        found = self._last.get(_last(spelled.casefold()), [])
        ends = [path for path in found if path_in(path).casefold().endswith(f"/{spelled.casefold()}")]
        for few in (ends, found):
            if len(few) == 1:
                return FoundFile(few[0], "by its name alone")
        return FoundFile("", "nowhere", tuple(found[:5]) or self._near(spelled))

    def _near(self, name: str) -> tuple[str, ...]:
        near = difflib.get_close_matches(_last(name.casefold()), list(self._last)[:5_000], n=3, cutoff=0.75)
        return tuple(path for each in near for path in self._last[each])[:5]


def _last(path: str) -> str:
    return path.rpartition("/")[2]
