"""Erasing one photograph: its key, files, faces, templates and metadata.

The row stays, and says that there was a photograph, when and why it was destroyed, and nothing of what it showed. Three
people's acts lead here: somebody wrote the request down, a second one agreed, and another one carries it out. That
nothing is left is recorded when the worker has cleared up, and again whenever somebody has it proved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import Doing, act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.erasing import erased, traces
from antigone.desk.erasing.actions.asking import stands_against
from antigone.desk.erasing.models import Erasure
from antigone.desk.jobs.actions import enqueue
from antigone.desk.jobs.models import Job
from antigone.desk.photos.actions._destroying import destroy
from antigone.desk.photos.models import Photograph
from antigone.errors import OutOfStep, RuleBroken


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was destroyed, and the code by which that can be proved."""

    erasure: Erasure
    code: str = field(repr=False)
    """For the receipt on paper. It is kept nowhere in the desk."""


def erase_photograph(*, by: Actor, photograph: Photograph, reason: str) -> Receipt:
    """Destroy a photograph, if a request to erase it was agreed to by somebody else.

    ``reason`` goes into the audit, where nothing is ever erased: no names.

    Raises:
        RuleBroken: if nobody asked for it, nobody agreed, or it was ``by`` who agreed; or if it was erased.
    """
    reason = clean_text(reason, _("reason"), 2000)
    with act(by, Verb.ERASE, photograph, reason=reason) as doing:
        found = Photograph.objects.select_related("subject").get(pk=photograph.pk)
        if found.erased_at is not None:
            raise OutOfStep(_("This photograph was erased."), _("There is nothing to do."))
        erasure = agreed(doing, Erasure.objects.filter(photograph=found))
        code = traces.new_code()
        counted, pieces = destroy(found)
        done(doing, erasure, counted, traces.close(code, pieces))
        finish(erasure, [found])
        doing.record(found.pk, subject=found.subject_id, erasure=erasure.pk, **counted)
    return Receipt(erasure, code)


def agreed(doing: Doing, asked: QuerySet[Erasure]) -> Erasure:
    """The agreed request among ``asked`` that the actor may carry out. Called inside an act.

    Raises:
        RuleBroken
    """
    open_ones = asked.filter(state__in=(Erasure.State.ASKED, Erasure.State.AGREED))
    erasure = open_ones.select_related("subject", "photograph").first()
    if erasure is None:
        raise RuleBroken(
            _("Nobody has asked for this to be erased."),
            _("Write the request down first: who asks, and in what right."),
        )
    if erasure.state != Erasure.State.AGREED:
        raise RuleBroken(
            _("Nobody has agreed yet that this is erased."),
            _("A liaison officer or an administrator agrees on the page of the request."),
        )
    if erasure.answered_by_id == doing.by.person:
        raise RuleBroken(
            _("It was you who agreed that this is erased."),
            _("What cannot be undone takes two people: another registrar carries it out."),
        )
    stands_against(erasure)
    return erasure


def done(doing: Doing, erasure: Erasure, counted: Mapping[str, int], proof: bytes) -> None:
    """Write what was destroyed into the request. Called inside an act."""
    erasure.state, erasure.done_at, erasure.done_by_id = Erasure.State.DONE, timezone.now(), doing.by.person
    erasure.destroyed = {name: number for name, number in sorted(counted.items()) if number}
    erasure.proof = proof
    erasure.save()


def finish(erasure: Erasure, photographs: Sequence[Photograph]) -> None:
    """Enter it in the list of erasures that outlives this database, and enqueue the cleaning up."""
    entry = erased.entry_of(erasure, [photograph.sealed for photograph in photographs])
    transaction.on_commit(lambda: erased.note([entry]))
    enqueue(Job.Kind.SCRUB, erasure.pk)


def record_scrubbed(*, by: Actor, erasure: Erasure) -> None:
    """Record that files, index and the database's free space are clean of it."""
    with act(by, Verb.KEEP, erasure) as doing:
        found = Erasure.objects.get(pk=erasure.pk)
        found.scrubbed_at = timezone.now()
        found.save(update_fields=["scrubbed_at"])
        doing.record(found.pk, step="scrubbed")


def record_proof(*, by: Actor, erasure: Erasure, files: int, size: int, remains: int, unread: int) -> None:
    """Record that somebody had it proved, and what was found."""
    with act(by, Verb.KEEP, erasure) as doing:
        doing.record(erasure.pk, step="proof", files=files, size=size, remains=remains, unread=unread)
