"""What a candidate's score is worth: a weight of evidence, and how many strangers would score as high.

A list always has a first place. The weight speaks of two people and knows nothing of the gallery; the number of
strangers to expect speaks of the gallery. Both stand beside every score, or the reason why they cannot.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources

import numpy as np

from antigone.by_hand.details import BADLY_SEEN, COVERED
from antigone.errors import ManifestInvalid
from antigone.evidence.ages import AGE, AGE_BAND, age_band
from antigone.evidence.calibration import Calibration, load
from antigone.evidence.expected import GallerySize, TopOfStrangers
from antigone.evidence.weigh import expected_strangers, person_score, top_of_strangers, weigh
from antigone.gallery.gallery import Gallery
from antigone.gallery.store import GalleryEntry
from antigone.types import Candidate, Vector, Weight

WEIGHTS_ARE_NOT_ADDED = (
    "A weight is of all photographs of two people together. Weights of several lists of one dead person, of two models"
    " or of single photographs rest on the same faces: they may not be added."
)
STRANGERS_ON_LISTS = (
    "Strangers: how many other people are expected on a list of this size with a best photograph that scores as high or"
    " higher."
)

SCORES_ON_LISTS = (
    "Score: how alike the face searched with and each person's best photograph are to the model {model}; 1 is the same"
    " picture. It has no unit."
)

SAME_SCORE = 0.95
"""No two photographs of one person that were taken apart reach it (bench/same_picture.py)."""
UNLIKE_SCORE = 0.4
"""Of 376 pairs of photographs of one person 1 in 100 lies below 0.47 (bench/same_picture.py); most of strangers do."""
SAME_PICTURE = "It is the same picture on both sides, which says nothing of who is in it: find out whose face it is."

COVERED_FACE = (
    "Part of a face is covered, and the calibration is of faces that are not: compare by eye what is to be seen."
)
UNSURE_FACE = (
    "One of the two has no photograph on which the machine is sure of the face, as it is of those that were"
    " calibrated on: compare by eye, or add a photograph from the front with nothing over the face."
)

_SEXES = {"f": "female", "female": "female", "m": "male", "male": "male"}


@dataclass(frozen=True, slots=True)
class Weighable:
    """One photograph's template, and why no weight may rest on it: ``COVERED_FACE``, ``UNSURE_FACE`` or None."""

    vector: Vector
    in_the_way: str | None = None


def in_the_way(covered: float, sure: bool) -> str | None:
    """Why no weight may rest on a face: part of it was left out of account, or the machine is not sure of it.

    It is known of a photograph before it is compared with anybody, so that leaving it out favours nobody.
    """
    if covered:
        return COVERED_FACE
    return None if sure else UNSURE_FACE


@dataclass(frozen=True, slots=True)
class Weighing:
    """A calibration, the verbal scale to word it in, and what is known of the dead person's photos."""

    calibration: Calibration
    scale: str = "enfsi"
    known: Mapping[str, str] = field(default_factory=dict)


@cache
def shipped(model: str) -> Calibration | None:
    """The calibration that comes with Antigone for ``model``, if there is one.

    Raises:
        CalibrationInvalid: its file was changed.
    """
    for file in (resources.files("antigone") / "calibrations").iterdir():
        if file.name.endswith(".json"):
            with resources.as_file(file) as path:
                calibration = load(path)
            if calibration.model == model:
                return calibration
    return None


def weighed(
    candidates: Sequence[Candidate],
    dead: Sequence[Weighable],
    gallery: Gallery,
    weighing: Weighing,
    size: GallerySize,
) -> tuple[Candidate, ...]:
    """``candidates`` with their weights. ``dead``: all photos of the dead person, the best first, of the
    gallery's model; ``size``: of what was searched.

    All photos of both on which a weight may rest are used, as far as the calibration was made for so many. Ranks do not
    change.

    Raises:
        CalibrationForeign: the templates are of another model.
    """
    weighing.calibration.must_be_for(gallery.seal.model)
    entries: dict[str, list[GalleryEntry]] = {}
    for entry in gallery.photos_of([candidate.person for candidate in candidates]):
        entries.setdefault(entry.person, []).append(entry)
    return tuple(_one(c, entries[c.person], dead, weighing, size) for c in candidates)


def _one(
    candidate: Candidate, entries: list[GalleryEntry], dead: Sequence[Weighable], weighing: Weighing, size: GallerySize
) -> Candidate:
    enrolled = {match.sha256 for match in candidate.matches}
    # The order must not depend on the scores: picking the photos most alike would make the weight too large.
    photos = sorted((e for e in entries if e.sha256 in enrolled), key=lambda e: (-e.quality, e.sha256, e.face))
    known = dict(weighing.known) | about(candidate.details)
    references = [Weighable(e.template, _kept_in_the_way(e)) for e in photos]
    weight = weigh_two(references, dead, replace(weighing, known=known))
    if weight.refused == SAME_PICTURE or any(each.in_the_way == COVERED_FACE for each in (*references, *dead)):
        return replace(candidate, weight=weight, strangers=None)
    expected = expected_strangers(weighing.calibration, candidate.score, known, len(dead), size)
    return replace(candidate, weight=weight, strangers=expected)


def _kept_in_the_way(entry: GalleryEntry) -> str | None:
    details = dict(entry.details)
    return in_the_way(COVERED in details, BADLY_SEEN not in details)


def unstated(weighing: Weighing, reason: str) -> Weight:
    """No weight, and the reason for it."""
    return Weight(None, None, None, weighing.calibration.id, "", "", reason)


def weigh_two(references: Sequence[Weighable], dead: Sequence[Weighable], weighing: Weighing) -> Weight:
    """A missing person's photographs against a dead person's, each in an order that does not depend on the score, the
    best quality first. ``weighing.known``: of the two together.

    Photographs on which no weight may rest are left out; if nothing else is left of either, that is the reason why none
    is stated.
    """
    calibration, known = weighing.calibration, weighing.known
    if same_picture(*(np.stack([each.vector for each in them]) for them in (references, dead))):
        return unstated(weighing, SAME_PICTURE)
    sides = [[each.vector for each in them if each.in_the_way is None] for them in (references, dead)]
    if not all(sides):
        without = [them for them, left in zip((references, dead), sides, strict=True) if not left]
        covered = any(each.in_the_way == COVERED_FACE for them in without for each in them)
        return unstated(weighing, COVERED_FACE if covered else UNSURE_FACE)
    score = person_score(calibration, np.stack(sides[0]), np.stack(sides[1]), known)
    return weigh(calibration, score.score, known, score.photos, model=calibration.model, scale=weighing.scale)


def same_picture(references: np.ndarray, dead: np.ndarray) -> bool:
    """Whether one picture is on both sides: the same file, the same pixels, or a copy of them."""
    return bool((references @ dead.T).max() >= SAME_SCORE)


def unlike_the_others(entries: Sequence[GalleryEntry]) -> list[GalleryEntry]:
    """Photos that resemble no other of their person: a wedding picture, the wrong child chosen, or many years apart."""
    people: dict[str, list[GalleryEntry]] = {}
    for entry in entries:
        people.setdefault(entry.person, []).append(entry)
    found = []
    for photos in people.values():
        found += [photos[place] for place in unlike_each_other(np.stack([each.template for each in photos]))]
    return found


def unlike_each_other(vectors: np.ndarray) -> list[int]:
    """Which of one person's templates (photos x numbers) resemble no other of them; none if there is one alone."""
    if len(vectors) < 2:
        return []
    alike = vectors @ vectors.T
    np.fill_diagonal(alike, -1)
    return [int(place) for place in np.flatnonzero(alike.max(axis=1) < UNLIKE_SCORE)]


def not_enrolled(weighing: Weighing, size: GallerySize, probes: int = 1) -> TopOfStrangers | None:
    """What the first place of a list looks like if whoever is searched for is not enrolled. ``probes``: photographs
    searched with."""
    return top_of_strangers(weighing.calibration, weighing.known, probes, size)


def where_from(candidates: Sequence[Candidate], model: str, weighing: Weighing | None) -> tuple[str, ...]:
    """What each number on a list of ``candidates`` is, and what it was made from: a sentence each."""
    if not candidates:
        return ()
    said = [SCORES_ON_LISTS.format(model=model)]
    groups = sorted({c.strangers.among for c in candidates if c.strangers})
    if groups:
        said.append(f"{STRANGERS_ON_LISTS} Counted among the calibration's strangers of: {' / '.join(groups)}.")
    if any(c.weight and c.weight.refused is None for c in candidates):
        said.append(
            "Weight: how many times more often photographs of one person score like this than those of two, as a power"
            " of ten, and between which 95 of 100 other calibrations would put it; from all photographs of both on"
            " which the machine is sure of the face and nothing of it is covered."
            f" {WEIGHTS_ARE_NOT_ADDED}"
        )
    if weighing is not None and len(said) > 1:
        made = weighing.calibration
        said.append(f"Both from the calibration {made.id} of {made.made}: {made.description}")
    return tuple(said)


def about(details: Sequence[tuple[str, str]]) -> dict[str, str]:
    """What a manifest said of a reference, in the words that calibrations use. What is not said is not guessed."""
    said = {name.lower(): value for name, value in details}
    found = {name: said[name].lower() for name in (AGE_BAND, "origin") if said.get(name)}
    if AGE_BAND not in found and said.get(AGE):
        with suppress(ManifestInvalid):  # an age in words: not known, as far as a calibration goes
            found[AGE_BAND] = age_band(said[AGE], "")
    sex = _SEXES.get(said.get("sex", "").lower())
    return found | ({"sex": sex} if sex else {})
