"""Folders and archives of photographs for the tests of bringing in."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image

from antigone.desk.accounts.models import Incident, Person
from antigone.desk.intake.actions.imports import begin_import
from antigone.desk.intake.models import Import
from antigone.desk.intake.places import see_place
from antigone.desk.intake.seeing import ManifestEntry, entries, see
from antigone.desk.photos.models import Source
from antigone.tables.sent import ALONE, IncomingFile, IncomingFiles
from antigone.types import Profile
from desk_people import as_


def a_file(number: int) -> bytes:
    """A small photograph, unlike every other."""
    pixels = np.random.default_rng(number).integers(0, 255, (40, 40, 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG")
    return out.getvalue()


def a_folder(at: Path, people: int, each: int) -> Path:
    """``PERSON/PHOTO.jpg``; with three that cannot be read if there are at least three people."""
    for person in range(people):
        (at / f"P-{person:03}").mkdir(parents=True)
        for place in range(each):
            data = a_file(person * each + place)
            if place == 0 and person < 3 <= people:
                data = (b"", b"not a photograph", data[:300])[person]
            (at / f"P-{person:03}" / f"{place}.jpg").write_bytes(data)
    return at


def zipped(files: dict[str, bytes], **how: int) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", **how) as archive:  # type: ignore[arg-type]
        for path, data in files.items():
            archive.writestr(path, data)
    out.seek(0)
    return out


def begun(by: Person, incident: Incident, folder: Path, source: Source | None, items: list[ManifestEntry]) -> Import:
    kind = Profile.PM if source is None else Profile.AM
    return begin_import(
        by=as_(by), incident=incident, kind=kind, source=source, name=folder.name, entries=items, folder=str(folder)
    )


def of(folder: Path, kind: Profile = Profile.AM) -> list[ManifestEntry]:
    """What an import of a folder brings in."""
    seen = see_place(folder, kind, {})
    return entries(seen.preview, seen.sent)


def from_table(text: str, kind: Profile, *files: str) -> list[ManifestEntry]:
    """What an import of a table brings in that lies beside these files, or beside all that it names."""
    named = files or tuple(line.partition(",")[0] for line in text.splitlines()[1:])
    sent = IncomingFiles(tuple(IncomingFile(n, name) for n, name in enumerate(named, 1)), {ALONE: text.encode()})
    return entries(see(sent, kind, {}), sent)
