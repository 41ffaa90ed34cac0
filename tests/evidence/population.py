"""People who do not exist: random vectors, one direction a person, photos scattered about it."""

from __future__ import annotations

import hashlib

import numpy as np

from antigone.evidence.samples import Samples

SIZE = 24


def population(
    people: int = 150,
    photos: int = 3,
    *,
    scatter: float = 0.75,
    seed: int = 0,
    name: str = "P",
    groups: dict[str, str] | None = None,
    centre: float = 0.0,
) -> Samples:
    """``people`` with ``photos`` each. ``centre`` pulls all towards one face: strangers who look alike."""
    random = np.random.default_rng(seed)
    common = np.random.default_rng(99).normal(size=SIZE)
    faces = random.normal(size=(people, 1, SIZE)) + centre * common
    templates = faces + scatter * random.normal(size=(people, photos, SIZE))
    templates = templates.reshape(-1, SIZE)
    templates /= np.linalg.norm(templates, axis=1, keepdims=True)
    persons = np.repeat([f"{name}{number:04}" for number in range(people)], photos)
    return table(
        persons,
        templates.astype(np.float32),
        {key: np.full(len(persons), value) for key, value in (groups or {}).items()},
    )


def table(persons: np.ndarray, templates: np.ndarray, groups: dict | None = None, **changes: object) -> Samples:
    count = len(persons)
    columns = {
        "model": "fake@1",
        "paths": np.array([f"{person}/{row:05}.jpg" for row, person in enumerate(persons)]),
        "persons": np.asarray(persons),
        "photos": np.array(
            [hashlib.sha256(f"{person}{row}".encode()).hexdigest() for row, person in enumerate(persons)]
        ),
        "templates": templates,
        "refusals": np.full(count, "", dtype="<U16"),
        "quality": np.full(count, 0.5, np.float32),
        "groups": groups or {},
    }
    return Samples(**(columns | changes))  # type: ignore[arg-type]
