"""Throwing an exercise away: its photographs with their keys, its people, and all that was written of them.

What was done in it stays in the audit, as numbers, and rows that the database never deletes stay without words. One
administrator suffices, where erasing somebody real takes three people: nobody in it exists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Verb
from antigone.desk.accounts.sight import with_exercises
from antigone.desk.candidates.models import Run
from antigone.desk.cases.models import Article16, Case, Effect
from antigone.desk.erasing import traces
from antigone.desk.erasing.actions.photographs import finish
from antigone.desk.erasing.actions.records import empty
from antigone.desk.erasing.models import Erasure
from antigone.desk.exercises.models import Exercise
from antigone.desk.photos.actions._destroying import Piece, destroy
from antigone.desk.photos.models import Photograph
from antigone.desk.subjects.fields import nothing
from antigone.desk.subjects.models import Elsewhere, Mark, Revision, Subject
from antigone.errors import OutOfStep


@dataclass(frozen=True, slots=True)
class ThrownAway:
    """What was destroyed, and the code by which that can be proved."""

    exercise: Exercise
    code: str = field(repr=False)
    """For the receipt on paper. It is kept nowhere in the desk."""


def throw_away(*, by: Actor, exercise: Exercise) -> ThrownAway:
    """Destroy everything in an exercise, at once and for ever.

    Raises:
        OutOfStep: if it was thrown away.
    """
    code = traces.new_code()
    with with_exercises(), act(by, Verb.END, exercise) as doing:
        found = Exercise.objects.get(pk=exercise.pk)
        if not found.is_open:
            raise OutOfStep(_("This exercise was thrown away."), _("There is nothing to do."))
        now = timezone.now()
        subjects = Subject.objects.filter(incident=found.incident_id)
        subjects.filter(closed_at=None).update(closed_at=now)  # first: what is closed is searched no more
        counted: Counter[str] = Counter()
        for subject in subjects.order_by("pk"):
            counted += _case(subject, code, doing.by) if subject.is_case else _record(subject, code, doing.by)
        Incident.objects.filter(pk=found.incident_id).update(closed_at=now)
        found.thrown_away_at, found.thrown_away_by_id = now, doing.by.person
        found.destroyed = {name: number for name, number in sorted(counted.items()) if number}
        found.save()
        doing.record(found.pk, **counted)
    return ThrownAway(found, code)


def _standing(subject: Subject) -> list[Photograph]:
    return list(Photograph.objects.filter(subject=subject, erased_at=None).select_related("subject"))


def _record(subject: Subject, code: str, by: Actor) -> Counter[str]:
    counted, pieces, photographs = Counter[str](records=1), list[Piece](), _standing(subject)
    for photograph in photographs:
        mine, of_it = destroy(photograph)
        counted, pieces = counted + mine, pieces + of_it
    counted += empty(subject)
    _note(subject, None, photographs, traces.close(code, pieces), by)
    return counted


def _case(subject: Subject, code: str, by: Actor) -> Counter[str]:
    counted = Counter[str](cases=1)
    for photograph in _standing(subject):
        mine, pieces = destroy(photograph)
        counted += mine
        _note(subject, photograph, [photograph], traces.close(code, pieces), by)
    return counted + _empty_case(subject)


def _empty_case(subject: Subject) -> Counter[str]:
    """Destroy all that a case says: of somebody who was real that is never done."""
    counted = Counter[str](
        marks=subject.marks.count(), references=subject.elsewhere.count(), changes=subject.revisions.count()
    )
    for model in (Mark, Elsewhere, Revision):
        model._default_manager.filter(subject=subject).delete()
    Article16.objects.filter(case=subject.pk).update(**nothing(Article16))
    Effect.objects.filter(case=subject.pk).update(description="", found_where="", kept_where="")
    Run.objects.filter(subject=subject).update(reason="")
    Case.objects.filter(pk=subject.pk).update(**nothing(Case))
    Subject.objects.filter(pk=subject.pk).update(**nothing(Subject), erased_at=timezone.now())
    return counted


def _note(
    subject: Subject, photograph: Photograph | None, photographs: Sequence[Photograph], proof: bytes, by: Actor
) -> None:
    """The erasure's row, by which it is proved, and done again in a database that is put back from a copy."""
    now = timezone.now()
    erasure = Erasure.objects.create(
        incident_id=subject.incident_id,
        agency_id=subject.agency_id,
        subject=subject,
        photograph=photograph,
        state=Erasure.State.DONE,
        asked_as=Erasure.As.AGENCY,
        asked_at=now,
        due_on=timezone.localdate(now),
        written_by_id=by.person,
        done_at=now,
        done_by_id=by.person,
        proof=proof,
    )
    finish(erasure, photographs)
