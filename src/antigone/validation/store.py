"""The templates an evaluation has made so far: one SQLite file, so that an interrupted run goes on where it stopped."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from antigone.errors import EvaluationForeign, StorageFailed
from antigone.types import Vector

FILE = "templates.sqlite3"
FORMAT = "1"
ORIGINAL = ""
"""The variant that is the photo as it is."""

BY_HAND = "by hand"
"""Of a file's way: the fingerprint of the points and masks that people gave, or ``none``."""

UNDER_COVER = "points under cover"
"""Of a file's way: which network set the points that the detector was not sure of, or ``none``."""

_ANOTHER = "Name another folder for --out."

Key = tuple[str, int, str]
"""SHA-256 of the photo's file; the face named in it, 0 for none; the variant."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS made (
    sha256 TEXT NOT NULL, face INTEGER NOT NULL, variant TEXT NOT NULL,
    refusal TEXT NOT NULL, quality REAL, angle REAL, template BLOB NOT NULL,
    PRIMARY KEY (sha256, face, variant)
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class VariantOutcome:
    """What became of one photo in one variant: a template, or a refusal's code."""

    key: Key
    refusal: str
    quality: float = float("nan")
    angle: float = float("nan")
    template: Vector = field(default_factory=lambda: np.empty(0, np.float32), repr=False)


class TemplateStore:
    """An open file of templates, all made in one way."""

    def __init__(self, folder: Path, way: dict[str, str]) -> None:
        """Open or begin the file in ``folder``. ``way`` is how templates are made: model, seed, choice of faces.

        Raises:
            EvaluationForeign: if what is there was made in another way, or is no such file.
            StorageFailed: if it cannot be written.
        """
        self.path = folder / FILE
        with self._faults():
            folder.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self.path)
            with self._db:
                self._db.executescript(_SCHEMA)
                wanted = {"format": FORMAT} | way
                there = dict(self._db.execute("SELECT key, value FROM meta"))
                self._must_agree(there, wanted)
                self._db.executemany("INSERT OR IGNORE INTO meta VALUES (?, ?)", wanted.items())
            self.done: set[Key] = set(self._db.execute("SELECT sha256, face, variant FROM made"))

    def close(self) -> None:
        self._db.close()

    def add(self, rows: Iterable[VariantOutcome]) -> None:
        """Keep all of ``rows`` or, if that fails, none.

        Raises:
            StorageFailed
        """
        values = [(*m.key, m.refusal, m.quality, m.angle, m.template.astype("<f4").tobytes()) for m in rows]
        with self._faults(), self._db:
            self._db.executemany("INSERT OR REPLACE INTO made VALUES (?, ?, ?, ?, ?, ?, ?)", values)
        self.done.update(row[:3] for row in values)

    def of(self, variant: str) -> dict[tuple[str, int], VariantOutcome]:
        """Everything made of one variant, by photo and face."""
        rows = self._db.execute(
            "SELECT sha256, face, refusal, quality, angle, template FROM made WHERE variant = ?", (variant,)
        )
        return {
            (sha256, face): VariantOutcome(
                (sha256, face, variant),
                refusal,
                float("nan") if quality is None else quality,
                float("nan") if angle is None else angle,
                np.frombuffer(blob, "<f4").astype(np.float32),
            )
            for sha256, face, refusal, quality, angle, blob in rows
        }

    def _must_agree(self, there: dict[str, str], wanted: dict[str, str]) -> None:
        # Files of before know neither points nor masks, nor a network for covered faces.
        there = {BY_HAND: "none", UNDER_COVER: "none"} | there if there else there
        for key, value in wanted.items():
            if there.get(key, value) != value:
                raise EvaluationForeign(f"{self.path} was made with {key} {there[key]!r}, not {value!r}.", _ANOTHER)

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as fault:
            raise StorageFailed(
                f"{self.path} cannot be written: {fault}.",
                "Free some space or choose another folder, then run the same command again: it goes on from there.",
            ) from fault
        except sqlite3.DatabaseError as fault:
            raise EvaluationForeign(f"{self.path} is not a file of templates.", _ANOTHER) from fault
        except OSError as fault:
            folder = self.path.parent
            raise StorageFailed(f"{folder} cannot be written: {fault.strerror}.", _ANOTHER) from fault
