"""A candidate list as a page shows it: each entry with what speaks for and against it, at the moment of reading.

The number of questions to the database does not grow with the list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from antigone.desk.accounts.actor import Actor
from antigone.desk.candidates import queries
from antigone.desk.candidates.conflicts import Contradiction, Grave, conflicts, stated
from antigone.desk.candidates.models import Candidate, Exclusion, Run
from antigone.desk.candidates.queries import excluded_for
from antigone.desk.candidates.words import (
    limit_in_words,
    resting_on_in_words,
    strangers_in_short,
    strangers_in_words,
    stratum_in_words,
    top_in_words,
    weight_in_figures,
    weight_in_words,
    why_no_weight,
)
from antigone.desk.photos.models import Face, Photograph
from antigone.desk.photos.queries import photographs
from antigone.desk.subjects.models import Subject
from antigone.weighing import SAME_PICTURE

LOW, HIGH, LEFT, WIDTH = -4.0, 7.0, 10.0, 300.0
"""The drawing of a weight: from and to which log10, where it begins, and how wide it is."""
STEPS = (-4, -2, 0, 2, 4, 6)


@dataclass(frozen=True, slots=True)
class Drawn:
    """The position of a weight, in the units of its drawing."""

    at: float
    low: float
    width: float
    ticks: tuple[tuple[float, str], ...]
    none: float
    """Where it supports neither side."""


@dataclass(frozen=True, slots=True)
class StatedWeight:
    """A weight as it was written in the run."""

    log10: float
    low: float
    high: float
    figures: str
    """The weight with its interval, or "at least" so much at a limit of its calibration."""
    verbal: str
    limit: str
    """Why nothing beyond it is stated; empty if it is not at a limit."""
    stratum: str
    drawn: Drawn


@dataclass(frozen=True, slots=True)
class ListedCandidate:
    """One entry of a list."""

    candidate: Candidate
    subject: Subject | None
    """None if it is not for these eyes any more."""
    name: str
    photograph: Photograph | None
    """None if it left search, or is not for these eyes."""
    weight: StatedWeight | None
    no_weight: str
    """Why, in the reader's language; empty where no calibration was used."""
    strangers: str
    """How many to expect, as a sentence; empty where it is not known."""
    strangers_short: str
    """The same as a number."""
    strangers_among: str
    """Whose scores were counted; empty in lists that were made before that was kept."""
    conflicts: tuple[Contradiction, ...]
    exclusion: Exclusion | None
    also_first: int
    same_picture: bool
    """Whether a photograph of theirs is the very picture that was searched with."""
    rests_on: tuple[str, ...] = ()
    """Which of their photographs rested on points by hand or a cover, and how: a sentence each."""

    @property
    def grave(self) -> Grave | None:
        """The gravest that speaks against it; None if nothing does."""
        if self.exclusion is not None:
            return Grave.EXCLUDED
        return self.conflicts[0].grave if self.conflicts else None

    @property
    def more_conflicts(self) -> int:
        """How many there are besides the gravest."""
        return max(0, len(self.conflicts) - 1)

    @property
    def is_serious(self) -> bool:
        """Whether it stands at the end of a list: excluded, or one of two statements is wrong."""
        return self.grave in (Grave.EXCLUDED, Grave.SERIOUS)


@dataclass(frozen=True, slots=True)
class RunList:
    """The whole candidate list of a run."""

    ranked: tuple[ListedCandidate, ...]
    apart: tuple[ListedCandidate, ...]
    """Who is excluded, now."""
    same_picture: tuple[ListedCandidate, ...]
    probes: tuple[Photograph, ...]
    """The best one first."""
    rests_on: tuple[str, ...]
    """Which of the photographs searched with rested on points by hand or a cover, and how: a sentence each."""
    top: str
    """What the first place scores if the person is not enrolled, as a sentence; empty where it is not known."""


def listing(by: Actor, run: Run) -> RunList:
    rows = list(run.candidates.all())
    seen = {each.pk: each for each in queries.subjects(by, [row.subject_id for row in rows])}
    names = queries.names_of(seen)
    pictures = {each.pk: each for each in _pictures(by, [row.photograph_id for row in rows])}
    first = queries.also_first(by, run, seen)
    excluded = excluded_for(run.subject)
    me = stated(queries.subjects(by, [run.subject_id]).first() or run.subject)

    def shown(row: Candidate) -> ListedCandidate:
        subject = seen.get(row.subject_id)
        them = stated(subject) if subject else None
        case, record = (me, them) if me.dead else (them, me)
        weight = row.weight or {}
        return ListedCandidate(
            candidate=row,
            subject=subject,
            name=names.get(row.subject_id, ""),
            photograph=None if row.marked_at or not subject else pictures.get(row.photograph_id),
            weight=weighed(weight),
            no_weight=why_no_weight(weight.get("refused") or ""),
            strangers=strangers_in_words(row.strangers),
            strangers_short=strangers_in_short(row.strangers),
            strangers_among=stratum_in_words((row.strangers or {}).get("among", "")),
            conflicts=tuple(conflicts(case, record)) if case and record else (),
            exclusion=excluded.get(row.subject_id),
            also_first=first.get(row.subject_id, 0),
            same_picture=is_same_picture(weight),
            rests_on=tuple(resting_on_in_words(row.rests_on, several=True)),
        )

    entries = [shown(row) for row in rows]
    return RunList(
        ranked=tuple(each for each in entries if each.exclusion is None),
        apart=tuple(each for each in entries if each.exclusion is not None),
        same_picture=tuple(each for each in entries if each.same_picture),
        probes=_best_first(photographs(by).filter(searched_in=run)),
        rests_on=tuple(resting_on_in_words(run.rests_on, several=True)),
        top=top_in_words(run.not_enrolled),
    )


def _pictures(by: Actor, numbers: Iterable[int]) -> Iterable[Photograph]:
    return photographs(by).filter(pk__in=set(numbers)).prefetch_related("faces")


def is_same_picture(weight: dict[str, Any] | None) -> bool:
    """Whether no weight is stated because one picture is on both sides."""
    return (weight or {}).get("refused") == SAME_PICTURE


def weighed(weight: dict[str, Any] | None) -> StatedWeight | None:
    if not weight or weight.get("log10_lr") is None:
        return None
    value, low, high = weight["log10_lr"], weight["low"], weight["high"]
    verbal = weight_in_words(value, weight["verbal"])
    figures, limit = weight_in_figures(weight), limit_in_words(weight.get("limit") or "")
    stratum = stratum_in_words(weight["stratum"])
    return StatedWeight(value, low, high, figures, verbal, limit, stratum, draw(value, low, high))


def draw(value: float, low: float, high: float) -> Drawn:
    def x(log10: float) -> float:
        return round(LEFT + (min(max(log10, LOW), HIGH) - LOW) / (HIGH - LOW) * WIDTH, 1)

    return Drawn(
        x(value), x(low), round(x(high) - x(low), 1), tuple((x(s), f"{s:+d}" if s else "0") for s in STEPS), x(0)
    )


def _best_first(found: Iterable[Photograph]) -> tuple[Photograph, ...]:
    probes = list(found)
    faces = Face.objects.filter(photograph__in=probes, chosen=True).values_list("photograph", "quality")
    quality = {photograph: said.get("overall", 0) for photograph, said in faces}
    return tuple(sorted(probes, key=lambda each: (-quality.get(each.pk, 0), each.pk)))
