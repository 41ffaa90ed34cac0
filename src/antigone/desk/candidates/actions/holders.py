"""Who holds templates in memory, and up to which step each has said that nothing of what left is there any more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import WHOLE_DESK, Thing, Verb
from antigone.desk.candidates.models import IndexHolder
from antigone.errors import RuleBroken

_SAID_AGAIN = timedelta(minutes=1)
"""A holder with nothing new to say writes so often, and no more."""


def acknowledge(cleared: Mapping[str, int]) -> None:
    """Write up to which step holders are cleared of what left. No act: nobody decides anything by it."""
    now = timezone.now()
    known = {holder.name: holder for holder in IndexHolder.objects.filter(name__in=cleared)}
    for name, step in cleared.items():
        before = known.get(name)
        if before is None or before.cleared < step or now - before.said_at >= _SAID_AGAIN:
            said = {"cleared": max(step, before.cleared if before else 0), "said_at": now}
            IndexHolder.objects.update_or_create(name=name, defaults=said)


def ended(name: str) -> None:
    """Delete the row of a process that ended, or ends now: its memory is gone with it. No act either."""
    IndexHolder.objects.filter(name=name).delete()


def strike(*, by: Actor, name: str, reason: str) -> None:
    """Delete the row of a holder of which a person says that it is gone: a machine that was switched off for good.

    Raises:
        RuleBroken: there is no such holder.
    """
    with act(by, Verb.KEEP, Thing.INDEX.of(WHOLE_DESK), reason=reason) as doing:
        if not IndexHolder.objects.filter(name=name).delete()[0]:
            raise RuleBroken(_("There is no holder %(name)s.") % {"name": name}, _("Run: antigone desk index holders"))
        doing.record(None, holder=name, step="gone")
