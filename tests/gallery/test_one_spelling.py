"""A gallery knows a person under one spelling, however it was written when they were enrolled."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np

from antigone.gallery.gallery import open_writer, remove
from antigone.gallery.store import GalleryEntry
from antigone.types import Basis


def entry(number: int, person: str) -> GalleryEntry:
    template = np.zeros(4, np.float32)
    template[number] = 1
    given = (person, f"{number}.jpg", f"{number:064x}", 1, "only", "Mother", Basis.CONSENT)
    return GalleryEntry(*given, (), ((0.0, 0.0),), 1.0, template)


def test_removing_a_person_removes_every_spelling_of_their_name(tmp_path: Path) -> None:
    with open_writer(tmp_path / "g", "m", 4) as writer:
        writer.add([entry(n, unicodedata.normalize(form, "José")) for n, form in enumerate(("NFC", "NFD"))])
        writer.add([entry(2, "Jose")])
    gone, seal = remove(tmp_path / "g", "person", unicodedata.normalize("NFD", "José"))
    assert (gone, seal.photos, seal.persons) == (2, 1, 1)
