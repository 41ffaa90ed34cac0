"""Templates of people who are known: what every measurement and every calibration starts from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from antigone.errors import SamplesInvalid
from antigone.files import replace_with

Strings = NDArray[np.str_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

SCHEMA = 1
UNKNOWN = ""


def _require(condition: bool, detail: str, hint: str) -> None:
    if not condition:
        raise SamplesInvalid(detail, hint)


@dataclass(frozen=True, slots=True)
class Samples:
    """One row for each photo of a person whose name is known. n rows, templates of d numbers.

    Raises:
        SamplesInvalid: columns of unequal length, a template that is not finite or not of length 1, a row of nobody.
    """

    model: str
    paths: Strings
    persons: Strings
    photos: Strings
    """SHA-256 of the original file: rows made from one photo (simulated conditions) share it. Empty: not known."""
    templates: NDArray[np.float32] = field(repr=False)
    refusals: Strings
    """Empty where a face was found, else the refusal's code. Such a row counts as a miss and is never left out."""
    quality: NDArray[np.float32] = field(repr=False)
    """0-1; not a number where unknown."""
    groups: Mapping[str, Strings] = field(default_factory=dict)
    """What is known of the person when photographed: age_band, sex, group. Empty: not known."""
    attributes: Mapping[str, Strings] = field(default_factory=dict)
    """What is known of the photo: profile, condition, origin."""

    def __post_init__(self) -> None:
        count = len(self.paths)
        _require(bool(self.model), "The table does not name its model.", "Make the templates again.")
        _require(count > 0, "The table has no photos.", "Name a folder with at least two people in it.")
        _require(
            self.templates.ndim == 2 and self.templates.dtype == np.float32,
            f"Templates are a float32 table, not {self.templates.dtype} of shape {self.templates.shape}.",
            "Make the templates again.",
        )
        named = {"persons": self.persons, "photos": self.photos, "refusals": self.refusals, "quality": self.quality}
        for name, column in {**named, "templates": self.templates, **self.groups, **self.attributes}.items():
            _require(
                len(column) == count, f"Column {name!r} has {len(column)} rows of {count}.", "Give every photo a value."
            )
        _require(not (self.persons == "").any(), "A photo has no person.", "Name the person of every photo.")
        self._check_templates()
        for name in ("groups", "attributes"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def _check_templates(self) -> None:
        faulty = ~np.isfinite(self.templates).all(axis=1)
        faulty |= self.found & (np.abs(np.linalg.norm(self.templates, axis=1) - 1) > 1e-3)
        if faulty.any():
            first = self.paths[np.flatnonzero(faulty)[0]]
            raise SamplesInvalid(
                f"{faulty.sum()} templates are not finite vectors of length 1; the first is of {first}.",
                "Make the templates again, or mark the photos as refused.",
            )

    def __len__(self) -> int:
        return len(self.paths)

    @property
    def found(self) -> Mask:
        """Whether a face was found, per row."""
        return np.asarray(self.refusals == "")

    def people(self) -> tuple[Strings, Ints]:
        """Names, sorted, and for each row the place of its person among them."""
        names, place = np.unique(self.persons, return_inverse=True)
        return names, place.astype(np.int64)

    def column(self, name: str) -> Strings:
        """A group or attribute by its name.

        Raises:
            SamplesInvalid: there is none of that name, or it is empty throughout.
        """
        values = self.groups.get(name, self.attributes.get(name))
        known = ", ".join([*self.groups, *self.attributes]) or "none"
        _require(
            values is not None,
            f"The table has no column {name!r}.",
            f"Its columns are: {known}. Add it, or leave it out.",
        )
        assert values is not None
        _require(bool((values != UNKNOWN).any()), f"Column {name!r} is empty.", "Fill it in, or leave it out.")
        return values

    def take(self, rows: Mask | Ints) -> Samples:
        """The table with these rows only."""
        return replace(
            self,
            paths=self.paths[rows],
            persons=self.persons[rows],
            photos=self.photos[rows],
            templates=self.templates[rows],
            refusals=self.refusals[rows],
            quality=self.quality[rows],
            groups={name: values[rows] for name, values in self.groups.items()},
            attributes={name: values[rows] for name, values in self.attributes.items()},
        )

    def save(self, path: Path) -> None:
        """Write to an .npz file, whole or not at all; no pickle in it."""
        columns: dict[str, NDArray[np.generic]] = {
            "schema": np.array(SCHEMA),
            "model": np.array(self.model),
            "paths": self.paths,
            "persons": self.persons,
            "photos": self.photos,
            "templates": self.templates,
            "refusals": self.refusals,
            "quality": self.quality,
        }
        columns |= {f"group:{name}": values for name, values in self.groups.items()}
        columns |= {f"attribute:{name}": values for name, values in self.attributes.items()}

        def write(new: Path) -> None:
            with new.open("wb") as file:
                np.savez(file, allow_pickle=False, **columns)

        replace_with(path, write)


def load(path: Path) -> Samples:
    """Read what :meth:`Samples.save` wrote.

    Raises:
        SamplesInvalid: it is no such file, or one of a later version.
    """
    hint = "Make the templates again with this version of Antigone."
    try:
        with np.load(path, allow_pickle=False) as file:
            columns = {name: file[name] for name in file.files}
    except (OSError, ValueError, EOFError) as fault:
        raise SamplesInvalid(f"{path} is not a table of templates.", hint) from fault
    _require(int(columns.get("schema", -1)) == SCHEMA, f"{path} is a table of another version.", hint)
    plain = ("paths", "persons", "photos", "templates", "refusals", "quality")
    _require(all(name in columns for name in (*plain, "model")), f"{path} lacks columns.", hint)

    def prefixed(prefix: str) -> dict[str, Strings]:
        return {name.removeprefix(prefix): values for name, values in columns.items() if name.startswith(prefix)}

    groups, attributes = prefixed("group:"), prefixed("attribute:")
    values = {name: columns[name] for name in plain}
    return Samples(model=str(columns["model"]), **values, groups=groups, attributes=attributes)


def of_folder(
    paths: Strings, templates: NDArray[np.float32], found: Mask, model: str, quality: NDArray[np.float32] | None = None
) -> Samples:
    """A table from templates of a folder of people (FOLDER/PERSON/PHOTO), named by their relative paths."""
    persons = np.array([PurePosixPath(path).parts[0] for path in paths])
    unknown = np.full(len(paths), "", dtype="<U64")
    worth = np.full(len(paths), np.nan, np.float32) if quality is None else quality
    refusals = np.where(found, "", "no-face")
    return Samples(model, np.asarray(paths), persons, unknown, templates, refusals, worth)


def join(first: Samples, second: Samples) -> Samples:
    """Both tables' rows; columns that one of them lacks are unknown in it.

    Raises:
        SamplesInvalid: different models, or a person of the same name in both.
    """
    _require(first.model == second.model, "The two tables are of different models.", "Make both with the same model.")
    both = np.intersect1d(first.persons, second.persons)
    _require(len(both) == 0, f"{len(both)} names stand in both tables.", "Give different people different names.")

    def merged(one: Mapping[str, Strings], other: Mapping[str, Strings]) -> dict[str, Strings]:
        names = dict.fromkeys([*one, *other])
        blank = [np.full(len(first), UNKNOWN), np.full(len(second), UNKNOWN)]
        return {name: np.concatenate([one.get(name, blank[0]), other.get(name, blank[1])]) for name in names}

    return Samples(
        first.model,
        np.concatenate([first.paths, second.paths]),
        np.concatenate([first.persons, second.persons]),
        np.concatenate([first.photos, second.photos]),
        np.concatenate([first.templates, second.templates]),
        np.concatenate([first.refusals, second.refusals]),
        np.concatenate([first.quality, second.quality]),
        merged(first.groups, second.groups),
        merged(first.attributes, second.attributes),
    )


@dataclass(frozen=True, slots=True)
class PreparedSamples:
    """A table fit for measuring, and what was left out of it and why, counted in photos."""

    samples: Samples
    left_out: Mapping[str, int]


def prepare(samples: Samples) -> PreparedSamples:
    """Leave out what would accuse the wrong people: a photo that stands under two names. Nothing else is left out.

    Rows come back in the order of persons and paths, so that what is drawn by chance does not depend on the file's
    order.

    Raises:
        SamplesInvalid: fewer than two people, or nobody with two photos.
    """
    known = samples.photos != ""
    first: dict[str, str] = {}
    twice: set[str] = set()
    for photo, person in zip(samples.photos[known].tolist(), samples.persons[known].tolist(), strict=True):
        if first.setdefault(photo, person) != person:
            twice.add(photo)
    shared = np.isin(samples.photos, sorted(twice)) if twice else np.zeros(len(samples), bool)
    _require(not shared.all(), "Every photo stands under two names.", "Correct the names of the photos.")
    order = np.lexsort((samples.paths, samples.persons))
    kept = samples.take(order[~shared[order]])
    _require(len(np.unique(kept.persons)) > 1, "There is one person only.", "Strangers are needed: add other people.")
    _require(bool(_has_pair(kept)), "Nobody has two photos.", "Add people with at least two different photos each.")
    return PreparedSamples(kept, MappingProxyType({"photo-under-two-names": int(shared.sum())}))


def _has_pair(samples: Samples) -> bool:
    names = np.where(samples.photos == "", samples.paths, samples.photos)
    persons = samples.persons[np.unique(np.char.add(np.char.add(samples.persons, "\0"), names), return_index=True)[1]]
    return bool((np.unique(persons, return_counts=True)[1] > 1).any())


def folds(samples: Samples, count: int, seed: int) -> Ints:
    """For each row a fold from 0 to ``count`` - 1, drawn by person: nobody is in two folds.

    People with several photos, who alone give mated pairs, are spread evenly.
    """
    names, place = samples.people()
    order = np.random.default_rng(seed).permutation(len(names))
    several = np.bincount(place, minlength=len(names)) > 1
    ranked = np.concatenate([order[several[order]], order[~several[order]]])
    fold = np.empty(len(names), np.int64)
    fold[ranked] = np.arange(len(names)) % count
    return np.asarray(fold[place])
