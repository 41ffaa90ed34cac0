"""What Antigone sees in the lent photographs: a template, five landmarks and quality for each, and who they look to be.

The photographs are lent for measuring and for blending (docs/decisions/0006). Nothing of this file's results is
committed: names, file names and templates stay in memory and in a cache that git ignores.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import face_recognition
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from antigone.engine import Engine
from antigone.types import Pixels, Profile

MEASURES = ("detection", "eye-distance", "sharpness", "turned-sideways", "nodding", "symmetry", "mouth-open", "clipped")


@dataclass(frozen=True, slots=True)
class Lent:
    """One row a photograph: where it lies, whose it is, and what was measured on it."""

    paths: NDArray[np.str_]
    people: NDArray[np.str_]
    templates: NDArray[np.float32]
    landmarks: NDArray[np.float64]
    faces: NDArray[np.int64]
    measures: NDArray[np.float64]

    def measure(self, name: str) -> NDArray[np.float64]:
        return self.measures[:, MEASURES.index(name)]


def look(folder: Path, paths: Sequence[Path], cache: Path) -> Lent:
    """Every photograph of ``paths`` in which a face is found; kept in ``cache``, which is read where it exists."""
    if not cache.is_file():
        cache.parent.mkdir(parents=True, exist_ok=True)
        _look(folder, paths, cache)
    with np.load(cache) as kept:
        return Lent(*(kept[name] for name in Lent.__dataclass_fields__))


def _look(folder: Path, paths: Sequence[Path], cache: Path) -> None:
    engine = Engine.open(threads=1)
    names, templates, landmarks, faces, measures = [], [], [], [], []
    for done, outcome in enumerate(engine.probe_all(paths, Profile.AM, principal=True), 1):
        if done % 500 == 0:
            print(f"  looked at {done} of {len(paths)} photographs", flush=True)
        if outcome.probe is None:
            continue
        probe = outcome.probe
        value = {measure.name: measure.value for measure in probe.quality.measures}
        names.append(Path(outcome.path).relative_to(folder).as_posix())
        templates.append(probe.template.vector)
        landmarks.append(probe.choice.face.landmarks)
        faces.append(1 + len(probe.others))
        measures.append([value[name] for name in MEASURES])
    owners = [name.split("/")[0] for name in names]
    np.savez(
        cache,
        paths=np.array(names),
        people=np.array(owners),
        templates=np.stack(templates),
        landmarks=np.stack(landmarks),
        faces=np.array(faces),
        measures=np.array(measures),
    )


def encodings(lent: Lent, folder: Path, rows: NDArray[np.int64], cache: Path) -> NDArray[np.float64]:
    """What dlib's face network makes of the photographs ``rows``: it tells women from men better than SFace does."""
    if not cache.is_file():
        found = [encoding(cv2.imread(str(folder / str(lent.paths[n]))), lent.landmarks[n]) for n in rows]
        np.savez(cache, rows=rows, encodings=np.stack(found))
    with np.load(cache) as kept:
        place = {int(row): n for n, row in enumerate(kept["rows"])}
        return np.array(kept["encodings"][[place[int(row)] for row in rows]])


def encoding(picture: Pixels, landmarks: NDArray[np.float64]) -> NDArray[np.float64]:
    """What dlib's face network makes of the upright face at ``landmarks``."""
    (x, y), half = landmarks.mean(axis=0), 1.25 * float(np.linalg.norm(landmarks[1] - landmarks[0]))
    place = tuple(int(value) for value in (y - half, x + half, y + half, x - half))
    return np.array(
        face_recognition.face_encodings(np.ascontiguousarray(picture[:, :, ::-1]), [place], model="small")[0]
    )


@dataclass(frozen=True, slots=True)
class Looks:
    """Who each row appears to be: rough, and only so that like is blended with like. ``group``: one column each."""

    woman: NDArray[np.float64]
    age: NDArray[np.float64]
    group: NDArray[np.float64]


def adults(known: Lent) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of those whose file name tells an age of 16 or more, a sex and a group; and these three, one row each."""
    told = [name.split("/")[-1].split("_") for name in known.paths]
    rows = [n for n, parts in enumerate(told) if len(parts) == 4 and parts[2].isdigit() and int(parts[0]) >= 16]
    return np.array(rows), np.array([[int(part) for part in told[n][:3]] for n in rows])


def looks(x: NDArray[np.float64], told: NDArray[np.int64], those: NDArray[np.float64]) -> Looks:
    """Apparent sex, age and group of ``those``, learnt from ``x``, of which ``told`` is known."""
    models = [
        make_pipeline(StandardScaler(), Ridge(100)),
        *(make_pipeline(StandardScaler(), LogisticRegression(C=0.02, max_iter=500)) for _ in range(2)),
    ]
    order = np.random.default_rng(1).permutation(len(x))
    for name, model, truth in zip(("age (R2)", "sex", "group"), models, told.T, strict=True):
        print(f"apparent {name}: {cross_val_score(model, x[order], truth[order], cv=3).mean():.2f} on those left out")
        model.fit(x, truth)
    return Looks(models[1].predict_proba(those)[:, 1], models[0].predict(those), models[2].predict_proba(those))
