"""What the board tells the parts that may not import it: reconciliation whom it has identified, the public how many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_noop as noop

from antigone.desk import counters
from antigone.desk.counters import Counts, Figure
from antigone.desk.identification.models import Decision, Recall
from antigone.desk.identification.models.decision import ESTABLISHED
from antigone.desk.identification.queries import rests_on_a_recalled_one
from antigone.desk.reconciling import settled


def connect() -> None:
    settled.provide(identified)
    counters.provide(counted)


def identified(incident: int) -> Iterator[tuple[int, int]]:
    """Case and record of each identification that stands. What an open recall freezes is left open: nobody is used up
    by an identification that may be none.
    """
    standing = Decision.objects.filter(incident=incident, conclusion=ESTABLISHED, recalled_at=None).order_by("pk")
    rows = list(standing)
    recalls = Recall.objects.filter(ended_at=None).exists()  # as a rule there is none: then nothing more is asked
    yield from ((row.case_id, row.record_id) for row in rows if not (recalls and rests_on_a_recalled_one(row)))


def counted(until: datetime) -> Iterator[Figure]:
    established = Decision.objects.filter(conclusion=ESTABLISHED, at__lte=until)
    recalled = established.filter(recalled_at__isnull=False).count()
    yield Counts(
        noop("Identifications established by a board"),
        {noop("that stand"): established.count() - recalled, noop("that were recalled"): recalled},
    )
