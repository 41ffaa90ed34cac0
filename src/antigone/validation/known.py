"""Photos of people whose names are known: what a centre measures Antigone with. Nothing of them is enrolled."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from antigone.errors import ManifestInvalid
from antigone.evidence.ages import AGE, AGE_BAND, age_band
from antigone.gallery.intake import Reference, from_folder, from_manifest, ground

ATTRIBUTES = ("profile", "condition", "origin", "role")
"""Columns that say something of the photo; all others say something of the person."""
_COLUMNS = "Its columns are path or person, and any of age_band (or age), sex, group, profile, condition, origin, role."


@dataclass(frozen=True, slots=True)
class KnownPhoto:
    """One photo of somebody known. ``path`` is where to read it, ``name`` how it is called in reports."""

    path: Path
    name: str
    person: str
    face: int | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KnownPhotos:
    """All photos, in order, and how many of them lack each group that others have."""

    photos: tuple[KnownPhoto, ...]
    lacking: Mapping[str, int]


def call_the_roll(source: Path, groups: Path | None = None) -> KnownPhotos:
    """The photos of a folder (FOLDER/PERSON/PHOTO) or a manifest, with what ``groups`` (a CSV file) says of them.

    A row of ``groups`` names a photo by ``path`` or a person by ``person``. An ``age`` in years becomes an age band.

    Raises:
        ManifestInvalid, UsageError, ForbiddenOrigin: see :mod:`antigone.gallery.intake`; a group file without a column
            that names photos or people, or without a single row that fits.
    """
    nobody = ground("", "")
    references = from_folder(source, nobody) if source.is_dir() else from_manifest(source, nobody)
    said = _Said(groups)
    photos = tuple(_known(reference, said) for reference in references)
    said.must_have_fitted()
    names = sorted({name for photo in photos for name in photo.groups})
    return KnownPhotos(photos, {name: sum(name not in photo.groups for photo in photos) for name in names})


def _known(reference: Reference, said: _Said) -> KnownPhoto:
    about = dict(reference.details) | said.of(reference)
    if AGE in about:
        about.setdefault(AGE_BAND, age_band(about.pop(AGE), reference.name))
    return KnownPhoto(
        reference.path,
        reference.name,
        reference.person,
        reference.face,
        {name: value for name, value in about.items() if name not in ATTRIBUTES},
        {name: value for name, value in about.items() if name in ATTRIBUTES},
    )


class _Said:
    """What a file of groups says of photos and people."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.rows: dict[tuple[str, str], dict[str, str]] = dict(_rows(path)) if path else {}
        self.used = False

    def of(self, reference: Reference) -> dict[str, str]:
        person, photo = self.rows.get(("person", reference.person)), self.rows.get(("path", reference.name))
        self.used = self.used or person is not None or photo is not None
        return (person or {}) | (photo or {})

    def must_have_fitted(self) -> None:
        if self.path is not None and not self.used:
            raise ManifestInvalid(
                f"No row of {self.path} names a person or photo that is there.",
                "Name people as the folders or the manifest do, in a column 'person', or photos in a column 'path'.",
            )


def _rows(path: Path) -> Iterator[tuple[tuple[str, str], dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file)
            key = _key(table.fieldnames or [], path)
            for row in table:
                if None in row or None in row.values():
                    raise ManifestInvalid(
                        f"{path}, line {table.line_num}: it has not as many fields as there are columns.",
                        "Put fields that hold a comma into quotation marks.",
                    )
                about = {name: value.strip() for name, value in row.items() if name != key and value.strip()}
                yield (key, row[key].strip()), about
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise ManifestInvalid(f"{path} cannot be read as a CSV table ({fault}).", "Save it as CSV, UTF-8.") from fault


def _key(columns: Sequence[str], path: Path) -> str:
    named = [name for name in ("path", "person") if name in columns]
    if not named or len(columns) < 2:
        raise ManifestInvalid(f"{path} names neither photos nor people, or says nothing of them.", _COLUMNS)
    return named[0]
