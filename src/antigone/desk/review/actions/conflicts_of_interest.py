"""What binds people to cases and records: what they say themselves, and what they looked at."""

from __future__ import annotations

from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.candidates.models import Run
from antigone.desk.review.actions.begin import note_conflict
from antigone.desk.review.models import ConflictHeld, Pair
from antigone.desk.subjects.models import Subject
from antigone.errors import NotThere, RuleBroken
from antigone.protocol.two_examiners import ConflictOfInterest

DECLARED = (
    ConflictOfInterest.KNOWS_THE_PERSON,
    ConflictOfInterest.MET_THE_FAMILY,
    ConflictOfInterest.KNOWS_THE_OUTCOME,
)
"""What people say of themselves. Everything else the desk sees by itself."""


def declare_conflict(*, by: Actor, subject: Subject, what: ConflictOfInterest, reason: str) -> None:
    """Say that one is bound to a case or a record: it is never put before one. It cannot be taken back.

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
    """Somebody opened a candidate list. The first time is an act; from then on they examine nothing that is on it."""
    if by.person is None or _has(by.person, run.subject_id, ConflictOfInterest.SAW_THE_LIST):
        return
    subject = run.subject
    with act(by, Verb.SEE, Thing.SEARCH.of(subject)) as doing:
        assert doing.by.person is not None
        note_conflict(doing.by.person, subject, what=ConflictOfInterest.SAW_THE_LIST)
        doing.record(run.pk, subject=subject.code)


def saw_the_outcome(*, by: Actor, pair: Pair) -> None:
    """Somebody read what examiners said of a pair: they do not examine it any more."""
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
