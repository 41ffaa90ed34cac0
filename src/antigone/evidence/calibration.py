"""A calibration: what turns a score into a weight of evidence. A value, and a file that cannot change unnoticed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from antigone.errors import CalibrationForeign, CalibrationInvalid
from antigone.evidence.samples import Floats
from antigone.evidence.strata import Photos, label
from antigone.files import write_bytes

SCHEMA = 1
_AGAIN = "Make the calibration again with `antigone calibrate`, or restore the file as it was."


@dataclass(frozen=True, slots=True)
class Curves:
    """What a stratum says at each point of a grid of scores."""

    grid: Floats = field(repr=False)
    llr: Floats = field(repr=False)
    """log10 LR, never falling; not yet limited by the bounds."""
    low: Floats = field(repr=False)
    high: Floats = field(repr=False)
    survival: Floats = field(repr=False)
    """Share of the strangers' scores at or above the point, with its interval."""
    survival_low: Floats = field(repr=False)
    survival_high: Floats = field(repr=False)

    NAMES = ("grid", "llr", "low", "high", "survival", "survival_low", "survival_high")

    def __post_init__(self) -> None:
        columns = [getattr(self, name) for name in self.NAMES]
        if len({len(column) for column in columns}) != 1 or len(self.grid) < 2:
            raise CalibrationInvalid("A stratum's curves are of different lengths.", _AGAIN)
        if not all(np.isfinite(column).all() for column in columns):
            raise CalibrationInvalid("A stratum's curves are not finite.", _AGAIN)
        if (np.diff(self.grid) <= 0).any() or (np.diff(self.llr) < 0).any() or (np.diff(self.survival) > 0).any():
            raise CalibrationInvalid("A stratum's curves do not rise and fall as they must.", _AGAIN)


@dataclass(frozen=True, slots=True)
class Stratum:
    """Circumstances, what is known of them, and either curves or the reason why no weight is stated."""

    key: Mapping[str, str]
    references: int
    probes: int
    counts: Mapping[str, int]
    """mated_people, mated_comparisons, non_mated_people, non_mated_comparisons: its own, without what is borrowed."""
    borrowed: str
    """The larger stratum it borrows from, or empty."""
    bounds: tuple[float, float]
    """Lowest and highest log10 LR it states."""
    independent: float
    """How many independent comparisons of strangers its people are worth: what the end of the tail rests on."""
    cllr: float | None
    """Cross-validated over people on its own comparisons; None if it has no mated ones."""
    cllr_min: float | None
    refused: str | None
    curves: Curves | None
    limited_by: str = "people"
    """What keeps it from stating larger weights: how few ``people`` are known as strangers; ``strangers`` who were seen
    to score as high; or the ``groups`` in it, which were checked up to there."""
    worth: tuple[float, ...] = ()
    """How many independent photographs of a stranger 1, 2, ... photographs of one stranger are worth where a list takes
    the best of them. Empty: not measured, and each counts whole."""

    def __post_init__(self) -> None:
        if not self.bounds[0] <= 0 <= self.bounds[1]:
            raise CalibrationInvalid("A stratum's bounds do not hold 0.", _AGAIN)
        if self.curves is None and self.refused is None:
            raise CalibrationInvalid("A stratum has neither curves nor a refusal.", _AGAIN)

    @property
    def label(self) -> str:
        return label(self.key, self.references, self.probes)

    def at(self, score: float) -> tuple[float, float, float]:
        """log10 LR at a score, and its interval, all within the bounds. Only where it is not refused."""
        assert self.curves is not None
        curves = (self.curves.llr, self.curves.low, self.curves.high)
        value, low, high = (float(np.clip(np.interp(score, self.curves.grid, curve), *self.bounds)) for curve in curves)
        return value, min(low, value), max(high, value)

    def weight_without_bounds(self, score: float) -> float:
        """log10 LR at a score as it was fitted, however few people there were to fit it to."""
        assert self.curves is not None
        return float(np.interp(score, self.curves.grid, self.curves.llr))

    def worth_of(self, photos: float) -> float:
        """How many independent photographs of a stranger so many of one stranger are worth: at most as many."""
        if not self.worth:
            return photos
        most = len(self.worth)
        if photos > most:  # the best of many is the best of several such handfuls, at most
            return self.worth[-1] * photos / most
        return float(np.interp(photos, np.arange(1, most + 1), self.worth))

    def as_json(self) -> dict[str, Any]:
        curves = self.curves
        extra: dict[str, Any] = {"worth": list(self.worth)} if self.worth else {}
        if self.limited_by != "people":
            extra["limited_by"] = self.limited_by
        return extra | {
            "key": dict(self.key),
            "references": self.references,
            "probes": self.probes,
            "counts": dict(self.counts),
            "borrowed": self.borrowed,
            "bounds": list(self.bounds),
            "independent": self.independent,
            "cllr": self.cllr,
            "cllr_min": self.cllr_min,
            "refused": self.refused,
            "curves": None if curves is None else {name: _plain(getattr(curves, name)) for name in Curves.NAMES},
        }


def _plain(values: Floats) -> list[float]:
    return [float(f"{value:.7g}") for value in values]


@dataclass(frozen=True)
class Calibration:
    """For one model, from known people. It knows no prior probability and gives no probability of identity."""

    model: str
    made: str
    """Date, as the caller gave it."""
    description: str
    """Of the data: who is in it."""
    photos: tuple[Photos, ...]
    by: tuple[str, ...]
    """The columns its strata differ in."""
    attributes: tuple[str, ...]
    """Those of them that are of the photos; the others are groups of people."""
    fusion: str
    method: str
    data: Mapping[str, Any]
    """Counts, what was left out, the seed, and how the alternatives did."""
    strata: tuple[Stratum, ...]

    @cached_property
    def content(self) -> dict[str, Any]:
        return {
            "schema": SCHEMA,
            "model": self.model,
            "made": self.made,
            "description": self.description,
            "photos": [list(pair) for pair in self.photos],
            "by": list(self.by),
            "attributes": list(self.attributes),
            "fusion": self.fusion,
            "method": self.method,
            "data": dict(self.data),
            "strata": [stratum.as_json() for stratum in self.strata],
        }

    @cached_property
    def sha256(self) -> str:
        """Of the whole content, written one way only."""
        return _hash(self.content)

    @property
    def id(self) -> str:
        return self.sha256[:12]

    def must_be_for(self, model: str) -> None:
        """Raises CalibrationForeign if templates of ``model`` cannot be weighed with it."""
        if model != self.model:
            raise CalibrationForeign(
                f"The calibration {self.id} is for the model {self.model}, not for {model}.",
                "Calibrate with the model in use, or search with the calibration's model.",
            )

    def find(self, circumstances: Mapping[str, str], photos: Photos) -> Stratum | str:
        """The stratum for what is known of a comparison, or the reason why there is none.

        Attributes must be known. Groups are used as far as they are known, in the calibration's order; where the
        narrowest was calibrated for one photo of each and not for so many, the next wider one stands in, which states
        weights only if they hold in the groups that are part of it.
        """
        key: dict[str, str] = {}
        for name in self.attributes:
            if not circumstances.get(name):
                return f"The calibration needs to be told the {name}."
            key[name] = circumstances[name]
        keys = [dict(key)]
        for name in self.by:
            if name not in self.attributes:
                if not circumstances.get(name):
                    break
                key[name] = circumstances[name]
                keys.append(dict(key))
        for known in reversed(keys):
            there = {(s.references, s.probes): s for s in self.strata if dict(s.key) == known}
            if photos in there:
                return there[photos]
            if (1, 1) not in there:  # a group nobody checked: the wider one says nothing of it
                break
        return f"Nothing was calibrated for: {label(key, *photos)}."

    def save(self, path: Path) -> None:
        """Write as JSON with its hash, whole or not at all."""
        text = json.dumps({**self.content, "sha256": self.sha256}, ensure_ascii=False, indent=None, allow_nan=False)
        write_bytes(path, text.encode())


def _hash(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def load(path: Path) -> Calibration:
    """Read what :meth:`Calibration.save` wrote, and verify its hash.

    Raises:
        CalibrationInvalid: no calibration, changed since it was made, or of another version.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise CalibrationInvalid(f"{path} cannot be read as a calibration.", _AGAIN) from fault
    if not isinstance(content, dict) or "sha256" not in content:
        raise CalibrationInvalid(f"{path} is not a calibration.", _AGAIN)
    stated = content.pop("sha256")
    if content.get("schema") != SCHEMA:
        raise CalibrationInvalid(f"{path} is a calibration of another version ({content.get('schema')}).", _AGAIN)
    if _hash(content) != stated:
        raise CalibrationInvalid(f"{path} was changed after it was made: its hash does not fit.", _AGAIN)
    try:
        return _of(content)
    except (KeyError, TypeError, ValueError) as fault:
        raise CalibrationInvalid(f"{path} lacks parts of a calibration.", _AGAIN) from fault


def _of(content: dict[str, Any]) -> Calibration:
    def stratum(part: dict[str, Any]) -> Stratum:
        curves = part["curves"]
        return Stratum(
            **{name: part[name] for name in ("key", "references", "probes", "counts", "borrowed")},
            bounds=(part["bounds"][0], part["bounds"][1]),
            **{name: part[name] for name in ("independent", "cllr", "cllr_min", "refused")},
            limited_by=part.get("limited_by", "people"),
            worth=tuple(part.get("worth", ())),
            curves=None if curves is None else Curves(*(np.array(curves[name], float) for name in Curves.NAMES)),
        )

    return Calibration(
        **{name: content[name] for name in ("model", "made", "description")},
        photos=tuple((int(r), int(p)) for r, p in content["photos"]),
        by=tuple(content["by"]),
        attributes=tuple(content["attributes"]),
        **{name: content[name] for name in ("fusion", "method", "data")},
        strata=tuple(stratum(part) for part in content["strata"]),
    )
