"""What families' requests say for the public page of figures: how many came, and how soon somebody answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Min, Q
from django.utils.translation import gettext_noop as noop

from antigone.desk import counters
from antigone.desk.counters import Counts, Figure, Speed
from antigone.desk.families.models import Request

_DAY = timedelta(days=1)


def connect() -> None:
    counters.provide(of_families)


def of_families(until: datetime) -> Iterator[Figure]:
    """A request that was sent is counted for good, also once it is closed or erased: rows of both stay."""
    sent = Request.objects.filter(sent_at__lte=until)
    accepted = sent.filter(accepted_at__lte=until).count()
    yield Counts(
        noop("Requests of families"),
        {noop("accepted"): accepted, noop("not accepted"): sent.count() - accepted},
    )
    yield Speed(noop("From a family's request to the first answer"), tuple(_days(until)))


def _days(until: datetime) -> Iterator[float]:
    """Of each request that somebody answered: days until they wrote to the family, or accepted it."""
    by_staff = Q(messages__by__isnull=False, messages__at__lte=until)
    rows = Request.objects.filter(sent_at__lte=until).annotate(written=Min("messages__at", filter=by_staff))
    for row in rows.order_by("pk"):
        sent, answers = row.sent_at, [at for at in (row.accepted_at, row.written) if at is not None and at <= until]
        if sent is not None and answers:
            yield max(timedelta(0), min(answers) - sent) / _DAY
