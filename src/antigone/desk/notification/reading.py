"""Rows made into the protocol's values, which judge them."""

from __future__ import annotations

from antigone.desk.identification.frozen import thaw
from antigone.desk.identification.keys import of_person
from antigone.desk.identification.models import Recall
from antigone.desk.identification.reading import identification_of, recall_of
from antigone.desk.notification.models import Entry, Plan, Prepared
from antigone.protocol import follow_up, hand_over, ladder, notification, plan, visit

KINDS: dict[str, type[notification.Entry]] = {
    kind.__name__: kind
    for kind in (
        *(plan.Sided, plan.Entitled, plan.Struck, plan.Contact, plan.Written, plan.Chosen, plan.Confirmed),
        *(visit.Visited, follow_up.Heard, follow_up.Passed, follow_up.Due, follow_up.FollowedUp),
        *(follow_up.Sent, follow_up.Answered, hand_over.Handed, follow_up.Stopped),
        *(ladder.Asked, ladder.Consented, ladder.Shown, ladder.PassedOver, ladder.Refused, ladder.Halted),
    )
}
"""Every entry that a log can have, by the name under which it is kept."""


def entry_of(row: Entry) -> notification.Entry:
    """Raises DecisionDamaged if it is not what was written."""
    return thaw(KINDS[row.kind], row.said)


def notification_of(row: Plan) -> notification.Notification:
    """A plan with its whole log, judged again; frozen if its identification is being recalled."""
    begun = Recall.objects.filter(decision=row.decision_id).select_related("decision").first()
    entries = tuple(entry_of(each) for each in Entry.objects.filter(plan=row).order_by("place"))
    if row.recall_id is not None:
        assert begun is not None and begun.pk == row.recall_id, "a recall is of one decision"
        return notification.Notification(row.number, recall_of(begun), row.opened_at, entries)
    recalled = None if begun is None else recall_of(begun)
    about = identification_of(row.decision)
    return notification.Notification(row.number, about, row.opened_at, entries, recalled)


def prepared_of(row: Prepared) -> ladder.Prepared:
    """Raises RuleBroken if nobody else has looked it over."""
    seen = "" if row.reviewed_by_id is None or not row.accepted else of_person(row.reviewed_by_id)
    return ladder.Prepared(str(row.pk), ladder.Rung(row.rung), of_person(row.made_by_id), seen)
