"""Reading recipients, packets and arrivals: only what the actor may see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from antigone.desk.accounts.access import find, within
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.cases.models import Case
from antigone.desk.exchange.models import Arrival, Packet, Recipient
from antigone.desk.families.models import Allowed
from antigone.desk.records import queries as records
from antigone.desk.records.days import Days
from antigone.desk.records.models import Record
from antigone.desk.subjects.models import Subject
from antigone.exchange.packet import PacketKind
from antigone.exchange.sheet import Sheet, SheetSide


def recipients(by: Actor, verb: Verb = Verb.SEE) -> QuerySet[Recipient]:
    """Recipients of the agency, those in force first, then by name."""
    seen = Recipient.objects.filter(within(by, verb, Thing.RECIPIENT)).select_related("agency", "opened_by")
    return seen.order_by(F("ended_at").desc(nulls_first=True), "name", "id")


def standing_recipients(agency: int) -> QuerySet[Recipient]:
    """Recipients of an agency to which it may send: confirmed, not ended, and in force today."""
    holds = Q(valid_until=None) | Q(valid_until__gte=timezone.localdate())
    return Recipient.objects.filter(holds, agency=agency, ended_at=None).exclude(confirmed_at=None)


def find_recipient(by: Actor, number: int) -> Recipient:
    """Raises: NotThere."""
    return find(recipients(by).select_related("agency", "opened_by", "confirmed_by", "ended_by"), number)


def packets(by: Actor) -> QuerySet[Packet]:
    """Packets, the latest first."""
    seen = within(by, Verb.SEE, Thing.PACKET, incident="incident")
    return Packet.objects.filter(seen).select_related("subject", "recipient", "incident", "recalled_by")


def packets_of(by: Actor, subject: Subject) -> QuerySet[Packet]:
    return packets(by).filter(subject=subject)


def find_packet(by: Actor, number: int) -> Packet:
    """Raises: NotThere."""
    more = ("agency", "subject__agency", "made_by", "taken_by", "received_by", "recalls", "consent", "source")
    return find(packets(by).select_related(*more), number)


def to_recall(rows: QuerySet[Packet]) -> QuerySet[Packet]:
    """Packets that left on a consent that was withdrawn since, to a body with which the family does not share any more,
    or of a record that was erased, and that were not recalled.
    """
    recalled = Exists(Packet.objects.filter(recalls=OuterRef("pk")))
    said = Allowed.objects.filter(
        what=Allowed.What.SHARE, request__record=OuterRef("subject"), body=OuterRef("recipient__name")
    )
    left = rows.exclude(taken_at=None).exclude(kind=PacketKind.RECALL.value).filter(~recalled)
    left = left.annotate(shares=Subquery(said.order_by("-pk").values("yes")[:1]))
    return left.filter(Q(consent__withdrawn_at__isnull=False) | Q(shares=False) | Q(subject__erased_at__isnull=False))


def unconfirmed_recalls(rows: QuerySet[Packet]) -> QuerySet[Packet]:
    """Letters of recall that nobody has confirmed as received."""
    return rows.filter(kind=PacketKind.RECALL.value, received_at=None)


def arrivals(by: Actor) -> QuerySet[Arrival]:
    """Arrivals, the latest first."""
    seen = within(by, Verb.SEE, Thing.ARRIVAL, incident="incident")
    return Arrival.objects.filter(seen).select_related("incident", "sender", "subject")


def find_arrival(by: Actor, number: int) -> Arrival:
    """Raises: NotThere."""
    more = ("agency", "brought_by", "decided_by", "source")
    return find(arrivals(by).select_related(*more), number)


def nearly(by: Actor, arrival: Arrival, sheet: Sheet) -> list[Subject]:
    """Cases or records that may be of the same person, for the reviewer to look at before anything is made."""
    numbers = [each for each in (sheet.code, arrival.code, sheet.value("other_number")) if each]
    if sheet.side is SheetSide.PM:
        seen = within(by, Verb.SEE, Thing.CASE, of="subject")
        same = Case.objects.filter(seen, subject__incident=arrival.incident_id, other_number__in=numbers)
        return [case.subject for case in same.select_related("subject__agency")[:5]]
    names = [{"family": each.family, "given": each.given} for each in sheet.names]
    found = records.nearly(by, arrival.incident_id, names, _born(sheet)) if names else []
    seen = within(by, Verb.SEE, Thing.RECORD, of="subject")
    same_number = Record.objects.filter(seen, subject__incident=arrival.incident_id, other_number__in=numbers)
    rows = [*same_number.select_related("subject__agency")[:5], *found]
    return list({row.pk: row.subject for row in rows}.values())


def made_of(by: Actor, packet: str) -> Sequence[Subject]:
    """The cases and records that were made from a packet of others, which a letter of recall is about."""
    rows = arrivals(by).filter(packet=packet).exclude(subject=None)
    return [row.subject for row in rows if row.subject is not None]


def _born(sheet: Sheet) -> Days:
    try:
        return date.fromisoformat(sheet.value("born_earliest")), date.fromisoformat(sheet.value("born_latest"))
    except ValueError:
        return None, None
