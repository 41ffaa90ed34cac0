"""The lines that a case and a record give: face, sex, age, stature, marks, effects, time and place.

Each function returns a :class:`WeighedLine`, or None if one side does not say: no evidence, not evidence against. Every
number has a default with its source, and a place to give one's own. None of the defaults was measured on the incident
at hand; those marked [assumption] were measured nowhere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import Enum, auto

import numpy as np

from antigone.reconciliation.lines import (
    GROSS,
    MOST_FOR_EFFECTS,
    Floats,
    LineKind,
    Rate,
    WeighedLine,
    by_agreement,
    by_distance,
)
from antigone.types import Weight

SOFT_TISSUE = Rate(0.005, 0.001, 0.02, "[assumption] sex seen on a body with soft tissue is written down wrongly")
BONES = Rate(
    0.08,
    0.025,
    0.126,
    "1 less the accuracies of 87.4-97.5 % in the abstract of NCJ 246230, Journal of Forensic Sciences 58 (2013): sex"
    " from clavicle, humerus, radius and ulna; the middle was chosen here",
)
"""How often the sex of a case is wrong, by how it was seen."""
RECORD_SEX = 0.002
"""[assumption] how often a record's sex is wrong."""
BONE_STATURE_CM = 3.5
"""Standard error of a stature from long bones: 2.4-4.0 cm in the abstract of a review of sixty publications (Moore,
American Association of Physical Anthropologists, 2012); nearer to the upper end was chosen here."""
TOLD_STATURE_CM = 4.0
"""[assumption] standard error of what families and papers say. That papers say too much is known (Willey and Falsetti,
Journal of Forensic Sciences 36 (1991), abstract; no size is given there), and not corrected for here."""
TATTOOED = Rate(
    0.145,
    0.05,
    0.3,
    "14.5 % of Australians of 16-64 have a tattoo (Heywood and others 2012, abstract)",
)
NOTED = Rate(0.9, 0.7, 0.98, "[assumption] a mark of the dead that the family would tell, and the mortuary would see")
CARRIED = Rate(0.8, 0.5, 0.95, "[assumption] effects told by the family are still with the body")
AFTER_LAST_SEEN = Rate(0.98, 0.95, 0.995, "[assumption] dates of last contact and of death are rarely wrong")
NEAR = Rate(0.8, 0.5, 0.95, "[assumption] bodies lie where the person was last known to be, or where that leads")
ADULT = 18


@dataclass(frozen=True, slots=True)
class Others:
    """The population that every line compares with: as a rule, everybody on the incident's lists."""

    female: Rate
    """The share of women and girls."""
    ages: Floats = field(repr=False)
    statures: dict[str, Floats] = field(repr=False)
    """Of adults, in cm, by sex ("female", "male"): a stature says little that the sex does not, so it is weighed
    within one."""


class Agreement(Enum):
    """What is said of a mark or an effect."""

    BOTH = auto()
    NOT_ON_THE_MISSING = auto()
    """The dead has it, and those who would know say that the missing did not."""
    NOT_ON_THE_DEAD = auto()
    """It was told of the missing, and was looked for on a body where it would be seen."""
    UNSAID = auto()


def face(weight: Weight | None) -> WeighedLine | None:
    """A search's weight of evidence. None where it was refused: a refusal does not speak against a person.

    A weight calibrated within one age band or sex compares with strangers of the same: it says nothing of age or sex,
    and both may be added. One calibrated for everybody rests on them too.
    """
    if weight is None or weight.log10_lr is None or weight.low is None or weight.high is None:
        return None
    people = weight.stratum.split(";")[0]
    within = {trait for trait, named in (("age", "age band "), ("sex", "sex ")) if named in people}
    return WeighedLine(
        LineKind.FACE,
        f"faces compared ({weight.stratum})",
        weight.log10_lr,
        weight.low,
        weight.high,
        f"calibration {weight.calibration}",
        frozenset({"face"} | ({"age", "sex"} - within)),
    )


def sex(dead: str, missing: str, others: Others, wrong: Rate = SOFT_TISSUE) -> WeighedLine | None:
    """``dead`` as estimated, ``missing`` as told: "female" or "male"; anything else is not known."""
    if not {dead, missing} <= {"female", "male"}:
        return None

    def agreeing(error: float) -> float:
        return (1 - error) * (1 - RECORD_SEX) + error * RECORD_SEX

    def seen(share: float, error: float) -> float:
        return share * (1 - error) + (1 - share) * error

    women = others.female
    share = women.value if dead == "female" else 1 - women.value
    ends = sorted((women.low, women.high) if dead == "female" else (1 - women.high, 1 - women.low))
    one = Rate(agreeing(wrong.value), agreeing(wrong.high), agreeing(wrong.low), wrong.source)
    other = Rate(seen(share, wrong.value), seen(ends[0], wrong.value), seen(ends[1], wrong.value), women.source)
    # LR of a seen sex, not of agreement: P(seen | told) / P(seen).
    if dead == missing:
        numbers = by_agreement(True, one, other)
    else:
        differing = Rate(1 - one.value, 1 - one.high, 1 - one.low, wrong.source)
        numbers = by_agreement(True, differing, other)
    said = f"{dead} as estimated, {missing} as told"
    return WeighedLine(LineKind.SEX, said, *numbers, f"{wrong.source}; {women.source}", frozenset({"sex"}))


def age(dead: tuple[float, float] | None, missing: tuple[float, float] | None, others: Others) -> WeighedLine | None:
    """Ranges of years, low to high; of the dead as estimated, at 95 %; of the missing as told, all alike likely."""
    if dead is None or missing is None or not len(others.ages):
        return None
    (middle, error), (told, spread) = _of_95(dead), _of_even(missing)
    numbers = by_distance(middle, max(error, 0.5), told, spread, others.ages)
    said = f"{_years(dead[0])} to {_years(dead[1])} years as estimated, {_years(told)} as told"
    source = f"the examiner's range as 95 %; those who could lie here; {GROSS.source}"
    return WeighedLine(LineKind.AGE, said, *numbers, source, frozenset({"age"}))


def _years(years: float) -> str:
    """As people say an age: of a child in its first years a half counts, of anybody else whole ones."""
    return f"{round(years, 1 if years < 3 else 0):g}"


def stature(
    dead: tuple[float, float] | None, missing: tuple[float, float] | None, sex: str, years: float | None, others: Others
) -> WeighedLine | None:
    """Ranges in cm; ``sex`` and ``years`` of the missing. Of adults only: a child's stature is its age once more.

    Compared with others of the same sex. Without the sex, with everybody, and then it rests on sex as well.
    """
    if dead is None or missing is None or years is None or years < ADULT:
        return None
    known = sex in others.statures
    alike = others.statures[sex] if known else np.concatenate([*others.statures.values(), np.empty(0)])
    if not len(alike):
        return None
    (middle, error), (told, spread) = _of_95(dead), _of_even(missing)
    numbers = by_distance(middle, max(error, 1.0), told, float(np.hypot(spread, TOLD_STATURE_CM)), alike)
    said = f"{dead[0]:g} to {dead[1]:g} cm as measured, {told:.0f} as told"
    source = f"the examiner's range as 95 %; {TOLD_STATURE_CM:g} cm error of what is told [assumption]; {GROSS.source}"
    return WeighedLine(
        LineKind.STATURE, said, *numbers, source, frozenset({"stature"} if known else {"stature", "sex"})
    )


def mark(name: str, found: Agreement, frequency: Rate, noted: Rate = NOTED) -> WeighedLine | None:
    """A tattoo, scar, birthmark, ring finger that is lacking. ``frequency``: in how many of those who could lie here
    one would call the same; of a bare "has a tattoo" :data:`TATTOOED`, of "a swallow on the left wrist" far less.

    Marks of one ``name`` are one mark: name the place on the body, not the picture.
    """
    return _carried(LineKind.MARK, name, found, frequency=frequency, kept=noted)


def effect(name: str, found: Agreement, frequency: Rate, carried: Rate = CARRIED) -> WeighedLine | None:
    """Clothes, jewellery, papers. Never weighs more for a person than :data:`MOST_FOR_EFFECTS`."""
    return _carried(LineKind.EFFECT, name, found, frequency=frequency, kept=carried, most=MOST_FOR_EFFECTS)


def _carried(
    kind: LineKind, name: str, found: Agreement, *, frequency: Rate, kept: Rate, most: float = math.inf
) -> WeighedLine | None:
    if found is Agreement.UNSAID:
        return None
    if found is Agreement.NOT_ON_THE_MISSING:
        # The dead has it: of one person that would be told with the share `kept`.
        one = Rate(1 - kept.value, 1 - kept.high, 1 - kept.low, kept.source)
        numbers = by_agreement(True, one, Rate(1 - frequency.value, 1 - frequency.high, 1 - frequency.low, "others"))
        words = "on the dead; those who know say the missing had none"
    else:
        both = found is Agreement.BOTH
        numbers = by_agreement(both, kept, frequency)
        words = "on both" if both else "told of the missing; looked for and not on the dead"
    value, low, high = (min(number, most) for number in numbers)
    source = f"{kept.source}; frequency: {frequency.source}"
    return WeighedLine(kind, f"{name}: {words}", value, low, high, source, frozenset({f"{kind}: {name}"}))


def time(possible: bool | None, others_possible: Rate, right: Rate = AFTER_LAST_SEEN) -> WeighedLine | None:
    """Whether the missing was last seen before the dead can have died. ``others_possible``: the share of the incident's
    records of whom that is true."""
    if possible is None:
        return None
    said = "last seen before the death" if possible else "seen alive after the death"
    source = f"{right.source}; {others_possible.source}"
    return WeighedLine(
        LineKind.TIME, said, *by_agreement(possible, right, others_possible), source, frozenset({"time"})
    )


def place(near: bool | None, others_near: Rate, right: Rate = NEAR) -> WeighedLine | None:
    """Whether the missing was last known near where the dead was found, as the incident means "near"; of a route or a
    vessel, whether they were on it. ``others_near``: the share of the incident's records of whom that is true."""
    if near is None:
        return None
    said = "last known near where the body was" if near else "last known elsewhere"
    source = f"{right.source}; {others_near.source}"
    return WeighedLine(LineKind.PLACE, said, *by_agreement(near, right, others_near), source, frozenset({"place"}))


def _of_95(ends: tuple[float, float]) -> tuple[float, float]:
    """Middle and sd of a range that holds the truth 95 times in 100."""
    return (ends[0] + ends[1]) / 2, (ends[1] - ends[0]) / 2 / 1.96


def _of_even(ends: tuple[float, float]) -> tuple[float, float]:
    """Middle and sd of a range all of which is as likely."""
    return (ends[0] + ends[1]) / 2, float((ends[1] - ends[0]) / np.sqrt(12))
