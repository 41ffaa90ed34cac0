"""Recalling an identification, and following each act that relied on it to its end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.candidates.actions.pairs import exclude_inside, lift_inside
from antigone.desk.candidates.models import Exclusion
from antigone.desk.identification.actions._lives import (
    back_in_search,
    move,
    out_of_search,
    person_of,
    reopen,
    same_as,
    shut,
)
from antigone.desk.identification.actions.alive import end_alive
from antigone.desk.identification.actions.relied import enter
from antigone.desk.identification.models import Act, Decision, Recall, RecallEntry
from antigone.desk.identification.queries import agencies_in
from antigone.desk.identification.to_protocol import acts_around, recall_of
from antigone.errors import OutOfStep, RuleBroken
from antigone.protocol.lifecycle import Move
from antigone.protocol.recall import How, RecallGround, What


def begin_recall(*, by: Actor, decision: Decision, ground: str, reason: str) -> Recall:
    """Take an identification back. In this moment case, record and everything that rests on it are frozen, both come
    back into search and are open again; a person found alive leaves search, and their record is closed.

    One person can: stopping harms less than going on. It is possible in a closed incident, and of a closed case.

    Raises:
        RuleBroken: if the decision identified nobody, or was recalled.
    """
    reason = clean_text(reason, "reason", 2000)
    if ground not in list(RecallGround):
        raise RuleBroken(_("There is no such ground."), _("Choose one of the list."))
    with act(by, Verb.RECALL, decision, reason=reason) as doing:
        found = Decision.objects.select_related("incident", "case__incident", "record__incident").get(pk=decision.pk)
        if not found.identifies:
            raise RuleBroken(_("Nobody was identified by this decision."), _("Decide on the file again."))
        if found.recalled_at is not None:
            raise OutOfStep(_("This identification was recalled."), _("Open its recall."))
        now = timezone.now()
        acts = acts_around(found)
        last = Recall.objects.filter(incident=found.incident_id).aggregate(last=Max("place"))["last"] or 0
        row = Recall.objects.create(
            incident_id=found.incident_id,
            agency_id=found.agency_id,
            place=last + 1,
            number=f"{found.incident.code}-R-{last + 1:05d}",
            decision=found,
            ground=ground,
            reason=reason,
            acts=[each.pk for each in acts],
            by_id=person_of(doing.by),
            at=now,
        )
        found.recalled_at = now
        found.save(update_fields=["recalled_at"])
        found.certificates.filter(void_at=None).update(void_at=now)
        _lives_again(doing.by, row, found, now)
        _back(doing.by, row, found)
        begun = recall_of(row)
        doing.record(
            row.pk,
            decision=found.number,
            ground=ground,
            frozen=sorted(begun.frozen),
            to_be_undone=[each.number for each in begun.open],
        )
    return row


def assign(*, by: Actor, recall: Recall, number: str, to: Person, due: date) -> RecallEntry:
    """Assign somebody to undo one act by some day, in place of an earlier assignment.

    Raises:
        RuleBroken: if it is none of the recall's open acts, the day has passed, or the person takes no part.
    """
    with act(by, Verb.ASSIGN, recall) as doing:
        row, task = _open_task(recall, number)
        if not Person.objects.filter(pk=to.pk, ended_at=None, agency__in=agencies_in(row.incident)).exists():
            raise RuleBroken(_("This person takes no part in the incident."), _("Choose one of the list."))
        if due < timezone.localdate():
            raise RuleBroken(_("This day has passed."), _("Choose a day from today on."))
        entry = _enter(doing.by, row, RecallEntry.What.ASSIGNED, task, to=to, due=due)
        doing.record(row.pk, act=number, to=to.pk, due=due.isoformat())
    return entry


def end_task(*, by: Actor, recall: Recall, number: str, words: str) -> RecallEntry:
    """Record that an act is undone, and how.

    Raises:
        RuleBroken: if nobody answers for it, or it is at its end.
    """
    words = clean_text(words, "what was done", 4000)
    with act(by, Verb.CHANGE, recall) as doing:
        row, task = _open_task(recall, number)
        entry = _enter(doing.by, row, RecallEntry.What.ENDED, task, how=How.UNDONE.value, words=words)
        doing.record(row.pk, act=number, how="undone")
    return entry


def say_cannot(*, by: Actor, recall: Recall, number: str, words: str) -> RecallEntry:
    """Record that an act cannot be undone, and why. It ends when a second person confirms that.

    Raises:
        RuleBroken: if nobody answers for it, it was said already, or it is at its end.
    """
    words = clean_text(words, "why it cannot be undone", 4000)
    with act(by, Verb.CHANGE, recall) as doing:
        row, task = _open_task(recall, number)
        if recall_of(row).answers_for(number) is None:
            raise RuleBroken(_("Nobody answers for it."), _("Assign it first."))
        if row.entries.filter(act=task, what=RecallEntry.What.SAID).exists():
            raise OutOfStep(_("It was said already."), _("A second person looks, and confirms it."))
        entry = _enter(doing.by, row, RecallEntry.What.SAID, task, words=words)
        doing.record(row.pk, act=number, said="cannot-be-undone")
    return entry


def see_cannot(*, by: Actor, recall: Recall, number: str) -> RecallEntry:
    """Confirm, as a second person who looked, that an act cannot be undone.

    Raises:
        RuleBroken: if nobody said so, or oneself did.
    """
    with act(by, Verb.CHANGE, recall) as doing:
        row, task = _open_task(recall, number)
        said = row.entries.filter(act=task, what=RecallEntry.What.SAID).order_by("-place").first()
        if said is None:
            raise OutOfStep(_("Nobody said that it cannot be undone."), _("Say why, for a second person to see."))
        if said.by_id == doing.by.person:
            raise RuleBroken(_("You said it yourself."), _("A second person looks, and confirms it."))
        entry = _enter(
            doing.by,
            row,
            RecallEntry.What.ENDED,
            task,
            how=How.CANNOT_BE_UNDONE.value,
            words=said.words,
            said_by=said.by_id,
        )
        doing.record(row.pk, act=number, how="cannot-be-undone", said_by=said.by_id)
    return entry


def add_found(*, by: Actor, recall: Recall, what: str, words: str) -> RecallEntry:
    """Add an act that relied on the identification and was found only now.

    Raises:
        RuleBroken: if there is no such kind of act, or the recall has ended.
    """
    with act(by, Verb.CHANGE, recall) as doing:
        row = _open(recall)
        if what not in list(What) or what == What.IDENTIFICATION:
            raise RuleBroken(_("There is no such act."), _("Choose one of the list."))
        made = enter(doing.by, row.decision, What(what), words)
        entry = _enter(doing.by, row, RecallEntry.What.FOUND, made)
        doing.record(row.pk, act=made.number, found=what)
    return entry


def end_recall(*, by: Actor, recall: Recall) -> None:
    """End a recall, when each act that relied on the identification is at its end.

    Raises:
        RuleBroken: if one is not.
    """
    with act(by, Verb.CLOSE, recall) as doing:
        row = _open(recall)
        now = timezone.now()
        for subject in (row.decision.case, row.decision.record):
            move(doing.by, subject, Move.END_RECALL, at=now, recall=row)
        row.ended_at, row.ended_by_id = now, person_of(doing.by)
        row.save(update_fields=["ended_at", "ended_by"])
        doing.record(row.pk, ended=True)


def _lives_again(by: Actor, row: Recall, decision: Decision, now: datetime) -> None:
    case, record = decision.case, decision.record
    reason = f"{row.number}: {row.reason}"
    for subject in (case, record):
        move(by, subject, Move.RECALL, at=now, reason=reason, recall=row)
    move(by, case, Move.REOPEN, at=now, reason=reason, recall=row)
    reopen(by, case, reason)
    if row.ground == RecallGround.FOUND_ALIVE:
        move(by, record, Move.CLOSE, at=now, reason=reason, recall=row)
        shut(by, record, reason)
        out_of_search([record])
        end_alive(by, same_as(record)[1:], reason)
    else:
        move(by, record, Move.REOPEN, at=now, reason=reason, recall=row)
        reopen(by, record, reason)


def _back(by: Actor, row: Recall, decision: Decision) -> None:
    """Exclusions that followed from the identification are lifted, and photographs come back into search, at once: the
    desk did it, so it undoes it. Of a person found alive the exclusions stay."""
    alive = row.ground == RecallGround.FOUND_ALIVE
    made: Iterable[Exclusion] = decision.exclusions.order_by("pk")
    if alive:
        made = [each for each in made if each.record_id != decision.record_id]
        pair = [(decision.case_id, decision.record_id)]
        exclude_inside(by, pair, Exclusion.Ground.ALIVE, f"{row.number}: {row.reason}")
    lifted = lift_inside(by, made, f"{row.number}: {row.reason}")
    returning = same_as(decision.case) if alive else [*same_as(decision.case), *same_as(decision.record)]
    back = back_in_search(returning)
    said = {
        What.OUT_OF_SEARCH: f"Came back into search at once, photographs: {len(back)}",
        What.EXCLUSION: f"Lifted at once, pairs: {len(lifted)}",
    }
    for task in recall_of(row).tasks:
        if task.what in said and decision.number in task.rests_on:
            mine = Act.objects.get(number=task.number, decision=decision)
            person = Person.objects.get(pk=person_of(by))
            _enter(by, row, RecallEntry.What.ASSIGNED, mine, to=person, due=timezone.localdate())
            _enter(by, row, RecallEntry.What.ENDED, mine, how=How.UNDONE.value, words=said[task.what])


def _open(recall: Recall) -> Recall:
    found = Recall.objects.select_related("incident", "decision__case", "decision__record").get(pk=recall.pk)
    if found.ended_at is not None:
        raise OutOfStep(_("This recall has ended."), _("There is nothing to do."))
    return found


def _open_task(recall: Recall, number: str) -> tuple[Recall, Act]:
    row = _open(recall)
    if number not in {task.number for task in recall_of(row).open}:
        raise OutOfStep(_("This is at its end, or is none of this recall's acts."), _("Choose one of the list."))
    task = Act.objects.filter(number=number, pk__in=[*row.acts, *row.entries.values_list("act", flat=True)]).first()
    assert task is not None, "a recall's acts are rows"
    return row, task


def _enter(
    by: Actor,
    row: Recall,
    what: RecallEntry.What,
    task: Act,
    *,
    to: Person | None = None,
    due: date | None = None,
    how: str = "",
    words: str = "",
    said_by: int | None = None,
) -> RecallEntry:
    """Add an entry, if the protocol accepts the log with it. ``said_by``: the first of two; ``by`` is the second."""
    last = row.entries.aggregate(last=Max("place"))["last"] or 0
    person = person_of(by)
    entry = RecallEntry.objects.create(
        recall=row,
        place=last + 1,
        what=what,
        act=task,
        to=to,
        due=due,
        how=how,
        words=words,
        by_id=said_by or person,
        seen_by_id=person if said_by else None,
        at=timezone.now(),
    )
    recall_of(row)
    return entry
