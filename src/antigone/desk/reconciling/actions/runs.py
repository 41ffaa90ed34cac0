"""Reconciliations: asked for by people, finished by the worker, exported as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.queries import find_incident
from antigone.desk.accounts.validators import clean_text
from antigone.desk.jobs.actions import enqueue
from antigone.desk.jobs.models import Job
from antigone.desk.reconciling.models import ProposedPair, Reconciliation, Sampling, Unlisted
from antigone.desk.reconciling.queries import must_take_part, standing
from antigone.errors import OutOfStep, RuleBroken

_AT_ONCE = 500


class RunOvertaken(Exception):
    """Raised if another worker finished the run: nothing is written."""


@dataclass(frozen=True, slots=True)
class ReconciliationResult:
    """The result of a reconciliation. With a ``refusal`` nothing is proposed."""

    engine: str
    model: str
    calibration: str
    fingerprint: str
    as_of: dict[str, int]
    lists: list[dict[str, Any]]
    counts: dict[str, int]
    proposals: Sequence[ProposedPair] = field(default=(), repr=False)
    unlisted: Sequence[Unlisted] = field(default=(), repr=False)
    samplings: Sequence[Sampling] = ()
    sources: list[str] = field(default_factory=list)
    drawing: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0
    refusal: dict[str, Any] | None = None


def ask_for_reconciliation(*, by: Actor, incident: Incident, reason: str) -> Reconciliation:
    """Ask for a reconciliation of all cases and records of an incident that the actor's agency reaches.

    Raises:
        RuleBroken: if nobody said yet who may be among the dead.
        OutOfStep: if the incident is closed, or one is being made.
        NotThere: if they may not see the incident.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.ASK, Thing.RECONCILIATION.of(by.at(incident)), reason=reason) as doing:
        found = find_incident(doing.by, incident.pk)
        must_take_part(doing.by, found)
        assert doing.by.agency is not None and doing.by.person is not None, "people ask"
        if found.closed_at is not None:
            raise OutOfStep(_("This incident is closed."), _("What is closed is reconciled no more."))
        if not standing(doing.by.at(found)):
            raise RuleBroken(
                _("Nobody has said yet who may be among the dead."),
                _(
                    "A registrar or an administrator writes a list of persons first, and how many of the bodies are"
                    " expected to be of them."
                ),
            )
        waiting = Reconciliation.objects.filter(
            incident=found, agency=doing.by.agency, state=Reconciliation.State.WAITING
        )
        if waiting.exists():
            raise OutOfStep(_("A reconciliation is being made."), _("Wait for it: it takes a minute or two."))
        run = Reconciliation.objects.create(
            incident=found,
            agency_id=doing.by.agency,
            asked_by_id=doing.by.person,
            asked_at=timezone.now(),
            reason=reason,
        )
        enqueue(Job.Kind.RECONCILE, run.pk)
        doing.record(run.pk)
    return run


def finish(*, by: Actor, run: int, found: ReconciliationResult) -> None:
    """Write the result of a reconciliation.

    Raises:
        Changed: the run is done.
    """
    whose = Reconciliation.objects.get(pk=run)
    with act(by, Verb.FINISH, whose) as doing:
        row = Reconciliation.objects.get(pk=run)
        if row.state != Reconciliation.State.WAITING:
            raise RunOvertaken
        row.engine, row.model, row.calibration = found.engine, found.model, found.calibration
        row.fingerprint, row.as_of, row.seconds = found.fingerprint, found.as_of, found.seconds
        row.lists, row.counts, row.drawing = found.lists, found.counts, found.drawing or None
        row.sources, row.refusal = found.sources, found.refusal
        row.state = Reconciliation.State.REFUSED if found.refusal else Reconciliation.State.DONE
        row.done_at = timezone.now()
        row.save()
        made: tuple[ProposedPair | Unlisted | Sampling, ...] = (*found.proposals, *found.unlisted, *found.samplings)
        for each in made:
            each.run = row
        ProposedPair.objects.bulk_create(found.proposals, batch_size=_AT_ONCE)
        Unlisted.objects.bulk_create(found.unlisted, batch_size=_AT_ONCE)
        Sampling.objects.bulk_create(found.samplings)
        doing.record(row.pk, state=str(row.state), proposals=len(found.proposals), fingerprint=found.fingerprint)


def export_proposals(*, by: Actor, run: Reconciliation, reason: str) -> list[int]:
    """Record an export of proposals and return their numbers, in order, before the first row goes."""
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.EXPORT, run, reason=reason) as doing:
        chosen = list(ProposedPair.objects.filter(run=run).order_by("place").values_list("pk", flat=True))
        doing.record(run.pk, rows=len(chosen))
    return chosen


def forget_lines(*, subject: int) -> int:
    """Take out what proposals say of a case or record that is being erased; numbers and places stay. Called inside the
    act that erases it. How many proposals that were.
    """
    found = ProposedPair.objects.filter(case=subject) | ProposedPair.objects.filter(record=subject)
    return found.exclude(lines=None).update(lines=None)
