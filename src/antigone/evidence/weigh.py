"""In a search: one score for a candidate from all photographs, and what it weighs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.errors import UsageError
from antigone.evidence.calibration import Calibration, Stratum
from antigone.evidence.expected import strangers
from antigone.evidence.fusion import fuse
from antigone.evidence.strata import Photos, label
from antigone.evidence.verbal import in_words
from antigone.types import Strangers, Weight


@dataclass(frozen=True, slots=True)
class PersonScore:
    """How alike two people are, by the calibration's fusion, and how many photos of each went into it."""

    score: float
    photos: Photos
    """Of the missing person, of the dead person."""


def usable_photos(calibration: Calibration, circumstances: Mapping[str, str], references: int, probes: int) -> Photos:
    """The largest numbers of photos, up to those there are, for which the calibration states weights.

    Where none does, the largest for which it was calibrated at all: its refusal then says why.
    """
    fitting = [pair for pair in calibration.photos if pair[0] <= references and pair[1] <= probes]
    if not fitting:
        raise UsageError("A weight needs a photo of each.", "Calibrate for one photo of each as well.")
    fitting.sort(key=lambda pair: (pair[0] * pair[1], pair[1]))
    found = [(pair, calibration.find(circumstances, pair)) for pair in fitting]
    stating = [pair for pair, stratum in found if isinstance(stratum, Stratum) and stratum.refused is None]
    return (stating or fitting)[-1]


def person_score(
    calibration: Calibration,
    references: NDArray[np.float32],
    probes: NDArray[np.float32],
    circumstances: Mapping[str, str],
) -> PersonScore:
    """The score of a missing person's templates (r x d) with a dead person's (p x d), of the calibration's model.

    **Both in an order that does not depend on the score**, the best quality first: if there are more photos than the
    calibration was made for, the first ones are used. Picking the ones that score highest would make the weight too
    large.
    """
    photos = usable_photos(calibration, circumstances, len(references), len(probes))
    score = fuse(calibration.fusion, references[None, : photos[0]], probes[None, : photos[1]])
    return PersonScore(float(score[0]), photos)


def weigh(
    calibration: Calibration,
    score: float,
    circumstances: Mapping[str, str],
    photos: Photos = (1, 1),
    *,
    model: str,
    scale: str = "enfsi",
) -> Weight:
    """What a score says, for two people and no more: a weight, or why there is none.

    ``circumstances``: what is known of the comparison, by the calibration's columns (age_band, sex, condition, ...).
    ``model``: of the templates scored.

    Raises:
        CalibrationForeign: the templates are of another model.
    """
    calibration.must_be_for(model)
    stratum = calibration.find(circumstances, photos)
    if isinstance(stratum, str):
        given = {name: circumstances[name] for name in calibration.by if circumstances.get(name)}
        return _refused(calibration, label(given, *photos), stratum)
    if stratum.refused is not None or stratum.curves is None:
        return _refused(calibration, stratum.label, stratum.refused or "Nothing was calibrated.")
    if not np.isfinite(score):
        return _refused(calibration, stratum.label, "There is no score: a face was not found.")
    value, low, high = stratum.at(score)
    at_limit = value in stratum.bounds and value != 0
    return Weight(value, low, high, calibration.id, stratum.label, in_words(value, scale, at_limit))


def _refused(calibration: Calibration, stratum: str, reason: str) -> Weight:
    return Weight(None, None, None, calibration.id, stratum, "", reason)


def expected_strangers(
    calibration: Calibration, score: float, circumstances: Mapping[str, str], photos: Photos, gallery: int
) -> Strangers | None:
    """Strangers at or above ``score`` among ``gallery`` persons; None where that was not calibrated.

    A candidate is picked because it scores highest of many: its weight says nothing about that, this number does. Where
    the stratum is refused, the group in it whose strangers score highest stands for everybody.
    """
    stratum = calibration.find(circumstances, photos)
    if not isinstance(stratum, Stratum):
        return None
    alike = [stratum]
    if stratum.refused is not None:
        key = dict(stratum.key).items()
        alike += [s for s in calibration.strata if key <= dict(s.key).items() and (s.references, s.probes) == photos]
    numbers = [number for number in (strangers(s, score, gallery) for s in alike) if number is not None]
    return max(numbers, key=lambda number: (number.value, number.high), default=None)
