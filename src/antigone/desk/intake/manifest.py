"""The list of files to import: from a folder of folders, or a CSV table that says whose each file is.

The table's columns are those of ``antigone enrol`` (antigone.gallery.intake), and more: docs/lawful-sources.md.
Nothing in it is an address: a row that names one ends the whole import before it begins.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from antigone.desk.accounts.validators import clean_text
from antigone.errors import ManifestInvalid, RuleBroken
from antigone.face.photo import SUFFIXES, forbid_foreign_origin
from antigone.gallery.intake import plain
from antigone.types import Profile, Refusal

MOST_ROWS = 100_000
_NEEDED = {Profile.AM: ("path", "person"), Profile.PM: ("path", "case")}
_LONGEST = 2_000
_NAMELESS = Refusal(
    "no-number", noop("The folder's name cannot be read."), noop("Give it the person's or the case's number.")
)
_NOT_UTF_8 = Refusal("name", noop("The file's name is not written in UTF-8."), noop("Give the file another name."))


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """One file to import, or why it cannot be."""

    path: str
    who: str
    details: dict[str, str] = field(default_factory=dict)
    refusal: Refusal | None = None


def is_photo(path: str) -> bool:
    """Whether a file of a folder is a photograph, by its name; hidden files are not."""
    parts = PurePosixPath(path).parts
    hidden = any(part == "__MACOSX" or (part.startswith(".") and part != "..") for part in parts)
    return not hidden and PurePosixPath(path).suffix.lower() in SUFFIXES


def from_paths(paths: Iterable[str], kind: Profile) -> list[ManifestEntry]:
    """Entries from paths ``PERSON/PHOTO`` or ``CASE/PHOTO``: the first folder's name says whose it is.

    Raises:
        ManifestInvalid: if there is no photograph.
    """
    found = [_of_folder(path, kind) for path in sorted(paths) if is_photo(path)]
    if not found:
        raise ManifestInvalid(
            _("There are no photographs in it."), _("They lie in %(folder)s/PHOTO.jpg") % {"folder": _folder_of(kind)}
        )
    if len(found) > MOST_ROWS:
        raise _too_many()
    return found


def from_table(text: str, kind: Profile) -> list[ManifestEntry]:
    """Entries from a CSV table whose first line names its columns.

    Raises:
        ManifestInvalid: if it is none. Nothing is brought in then.
        ForbiddenOrigin: if a row names an address.
    """
    table = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    try:
        columns = [name.strip() for name in table.fieldnames or []]
        table.fieldnames = columns
        needed = _NEEDED[kind]
        if missing := [name for name in needed if name not in columns]:
            raise ManifestInvalid(
                _("The table lacks these columns: %(listed)s.") % {"listed": ", ".join(missing)},
                _("It needs the columns %(listed)s; docs/lawful-sources.md lists the others.")
                % {"listed": ", ".join(needed)},
            )
        if len(set(columns)) != len(columns):
            raise ManifestInvalid(_("The table has a column twice."), _("Give each column a name of its own."))
        rows = list(_rows(table, kind))
    except csv.Error as fault:
        raise ManifestInvalid(
            _("Line %(line)s of the table cannot be read.") % {"line": table.line_num}, _("Save it as CSV (UTF-8).")
        ) from fault
    if not rows:
        raise ManifestInvalid(_("The table has no rows."), _("One row for each photograph."))
    return rows


def decoded(data: bytes) -> str:
    """The table as text. Raises: ManifestInvalid, if it is none."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise ManifestInvalid(_("The table is not written in UTF-8."), _("Save it as CSV (UTF-8).")) from fault


def _rows(table: csv.DictReader[str], kind: Profile) -> Iterator[ManifestEntry]:
    whose = _NEEDED[kind][1]
    seen: set[str] = set()
    for row in table:
        if len(seen) >= MOST_ROWS:
            raise _too_many()
        at = {"line": table.line_num}
        if None in row or None in row.values():
            raise ManifestInvalid(
                _("Line %(line)s of the table has not as many fields as there are columns.") % at,
                _("Put fields that hold a comma into quotation marks."),
            )
        path, who = row["path"].strip(), _number(row[whose])
        if not path or not who:
            raise ManifestInvalid(
                _("Line %(line)s of the table has no path or no %(column)s.") % {**at, "column": whose},
                _("Fill in both."),
            )
        forbid_foreign_origin(path)
        if path in seen:
            raise ManifestInvalid(
                _("Line %(line)s of the table names a file that an earlier line names.") % at, _("Name each file once.")
            )
        seen.add(path)
        details = {name: value.strip() for name, value in row.items() if name not in ("path", whose) and value.strip()}
        yield ManifestEntry(path, who, details, _unfit(path, who, details))


def _unfit(path: str, who: str, details: dict[str, str]) -> Refusal | None:
    parts = PurePosixPath(path.replace("\\", "/")).parts
    if path.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in path:
        return Refusal(
            "outside", noop("The path leads out of the folder."), noop("Put the file into the folder, and name it so.")
        )
    if len(path) > 500 or len(who) > 120 or any(len(each) > _LONGEST for each in details.values()):
        return Refusal("too-long", noop("A field of this row is too long."), noop("Make it shorter."))
    return None


def _of_folder(path: str, kind: Profile) -> ManifestEntry:
    if path != plain(path):
        return ManifestEntry(plain(path)[:500], "", {}, _NOT_UTF_8)
    parts = PurePosixPath(path).parts
    if len(parts) < 2:
        refusal = Refusal(
            "no-folder",
            noop("The file lies in no person's folder.")
            if kind is Profile.AM
            else noop("The file lies in no case's folder."),
            noop("Put it into FOLDER/PERSON/") if kind is Profile.AM else noop("Put it into FOLDER/CASE/"),
        )
        return ManifestEntry(path[:500], "", {}, refusal)
    who = _number(parts[0])
    return ManifestEntry(path[:500], who[:120], {}, _unfit(path, who, {}) if who else _NAMELESS)


def _number(text: str) -> str:
    """As a record or case keeps it, so that it is found again. Empty if there is nothing to see in it."""
    try:
        return clean_text(text, "number", 1_000)
    except RuleBroken:
        return ""


def _folder_of(kind: Profile) -> str:
    return "FOLDER/PERSON" if kind is Profile.AM else "FOLDER/CASE"


def _too_many() -> ManifestInvalid:
    return ManifestInvalid(
        _("There are more than %(most)s files.") % {"most": f"{MOST_ROWS:,}"}, _("Bring them in in several parts.")
    )
