"""Calling off work whose examiner is bound to the pair by now, and keeping sight from those who work blind."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import worker
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Role, Verb
from antigone.desk.review.actions._assigning import add_entries, assign_all, open_slot
from antigone.desk.review.bench_models import AssignmentOpened
from antigone.desk.review.models import Assignment, Pair
from antigone.desk.review.open import open_assignments
from antigone.desk.review.people import NEVER_BLIND, arisen
from antigone.desk.review.to_protocol import examination_of
from antigone.errors import RuleBroken
from antigone.protocol.conflicts import ConflictOfInterest
from antigone.protocol.entries import Unblinded

_SHORT = 6
"""So many digits of a work's number are shown, as on the examiner's own pages."""


def bind(person: Person, conflict: ConflictOfInterest, pairs: Q) -> None:
    """Call off what somebody has open among these pairs, because they are bound to them from now on. Inside an act:
    whoever appoints somebody, or names them to a family, ends their blindness in the same moment.

    ``ask_others`` follows when the act has made its change; before that they could be asked again themselves.
    """
    for each in _open_work(person):
        if Pair.objects.filter(pairs, pk=each.pair_id).exists():
            _call_off(each, arisen(each) | {conflict})


def ask_others() -> None:
    """Give to others what was called off."""
    assign_all()


def roles_changed(person: Person, was: frozenset[Role], now: frozenset[Role]) -> None:
    """Keep blind whoever works blind. Inside the act that changes roles, after the change.

    Whoever loses the role of an examiner, or leaves, is kept blind by nothing any more: what they have open is called
    off. Whoever would read the whole audit, or know which pairs are known, has to finish first.

    Raises:
        RuleBroken: for those, with the work that is open.
    """
    work = _open_work(person)
    if work and (now - was) & set(NEVER_BLIND):
        _refuse(person, work)
    if Role.EXAMINER not in now:
        for each in work:
            _call_off(each, arisen(each) | {ConflictOfInterest.COULD_SEE})
        assign_all()


def _open_work(person: Person) -> list[Assignment]:
    rows = open_assignments().filter(examiner=person).select_related("pair__case", "pair__record", "pair__incident")
    return list(rows.order_by("pk"))


def _refuse(person: Person, work: list[Assignment]) -> None:
    named = ", ".join(each.number[:_SHORT] for each in work)
    raise RuleBroken(
        _("%(person)s works blind, and could see with this role what is hidden from them. Open: %(numbers)s.")
        % {"person": person.name, "numbers": named},
        _("They finish it first, or hand it back; give this role after that."),
    )


def _call_off(assignment: Assignment, conflicts: frozenset[ConflictOfInterest]) -> None:
    """Stop an examination. Its page says why to the examiner; nothing that was written in it counts."""
    now = timezone.now()
    AssignmentOpened.objects.get_or_create(assignment=assignment, defaults={"at": now})  # no log ends before it begins
    examination = examination_of(assignment)
    entry = Unblinded(max(now, examination.now.last), conflicts)
    examination.add(entry)
    with act(worker(), Verb.END, assignment) as doing:
        add_entries(assignment, [entry], len(examination.entries))
        doing.record(assignment.pk, person=assignment.examiner_id, conflicts=sorted(conflicts))
    if not assignment.pair.known:
        open_slot(assignment.pair, assignment.place)
