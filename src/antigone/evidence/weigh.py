"""In a search: one score for a candidate from all photographs, and what it weighs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.errors import UsageError
from antigone.evidence.calibration import Calibration, Stratum
from antigone.evidence.expected import GallerySize, TopOfStrangers, strangers, top_of
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
    if stratum.bounds[0] == 0 and stratum.weight_without_bounds(score) < 0:
        return _refused(calibration, stratum.label, _never_low(stratum))
    value, low, high = stratum.at(score)
    limit = _limit(stratum, value)
    words = in_words(value, scale, bool(limit))
    return Weight(value, low, high, calibration.id, stratum.label, words, limit=limit, score=float(score))


def _never_low(stratum: Stratum) -> str:
    """Why a low score is no finding here: what is borrowed from a larger group may not speak against a person."""
    twice = stratum.counts["mated_people"]
    known = f"only {twice} people have" if twice else "nobody has"
    return f"How low two photographs of one person score here is not known: {known} two photographs in this group."


def _limit(stratum: Stratum, value: float) -> str:
    """Why nothing beyond ``value`` is stated, and what it would take; empty if it is not at a bound."""
    if value == 0 or value not in stratum.bounds:
        return ""
    if value < 0:
        people = stratum.counts["mated_people"]
        return (
            f"Nothing lower is stated: it rests on {people:,} people with several photographs. More such people would"
            " be needed."
        )
    if stratum.limited_by == "strangers":
        return (
            "Nothing higher is stated: strangers of this group were seen to score as high as often as this weight says."
            " Only better photographs could say more."
        )
    if stratum.limited_by == "groups":
        return (
            "Nothing higher is stated: no more than this was checked in each group of age and sex. More people of each"
            " group would be needed."
        )
    return (
        f"Nothing higher is stated: it rests on {stratum.counts['non_mated_people']:,} people compared as strangers"
        " with so many photographs. More such people would be needed."
    )


def _refused(calibration: Calibration, stratum: str, reason: str) -> Weight:
    return Weight(None, None, None, calibration.id, stratum, "", reason)


def searched_with(calibration: Calibration, circumstances: Mapping[str, str], probes: int) -> Photos:
    """The largest number of photos of the one searched for, up to those there are, that was calibrated for one photo of
    each person enrolled: a list compares them with one photograph at a time."""
    return usable_photos(calibration, circumstances, 1, probes)


def expected_strangers(
    calibration: Calibration, score: float, circumstances: Mapping[str, str], probes: int, gallery: GallerySize
) -> Strangers | None:
    """Strangers whose best photograph is at or above ``score`` on a list of ``gallery``; None if that was not
    calibrated. ``probes``: how many photographs were searched with.

    A candidate is picked because it scores highest of many: its weight says nothing about that, this number does.
    """
    numbers = [strangers(one, score, gallery) for one in _alike(calibration, circumstances, probes)]
    known = [number for number in numbers if number is not None]
    return max(known, key=lambda number: (number.value, number.high), default=None)


def top_of_strangers(
    calibration: Calibration, circumstances: Mapping[str, str], probes: int, gallery: GallerySize
) -> TopOfStrangers | None:
    """The first place of a list of strangers; None where their scores are not known."""
    tops = [top_of(one, gallery) for one in _alike(calibration, circumstances, probes)]
    return max((top for top in tops if top), key=lambda top: (top.median, top.high), default=None)


def _alike(calibration: Calibration, circumstances: Mapping[str, str], probes: int) -> list[Stratum]:
    """Whose strangers may be on the list: where a stratum is refused, those of every group in it, the worst of which
    stands for everybody."""
    photos = searched_with(calibration, circumstances, probes)
    stratum = calibration.find(circumstances, photos)
    if not isinstance(stratum, Stratum):
        return []
    if stratum.refused is None:
        return [stratum]
    key = dict(stratum.key).items()
    within = [s for s in calibration.strata if key <= dict(s.key).items() and (s.references, s.probes) == (1, 1)]
    return [stratum, *within]
