"""Proposals as a page shows them: codes only of what the reader may still see. Queries do not grow with the rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from antigone.desk.accounts.actor import Actor
from antigone.desk.candidates import queries as candidates
from antigone.desk.reconciling.models import ProposedPair, Reconciliation, Sampling, Unlisted
from antigone.desk.reconciling.words import (
    kind_in_words,
    line_in_words,
    picture_words,
    refusal_in_words,
    share_in_words,
)
from antigone.desk.subjects.models import Subject
from antigone.reconciliation.picture import picture
from antigone.reconciliation.waterfall import Waterfall, WaterfallStep


class VisibleSubjects:
    """The cases and records by number that the reader may see; asked for once."""

    def __init__(self, by: Actor, numbers: Iterable[int]) -> None:
        wanted = set(numbers)
        self.subjects: dict[int, Subject] = {row.pk: row for row in candidates.subjects(by, wanted)} if wanted else {}
        self.names = candidates.names_of(number for number, row in self.subjects.items() if row.kind == "am")

    def some(self, numbers: Iterable[int]) -> list[Subject]:
        return [self.subjects[number] for number in numbers if number in self.subjects]

    @property
    def codes(self) -> dict[int, str]:
        return {number: row.code for number, row in self.subjects.items()}


@dataclass(frozen=True, slots=True)
class ProposalShown:
    """A proposal as a page shows it."""

    proposal: ProposedPair
    case: Subject | None
    """None if it is not for these eyes any more."""
    record: Subject | None
    name: str
    words: str
    also_cases: Sequence[Subject] = ()
    also_records: Sequence[Subject] = ()
    also_first_for: Sequence[Subject] = ()
    other_records: Sequence[tuple[Subject, float]] = field(default=())
    other_cases: Sequence[tuple[Subject, float]] = field(default=())

    @property
    def hidden_rivals(self) -> bool:
        """Whether the record is first for cases that the reader may not see."""
        return len(self.also_first_for) < len(self.proposal.also_first_for)


def shown(by: Actor, proposals: Sequence[ProposedPair]) -> list[ProposalShown]:
    known = VisibleSubjects(by, (number for each in proposals for number in _numbers(each)))
    return [
        ProposalShown(
            each,
            known.subjects.get(each.case_id),
            known.subjects.get(each.record_id),
            known.names.get(each.record_id, ""),
            share_in_words(each.posterior),
            known.some(each.also_cases),
            known.some(each.also_records),
            known.some(each.also_first_for),
            _rivals(known, each.other_records),
            _rivals(known, each.other_cases),
        )
        for each in proposals
    ]


def _numbers(each: ProposedPair) -> set[int]:
    rivals = {number for number, _p in (*each.other_records, *each.other_cases)}
    return {each.case_id, each.record_id, *each.also_cases, *each.also_records, *each.also_first_for, *rivals}


def _rivals(known: VisibleSubjects, rows: Sequence[Sequence[Any]]) -> list[tuple[Subject, float]]:
    return [(known.subjects[number], posterior) for number, posterior in rows if number in known.subjects]


def sampled(by: Actor, rows: Sequence[Sampling]) -> list[tuple[Sampling, Subject | None, list[Subject]]]:
    known = VisibleSubjects(by, (n for row in rows for n in (row.case_id, *row.tells_of)))
    return [(row, known.subjects.get(row.case_id), known.some(row.tells_of)) for row in rows]


def not_listed(by: Actor, rows: Sequence[Unlisted]) -> list[tuple[Unlisted, Subject | None]]:
    known = VisibleSubjects(by, (row.case_id for row in rows))
    return [(row, known.subjects.get(row.case_id)) for row in rows]


def why_refused(run: Reconciliation) -> tuple[str, str] | None:
    return refusal_in_words(run.refusal) if run.refusal else None


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line of the table beside the picture."""

    kind: str
    said: str
    alone: float
    low: float
    high: float
    now: float
    source: str
    instead: str
    counted: float
    """How much of it moves the weight: less than it weighs where part of it is in other lines already."""

    @property
    def in_part(self) -> bool:
        return not self.instead and abs(self.alone - self.counted) > 0.005

    @property
    def against(self) -> bool:
        """Whether it speaks against the person even at the upper end."""
        return self.high < 0


def lines_of(one: ProposalShown, sources: Sequence[str], codes: dict[int, str]) -> list[LineShown]:
    """The lines of a proposal in order, each with the weight after it."""
    found, now = [], 0.0
    for line in one.proposal.lines or []:
        alone, low, high = line["at"]
        counted = 0.0 if line["instead"] else alone * line["share"]
        now += counted
        found.append(
            LineShown(
                kind_in_words(line["kind"]),
                line_in_words(line["kind"], line["said"], codes),
                alone,
                low,
                high,
                now,
                sources[line["source"]],
                line_in_words("", line["instead"]) if line["instead"] else "",
                counted,
            )
        )
    return found


def drawn(one: ProposalShown, lines: Sequence[LineShown], title: str) -> str:
    """The waterfall as SVG, without a style attribute. Empty if there is nothing to draw."""
    if not lines:
        return ""
    steps, before = [], 0.0
    for line in lines:
        numbers = (before, line.now, line.alone, line.low, line.high)
        steps.append(WaterfallStep(line.kind, line.said, *numbers, line.source, line.instead))
        before = line.now
    proposal = one.proposal
    return picture(Waterfall(tuple(steps), proposal.log10_lr, proposal.low, proposal.high, ()), title, picture_words())
