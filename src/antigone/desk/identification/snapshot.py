"""What is kept with a decision: the identification, and its lists and photographs as they were on that day.

antigone.protocol.codec writes it down and reads it back, so that it means the same for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation

from antigone.desk.candidates.models import Run
from antigone.desk.candidates.queries import names_of as persons_called
from antigone.desk.candidates.words import resting_on_in_words, strangers_in_words, weight_in_figures
from antigone.desk.identification.person_refs import names_of
from antigone.desk.photos.models import Photograph
from antigone.desk.subjects.models import Subject
from antigone.protocol.identification import Identification


@dataclass(frozen=True, slots=True)
class FrozenCandidate:
    """One entry of a candidate list, also of those that were not chosen."""

    rank: int
    code: str
    score: str
    """Cosine of the angle between templates, to four places: it ranks, it means nothing by itself."""
    weight: str
    """The weight of evidence in words, or why none is stated."""
    strangers: str
    """How many strangers are expected at or above this score."""
    left_search: bool
    rests_on: str
    """Which of their photographs rested on points by hand or a cover, and how; empty if none did."""


@dataclass(frozen=True, slots=True)
class CandidateList:
    """A whole candidate list of the case or of the record."""

    number: int
    code: str
    at: datetime
    engine: str
    model: str
    calibration: str
    gallery: tuple[str, ...]
    photographs: int
    persons: int
    rests_on: str
    """The same of the photographs searched with."""
    entries: tuple[FrozenCandidate, ...]


@dataclass(frozen=True, slots=True)
class Pictured:
    """One photograph of the case or record, by its hash."""

    number: int
    code: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """Everything that is kept with a decision."""

    identification: Identification
    incident: str
    names: tuple[tuple[str, str], ...]
    """Keys of people and how they were called then."""
    person: str
    """The missing person's name, as the record had it."""
    lists: tuple[CandidateList, ...]
    photographs: tuple[Pictured, ...]


def names_in(identification: Identification) -> tuple[tuple[str, str], ...]:
    """The references of everybody whom a decision names."""
    file, sitting = identification.file, identification.sitting
    keys = {*file.examiners, *(member.person for member in sitting.present)}
    for entry in file.ledger:
        keys |= {entry.raised_by, *([entry.explained.by] if entry.explained else [])}
    return tuple(sorted(names_of(keys).items()))


def person_name(record: Subject) -> str:
    return persons_called([record.pk]).get(record.pk, "")


def photographs_of(*subjects: Subject) -> tuple[Pictured, ...]:
    """The photographs in force, by their hashes; the pictures themselves stay in the vault."""
    rows = Photograph.objects.filter(subject__in=subjects, ended_at=None).select_related("subject").order_by("pk")
    return tuple(Pictured(row.pk, row.subject.code, row.sha256) for row in rows)


def lists_of(case: Subject, record: Subject) -> tuple[CandidateList, ...]:
    """The latest list of each, and the latest that has the other: whole, also whoever was not chosen."""
    found: dict[int, Run] = {}
    for subject, other in ((case, record), (record, case)):
        done = Run.objects.filter(subject=subject, state=Run.State.DONE).select_related("subject").order_by("-pk")
        for run in (done.first(), done.filter(candidates__subject=other).first()):
            if run is not None:
                found[run.pk] = run
    return tuple(_whole(found[number]) for number in sorted(found))


def _whole(run: Run) -> CandidateList:
    rows = run.candidates.select_related("subject").order_by("rank")
    with translation.override("en"):
        entries = tuple(
            FrozenCandidate(
                row.rank,
                row.subject.code,
                f"{row.score:.4f}",
                _weight(row.weight),
                strangers_in_words(row.strangers),
                row.marked_at is not None,
                _resting_on(row.rests_on),
            )
            for row in rows
        )
        rests_on = _resting_on(run.rests_on)
    return CandidateList(
        number=run.pk,
        code=run.subject.code,
        at=run.done_at or run.asked_at,
        engine=run.engine,
        model=run.model,
        calibration=run.calibration,
        gallery=tuple(_part(part) for part in run.gallery or []),
        photographs=run.gallery_photos or 0,
        persons=run.gallery_persons or 0,
        rests_on=rests_on,
        entries=entries,
    )


def _weight(weight: dict[str, Any] | None) -> str:
    if not weight:
        return ""
    if weight.get("log10_lr") is None:
        return str(weight.get("refused") or "")
    return f"{weight_in_figures(weight)}: {weight['verbal']}"


def _resting_on(said: list[dict[str, Any]]) -> str:
    return ". ".join(resting_on_in_words(said, several=True))


def _part(part: dict[str, Any]) -> str:
    return f"agency {part['agency']}, step {part['sequence']}, {part['photos']} photographs: {part['fingerprint']}"
