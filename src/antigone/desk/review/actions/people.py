"""Leave of examiners, and their conflicts of interest with cases and records."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Role, Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.candidates.models import Run
from antigone.desk.photos.lawful_basis import today
from antigone.desk.review.actions._assigning import assign_all
from antigone.desk.review.actions.begin import note_conflict
from antigone.desk.review.models import ConflictHeld, Leave, Pair
from antigone.desk.subjects.models import Subject
from antigone.errors import NotThere, OutOfStep, RuleBroken
from antigone.protocol.conflicts import ConflictOfInterest


def take_leave(*, by: Actor, person: Person, first: date, last: date) -> Leave:
    """Take leave: no new assignments come. Those that one has stay.

    Raises:
        RuleBroken: if it ends before it begins, or before today, or covers days that another leave covers.
        NotThere: if it is somebody else's, and ``by`` is no administrator.
    """
    if first > last:
        raise RuleBroken(_("The leave would end before it begins."), _("Check the two days."))
    if last < today():
        raise RuleBroken(_("These days are over."), _("Leave is for days to come."))
    with act(by, Verb.OPEN, Thing.LEAVE.of(person)) as doing:
        _one_of(doing.by, person.pk)
        if Leave.objects.filter(person=person, ended_at=None, first__lte=last, last__gte=first).exists():
            raise OutOfStep(
                _("There is a leave on some of these days."), _("End that one first, or choose other days.")
            )
        assert doing.by.person is not None
        leave = Leave.objects.create(person=person, first=first, last=last, by_id=doing.by.person, at=timezone.now())
        doing.record(leave.pk, person=person.pk, first=first.isoformat(), last=last.isoformat())
    return leave


def end_leave(*, by: Actor, leave: Leave) -> None:
    """End a leave early, or cancel it: open slots may be assigned to them at once.

    Raises:
        RuleBroken: if it is over.
    """
    with act(by, Verb.END, leave) as doing:
        found = Leave.objects.get(pk=leave.pk)
        _one_of(doing.by, found.person_id)
        if found.ended_at is not None or found.last < today():
            raise OutOfStep(_("This leave is over."), _("There is nothing to do."))
        assert doing.by.person is not None
        found.ended_at, found.ended_by_id = timezone.now(), doing.by.person
        found.save(update_fields=["ended_at", "ended_by"])
        doing.record(found.pk, person=found.person_id)
        assign_all()


def _one_of(by: Actor, person: int) -> None:
    if person != by.person and Role.ADMINISTRATOR not in by.roles:
        raise NotThere(_("There is no such leave here."), _("You write down your own; an administrator anybody's."))


DECLARED = (
    ConflictOfInterest.KNOWS_THE_PERSON,
    ConflictOfInterest.MET_THE_FAMILY,
    ConflictOfInterest.KNOWS_THE_OUTCOME,
)
"""What people say of themselves. Everything else the desk sees by itself."""


def declare_conflict(*, by: Actor, subject: Subject, what: ConflictOfInterest, reason: str) -> None:
    """Declare a conflict of interest with a case or record. It cannot be taken back.

    Raises:
        RuleBroken: if it is none of what people can say.
        NotThere: if they judge it blind just now: at the bench they hand it back.
    """
    reason = clean_text(reason, "reason", 2000)
    if what not in DECLARED:
        raise RuleBroken(_("The desk notes this by itself."), _("Choose one of the list."))
    with act(by, Verb.MAKE, Thing.CONFLICT_OF_INTEREST.of(subject), reason=reason) as doing:
        if subject.pk in doing.by.blind_to:
            raise NotThere(_("There is no such case or record here."), _("Perhaps it is another agency's."))
        assert doing.by.person is not None
        note_conflict(doing.by.person, subject, what=what)
        doing.record(None, subject=subject.code, what=what.value)


def saw_the_list(*, by: Actor, run: Run) -> None:
    """Note that somebody opened a candidate list: from then on they examine nothing that is on it."""
    if by.person is None or _has(by.person, run.subject_id, ConflictOfInterest.SAW_THE_LIST):
        return
    subject = run.subject
    with act(by, Verb.SEE, Thing.SEARCH.of(subject)) as doing:
        assert doing.by.person is not None
        note_conflict(doing.by.person, subject, what=ConflictOfInterest.SAW_THE_LIST)
        doing.record(run.pk, subject=subject.code)


def saw_the_outcome(*, by: Actor, pair: Pair) -> None:
    """Note that somebody read what examiners said of a pair: they do not examine it any more."""
    if by.person is None or all(
        _has(by.person, each, ConflictOfInterest.KNOWS_THE_OUTCOME) for each in (pair.case_id, pair.record_id)
    ):
        return
    with act(by, Verb.SEE, pair) as doing:
        assert doing.by.person is not None
        note_conflict(doing.by.person, pair.case, pair.record, what=ConflictOfInterest.KNOWS_THE_OUTCOME)
        doing.record(pair.pk, case=pair.case.code, record=pair.record.code)


def _has(person: int, subject: int, what: ConflictOfInterest) -> bool:
    return ConflictHeld.objects.filter(person=person, subject=subject, what=what.value).exists()
