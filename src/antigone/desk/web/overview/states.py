"""Where the dead and the missing of an incident are in the pipeline: two bars that meet, and who has waited longest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Role
from antigone.desk.candidates.queries import names_of
from antigone.desk.identification.pipeline import StateCount, counted
from antigone.desk.identification.states import PIPELINE_WORDS, PipelineState
from antigone.desk.subjects.models import Subject
from antigone.desk.subjects.queries import with_charge
from antigone.desk.web.subjects.context import next_hand
from antigone.types import Profile

STILL = (
    *(PipelineState.CLOSED, PipelineState.FOUND_ALIVE, PipelineState.FROZEN, PipelineState.RECALLED),
    PipelineState.NO_FACE,
)
"""What stands beside the way, outermost in the bars."""
ON_THE_WAY = (
    *(PipelineState.OPENED, PipelineState.PHOTOGRAPHED, PipelineState.SEARCHED, PipelineState.LIST_READ),
    *(PipelineState.WITH_EXAMINERS, PipelineState.SETTLED, PipelineState.BEFORE_THE_BOARD),
    *(PipelineState.IDENTIFIED, PipelineState.FAMILY_TOLD),
)
"""From the outside inwards: where both bars meet, the dead have their names."""
_OVER = {PipelineState.CLOSED, PipelineState.FOUND_ALIVE, PipelineState.FAMILY_TOLD}
"""Where nobody waits any more."""
HALF = 500
"""Each bar is so long, in units of the drawing."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whoever of a state was opened first."""

    subject: Subject
    name: str
    days: int
    charge: str
    """Who answers for it; empty if nobody does."""
    roles: Sequence[Role]
    """Whose turn it is, where nobody answers for it."""


@dataclass(frozen=True, slots=True)
class StateLine:
    """One state: how many are in it, and who has been the longest."""

    words: Any
    step: int
    """How dark it is drawn, from 1; 0 beside the way."""
    dead: int
    missing: int
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar."""

    x: str
    width: str
    step: int


@dataclass(frozen=True, slots=True)
class Bars:
    """The picture of an incident's states."""

    lines: tuple[StateLine, ...]
    segments: tuple[Segment, ...]
    dead: int
    missing: int


def bars(by: Actor, incident: Incident) -> Bars:
    """The states of all that ``by`` sees, with one of each state who has waited longest."""
    found = {(each.kind, each.state): each for each in counted(by, incident)}
    waiting = _waiting(each for each in found.values() if each.state not in _OVER)
    lines, ends = [], {Profile.PM: 0.0, Profile.AM: 0.0}
    whole = {kind: sum(each.number for (of, _s), each in found.items() if of is kind) for kind in Profile}
    segments = []
    for state in (*STILL, *ON_THE_WAY):
        step = 0 if state in STILL else ON_THE_WAY.index(state) + 1
        both = {kind: found.get((kind, state)) for kind in Profile}
        for kind, each in both.items():
            if each is not None:
                width = HALF * each.number / whole[kind]
                left = ends[kind] if kind is Profile.PM else 2 * HALF - ends[kind] - width
                segments.append(Segment(f"{left:.1f}", f"{width:.1f}", step))
                ends[kind] += width
        if any(both.values()):
            of = [waiting[each.oldest] for each in both.values() if each and each.oldest in waiting]
            dead, missing = (each.number if (each := both[kind]) else 0 for kind in (Profile.PM, Profile.AM))
            lines.append(StateLine(PIPELINE_WORDS[state], step, dead, missing, tuple(of)))
    in_order = sorted(lines, key=lambda line: line.step or len(ON_THE_WAY) + 1)
    return Bars(tuple(in_order), tuple(segments), whole[Profile.PM], whole[Profile.AM])


def _waiting(counts: Iterable[StateCount]) -> dict[int, Waiting]:
    states = {each.oldest: each.state for each in counts}
    rows = list(with_charge(Subject.objects.filter(pk__in=states)))
    names = names_of(row.pk for row in rows if not row.is_case)
    return {row.pk: _wait_of(row, states[row.pk], names.get(row.pk, "")) for row in rows}


def _wait_of(row: Any, state: PipelineState, name: str) -> Waiting:
    return Waiting(row, name, _days_since(row.opened_at), row.charge or "", next_hand(row, state))


def _days_since(then: datetime) -> int:
    return max(0, (timezone.localdate() - timezone.localdate(then)).days)
