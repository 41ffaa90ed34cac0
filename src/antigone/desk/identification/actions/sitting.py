"""Sittings of the board on a file: called, attended, motion, vote, close. Each member acts for themself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.identification.actions._deciding import decide
from antigone.desk.identification.actions._lives import person_of
from antigone.desk.identification.actions.files import not_voting, open_one
from antigone.desk.identification.models import Decision, File, Motion, Present, Seat, Sitting, Vote
from antigone.desk.identification.person_refs import number_of, of_person
from antigone.desk.identification.queries import is_before, seat_of
from antigone.desk.identification.to_protocol import file_of, member_of, policy_of, rules_of, sitting_of
from antigone.errors import OutOfStep, RuleBroken
from antigone.protocol.codec import freeze, thaw
from antigone.protocol.evidence import CaseFile, Combination
from antigone.protocol.identification import carried, why_no_quorum, why_not
from antigone.protocol.rules import must_be_free_of
from antigone.protocol.scales import Conclusion

SILENCE = timedelta(hours=24)
"""Who has not voted by then is silent, and does not agree: Antigone's choice."""


def call_sitting(*, by: Actor, file: File, meets_at: datetime, where: str) -> Sitting:
    """Call a sitting on a file that lies before the board.

    Raises:
        RuleBroken: if it does not, or a sitting is called.
    """
    where = clean_text(where, "where", 300)
    with act(by, Verb.DECIDE, file) as doing:
        found = open_one(file)
        _seat(doing.by, found)
        if not is_before(found):
            raise OutOfStep(_("This file does not lie before the board."), _("Bring it first."))
        if found.sittings.filter(ended_at=None).exists():
            raise OutOfStep(_("A sitting on this file is called."), _("End it first to call another."))
        row = Sitting.objects.create(
            file=found,
            meets_at=meets_at,
            where=where,
            called_by_id=person_of(doing.by),
            called_at=timezone.now(),
        )
        doing.record(found.pk, sitting=row.pk)
    return row


def attend(*, by: Actor, sitting: Sitting) -> Present:
    """Note that one is present. Whoever examined something in the file may speak to it, and does not sit on it.

    Raises:
        RuleBroken: if one has no seat, examined, is there already, or a vote is open.
    """
    file = sitting.file
    with act(by, Verb.DECIDE, file) as doing:
        found = open_one(file)
        row, seat = _under_way(sitting), _seat(doing.by, found)
        if of_person(seat.person_id) in file_of(found).examiners:
            raise RuleBroken(_("You examined evidence in this file."), _("You may speak to it; other members decide."))
        if Present.objects.filter(sitting=row, seat=seat).exists():
            raise OutOfStep(_("You are there already."), _("There is nothing to do."))
        not_voting(found)
        there = Present.objects.create(sitting=row, seat=seat, at=timezone.now())
        doing.record(found.pk, sitting=row.pk, present=seat.pk)
    return there


def end_sitting(*, by: Actor, sitting: Sitting) -> None:
    """End a sitting without a decision. The file stays before the board.

    Raises:
        RuleBroken: if it has ended, or a vote is open.
    """
    file = sitting.file
    with act(by, Verb.DECIDE, file) as doing:
        found = open_one(file)
        row = _under_way(sitting)
        _seat(doing.by, found)
        not_voting(found)
        row.ended_at = timezone.now()
        row.save(update_fields=["ended_at"])
        doing.record(found.pk, sitting=row.pk, ended=True)


def put(
    *,
    by: Actor,
    sitting: Sitting,
    conclusion: str,
    reasons: str,
    combined: Iterable[int] = (),
    combination_reasons: str = "",
) -> Motion:
    """Put a conclusion to the vote, with the file as it is now. ``combined``: lines that the board combines under the
    law that its rules name.

    Raises:
        RuleBroken: if the file does not go so far, the board has no quorum, or a vote is open.
    """
    reasons = clean_text(reasons, "reason", 4000)
    if conclusion not in Conclusion.__members__:
        raise RuleBroken(_("There is no such conclusion."), _("Choose one of the list."))
    lines = sorted(set(combined))
    why = clean_text(combination_reasons, "why these lines together", 4000) if lines else ""
    file = sitting.file
    with act(by, Verb.DECIDE, file) as doing:
        found = open_one(file)
        row = _under_way(sitting)
        _there(doing.by, row)
        not_voting(found)
        rules, policy = rules_of(found.incident_id), policy_of(found.incident_id)
        law = policy.combination_law if lines else ""
        if lines and not law:
            raise RuleBroken(
                _("The rules of this board name no law that allows a combination."), _("Bring a primary identifier.")
            )
        whole = file_of(found, Combination(law, frozenset(lines), why) if lines else None)
        present = [each.seat for each in row.present.select_related("seat__person__agency")]
        _nobody_left(present)
        _nobody_examined(whole, present)
        must_be_free_of(why_no_quorum(whole, policy, [member_of(seat) for seat in present]))
        must_be_free_of(why_not(whole, policy, Conclusion[conclusion]))
        proposal = Motion.objects.create(
            sitting=row,
            conclusion=conclusion,
            reasons=reasons,
            law=law,
            combined=lines,
            combination_reasons=why,
            rules=rules,
            frozen=freeze(whole),
            by_id=person_of(doing.by),
            at=timezone.now(),
        )
        doing.record(found.pk, proposal=proposal.pk, conclusion=conclusion)
    return proposal


def vote(*, by: Actor, proposal: Motion, agrees: bool, reasons: str = "") -> Vote | None:
    """Vote for or against, once. A vote against says why: it is kept as dissent.

    None if the file or the board changed since it was put to the vote: then the vote has lapsed, and nobody's counts.

    Raises:
        RuleBroken: if one was not present when it was put, voted, or the vote is closed.
    """
    reasons = clean_text(reasons, "reason", 4000) if reasons.strip() or not agrees else ""
    file = proposal.sitting.file
    with act(by, Verb.VOTE, file) as doing:
        row = _open_vote(proposal)
        _there(doing.by, row.sitting)
        if not _as_it_was_put(row):
            _close(row, Motion.Outcome.LAPSED)
            doing.record(file.pk, proposal=row.pk, outcome="lapsed")
            return None
        if row.votes.filter(person=doing.by.person).exists():
            raise OutOfStep(_("You voted."), _("A vote is not changed; it can be put to the vote again."))
        made = Vote.objects.create(
            proposal=row, person_id=person_of(doing.by), agrees=agrees, reasons=reasons, at=timezone.now()
        )
        doing.record(file.pk, proposal=row.pk, vote=made.pk)
    return made


def close_vote(*, by: Actor, proposal: Motion) -> Decision | None:
    """Close the vote, when everybody present voted or a day has passed. If it is carried, it is the decision.

    None if it was not carried, or lapsed.

    Raises:
        RuleBroken: if some have not voted yet, or the file cannot bear it any more.
    """
    file = proposal.sitting.file
    with act(by, Verb.DECIDE, file) as doing:
        row = _open_vote(proposal)
        _there(doing.by, row.sitting)
        if not _as_it_was_put(row):
            _close(row, Motion.Outcome.LAPSED)
            doing.record(file.pk, proposal=row.pk, outcome="lapsed")
            return None
        silent = row.sitting.present.count() - row.votes.count()
        if silent and timezone.now() < row.at + SILENCE:
            raise OutOfStep(
                _("Not everybody who is present has voted."),
                _("Wait for their votes. After a day, who is silent does not agree."),
            )
        policy = policy_of(file.incident_id)
        if not carried(policy, Conclusion[row.conclusion], sitting_of(row)):
            _close(row, Motion.Outcome.LOST)
            doing.record(file.pk, proposal=row.pk, outcome="lost")
            return None
        _close(row, Motion.Outcome.CARRIED)
        decision = decide(doing.by, row, open_one(file), policy)
        doing.record(
            file.pk,
            proposal=row.pk,
            outcome="carried",
            decision=decision.pk,
            conclusion=decision.conclusion,
            sha256=decision.sha256,
            acts=[act.number for act in decision.acts.all()],
            exclusions=[str(number) for number in decision.exclusions.values_list("pk", flat=True)],
        )
    return decision


def _under_way(sitting: Sitting) -> Sitting:
    found = Sitting.objects.select_related("file").get(pk=sitting.pk)
    if found.ended_at is not None:
        raise OutOfStep(_("This sitting has ended."), _("Call another one."))
    return found


def _open_vote(proposal: Motion) -> Motion:
    found = Motion.objects.select_related("sitting__file__incident").get(pk=proposal.pk)
    if found.closed_at is not None:
        raise OutOfStep(_("This vote is closed."), _("It can be put to the vote again."))
    return found


def _close(proposal: Motion, outcome: Motion.Outcome) -> None:
    proposal.closed_at, proposal.outcome = timezone.now(), outcome
    proposal.save(update_fields=["closed_at", "outcome"])


def _seat(by: Actor, file: File) -> Seat:
    seat = seat_of(by, file.incident_id)
    if seat is None:
        raise RuleBroken(
            _("You have no seat on the board of this incident."),
            _("An administrator of who leads it appoints members."),
        )
    return seat


def _there(by: Actor, sitting: Sitting) -> None:
    if not sitting.present.filter(seat__person=by.person, seat__ended_at=None).exists():
        raise RuleBroken(
            _("You are not present at this sitting."), _("Say that you are there, before it is put to the vote.")
        )


def _nobody_left(present: Iterable[Seat]) -> None:
    gone = [seat.person.name for seat in present if seat.ended_at is not None]
    if gone:
        raise OutOfStep(
            _("Not on the board any more: %(names)s.") % {"names": ", ".join(gone)},
            _("End this sitting, call another."),
        )


def _nobody_examined(file: CaseFile, present: Iterable[Seat]) -> None:
    judges = {number_of(key) for key in file.examiners}
    names = [seat.person.name for seat in present if seat.person_id in judges]
    if names:
        raise RuleBroken(
            _("These members examined evidence in this file: %(names)s.") % {"names": ", ".join(names)},
            _("They may speak to it. End this sitting, and call another that they do not sit on."),
        )


def _as_it_was_put(proposal: Motion) -> bool:
    """Whether file, policy and board are the same as when the motion was put."""
    sitting = proposal.sitting
    if sitting.ended_at is not None or not is_before(sitting.file):
        return False
    if sitting.present.filter(seat__ended_at__isnull=False).exists():
        return False
    rules = rules_of(sitting.file.incident_id)
    if (rules and rules.pk) != proposal.rules_id:
        return False
    was = thaw(CaseFile, proposal.frozen)
    return freeze(file_of(sitting.file, was.combination)) == proposal.frozen
