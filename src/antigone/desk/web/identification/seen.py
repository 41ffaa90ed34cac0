"""What a board sees of whom it decides about: faces, both examiners' tables, the family's words, time and place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from antigone.desk.accounts.actor import Actor
from antigone.desk.candidates import queries as candidates
from antigone.desk.candidates.words import resting_on_in_words
from antigone.desk.identification.models import File
from antigone.desk.identification.person_refs import names_of
from antigone.desk.photos.models import Face, Photograph
from antigone.desk.photos.queries import photographs
from antigone.desk.review.actions.people import saw_the_outcome
from antigone.desk.review.queries import reviews, settlement_of_pair
from antigone.desk.review.words import FINDINGS, OUTCOMES, component_words, explanation_words, level_words
from antigone.desk.subjects.models import Subject
from antigone.protocol.components import Component, Explanation
from antigone.protocol.entries import Compared, Finding
from antigone.protocol.settle import FinishedExamination

_MOST = 12
"""Photographs of each side on the page of a file."""
_DOTS = 1000
"""The width of the axis of time, in its own units."""


def seen_context(by: Actor, file: File, *, clear: bool = False) -> dict[str, Any]:
    """The context of ``_seen.html``: nothing of a case or record that ``by`` may not see, and no examination unless
    they may see reviews. ``clear``: the faces were asked for.
    """
    sides = candidates.subjects(by, [file.case_id, file.record_id])
    subjects = {subject.pk: subject for subject in sides.prefetch_related("marks")}
    case, record = subjects.get(file.case_id), subjects.get(file.record_id)
    return {
        "clear_faces": clear,
        "faces": [_faces(by, subject) for subject in (case, record) if subject is not None],
        "tables": _tables(by, file),
        "telling": record,
        "body": case,
        "axis": axis(case, record),
    }


def _faces(by: Actor, subject: Subject) -> dict[str, Any]:
    rows = photographs(by).filter(subject=subject, ended_at=None, state=Photograph.State.USABLE)
    found = [each for each in rows.order_by("-indexed", "pk")[: _MOST + 1] if each.has_pictures]
    shown = found[:_MOST]
    return {"subject": subject, "photographs": shown, "more": len(found) > _MOST, "rests_on": _rests_on(shown)}


def _rests_on(shown: Sequence[Photograph]) -> list[str]:
    """Which of them are compared by points that a person set, or with a part covered, and how: a sentence each."""
    chosen = Face.objects.filter(photograph__in=shown, chosen=True).filter(Q(by_hand=True) | Q(covered__gt=0))
    return resting_on_in_words(chosen.order_by("photograph").values("photograph", "by_hand", "covered"), several=True)


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """One component as each examiner compared it."""

    name: str
    cells: tuple[tuple[Any, str, str], ...]
    """Of each examiner: the finding, their words, what explains it."""
    differs: bool
    """Whether the examiners found different things: then their words are what the board must weigh."""
    counts: bool
    """Whether the words are shown at once: the examiners differ, or one of them saw a difference."""


@dataclass(frozen=True, slots=True)
class ExaminersTable:
    """The finished examinations of one round, side by side."""

    outcome: Any
    people: tuple[str, ...]
    conclusions: tuple[tuple[str, str], ...]
    """Of each: what they concluded blind, and why."""
    rows: tuple[ComponentRow, ...]


def _tables(by: Actor, file: File) -> list[ExaminersTable]:
    """Of each settled round, the latest first. Whoever reads them examines neither of the two from then on."""
    found = []
    for pair in reviews(by).filter(case=file.case_id, record=file.record_id).order_by("-round"):
        settlement = settlement_of_pair(pair)
        if settlement.settled:
            saw_the_outcome(by=by, pair=pair)
            found.append(_table(OUTCOMES[settlement.outcome], settlement.done))
    return found


def _table(outcome: Any, done: Sequence[FinishedExamination]) -> ExaminersTable:
    names = names_of({each.examination.examiner for each in done})
    return ExaminersTable(
        outcome=outcome,
        people=tuple(names[each.examination.examiner] for each in done),
        conclusions=tuple(_concluded(each) for each in done),
        rows=tuple(_row(component, done) for component in Component),
    )


def _concluded(done: FinishedExamination) -> tuple[str, str]:
    blind = done.examination.now.blind
    return (level_words(done.examination.scale, blind.level), blind.reasons) if blind else ("", "")


def _row(component: Component, done: Sequence[FinishedExamination]) -> ComponentRow:
    entries = [each.examination.now.compared[component] for each in done]
    differs = len({entry.finding for entry in entries}) > 1
    counts = differs or any(entry.finding is Finding.DIFFERENT for entry in entries)
    return ComponentRow(component_words(component), tuple(_cell(entry) for entry in entries), differs, counts)


def _cell(entry: Compared) -> tuple[Any, str, str]:
    why = "; ".join(explanation_words(each) for each in Explanation if each in entry.explanations)
    return FINDINGS[entry.finding], entry.words, why


@dataclass(frozen=True, slots=True)
class AxisBar:
    """Something that happened within a span of days, and where."""

    words: str
    first: date
    last: date
    place: str
    left: int
    """Where it begins on the axis, and how wide it is, of ``_DOTS``."""
    width: int

    @property
    def when(self) -> str:
        first, last = (date_format(day, "DATE_FORMAT") for day in (self.first, self.last))
        return first if self.first == self.last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def axis(case: Subject | None, record: Subject | None) -> list[AxisBar]:
    """When and where somebody was last seen, died and was found, on one axis: what does not fit is seen at once."""
    spans: list[tuple[str, date | None, date | None, str]] = []
    if record is not None:
        seen = record.record
        spans.append((_("Last seen"), seen.last_seen_earliest, seen.last_seen_latest, seen.last_seen_place))
    if case is not None:
        body = case.case
        spans.append((_("Died"), body.died_earliest, body.died_latest, ""))
        spans.append((_("Found"), body.found_on, body.found_on, body.found_place))
    known = [(words, first or last, last or first, place) for words, first, last, place in spans if first or last]
    dated = [(words, first, last, place) for words, first, last, place in known if first and last]
    if not dated:
        return []
    begin, end = min(first for _w, first, _l, _p in dated), max(last for _w, _f, last, _p in dated)
    days = max(1, (end - begin).days + 1)

    def bar(words: str, first: date, last: date, place: str) -> AxisBar:
        left = (first - begin).days * _DOTS // days
        width = max(_DOTS // 60, ((last - first).days + 1) * _DOTS // days)
        return AxisBar(words, first, last, place, min(left, _DOTS - width), width)

    return [bar(*each) for each in dated]
