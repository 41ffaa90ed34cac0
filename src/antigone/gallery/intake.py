"""Which photos are to be enrolled, of whom, and on what lawful ground: read from a folder or a manifest."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from antigone.errors import ManifestInvalid, UsageError
from antigone.face.photo import SUFFIXES, forbid_foreign_origin
from antigone.types import Basis, Refusal

COLUMNS = ("path", "person", "source", "basis")
"""The manifest's columns that have a meaning here. ``face`` may be added; all others are kept as details."""

_BASES = ", ".join(basis.value for basis in Basis)


@dataclass(frozen=True, slots=True)
class LawfulBasis:
    """Where a reference photo comes from and why it may be held."""

    source: str
    basis: Basis

    def __post_init__(self) -> None:
        if not self.source.strip():
            raise ValueError("a lawful source is named")


@dataclass(frozen=True, slots=True)
class Reference:
    """One photo to enrol. ``path`` is where to read it, ``name`` how the gallery calls it."""

    path: Path
    name: str
    person: str
    ground: LawfulBasis | Refusal
    face: int | None = None
    details: tuple[tuple[str, str], ...] = ()


def plain(text: str) -> str:
    """``text`` without bytes that are no UTF-8, which old disks have in file names: they are written as ``\\xNN``."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def ground(source: str, basis: str) -> LawfulBasis | Refusal:
    """The lawful ground in these words, or why they are none."""
    if not source.strip() or not basis.strip():
        missing = "source" if not source.strip() else "legal basis"
        return Refusal(
            "no-lawful-source",
            f"The photo has no {missing}.",
            "Say who gave it, and on what legal basis it is held (" + _BASES + ").",
        )
    try:
        return LawfulBasis(source.strip(), Basis(basis.strip().lower()))
    except ValueError:
        return Refusal("no-lawful-source", f"{basis!r} is not a legal basis.", f"Use one of: {_BASES}.")


def photos_in(folder: Path) -> Iterator[Path]:
    """Photos anywhere under ``folder``, in a fixed order. Links to folders and hidden files are not followed.

    Raises:
        UsageError: if a folder may not be read: nothing is left out without a word.
    """

    def stop(fault: OSError) -> None:
        raise UsageError(
            f"The folder {plain(str(fault.filename))} cannot be read: {fault.strerror}.",
            "Ask for permission to read it, or copy the photos.",
        ) from fault

    for here, folders, files in os.walk(folder, onerror=stop):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for file in sorted(files):
            if not file.startswith(".") and Path(file).suffix.lower() in SUFFIXES:
                yield Path(here) / file


def from_folder(folder: Path, given: LawfulBasis | Refusal) -> list[Reference]:
    """``folder/PERSON/PHOTO``: the first folder's name is the person's id.

    Raises:
        UsageError: for photos that lie in no person's folder, or if there are no photos at all.
    """
    references = []
    for path in photos_in(folder):
        inside = path.relative_to(folder)
        if len(inside.parts) < 2:
            raise UsageError(
                f"{plain(str(path))} lies in no person's folder.",
                f"Put each person's photos into a folder of their own: {folder.name}/PERSON/PHOTO.jpg",
            )
        references.append(Reference(path, plain(inside.as_posix()), plain(inside.parts[0]), given))
    if not references:
        raise UsageError(f"There are no photos in {folder}.", "Photos lie in FOLDER/PERSON/PHOTO.jpg")
    return references


def from_manifest(path: Path, given: LawfulBasis | Refusal) -> list[Reference]:
    """A CSV file (UTF-8) with the columns path, person, source, basis and any others, which are kept.

    Paths are relative to the manifest. ``given`` stands in where a row names neither source nor basis.

    Raises:
        ManifestInvalid: if it cannot be read as such a table. Nothing is enrolled then.
        ForbiddenOrigin: if a row names an address.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_rows(csv.DictReader(file), path, given))
    except UnicodeDecodeError as fault:
        raise ManifestInvalid(f"{path} is not UTF-8 text.", "Save it as CSV, UTF-8.") from fault
    except OSError as fault:
        raise ManifestInvalid(f"{path} cannot be read: {fault.strerror}.", "Check the path.") from fault
    except csv.Error as fault:
        raise ManifestInvalid(f"{path} is not a CSV table: {fault}.", "Save it as CSV, UTF-8.") from fault


def _rows(table: csv.DictReader[str], path: Path, given: LawfulBasis | Refusal) -> Iterable[Reference]:
    columns = table.fieldnames or []
    if "path" not in columns or "person" not in columns:
        raise ManifestInvalid(
            f"{path} has no column 'path' or no column 'person'.", f"Its columns are {', '.join(COLUMNS)}."
        )
    if len(set(columns)) != len(columns):
        raise ManifestInvalid(f"{path} has a column twice.", "Give each column a name of its own.")
    count = 0
    for row in table:
        count += 1
        if None in row or None in row.values():
            raise ManifestInvalid(
                f"{path}, line {table.line_num}: it has not as many fields as there are columns.",
                "Put fields that hold a comma into quotation marks.",
            )
        yield _reference(row, f"{path}, line {table.line_num}", path.parent, given)
    if not count:
        raise ManifestInvalid(f"{path} has no rows.", "One row for each photo.")


def _reference(row: dict[str, str], where: str, folder: Path, given: LawfulBasis | Refusal) -> Reference:
    name, person = row["path"].strip(), row["person"].strip()
    if not name or not person or "\0" in name:
        raise ManifestInvalid(f"{where}: it has no path or no person.", "Fill in both.")
    forbid_foreign_origin(name)
    source, basis = row.get("source", ""), row.get("basis", "")
    details = {k: v.strip() for k, v in row.items() if k not in (*COLUMNS, "face") and v.strip()}
    return Reference(
        path=folder / name,
        name=name,
        person=person,
        ground=ground(source, basis) if source.strip() or basis.strip() else given,
        face=_face(row.get("face", ""), where),
        details=tuple(sorted(details.items())),
    )


def _face(text: str, where: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isdecimal() or int(text) < 1:
        raise ManifestInvalid(f"{where}: face {text!r} is not a number from 1.", "See: antigone analyse PHOTO")
    return int(text)
