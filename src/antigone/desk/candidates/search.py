"""Making a run's candidate list: the worker's SEARCH job. It can be run again; a run that is done stays.

    photographs -> mean template -> nearest of every part in reach -> scored in full from the database -> weighed

The database is read without a lock; ``actions.runs.finish`` proves under the lock that every photograph on the list
may still be searched, and takes nothing if one may not. Then the list is made anew.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

import antigone
from antigone.desk.accounts.access import reach
from antigone.desk.accounts.actor import worker
from antigone.desk.accounts.permissions import Verb
from antigone.desk.candidates.actions.runs import ListEntry, ListOutdated, PossibleDuplicate, SearchResult, finish
from antigone.desk.candidates.conflicts import JOINED, Stated, known_together, stated, unlike
from antigone.desk.candidates.faces import Indexed, indexed, mean, resting_on, serving, usable
from antigone.desk.candidates.index.chosen import DeskIndex, index
from antigone.desk.candidates.index.part import AnswerRefused, IndexPart, nearest
from antigone.desk.candidates.index.segment import PartKey
from antigone.desk.candidates.models import Run
from antigone.desk.candidates.queries import excluded_for, groups
from antigone.desk.photos.receipts import digest_of, row_hash
from antigone.desk.subjects.models import THINGS, Subject
from antigone.errors import AntigoneError, GalleryDamaged
from antigone.evidence.expected import GallerySize
from antigone.evidence.weigh import expected_strangers
from antigone.types import Strangers, Vector, Weight
from antigone.weighing import (
    SAME_PICTURE,
    Weighing,
    not_enrolled,
    same_picture,
    shipped,
    weigh_two,
)

TOP = 20
TWINS = 10
"""How many of the same kind are looked at for a warning."""
WARN_WEIGHT = 2.0
"""A warning needs scores a hundred times more probable if two are one person: one pair of strangers in a hundred, at
most, weighs so much by the meaning of a likelihood ratio."""
WARN_STRANGERS = 0.5
"""And, because thousands are compared, fewer strangers to be expected at that score than would make it even odds that
one of them is a stranger: else every search of a large incident would warn of somebody."""
WARN_UNWEIGHED = 0.05
"""Where no weight is stated, as for whom no age is known, strangers alone must make it clear; their number is then
that of the group whose strangers look most alike."""
_TRIES = 5
_log = logging.getLogger("antigone.desk.index")


class Busy(AntigoneError):
    """Raised if photographs changed faster than a list could be made. The job is tried again."""


def search(number: int) -> None:
    """Make the candidate list of run ``number``, unless it was made.

    Raises:
        Busy, GalleryDamaged: the job is tried again later.
    """
    run = Run.objects.select_related(*(f"subject__{one}" for one in JOINED)).filter(pk=number).first()
    if run is None or run.state != Run.State.WAITING:
        return
    for _try in range(_TRIES):
        try:
            finish(by=worker(), run=number, found=make_list(run.subject, index()))
        except ListOutdated:
            continue
        return
    raise Busy(
        f"The photographs of search {number} kept changing while its list was made.", "It is tried again by itself."
    )


@cache
def _weighing(model: str) -> Weighing | None:
    calibration = shipped(model)
    return Weighing(calibration) if calibration else None


@dataclass(frozen=True, slots=True)
class _Scored:
    """A scored subject, before it is an entry of the list."""

    subject: int
    entries: tuple[Indexed, ...]
    best: Indexed
    score: float

    @property
    def templates(self) -> tuple[int, ...]:
        return tuple(entry.template for entry in self.entries)


@dataclass(frozen=True, slots=True)
class _Mine:
    """The templates of the subject that is searched for."""

    said: Stated
    entries: tuple[Indexed, ...]


def make_list(subject: Subject, among: DeskIndex) -> SearchResult:
    """The candidate list of a subject as it is now. Writes nothing."""
    model = serving()
    mine = [e for e in indexed([subject.pk], model).get(subject.pk, []) if e.lawful] if model else []
    if model is None or not mine:
        return _refused(subject, model or "")
    keys = _in_reach(subject, subject.other_kind, model)
    excluded = excluded_for(subject)
    probe = mean(entry.vector for entry in mine)
    parts, scored = _ranked(among, keys, probe, TOP + len(excluded), set())
    size = _size(parts)
    if not scored:
        nobody = _refused(subject, model, parts=parts, probes=mine)
        return replace(nobody, warnings=_doubts(subject, among, mine, probe, model))
    weighing = _weighing(model)
    people = {each.pk: each for each in _subjects(each.subject for each in scored)}
    ranked = [each for each in scored if each.subject not in excluded][:TOP]
    lowest = ranked[-1].score if len(ranked) == TOP else -1.0
    apart = [each for each in scored if each.subject in excluded and each.score >= lowest]
    said = stated(subject)
    me = _Mine(said, tuple(mine))
    top = None
    if weighing and not _covered(mine):
        top = not_enrolled(Weighing(weighing.calibration, weighing.scale, dict(said.known)), size, len(mine))
    return SearchResult(
        engine=antigone.__version__,
        model=model,
        calibration=weighing.calibration.id if weighing else "",
        gallery=[_described(part) for part in parts],
        photos=size.photos,
        persons=size.persons,
        probes=[entry.photograph for entry in mine],
        probe_templates=tuple(entry.template for entry in mine),
        rests_on=resting_on(mine),
        not_enrolled=top.as_json() if top else None,
        candidates=[_listed(each, me, stated(people[each.subject]), weighing, size) for each in [*ranked, *apart]],
        warnings=_doubts(subject, among, mine, probe, model),
    )


def _refused(
    subject: Subject, model: str, parts: Iterable[IndexPart] = (), probes: Iterable[Indexed] = ()
) -> SearchResult:
    if probes:
        code, detail = "nobody-to-search-among", _("There is nobody to search among yet.")
        hint = _("The search is made by itself when photographs of others come.")
    elif usable([subject.pk]).exists():
        code, detail = "new-model", _("The photographs are being prepared for a new model.")
        hint = _("The search is made by itself when all of them are.")
    else:
        code, detail = "nothing-to-search-with", _("There is no photograph that may be searched with.")
        hint = _("Add one with one face, chosen and lawful.")
    return SearchResult(
        engine=antigone.__version__,
        model=model,
        gallery=[_described(part) for part in parts],
        probes=[entry.photograph for entry in probes],
        probe_templates=tuple(entry.template for entry in probes),
        rests_on=resting_on(probes),
        refusal={"code": code, "detail": detail, "hint": hint},
    )


def _in_reach(subject: Subject, kind: str, model: str) -> list[PartKey]:
    agencies = reach(subject, Verb.SEE, THINGS[kind])
    return [PartKey(subject.incident_id, agency, kind, model) for agency in agencies]


def _size(parts: Iterable[IndexPart]) -> GallerySize:
    counts = [(part.subjects, part.count) for part in parts]
    return GallerySize(sum(subjects for subjects, _ in counts), sum(photos for _, photos in counts))


def _described(part: IndexPart) -> dict[str, Any]:
    return {
        "agency": part.key.agency,
        "sequence": part.sequence,
        "fingerprint": part.fingerprint,
        "photos": part.count,
        "persons": part.subjects,
    }


def _subjects(numbers: Iterable[int]) -> Iterable[Subject]:
    return Subject.objects.filter(pk__in=set(numbers)).select_related(*JOINED)


def _ranked(
    among: DeskIndex, keys: list[PartKey], probe: Vector, top: int, without: set[int]
) -> tuple[list[IndexPart], list[_Scored]]:
    """The parts searched, and at least ``top`` subjects by their best photograph, scored in full precision.

    What the index found is compared with what the database has. If they differ and catching up does not mend it, the
    part is wrong: it is made anew from the database before anything is said.
    """
    for attempt in range(_TRIES):
        try:
            parts = [part for part in among.caught_up(keys).values() if part.count]
            scored, wrong = _scored(parts, keys[0].model, probe, top, without)
        except AnswerRefused as fault:
            _log.warning("%s", fault)
            among.again(fault.key)
            continue
        if not wrong:
            return parts, scored[:top]
        if attempt >= 2:
            for key in wrong:
                among.again(key)
    raise GalleryDamaged(
        "The index disagrees with the database even after it was made again.",
        "Run: antigone desk index verify, and look for a fault of disk or memory.",
    )


def _scored(
    parts: list[IndexPart], model: str, probe: Vector, top: int, without: set[int]
) -> tuple[list[_Scored], set[PartKey]]:
    """At least ``top`` subjects, best first, and the parts that do not hold of them what the database has."""
    wanted = top + len(without)
    while True:
        found = [subject for subject in nearest(parts, probe, wanted) if subject not in without]
        entries = indexed(found, model)
        wrong = _disagreeing(parts, entries)
        scored = sorted(
            filter(None, (_score(subject, entries.get(subject, []), probe) for subject in found)),
            key=lambda each: (-each.score, each.subject),
        )
        everybody = len(found) + len(without) >= sum(part.subjects for part in parts)
        if wrong or everybody or len(scored) >= top:
            return scored, wrong
        wanted *= 2  # some of what was found may not be shown today: look further down


def _disagreeing(parts: list[IndexPart], entries: dict[int, list[Indexed]]) -> set[PartKey]:
    """The parts that do not hold exactly what the database has of the subjects found."""
    there = {entry.template: _hash(entry) for found in entries.values() for entry in found}
    wrong, covered = set(), set()
    for part in parts:
        held = part.of_subjects(entries)
        covered |= set(held)
        if any(there.get(template) != hash_.tobytes() for template, hash_ in held.items()):
            wrong.add(part.key)
    return wrong if covered >= set(there) else {part.key for part in parts}


def _hash(entry: Indexed) -> bytes:
    return row_hash(entry.template, entry.subject, digest_of(entry.vector.astype("<f4").tobytes())).tobytes()


def _score(subject: int, entries: list[Indexed], probe: Vector) -> _Scored | None:
    lawful = tuple(entry for entry in entries if entry.lawful)
    if not lawful:
        return None
    scores = [float(np.clip(np.dot(entry.vector, probe), -1, 1)) for entry in lawful]
    best = max(range(len(lawful)), key=lambda place: (scores[place], -lawful[place].template))
    return _Scored(subject, lawful, lawful[best], scores[best])


def _weigh(one: Iterable[Indexed], other: Iterable[Indexed], known: dict[str, str], weighing: Weighing) -> Weight:
    """``one``: of the missing person; ``other``: of the dead one; each the best quality first."""
    references, dead = ([entry.weighable for entry in entries] for entries in (one, other))
    return weigh_two(references, dead, Weighing(weighing.calibration, weighing.scale, known))


def _covered(entries: Iterable[Indexed]) -> bool:
    """Whether part of a face was left out of account: calibrations are of faces in full view."""
    return any(entry.covered for entry in entries)


def _strangers(
    each: _Scored, mine: _Mine, known: dict[str, str], weighing: Weighing, size: GallerySize
) -> Strangers | None:
    if _covered((*each.entries, *mine.entries)):
        return None
    return expected_strangers(weighing.calibration, each.score, known, len(mine.entries), size)


def _listed(each: _Scored, mine: _Mine, theirs: Stated, weighing: Weighing | None, size: GallerySize) -> ListEntry:
    if weighing is None:
        return ListEntry(
            each.subject, each.best.photograph, each.score, None, None, resting_on(each.entries), each.templates
        )
    case, record = (mine.said, theirs) if mine.said.dead else (theirs, mine.said)
    of_record, of_case = (each.entries, mine.entries) if mine.said.dead else (mine.entries, each.entries)
    known = dict(known_together(case, record))
    weight = _weigh(of_record, of_case, known, weighing)
    same = weight.refused == SAME_PICTURE
    strangers = None if same else _strangers(each, mine, known, weighing, size)
    return ListEntry(
        each.subject,
        each.best.photograph,
        each.score,
        weight.as_json(),
        strangers.as_json() if strangers else None,
        resting_on(each.entries),
        each.templates,
    )


def _doubts(
    subject: Subject, among: DeskIndex, mine: list[Indexed], probe: Vector, model: str
) -> list[PossibleDuplicate]:
    """Others of the same kind that look like the same person: see ``WARN_WEIGHT``."""
    weighing = _weighing(model)
    if weighing is None:
        return []
    parts, scored = _ranked(among, _in_reach(subject, subject.kind, model), probe, TWINS, {subject.pk})
    everybody = _size(parts)
    size = GallerySize(max(everybody.persons - 1, 0), max(everybody.photos - len(mine), 0))
    linked = groups([subject.pk])[subject.pk]
    people = {each.pk: each for each in _subjects(each.subject for each in scored)}
    said, found = stated(subject), []
    for each in scored:
        if each.subject in linked:
            continue
        theirs = stated(people[each.subject])
        same = same_picture(*(np.stack([entry.vector for entry in one]) for one in (each.entries, mine)))
        if unlike(said, theirs) and not same:
            continue
        known = {**said.known, **theirs.known}
        weight = _weigh(each.entries, mine, known, weighing)
        strangers = _strangers(each, _Mine(said, tuple(mine)), known, weighing, size)
        if same or _is_worth_a_warning(weight, strangers):
            found.append(PossibleDuplicate(each.subject, each.score, weight.as_json()))
    return found


def _is_worth_a_warning(weight: Weight, strangers: Strangers | None) -> bool:
    expected = None if strangers is None else max(strangers.value, strangers.high if strangers.beyond else 0.0)
    if weight.log10_lr is None:
        return expected is not None and expected <= WARN_UNWEIGHED
    return weight.log10_lr >= WARN_WEIGHT and (expected is None or expected <= WARN_STRANGERS)
