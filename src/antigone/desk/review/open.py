"""Which work waits, and for whom: reading only."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from antigone.desk.review.models import Assignment, CalledOff, ExaminationEntry, Pair
from antigone.protocol.entries import Unmasked


def _ended() -> Exists:
    return Exists(ExaminationEntry.objects.filter(assignment=OuterRef("pk"), kind__in=ExaminationEntry.ENDS))


def finished_assignments() -> QuerySet[Assignment]:
    """Concluded and unmasked: these count."""
    return Assignment.objects.filter(
        Exists(ExaminationEntry.objects.filter(assignment=OuterRef("pk"), kind=Unmasked.__name__))
    )


def open_assignments() -> QuerySet[Assignment]:
    """Given, and neither finished nor handed back; of pairs that still have to be examined."""
    off = Exists(CalledOff.objects.filter(pair=OuterRef("pair")))
    closed = Q(pair__known=False) & (Q(pair__case__closed_at__isnull=False) | Q(pair__record__closed_at__isnull=False))
    return Assignment.objects.filter(~_ended(), ~off).exclude(closed)


def live_pairs() -> QuerySet[Pair]:
    """Real pairs that were not called off, of a case and a record that are open."""
    off = Exists(CalledOff.objects.filter(pair=OuterRef("pk")))
    return Pair.objects.filter(~off, known=False, case__closed_at=None, record__closed_at=None)
