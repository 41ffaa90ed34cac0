"""Entering an exercise's people: the worker's EXERCISE job, in the name of the registrar who asked for it.

It may be done twice: who is there already is left as they are.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import PurePosixPath

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.actor import Actor, acting
from antigone.desk.cases.actions.cases import open_case
from antigone.desk.exercises.actions.making import record_entered
from antigone.desk.exercises.models import Exercise
from antigone.desk.exercises.shipped import FictionalCase, FictionalRecord, cases, picture, records
from antigone.desk.photos.actions.lawful_basis import add_consent, open_source
from antigone.desk.photos.actions.photographs import add_photograph
from antigone.desk.photos.models import Consent, Photograph, Source
from antigone.desk.records.actions.records import open_record
from antigone.desk.subjects.models import Subject
from antigone.types import Basis

_FOUND = timedelta(days=7)
"""So many days before the exercise they were found."""


def enter(number: int) -> None:
    """Enter whoever is not there yet, if the exercise still stands."""
    exercise = Exercise.objects.select_related("incident", "asked_by__agency").filter(pk=number).first()
    if exercise is None or not exercise.is_open or exercise.asked_by is None or exercise.entered_at is not None:
        return
    by = acting(exercise.asked_by)
    for case in cases():
        _case(by, exercise, case)
    source = _source(by, exercise)
    for record in records():
        _record(by, exercise, source, record)
    record_entered(by=by, exercise=exercise)


def _case(by: Actor, exercise: Exercise, case: FictionalCase) -> None:
    found = Subject.objects.filter(incident=exercise.incident, case__other_number=case.number).first()
    subject = (
        found
        or open_case(
            by=by,
            incident=exercise.incident,
            sex=case.sex,
            age_low=case.age_low,
            age_high=case.age_high,
            found_place=case.place,
            found_on=timezone.localdate(exercise.begun_at) - _FOUND,
            other_number=case.number,
        ).subject
    )
    _photographs(by, subject, case.pictures)


def _record(by: Actor, exercise: Exercise, source: Source, record: FictionalRecord) -> None:
    found = Subject.objects.filter(incident=exercise.incident, record__other_number=record.number).first()
    subject = (
        found
        or open_record(
            by=by,
            incident=exercise.incident,
            names=[{"given": record.given, "family": record.family}],
            sex=record.sex,
            age_low=record.age,
            age_high=record.age,
            other_number=record.number,
        ).subject
    )
    consent = Consent.objects.filter(subject=subject, source=source).first() or add_consent(
        by=by,
        source=source,
        subject=subject,
        given_by=_("Nobody: an exercise"),
        relation=_("none"),
        given_on=timezone.localdate(exercise.begun_at),
        how=_("Fictional, as everybody in the exercise"),
    )
    _photographs(by, subject, record.pictures, source, consent)


def _source(by: Actor, exercise: Exercise) -> Source:
    return Source.objects.filter(incident=exercise.incident).first() or open_source(
        by=by,
        incident=exercise.incident,
        name=_("The exercise's pictures"),
        controller=_("Nobody: they show nobody"),
        basis=Basis.CONSENT,
        instrument=_("Fictional, as everybody in the exercise"),
        purposes=_("To learn how the desk works"),
        valid_from=timezone.localdate(exercise.begun_at),
    )


def _photographs(
    by: Actor, subject: Subject, paths: tuple[str, ...], source: Source | None = None, consent: Consent | None = None
) -> None:
    there = set(Photograph.objects.filter(subject=subject).values_list("file_name", flat=True))
    for path in paths:
        name = PurePosixPath(path).name
        if name not in there:
            add_photograph(by=by, subject=subject, data=picture(path), file_name=name, source=source, consent=consent)
