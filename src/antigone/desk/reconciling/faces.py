"""The weight of every case's face with every record's: as candidate lists state it, for all pairs at once.

A list holds twenty; a whole incident needs every pair. So nothing is taken from lists: every weight is reckoned anew
from the templates in the database, with the calibration, the photographs and what is known of the pair as a search
does it. Where a list states a weight today, it is the same one (a test compares).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from antigone.desk.candidates.conflicts import known_together
from antigone.desk.candidates.faces import Indexed
from antigone.desk.reconciling.inputs import SubjectFacts
from antigone.evidence.calibration import Calibration, Stratum
from antigone.evidence.fusion import fuse
from antigone.evidence.samples import Floats
from antigone.evidence.weigh import usable_photos
from antigone.types import Weight
from antigone.weighing import SAME_SCORE, Weighing, weigh_two

Faces = Mapping[int, Sequence[Indexed]]
"""By subject; each the best quality first."""


@dataclass(frozen=True, slots=True)
class FaceTable:
    """The weights of faces: cases x records."""

    weight: NDArray[np.float32] = field(repr=False)
    """log10 LR; not a number where there is none."""
    on_age: NDArray[np.bool_] = field(repr=False)
    """Whether the weight rests on age too: it was calibrated for several bands together."""
    on_sex: NDArray[np.bool_] = field(repr=False)


def face_table(
    calibration: Calibration | None, faces: Faces, cases: Sequence[SubjectFacts], records: Sequence[SubjectFacts]
) -> FaceTable:
    """The weights of all pairs. Cases and records with the same facts and photo counts are weighed together."""
    shape = len(cases), len(records)
    table = FaceTable(np.full(shape, np.nan, np.float32), np.zeros(shape, bool), np.zeros(shape, bool))
    if calibration is None:
        return table
    weighed = _weighed(faces)
    of_cases, of_records = (_alike(them, weighed, calibration, side) for them, side in ((cases, 1), (records, 0)))
    for (_, probes), rows in of_cases.items():
        for (_, references), columns in of_records.items():
            known = dict(known_together(cases[rows[0]].said, records[columns[0]].said))
            photos = usable_photos(calibration, known, references, probes)
            stratum = calibration.find(known, photos)
            if not isinstance(stratum, Stratum) or stratum.refused is not None or stratum.curves is None:
                continue
            score = _scores(
                calibration, _stack(weighed, records, columns, photos[0]), _stack(weighed, cases, rows, photos[1])
            )
            place = np.ix_(rows, columns)
            table.weight[place] = _weights(stratum, score).T
            people = stratum.label.split(";")[0]  # as antigone.reconciliation.models.face reads it
            table.on_age[place], table.on_sex[place] = "age band " not in people, "sex " not in people
    for row, column in _same_pictures(faces, cases, records):
        table.weight[row, column] = np.nan
    return table


def _weighed(faces: Faces) -> Faces:
    """The photographs on which a weight may rest, of everybody who has one."""
    left = {person: [e for e in entries if e.weighable.in_the_way is None] for person, entries in faces.items()}
    return {person: entries for person, entries in left.items() if entries}


def _same_pictures(
    faces: Faces, cases: Sequence[SubjectFacts], records: Sequence[SubjectFacts]
) -> Iterator[tuple[int, int]]:
    """The pairs that have one picture on both sides: it says nothing of who is in it."""
    held = [(place, entry.vector) for place, record in enumerate(records) for entry in faces.get(record.number, ())]
    if not held:
        return
    owner, vectors = np.array([place for place, _ in held]), np.stack([vector for _, vector in held])
    for row, case in enumerate(cases):
        for entry in faces.get(case.number, ()):
            for column in np.unique(owner[vectors @ entry.vector >= SAME_SCORE]):
                yield row, int(column)


def _weights(stratum: Stratum, score: Floats) -> Floats:
    """As :func:`antigone.evidence.weigh.weigh` states them; not a number where a low score is no finding."""
    assert stratum.curves is not None
    fitted = np.interp(score, stratum.curves.grid, stratum.curves.llr)
    stated = np.clip(fitted, *stratum.bounds)
    return np.where((fitted < 0) & (stratum.bounds[0] == 0), np.nan, stated)


def face_weight(
    calibration: Calibration | None, faces: Faces, case: SubjectFacts, record: SubjectFacts
) -> Weight | None:
    """The weight of one pair, with its interval, as a candidate list has it."""
    dead, missing = faces.get(case.number), faces.get(record.number)
    if calibration is None or not dead or not missing:
        return None
    known = dict(known_together(case.said, record.said))
    references, probes = ([entry.weighable for entry in entries] for entries in (missing, dead))
    return weigh_two(references, probes, Weighing(calibration, known=known))


def _alike(
    them: Sequence[SubjectFacts], faces: Faces, calibration: Calibration, side: int
) -> dict[tuple[tuple[tuple[str, str], ...], int], list[int]]:
    """Positions of those with photographs, by what is known of them and how many photographs count."""
    most = max(pair[side] for pair in calibration.photos)
    found: dict[tuple[tuple[tuple[str, str], ...], int], list[int]] = {}
    for place, person in enumerate(them):
        if person.number in faces:
            known = tuple(sorted(person.said.known.items()))
            found.setdefault((known, min(len(faces[person.number]), most)), []).append(place)
    return found


def _stack(faces: Faces, them: Sequence[SubjectFacts], places: Sequence[int], photos: int) -> NDArray[np.float32]:
    """Persons x photos x numbers."""
    return np.stack([[entry.vector for entry in faces[them[place].number][:photos]] for place in places])


def _scores(
    calibration: Calibration, references: NDArray[np.float32], probes: NDArray[np.float32]
) -> NDArray[np.float64]:
    """References x probes, by the calibration's fusion."""
    if calibration.fusion == "mean-template":
        one, other = (_means(each) for each in (references, probes))
        return np.asarray(one @ other.T)
    columns = [fuse(calibration.fusion, references, np.broadcast_to(p, (len(references), *p.shape))) for p in probes]
    return np.stack(columns, axis=1)


def _means(templates: NDArray[np.float32]) -> NDArray[np.float64]:
    total = templates.sum(axis=1, dtype=np.float64)
    return np.asarray(total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-12))
