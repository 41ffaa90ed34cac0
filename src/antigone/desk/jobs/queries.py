"""How much work waits for the workers, how fast they do it, and when it will be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone

from antigone.desk.jobs.models import Job

LATELY = timedelta(minutes=10)
"""The rate is of what was done since then."""
_FEW = 3
"""Of fewer jobs no rate is said."""


@dataclass(frozen=True, slots=True)
class QueueState:
    """The jobs of one kind."""

    kind: Job.Kind
    waiting: int
    """Not done, those that a worker has claimed among them."""
    under_way: int
    again: int
    """Of those that wait, how many went wrong before and are tried again."""
    done: int
    """Since ``LATELY``."""
    given_up: int
    rate: float | None
    """Jobs a second; None if too few were done lately to say."""

    @property
    def a_minute(self) -> float | None:
        return None if self.rate is None else 60 * self.rate

    @property
    def left(self) -> timedelta | None:
        """Until the last of those that wait now is done, if it goes on like this; None if nobody can say."""
        return None if self.rate is None or not self.waiting else timedelta(seconds=self.waiting / self.rate)


def progress() -> list[QueueState]:
    """Each kind of which jobs wait, were done lately, or were given up."""
    now = timezone.now()
    open_ones = Job.objects.filter(done_at=None, given_up_at=None).order_by().values("kind")
    counts = {
        row["kind"]: row
        for row in open_ones.annotate(
            waiting=Count("pk"),
            under_way=Count("pk", filter=Q(claimed_until__gt=now)),
            again=Count("pk", filter=~Q(fault="")),
        )
    }
    lately = Job.objects.filter(done_at__gt=now - LATELY).order_by().values("kind")
    done = {row["kind"]: row for row in lately.annotate(done=Count("pk"), first=Min("done_at"))}
    given_up = dict(
        Job.objects.filter(given_up_at__isnull=False, done_at=None)
        .order_by()
        .values_list("kind")
        .annotate(number=Count("pk"))
    )
    return [
        QueueState(
            kind,
            waiting=counts.get(kind, {}).get("waiting", 0),
            under_way=counts.get(kind, {}).get("under_way", 0),
            again=counts.get(kind, {}).get("again", 0),
            done=done.get(kind, {}).get("done", 0),
            given_up=given_up.get(kind, 0),
            rate=rate_of(done[kind]["done"], done[kind]["first"], now) if kind in done else None,
        )
        for kind in Job.Kind
        if kind in counts or kind in done or kind in given_up
    ]


def rate_of(done: int, first: datetime, now: datetime) -> float | None:
    """How many a second, if so many were done from ``first`` until now. Falls while nothing is done."""
    seconds = (now - first).total_seconds()
    return None if done < _FEW or seconds <= 0 else (done - 1) / seconds
