"""Moves in the life of a case or record, and their effects on it. Called inside acts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone

from antigone.desk.accounts.actor import Actor
from antigone.desk.candidates.queries import groups
from antigone.desk.identification.models import Decision, File, LifeMove, Recall
from antigone.desk.identification.to_protocol import life_of, moved_of
from antigone.desk.photos.actions._index import enter, leave
from antigone.desk.photos.lawful_basis import shown
from antigone.desk.photos.models import Photograph
from antigone.desk.subjects.actions.changing import keep
from antigone.desk.subjects.models import Subject
from antigone.protocol.lifecycle import Move


def person_of(by: Actor) -> int:
    assert by.person is not None, "only people decide of a file"
    return by.person


def move(
    by: Actor,
    subject: Subject,
    what: Move,
    *,
    at: datetime | None = None,
    reason: str = "",
    file: File | None = None,
    frozen: str = "",
    decision: Decision | None = None,
    recall: Recall | None = None,
) -> LifeMove:
    """Add a move to the life of a case or record. Raises RuleBroken if the protocol does not allow it."""
    life = life_of(subject)
    row = LifeMove(
        subject=subject,
        place=len(life.moves) + 1,
        move=what.value,
        reason=reason,
        file=file,
        frozen=frozen,
        decision=decision,
        recall=recall,
        by_id=person_of(by),
        at=at or timezone.now(),
    )
    row.state = life.make(moved_of(row)).state.value
    row.save(force_insert=True)
    return row


def same_as(*subjects: Subject) -> list[Subject]:
    """These subjects first, and then whoever is linked to one of them."""
    linked = groups([subject.pk for subject in subjects])
    others = {number for group in linked.values() for number in group} - {subject.pk for subject in subjects}
    return [*subjects, *Subject.objects.filter(pk__in=others).order_by("pk")]


def out_of_search(subjects: Iterable[Subject]) -> list[Photograph]:
    """Take their photographs out of the index at once; they are kept."""
    return leave(Photograph.objects.filter(subject__in=[each.pk for each in subjects], indexed=True))


def back_in_search(subjects: Sequence[Subject]) -> list[Photograph]:
    """Put their usable photographs with a live basis back into the index, unless somebody is kept out or closed."""
    numbers = [subject.pk for subject in subjects]
    coming = shown().filter(subject__in=numbers, subject__closed_at=None, state=Photograph.State.USABLE, indexed=False)
    found = list(coming.select_related("subject").order_by("pk"))
    for photograph in found:
        enter(photograph)
    return [photograph for photograph in found if photograph.indexed]


def shut(by: Actor, subject: Subject, reason: str) -> None:
    """Close a case or record because of the move: its life says why."""
    if subject.closed_at is None:
        keep(by, subject, reason, {"closed_at": None})
        subject.closed_at = timezone.now()
        subject.save(update_fields=["closed_at"])


def reopen(by: Actor, subject: Subject, reason: str) -> None:
    """Reopen a case or record, also in an incident that is closed: a recall waits for nobody."""
    if subject.closed_at is not None:
        keep(by, subject, reason, {"closed_at": subject.closed_at})
        subject.closed_at = None
        subject.save(update_fields=["closed_at"])
