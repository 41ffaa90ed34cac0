"""The register of everything that is done because somebody was identified: every such act enters itself here."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.validators import clean_text
from antigone.desk.identification.actions._lives import move, person_of
from antigone.desk.identification.models import Act, Decision
from antigone.desk.identification.queries import rests_on_a_recalled_one, state_of
from antigone.errors import OutOfStep, RuleBroken
from antigone.protocol.lifecycle import LifeState, Move
from antigone.protocol.recall import What

_BY_THE_DESK = {What.OUT_OF_SEARCH, What.EXCLUSION, What.IDENTIFICATION}
"""What follows from the decision itself, in the same moment: nobody else enters it."""


def relied(*, by: Actor, decision: Decision, what: What, words: str, rests_on: Iterable[Act] = ()) -> Act:
    """Enter what is being done on an identification. Call it inside the act that does it (``accounts.act``): if this
    refuses, the act does not happen.

    A notification and a release of remains move the lives of case and record on.

    Args:
        words: what is done, for whoever has to undo it one day; no score, no photograph.
        rests_on: earlier acts without which this one would not be, besides the decision.

    Raises:
        RuleBroken: if the decision identifies nobody, was recalled, rests on one that is being recalled, the case is
            closed, or the family was not told before a release.
    """
    if not connection.in_atomic_block:
        raise AssertionError("what rests on a decision is entered inside the act that does it")
    if what in _BY_THE_DESK:
        raise RuleBroken(_("The desk enters this by itself."), _("Name what people do."))
    found = Decision.objects.select_related("case", "record", "incident").get(pk=decision.pk)
    _stands(found)
    _open(found, what)
    _lives(by, found, what)
    return enter(by, found, what, words, rests_on=rests_on)


def enter(
    by: Actor,
    decision: Decision,
    what: What,
    words: str,
    *,
    rests_on: Iterable[Act] = (),
    other: Decision | None = None,
) -> Act:
    """Write the row of the register. ``relied`` is what others call."""
    last = Act.objects.filter(incident=decision.incident_id).aggregate(last=Max("place"))["last"] or 0
    number = other.number if other is not None else f"{decision.incident.code}-A-{last + 1:05d}"
    return Act.objects.create(
        incident_id=decision.incident_id,
        agency_id=decision.agency_id,
        place=last + 1,
        number=number,
        decision=decision,
        what=what.value,
        words=clean_text(words, "what was done", 2000),
        rests_on=sorted({act.number for act in rests_on}),
        other=other,
        by_id=person_of(by),
        at=timezone.now(),
    )


def _stands(decision: Decision) -> None:
    if not decision.identifies:
        raise RuleBroken(
            _("This decision identifies nobody: %(words)s.") % {"words": decision.conclusion_words},
            _("Only an established identification can be told, or acted on."),
        )
    if decision.recalled_at is not None:
        raise OutOfStep(_("This identification was recalled."), _("Nothing is done on it any more."))
    if rests_on_a_recalled_one(decision):
        raise OutOfStep(
            _("This identification is frozen: it rests on another that is being recalled."),
            _("Wait until the recall is at its end."),
        )


def _open(decision: Decision, what: What) -> None:
    """Raise if the case is closed, or if somebody would be notified for a closed record."""
    closed = decision.case.closed_at is not None
    if closed or (what is What.NOTIFICATION and decision.record.closed_at is not None):
        raise OutOfStep(_("This is closed."), _("Nothing is done on a closed case any more."))


def _lives(by: Actor, decision: Decision, what: What) -> None:
    if what is What.NOTIFICATION:
        for subject in (decision.case, decision.record):
            if state_of(subject) is LifeState.IDENTIFIED:
                move(by, subject, Move.NOTIFY, decision=decision)
    elif what is What.RELEASE_OF_REMAINS and state_of(decision.case) is not LifeState.RELEASED:
        move(by, decision.case, Move.RELEASE, decision=decision)
