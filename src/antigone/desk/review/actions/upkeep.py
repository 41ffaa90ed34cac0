"""What the worker does every minute: people join, leave ends, agencies share more; then what waits can be given."""

from __future__ import annotations

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import WHOLE_DESK, Thing, Verb
from antigone.desk.review.actions._assigning import assign_all
from antigone.desk.review.models import Slot
from antigone.desk.review.open import live_pairs
from antigone.desk.review.waiting import could_be_given


def assign_waiting(*, by: Actor) -> int:
    """Try every place that waits. How many were given."""
    if not any(could_be_given(place) for place in Slot.objects.filter(filled_at=None, pair__in=live_pairs())):
        return 0
    with act(by, Verb.ASK, Thing.ASSIGNMENT.of(WHOLE_DESK)) as doing:
        made = assign_all()
        doing.record(None, given=len(made))
    return len(made)
