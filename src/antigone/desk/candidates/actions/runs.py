"""Searches: asked for by people, enqueued when photographs change, and finished by the worker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor, worker
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.candidates.faces import usable
from antigone.desk.candidates.models import Candidate, DuplicateWarning, Run
from antigone.desk.jobs.actions import enqueue
from antigone.desk.jobs.models import Job
from antigone.desk.photos.models import FaceTemplate, Photograph
from antigone.desk.subjects.models import Subject
from antigone.errors import OutOfStep, RuleBroken

BY_ITSELF = {
    Run.Why.NEW_PHOTOGRAPH: noop("a photograph came"),
    Run.Why.WITHDRAWN: noop("a photograph that an earlier list showed left search"),
    Run.Why.NEW_MODEL: noop("templates of a new model are used"),
    Run.Why.ARRIVED: noop("photographs of others came"),
    Run.Why.ASKED: noop("an exclusion was lifted"),
}
"""The purpose of a run that nobody asked for."""


_AT_ONCE = 500
"""Databases take so many numbers in one question."""


class ListOutdated(Exception):
    """Raised if what the list was made from changed meanwhile, or the run is done: nothing is written."""


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One entry of a list, in its order."""

    subject: int
    photograph: int
    score: float
    weight: dict[str, Any] | None
    strangers: dict[str, Any] | None
    rests_on: list[dict[str, Any]] = field(default_factory=list)
    templates: tuple[int, ...] = ()
    """Of the photographs that were weighed: the list is that of these templates and of no later ones."""


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """Somebody of the same kind who may be the same person."""

    subject: int
    score: float
    weight: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The result of a search. With a ``refusal`` there is no list."""

    engine: str
    model: str
    calibration: str = ""
    gallery: list[dict[str, Any]] = field(default_factory=list)
    photos: int = 0
    persons: int = 0
    probes: list[int] = field(default_factory=list)
    probe_templates: tuple[int, ...] = ()
    rests_on: list[dict[str, Any]] = field(default_factory=list)
    not_enrolled: dict[str, Any] | None = None
    candidates: list[ListEntry] = field(default_factory=list)
    warnings: list[PossibleDuplicate] = field(default_factory=list)
    refusal: dict[str, str] | None = None


def ask_for_search(*, by: Actor, subject: Subject, purpose: str, reason: str) -> Run:
    """Have a case searched among the records, or a record among the cases. There is nothing else to search with than
    the subject's own photographs.

    Raises:
        RuleBroken: if it or its incident is closed, it has no usable photograph, or a search of it is being made.
    """
    purpose, reason = clean_text(purpose, "purpose", 200), clean_text(reason, "reason", 2000)
    with act(by, Verb.ASK, Thing.SEARCH.of(subject), reason=reason) as doing:
        found = Subject.objects.select_related("incident").get(pk=subject.pk)
        if found.closed_at is not None or found.incident.closed_at is not None:
            raise OutOfStep(_("This is closed."), _("What is closed is searched no more."))
        if not usable([found.pk]).exists():
            raise RuleBroken(
                _("There is no photograph that may be searched with."),
                _("Add one with a face, and choose the face. A reference photograph needs a lawful source."),
            )
        if Run.objects.filter(subject=found, state=Run.State.WAITING).exists():
            raise OutOfStep(_("A search of it is being made."), _("Wait for its list: it takes seconds."))
        run = _enqueue(found, Run.Why.ASKED, purpose, by=doing.by.person, reason=reason)
        doing.record(run.pk, subject=found.code, purpose=purpose)
    return run


def begin_by_itself(*, by: Actor, subjects: Iterable[Subject], why: Run.Why) -> list[Run]:
    """Enqueue a search of each, where none waits. Called inside an act, by the worker whoever acts there: it is in the
    same transaction as what made it necessary.
    """
    wanted = {subject.pk: subject for subject in subjects if subject.closed_at is None}
    waiting = Run.objects.filter(subject__in=wanted, state=Run.State.WAITING).values_list("subject", flat=True)
    for number in list(waiting):
        del wanted[number]
    made = []
    for subject in wanted.values():
        with act(by, Verb.ASK, Thing.SEARCH.of(subject)) as doing:
            run = _enqueue(subject, why, BY_ITSELF[why], by=None, reason="")
            doing.record(run.pk, subject=subject.code, why=str(why))
            made.append(run)
    return made


def _enqueue(subject: Subject, why: Run.Why, purpose: str, *, by: int | None, reason: str) -> Run:
    run = Run.objects.create(
        subject=subject, why=why, purpose=purpose, reason=reason, asked_by_id=by, asked_at=timezone.now()
    )
    enqueue(Job.Kind.SEARCH, run.pk)
    return run


def mark_lists(photographs: list[Photograph]) -> None:
    """Mark every list that shows one of these, or was made with one, and have the latest of each case or record made
    again. Called inside the act by which they left.
    """
    now, numbers = timezone.now(), [photograph.pk for photograph in photographs]
    with_probe = Run.probes.through.objects
    affected: dict[int, Subject] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        shown = Candidate.objects.filter(photograph__in=some, marked_at=None)
        of_lists = set(shown.values_list("run", flat=True))
        of_lists |= set(with_probe.filter(photograph__in=some).values_list("run", flat=True))
        shown.update(marked_at=now)
        for run in Run.objects.filter(pk__in=of_lists, marked_at=None).select_related("subject"):
            affected[run.pk] = run.subject
    pks = sorted(affected)
    for start in range(0, len(pks), _AT_ONCE):
        some = pks[start : start + _AT_ONCE]
        subjects = {affected[pk].pk for pk in some}
        done = Run.objects.filter(subject__in=subjects).exclude(state=Run.State.WAITING)
        latest = set(done.order_by().values("subject").annotate(last=Max("pk")).values_list("last", flat=True))
        Run.objects.filter(pk__in=some).update(marked_at=now)
        again = [affected[pk] for pk in some if pk in latest]
        begin_by_itself(by=worker(), subjects=again, why=Run.Why.WITHDRAWN)


def finish(*, by: Actor, run: int, found: SearchResult) -> None:
    """Write the result of a search: its candidate list, and warnings.

    Raises:
        ListOutdated: the run is done, or a photograph on the list may no longer be searched. Nothing was written.
    """
    subject = Run.objects.select_related("subject").get(pk=run).subject
    with act(by, Verb.FINISH, Thing.SEARCH.of(subject)) as doing:
        row = Run.objects.get(pk=run)
        if row.state != Run.State.WAITING:
            raise ListOutdated
        _still_lawful(subject, found)
        row.engine, row.model, row.calibration = found.engine, found.model, found.calibration
        row.gallery, row.gallery_photos, row.gallery_persons = found.gallery, found.photos, found.persons
        row.not_enrolled, row.refusal, row.rests_on = found.not_enrolled, found.refusal, found.rests_on
        row.state = Run.State.REFUSED if found.refusal else Run.State.DONE
        row.done_at = timezone.now()
        row.save()
        row.probes.set(found.probes)
        Candidate.objects.bulk_create(
            Candidate(
                run=row,
                rank=rank,
                subject_id=each.subject,
                photograph_id=each.photograph,
                score=each.score,
                weight=each.weight,
                strangers=each.strangers,
                rests_on=each.rests_on,
            )
            for rank, each in enumerate(found.candidates, 1)
        )
        doing.record(row.pk, state=str(row.state), candidates=len(found.candidates), persons=found.persons)
        if found.warnings:
            warn(by=by, subject=subject, found=found.warnings)


def warn(*, by: Actor, subject: Subject, found: list[PossibleDuplicate]) -> None:
    """Warn that others of the same kind may be the same person: once for each pair, ever."""
    pairs = {(min(subject.pk, each.subject), max(subject.pk, each.subject)): each for each in found}
    if not set(pairs) - _warned_of(subject):
        return
    with act(by, Verb.MAKE, Thing.DUPLICATE_WARNING.of(subject)) as doing:
        for pair in sorted(set(pairs) - _warned_of(subject)):
            made = DuplicateWarning.objects.create(
                first_id=pair[0],
                second_id=pair[1],
                score=pairs[pair].score,
                weight=pairs[pair].weight,
                at=timezone.now(),
            )
            doing.record(made.pk, first=pair[0], second=pair[1])
        if not doing.said:  # another worker was quicker
            doing.record(None, pairs=0)


def _warned_of(subject: Subject) -> set[tuple[int, int]]:
    pairs = DuplicateWarning.objects.filter(Q(first=subject.pk) | Q(second=subject.pk)).values_list("first", "second")
    return set(pairs)


def _still_lawful(subject: Subject, found: SearchResult) -> None:
    """Raises ListOutdated, if a photograph on the list may no longer be searched, if one has another template by now
    (somebody set points, or painted), or if the subject's own are not the ones it was made with. Now that nobody else
    writes, what is read stays true until the list is written.
    """
    mine = set(_templates([subject.pk], found.model).values_list("pk", "face__photograph"))
    if {photograph for _, photograph in mine} != set(found.probes):
        raise ListOutdated
    shown = {each.photograph for each in found.candidates}
    of_others = {template for each in found.candidates for template in each.templates}
    theirs = _templates([each.subject for each in found.candidates], found.model)
    have = set(theirs.values_list("pk", "face__photograph"))
    same = {template for template, _ in mine} == set(found.probe_templates)
    if not same or not of_others <= {template for template, _ in have} or not shown <= {place for _, place in have}:
        raise ListOutdated


def _templates(subjects: Iterable[int], model: str) -> QuerySet[FaceTemplate]:
    """The templates of these subjects that may be searched with, or among, today."""
    return FaceTemplate.objects.filter(face__photograph__in=usable(subjects), face__chosen=True, model=model)
