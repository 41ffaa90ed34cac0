"""An examiner's acts at the bench: open an assignment, write in it, hand it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.sight import seeing_all
from antigone.desk.review.actions._assigning import add_entries, assign, assign_all, give_again, open_slot
from antigone.desk.review.actions.begin import note_conflict
from antigone.desk.review.actions.looking import must_have_looked, own
from antigone.desk.review.actions.proficiency import open_piece, write_in_piece
from antigone.desk.review.bench_models import AssignmentOpened
from antigone.desk.review.models import Assignment, Pair, PairOutcome, ProficiencyPiece
from antigone.desk.review.open import live_pairs, open_assignments
from antigone.desk.review.people import arisen
from antigone.desk.review.queries import BenchWork
from antigone.desk.review.to_protocol import examination_of, settlement
from antigone.errors import OutOfStep
from antigone.protocol import entries
from antigone.protocol.conflicts import ConflictOfInterest
from antigone.protocol.examination import Examination, follows
from antigone.protocol.settle import Settlement, SettlementOutcome
from antigone.protocol.two_examiners import CONCLUDES, go_on

ABSENT = timedelta(minutes=30)
"""Who wrote nothing for so long was away from then on: sessions end, and people are called away."""


def open_work(*, by: Actor, work: BenchWork) -> BenchWork:
    """Open work at the bench, of whichever kind. See ``open_assignment`` and ``open_piece``."""
    if isinstance(work, ProficiencyPiece):
        return open_piece(by=by, piece=work)
    return open_assignment(by=by, assignment=work)


def open_assignment(*, by: Actor, assignment: Assignment) -> Assignment:
    """Open an assignment: the first time starts its clock; after a long silence a pause is noted.

    Raises:
        NotThere: if it is somebody else's.
    """
    with act(by, Verb.SEE, assignment) as doing:
        found = own(doing.by, assignment)
        now = timezone.now()
        first = not AssignmentOpened.objects.filter(assignment=found).exists()
        if first:
            AssignmentOpened.objects.create(assignment=found, at=now)
        examination = examination_of(found)
        last = examination.now.last
        silent = not first and not examination.now.paused and now - last > ABSENT
        if silent and open_assignments().filter(pk=found.pk).exists():
            add_entries(found, [entries.Paused(last + ABSENT), entries.Resumed(now)], len(examination.entries))
        doing.record(found.pk, opened=first)
    return found


@seeing_all()
def must_be_opened(assignment: BenchWork) -> bool:
    """Whether ``open_work`` has something to note: pages that are read over and over write nothing else."""
    if isinstance(assignment, ProficiencyPiece):
        return assignment.opened_at is None
    if not AssignmentOpened.objects.filter(assignment=assignment).exists():
        return True
    now = examination_of(assignment).now
    return not now.paused and not now.unmasked and not now.stopped and timezone.now() - now.last > ABSENT


def write_entry(*, by: Actor, assignment: BenchWork, entry: entries.Entry) -> Examination:
    """Add one entry to the examination's log. See ``write_entries``."""
    return write_entries(by=by, assignment=assignment, written_down=[entry])


def write_entries(*, by: Actor, assignment: BenchWork, written_down: Sequence[entries.Entry]) -> Examination:
    """Add entries to the log, all or none. Their time is that at which the desk keeps them.

    What follows is in the same transaction: a third examiner is wanted, work handed back is given to somebody else. If
    it would be concluded, and its examiner is bound to the pair by now, it is called off instead: the examination that
    comes back says so.

    Raises:
        NotThere: if it is somebody else's work.
        RuleBroken: if it is called off or closed, a photograph that it rests on was not looked at in this sitting, or
            the protocol does not allow an entry (its words say why).
    """
    if isinstance(assignment, ProficiencyPiece):
        return write_in_piece(by=by, piece=assignment, written_down=written_down)
    with act(by, Verb.CHANGE, assignment) as doing:
        found = own(doing.by, assignment)
        before = examination_of(found)
        if before.now.stopped or not (before.finished or open_assignments().filter(pk=found.pk).exists()):
            raise OutOfStep(_("Nobody has to examine this any more."), _("Go back to your list of work."))
        if not AssignmentOpened.objects.filter(assignment=found).exists():
            AssignmentOpened.objects.create(assignment=found, at=timezone.now())
        at, after = max(timezone.now(), before.now.last), examination_of(found)
        dated = [_at(entry, at) for entry in written_down]
        concludes = any(isinstance(entry, CONCLUDES) for entry in dated) and not before.finished
        must_have_looked(by, found, dated)
        after = go_on(after, dated, conflicts=arisen(found) if concludes else frozenset())
        for entry in follows(after):
            after = after.add(entry)
        added = after.entries[len(before.entries) :]
        add_entries(found, added, len(before.entries))
        doing.record(found.pk, entries=[type(entry).__name__ for entry in added], step=str(after.step))
        if after.now.stopped:
            give_again(found)
        elif after.finished:
            _finished(found, first=not before.finished)
    return after


def know_the_person(*, by: Actor, assignment: Assignment, reason: str) -> Examination:
    """Hand an assignment back because one knows the person: a conflict of interest for ever."""
    with act(by, Verb.MAKE, Thing.CONFLICT_OF_INTEREST.of(assignment)) as doing:
        found = own(doing.by, assignment)
        assert doing.by.person is not None
        note_conflict(doing.by.person, found.pair.case, found.pair.record, what=ConflictOfInterest.KNOWS_THE_PERSON)
        doing.record(None, examination=found.pk, what=ConflictOfInterest.KNOWS_THE_PERSON.value)
        return write_entry(by=by, assignment=found, entry=entries.HandedBack(timezone.now(), reason))


def _at(entry: entries.Entry, at: datetime) -> entries.Entry:
    if isinstance(entry, entries.Changed):
        return replace(entry, at=at, entry=replace(entry.entry, at=at))
    return replace(entry, at=at)


def _finished(assignment: Assignment, *, first: bool) -> None:
    """Settle a pair, anew if a finished examination was changed, and open a third slot where two do not agree. Of a
    known pair nothing follows.
    """
    pair = assignment.pair
    if not pair.known:
        settled = settlement(pair, Assignment.objects.filter(pair=pair).prefetch_related("pictures"))
        _keep_outcome(pair, settled)
        asked = first and live_pairs().filter(pk=pair.pk).exists()
        if asked and settled.outcome is SettlementOutcome.THIRD_NEEDED:
            assign([open_slot(pair, 3)])
    if first:
        assign_all()


def _keep_outcome(pair: Pair, settled: Settlement) -> None:
    if not settled.settled:
        PairOutcome.objects.filter(pair=pair).delete()
    elif not PairOutcome.objects.filter(pair=pair, outcome=settled.outcome.value).exists():
        said = {"outcome": settled.outcome.value, "at": timezone.now()}
        PairOutcome.objects.update_or_create(pair=pair, defaults=said)
