"""What a family took back on its own page comes back within the day, by them alone; then it is destroyed.

Everything left search when they took it back. Whoever wants it gone at once has that button beside the other.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor, worker
from antigone.desk.accounts.permissions import Verb
from antigone.desk.audit.clock import ClockGuard
from antigone.desk.families.actions._mine import live, present
from antigone.desk.families.actions.withdraw import forget_file
from antigone.desk.families.limits import MOST_GIVEN
from antigone.desk.families.models import KEPT, Given, Request
from antigone.desk.photos import vault
from antigone.desk.photos.actions.putting_back import stand_again
from antigone.desk.photos.lawful_basis import may_be_searched
from antigone.errors import NotThere, OutOfStep, RuleBroken

_EVERY = 60.0
"""Seconds between two looks whether a day is over."""
_CLOSES = timedelta(minutes=1)
"""Before the day ends, nothing comes back any more: the worker may be at it."""


def within_the_day(request: Request) -> list[Given]:
    """The photographs of a request that its family took back and may put back, in the order in which they came."""
    since = timezone.now() - KEPT + _CLOSES
    kept = request.given.filter(kept=True, withdrawn_at__gt=since)
    return list(kept.select_related("photograph").order_by("pk"))


def put_back_given(*, by: Actor, given: Given) -> None:
    """Put back a photograph that the family took back within the day. One that was searched with is again, if they
    still allow it.

    Raises:
        OutOfStep: if the day is over, it was destroyed, or they have given the same file again.
        RuleBroken: if there are too many by now, or the request or its record was closed.
    """
    with act(by, Verb.UNDO, given) as doing:
        request = live(doing.by, given.request)
        found = Given.objects.select_related("photograph__subject__incident").get(pk=given.pk)
        withdrawn = found.withdrawn_at
        if withdrawn is None or found not in within_the_day(request):
            raise OutOfStep(_("This photograph cannot be put back any more."), _("Please send it again."))
        _room_for(request, found)
        found.withdrawn_at, found.put_back_at, found.kept = None, timezone.now(), False
        found.save(update_fields=["withdrawn_at", "put_back_at", "kept"])
        photograph, searched = found.photograph, False
        if photograph is not None and photograph.ended_at is not None and photograph.ended_at >= withdrawn:
            searched = may_be_searched(photograph)
            if searched:  # else a consent of its own is wanted: staff accepts it again when there is one
                with act(by, Verb.UNDO, photograph) as again:
                    stand_again(photograph)
                    again.record(photograph.pk, subject=photograph.subject_id)
        doing.record(found.pk, request=request.pk, searched=searched)


def destroy_now(*, by: Actor, given: Given) -> None:
    """Destroy what was taken back, without waiting for the end of the day.

    Raises:
        OutOfStep: if that was done.
    """
    with act(by, Verb.WITHDRAW, given) as doing:
        present(doing.by, given.request)
        found = Given.objects.get(pk=given.pk)
        if not found.kept:
            raise OutOfStep(_("This photograph was taken back."), _("There is nothing to do."))
        destroyed = _forget(found)
        doing.record(found.pk, request=found.request_id, destroyed=destroyed, step="now")
    if destroyed:
        vault.discard(given.sealed)


def destroy_after_the_day(*, by: Actor) -> int:
    """Destroy what families took back a day ago. Returns how many photographs. It may be done twice."""
    over = Given.objects.filter(kept=True, withdrawn_at__lte=timezone.now() - KEPT).order_by("pk")
    numbers = list(over.values_list("pk", flat=True))
    for number in numbers:
        given = Given.objects.select_related("request__portal").get(pk=number)
        with act(by, Verb.END, given) as doing:
            found = Given.objects.get(pk=number)
            destroyed = found.kept and found.withdrawn_at is not None and _forget(found)
            doing.record(number, request=found.request_id, destroyed=destroyed)
        if destroyed:
            vault.discard(given.sealed)
    return len(numbers)


@dataclass(slots=True)
class DayKeeper:
    """Looks once a minute, while the clock can be believed."""

    due: float = field(default_factory=time.monotonic)
    clock: ClockGuard = field(default_factory=ClockGuard)

    def when_due(self) -> int:
        now = time.monotonic()
        if now < self.due or self.clock.holds():
            return 0
        self.due = now + _EVERY
        return destroy_after_the_day(by=worker())


def _forget(given: Given) -> bool:
    """Destroy it; whether there was a file of its own, which goes when the act is through."""
    waited = given.wrapped is not None
    given.kept = False
    given.save(update_fields=["kept"])
    forget_file(given)
    return waited


def _room_for(request: Request, given: Given) -> None:
    """Raises: OutOfStep, RuleBroken, NotThere"""
    if given.wrapped is None and given.photograph is None:
        raise NotThere(_("This photograph was taken back."), _("There is nothing to do."))
    held = Given.objects.filter(request=request, withdrawn_at=None, unreadable=False)
    if held.filter(sha256=given.sha256).exists():
        raise OutOfStep(_("We have this photograph already."), _("You need not send it again."))
    if held.count() >= MOST_GIVEN:
        raise RuleBroken(
            _("There are too many photographs by now."),
            _("If another is better, take one of the others back first."),
        )
