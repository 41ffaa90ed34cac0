"""Destroying what exchange holds of somebody whose record is erased. Called inside the act that erases."""

from __future__ import annotations

from django.db import transaction

from antigone.desk.exchange import making
from antigone.desk.exchange.models import Arrival, Packet
from antigone.desk.subjects.models import Subject
from antigone.exchange.packet import PacketKind


def forget_subject(subject: Subject) -> dict[str, int]:
    """Nobody here can open a packet, but its recipient could: one that waits is destroyed. A letter of recall says
    nothing of the person and is still taken.

    What an arrival said was emptied when it was accepted; now the sender's number of the person is. Its hash stays, so
    that the same file does not bring the person back unnoticed.
    """
    packets = Packet.objects.filter(subject=subject).exclude(kind=PacketKind.RECALL.value)
    waiting = [name for name in packets.filter(taken_at=None).values_list("file", flat=True) if making.holds(name)]
    transaction.on_commit(lambda: _discard(waiting))
    return {
        "packets": len(waiting),
        "left": packets.filter(taken_at__isnull=False).count(),
        "arrivals": Arrival.objects.filter(subject=subject).exclude(code="").update(code=""),
    }


def _discard(names: list[str]) -> None:
    for name in names:
        making.discard(name)
