"""Replaying erasures in a database that was restored from a backup of before them."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.erasing.actions.photographs import finish
from antigone.desk.erasing.actions.records import destroy_all, empty
from antigone.desk.erasing.erased import ErasedEntry
from antigone.desk.erasing.models import Erasure
from antigone.desk.photos.models import Photograph
from antigone.desk.subjects.models import Subject

_WHY = "The database was put back from a copy of before this erasure."


def erase_again(*, by: Actor, entry: ErasedEntry) -> Erasure | None:
    """Erase what ``entry`` says was erased, if this database still has it. None if there is nothing to do.

    It needs no new agreement: it is the same erasure, and what the copy brought back has no ground.
    """
    subject = Subject.objects.filter(code=entry.subject).first()
    if subject is None:
        return None
    photographs = list(
        Photograph.objects.filter(subject=subject, sealed__in=entry.photographs, erased_at=None).select_related(
            "subject"
        )
    )
    whole = entry.whole and subject.erased_at is None
    if not photographs and not whole:
        return None
    of = subject if entry.whole else subject.photographs_thing
    with act(by, Verb.ERASE, of, reason=_WHY) as doing:
        if whole:
            rest = Photograph.objects.filter(subject=subject, erased_at=None).select_related("subject")
            photographs = list(rest)
        counted, _pieces = destroy_all(by=doing.by, photographs=photographs, reason=_WHY)
        if whole:
            counted += empty(subject)
        erasure = _row(entry, subject, photographs)
        erasure.destroyed = {name: number for name, number in sorted(counted.items()) if number}
        erasure.state, erasure.done_at, erasure.again = Erasure.State.DONE, timezone.now(), True
        erasure.asker = erasure.how = ""
        erasure.save()
        finish(erasure, photographs)
        doing.record(subject.pk if entry.whole else photographs[0].pk, erasure=erasure.pk, again=True, **counted)
    return erasure


def _row(entry: ErasedEntry, subject: Subject, photographs: list[Photograph]) -> Erasure:
    """The erasure as this database has it: a request that waited when the copy was made, or a new row."""
    one = None if entry.whole else photographs[0]
    known = Erasure.objects.filter(Q(key=entry.key), subject=subject).first()
    if known is not None and known.is_open:
        return known
    waiting = Erasure.objects.filter(subject=subject, photograph=one, state__in=("asked", "agreed")).first()
    return waiting or Erasure(
        **({} if known else {"key": entry.key}),
        incident_id=subject.incident_id,
        agency_id=subject.agency_id,
        subject=subject,
        photograph=one,
        asked_as=entry.asked_as,
        asked_at=datetime.fromisoformat(entry.asked_at),
        due_on=date.fromisoformat(entry.due_on),
    )
