"""What reading a candidate list costs: whoever could have been asked to examine somebody on it is asked no more.

Reading only. The page before a list asks here, and so do front pages, which offer no list to those whom it would cost
something.
"""

from __future__ import annotations

from django.db.models import Q

from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Role
from antigone.desk.candidates.queries import groups
from antigone.desk.photos.models import Photograph
from antigone.desk.review import signals
from antigone.desk.review.models import ConflictHeld, Pair
from antigone.desk.review.people import NEVER_BLIND
from antigone.desk.subjects.models import Revision, Subject


def could_examine(by: Actor) -> bool:
    """Whether they could be asked to examine somebody at all."""
    return Role.EXAMINER in by.roles and not by.roles & set(NEVER_BLIND)


def reading_bars(by: Actor, subject: Subject) -> bool:
    """Whether reading a list of it bars them from the bench for this case or record: nothing bound them before."""
    if not could_examine(by):
        return False
    if Subject.objects.filter(bound_to(by, "pk"), pk__in=groups([subject.pk])[subject.pk]).exists():
        return False
    answers = signals.conflicts.answers(sender=Pair, case=subject, record=subject, since=None)
    return all(person != by.person for bound in answers for person, _conflict in bound)


def bound_to(by: Actor, column: str) -> Q:
    """Rows of a case or record, in ``column``, to which they are bound for good by what they did themselves."""
    rows = (
        ConflictHeld.objects.filter(person=by.person).values("subject"),
        Subject.objects.filter(opened_by=by.person).values("pk"),
        Revision.objects.filter(by=by.person).values("subject"),
        Photograph.objects.filter(added_by=by.person).values("subject"),
    )
    bound = Q()
    for each in rows:
        bound |= Q(**{f"{column}__in": each})
    return bound
