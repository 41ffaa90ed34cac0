"""The weighed lines of one case and one record, for a page to show: the same models as for all pairs.

``table`` reckons the same for all pairs at once; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from antigone.desk.reconciling.faces import Faces, face_weight
from antigone.desk.reconciling.inputs import Gathered, SubjectFacts
from antigone.desk.reconciling.overlap import Inventory
from antigone.desk.reconciling.population import (
    PopulationCounts,
    age_alone,
    age_of_dead,
    age_of_missing,
    count,
    counted,
)
from antigone.evidence.calibration import Calibration
from antigone.reconciliation import models
from antigone.reconciliation.combine import Combined, combine
from antigone.reconciliation.lines import WeighedLine
from antigone.reconciliation.models import Agreement

EFFECTS = "the same words"
"""All effects are one line: of many words, some are shared with somebody."""


@dataclass(frozen=True)
class Evidence:
    """What is needed to make the lines of any pair."""

    calibration: Calibration | None
    faces: Faces = field(repr=False)
    counts: PopulationCounts = field(repr=False)
    records: Sequence[SubjectFacts] = field(repr=False)
    things: Inventory = field(repr=False)
    places: Inventory = field(repr=False)

    @cached_property
    def place_of(self) -> dict[int, int]:
        return {person.number: place for place, person in enumerate(self.records)}


def evidence(gathered: Gathered, calibration: Calibration | None) -> Evidence:
    return Evidence(
        calibration,
        gathered.faces,
        count(gathered.records),
        gathered.records,
        Inventory([person.things for person in gathered.records]),
        Inventory([person.places for person in gathered.records]),
    )


def effect_line(as_rare: int, telling: int) -> WeighedLine | None:
    """The line of effects: ``as_rare`` of ``telling`` records share words as rare as these with the case."""
    return models.effect(EFFECTS, Agreement.BOTH, counted(as_rare, telling))


def place_line(sharing: int, telling: int) -> WeighedLine | None:
    """Both places are called by a common word, as ``sharing`` of ``telling`` records' are. Never against a person: two
    places may be near and called by other words.
    """
    near = counted(sharing, telling)
    return models.place(True, near) if near.value < models.NEAR.value else None


def time_line(case: SubjectFacts, record: SubjectFacts, counts: PopulationCounts) -> WeighedLine | None:
    if case.said.day is None or record.said.day is None:
        return None
    died = case.said.day[1].toordinal()
    return models.time(record.said.day[0].toordinal() <= died, counts.seen_by(died))


def sex_line(dead: str, bones: bool, missing: str, counts: PopulationCounts) -> WeighedLine | None:
    return models.sex(dead, missing, counts.others, models.BONES if bones else models.SOFT_TISSUE)


def lines(case: SubjectFacts, record: SubjectFacts, of: Evidence) -> list[WeighedLine]:
    """The lines of a pair, in the order in which a page shows them."""
    years = age_alone(record)
    found: list[WeighedLine | None] = [
        models.face(face_weight(of.calibration, of.faces, case, record)),
        sex_line(case.said.sex, case.bones, record.said.sex, of.counts),
        models.age(age_of_dead(case), age_of_missing(record, case), of.counts.others),
        models.stature(
            case.said.stature,
            record.said.stature,
            record.said.sex,
            None if years is None else sum(years) / 2,
            of.counts.others,
        ),
    ]
    found += [models.mark(name, Agreement.BOTH, of.counts.mark(name)) for name in sorted(case.marks & record.marks)]
    found.append(_effects(case, record, of))
    found.append(_place(case, record, of))
    found.append(time_line(case, record, of.counts))
    return [line for line in found if line is not None]


def combined(case: SubjectFacts, record: SubjectFacts, of: Evidence) -> Combined:
    return combine(lines(case, record, of))


def _effects(case: SubjectFacts, record: SubjectFacts, of: Evidence) -> WeighedLine | None:
    if not case.things & record.things:
        return None
    shared = of.things.shared(case.things)
    here = shared.records == of.place_of[record.number]
    return effect_line(int(shared.as_rare[here][0]), of.things.telling)


def _place(case: SubjectFacts, record: SubjectFacts, of: Evidence) -> WeighedLine | None:
    if not case.places & record.places:
        return None
    return place_line(len(of.places.shared(case.places).records), of.places.telling)


def kept(both: Combined, sources: dict[str, int], extra: Sequence[dict[str, Any]] = ()) -> list[dict[str, Any]]:
    """The lines as a proposal keeps them; their sources by number, since thousands share a few."""
    return [
        {
            "kind": one.line.kind.value,
            "said": one.line.said,
            "at": [round(n, 3) for n in (one.line.log10_lr, one.line.low, one.line.high)],
            "source": sources.setdefault(one.line.source, len(sources)),
            "instead": one.instead,
            "share": round(one.share, 3),
        }
        for one in both.lines
    ] + list(extra)
