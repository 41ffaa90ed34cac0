"""Reading the catalogues of a language: every message, its translation, where it stands, and who read it before."""

from __future__ import annotations

import gettext
import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import count, islice
from pathlib import Path

import polib
from django.conf import settings

import antigone

MARK = "Proofread by "
"""How the line of a catalogue begins that says who read a message, and when."""
_SOURCE = Path(antigone.__file__).resolve().parent
_RULE = re.compile(r"nplurals=(\d+);\s*plural=(.+?);?\s*$")
_EXAMPLES = 6
"""Numbers that say for which a form is."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One message of a catalogue."""

    key: str
    """The same wherever and whenever the desk says the same English words in the same context."""
    context: str
    english: tuple[str, ...]
    """One string; two if it counts something."""
    said: tuple[str, ...]
    """The translation, a string for each form of plural."""
    files: tuple[str, ...]
    """Where it stands, from ``src/antigone/``."""
    proofread: str
    """Who read this translation before, as the catalogue has it; empty if nobody did."""


@dataclass(frozen=True)
class Catalogue:
    """A file of messages in one language."""

    path: Path
    messages: tuple[Wording, ...]
    forms: int
    """How many forms of plural the language has."""
    form_of: Callable[[int], int]
    """Which of them is for a number."""

    @property
    def place(self) -> str:
        """Its path in a checkout of Antigone."""
        return f"src/antigone/{self.path.relative_to(_SOURCE).as_posix()}"

    @cached_property
    def numbers(self) -> list[str]:
        """The first numbers of each form, as ``1, 21, 31``."""
        return [self._first_of(form) for form in range(self.forms)]

    def _first_of(self, form: int) -> str:
        found = (number for number in islice(count(), 1000) if self.form_of(number) == form)
        return ", ".join(map(str, islice(found, _EXAMPLES)))


def languages() -> list[str]:
    """The codes of all languages into which something is translated: the desk, or what families read."""
    return sorted({path.parents[1].name for root in settings.LOCALE_PATHS for path in root.glob("*/*/django.po")})


def catalogues(language: str) -> list[Catalogue]:
    """What is translated into a language, a file each: the staff's words before the families'."""
    paths = [root / language / "LC_MESSAGES/django.po" for root in reversed(settings.LOCALE_PATHS)]
    return [_read(path) for path in paths if path.is_file()]


def key_of(context: str, english: Sequence[str]) -> str:
    return hashlib.sha256("\0".join((context, *english)).encode()).hexdigest()


@lru_cache(maxsize=16)
def _read(path: Path) -> Catalogue:
    """Read once: the files of a desk do not change while it runs. Half a second for the staff's words."""
    file = polib.pofile(str(path), encoding="utf-8")
    rule = _RULE.search(file.metadata["Plural-Forms"])
    assert rule is not None, f"{path} does not say how its language counts"
    messages = tuple(_message(entry) for entry in file if not entry.obsolete)
    return Catalogue(path, messages, int(rule[1]), gettext.c2py(rule[2].strip("()")))


def _message(entry: polib.POEntry) -> Wording:
    english = (entry.msgid, entry.msgid_plural) if entry.msgid_plural else (entry.msgid,)
    said = tuple(entry.msgstr_plural[form] for form in sorted(entry.msgstr_plural)) or (entry.msgstr,)
    lines = [line for line in entry.tcomment.splitlines() if line.startswith(MARK)]
    return Wording(
        key=key_of(entry.msgctxt or "", english),
        context=entry.msgctxt or "",
        english=english,
        said=said,
        files=tuple(name.removeprefix("src/antigone/") for name, _line in entry.occurrences),
        proofread=lines[0].removeprefix(MARK).rstrip(".") if lines else "",
    )
