"""Which photos are to be enrolled, of whom, and on what lawful ground: read from a folder or a manifest."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote

from antigone.errors import AntigoneError, ManifestInvalid, UsageError
from antigone.face.photo import SUFFIXES
from antigone.tables.building import of_table, with_file
from antigone.tables.folders import of_folders
from antigone.tables.naming import FileNames, one_spelling
from antigone.tables.phrases import TableInvalid
from antigone.tables.previews import PreviewRow, TablePreview
from antigone.tables.rows import WantedColumns, columns_known
from antigone.types import Basis, Refusal

COLUMNS = ("path", "person", "source", "basis")
"""The manifest's columns that have a meaning here. ``face`` may be added; all others are kept as details."""

_ASKED = WantedColumns("person", columns_known(), values=False, once=False, inside=False)
_NEEDS = f"Its columns are {', '.join(COLUMNS)}."
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


def see_folder(folder: Path, answers: Mapping[str, str] | None = None) -> tuple[TablePreview, dict[str, Path]]:
    """What ``folder/PERSON/PHOTO`` is taken for: the first folder's name is the person's id. And the files by key.

    Raises:
        UsageError: if there are no photos at all.
    """
    files = {plain(path.relative_to(folder).as_posix()): path for path in photos_in(folder)}
    if not files:
        raise UsageError(f"There are no photos in {folder}.", "Photos lie in FOLDER/PERSON/PHOTO.jpg")
    return of_folders(files, _ASKED, answers or {}), files


def see_manifest(
    path: Path, answers: Mapping[str, str] | None = None, *, unnamed: bool = False
) -> tuple[TablePreview, dict[str, Path]]:
    """What a table with the columns path, person, source, basis and any others is taken for. And the files by key.

    Paths are relative to the table. ``unnamed``: whether photos beside it that no row names are listed too.

    Raises:
        ManifestInvalid: if it cannot be read as a table.
        ForbiddenOrigin: if a row names an address.
    """
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise ManifestInvalid(f"{path} cannot be read: {fault.strerror}.", "Check the path.") from fault
    try:
        preview = of_table(data, None, _ASKED, answers or {}, today=datetime.now(UTC).date())
    except TableInvalid as fault:
        raise ManifestInvalid(f"{path}: {fault.detail}", fault.hint) from fault
    return _on_disk(preview, path.parent, answers or {}, unnamed)


def references(preview: TablePreview, files: Mapping[str, Path], given: LawfulBasis | Refusal) -> list[Reference]:
    """What a preview means for a gallery. ``given`` stands in where a row names neither source nor basis.

    A row that was refused is a reference without a ground: it is counted and said, and not enrolled.
    """
    return [_reference(row, files, given) for row in preview.rows if not row.left_out]


def from_folder(folder: Path, given: LawfulBasis | Refusal) -> list[Reference]:
    """``folder/PERSON/PHOTO``, all of it or nothing.

    Raises:
        UsageError: for photos that lie in no person's folder, or if there are no photos at all.
    """
    preview, files = see_folder(folder)
    must_stand(preview, str(folder), UsageError)
    return references(preview, files, given)


def from_manifest(path: Path, given: LawfulBasis | Refusal) -> list[Reference]:
    """The rows of a table, all of them or nothing.

    Raises:
        ManifestInvalid: if a row cannot be read. Nothing is enrolled then.
        ForbiddenOrigin: if a row names an address.
    """
    preview, files = see_manifest(path)
    must_stand(preview, str(path), ManifestInvalid)
    return references(preview, files, given)


def must_stand(preview: TablePreview, origin: str, fault: type[AntigoneError]) -> None:
    """Raise ``fault`` if something must be answered first, or a row says nothing that can be done."""
    must_be_answered(preview, origin, fault)
    for row in preview.refused:
        if row.refusal is not None and row.refusal.code != "not-found":
            raise fault(f"{plain(origin)}, {row.key}: {row.refusal.detail}", row.refusal.hint)


def must_be_answered(preview: TablePreview, origin: str, fault: type[AntigoneError]) -> None:
    """Raise ``fault`` for a question without whose answer nobody knows what is whose. Of dates, words are kept."""
    for question in preview.questions:
        if not question.about.startswith(("dates:", "epoch")):
            options = ", ".join(value for value, _ in question.options)
            raise fault(
                f"{plain(origin)}: {question.asks}",
                f"Say it so: --read-as {quote(f'{question.about}=ANSWER')}, one of: {options}." if options else _NEEDS,
            )


def _on_disk(
    preview: TablePreview, folder: Path, answers: Mapping[str, str], unnamed: bool
) -> tuple[TablePreview, dict[str, Path]]:
    """The same, each row with its file; where none has that very name, with the one that is spelled otherwise."""
    files: dict[str, Path] = {}
    there: FileNames | None = None
    places: dict[str, Path] = {}
    rows = []
    for row in preview.rows:
        path = folder / row.named
        if row.refusal is not None or (path.exists() and f"file:{row.key}" not in answers):
            files[row.key] = path
            rows.append(replace(row, path=row.named))
            continue
        if there is None:
            places = _beside(folder)
            there = FileNames(places)
        found = with_file(row, there, answers)
        files[row.key] = places.get(found.path, path)
        rows.append(found)
    left: list[str] = []
    if unnamed:
        used = {path.absolute() for path in files.values()}
        left = [name for name, path in _beside(folder).items() if path.absolute() not in used]
    return replace(preview, rows=tuple(rows), unnamed=tuple(left)), files


def _beside(folder: Path) -> dict[str, Path]:
    return {plain(path.relative_to(folder).as_posix()): path for path in photos_in(folder)}


def _reference(row: PreviewRow, files: Mapping[str, Path], given: LawfulBasis | Refusal) -> Reference:
    said = dict(row.details)
    source, basis, face = (said.pop(name, "") for name in ("source", "basis", "face"))
    basis_of_row = ground(source, basis) if source.strip() or basis.strip() else given
    return Reference(
        path=files.get(row.key, Path(row.named)),
        name=one_spelling(row.named),
        person=row.who or "?",
        ground=row.refusal if row.refusal is not None and row.refusal.code != "not-found" else basis_of_row,
        face=_face(face, row.key),
        details=tuple(sorted(said.items())),
    )


def _face(text: str, key: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isdecimal() or int(text) < 1:
        raise ManifestInvalid(f"line {key}: face {text!r} is not a number from 1.", "See: antigone analyse PHOTO")
    return int(text)
