"""From rows to the protocol's values, which check the rules again."""

from __future__ import annotations

from antigone.desk.identification.models import Recall
from antigone.desk.identification.person_refs import of_person
from antigone.desk.identification.to_protocol import identification_of, recall_of
from antigone.desk.notification.models import NotificationPlan, PlanEntry, PreparedPicture
from antigone.protocol import ladder, notification
from antigone.protocol.codec import kinds_of, thaw_entry

KINDS: dict[str, type[notification.Entry]] = kinds_of(notification.Entry)
"""Every entry that a log can have, by the name under which it is kept."""


def entry_of(row: PlanEntry) -> notification.Entry:
    """The entry of a row. Raises ProtocolDamaged if it is not what was written."""
    return thaw_entry(KINDS, row.kind, row.said)


def notification_of(row: NotificationPlan) -> notification.Notification:
    """A plan with its whole log, checked again; frozen if its identification is being recalled."""
    begun = Recall.objects.filter(decision=row.decision_id).select_related("decision").first()
    entries = tuple(entry_of(each) for each in PlanEntry.objects.filter(plan=row).order_by("place"))
    if row.recall_id is not None:
        assert begun is not None and begun.pk == row.recall_id, "a recall is of one decision"
        return notification.Notification(row.number, recall_of(begun), row.opened_at, entries)
    recalled = None if begun is None else recall_of(begun)
    about = identification_of(row.decision)
    return notification.Notification(row.number, about, row.opened_at, entries, recalled)


def prepared_of(row: PreparedPicture) -> ladder.Prepared:
    """A prepared picture that was looked over. Raises RuleBroken if nobody else has."""
    seen = "" if row.reviewed_by_id is None or not row.accepted else of_person(row.reviewed_by_id)
    return ladder.Prepared(str(row.pk), ladder.Rung(row.rung), of_person(row.made_by_id), seen)
