"""The worker's queue: enqueuing jobs, claiming some that are due, and saying together what became of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from antigone.desk.accounts.act import Doing, act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import WHOLE_DESK, Thing, Verb
from antigone.desk.jobs.models import Job

LEASE = timedelta(minutes=10)
"""How long a worker has a job to itself. Every job can be done twice, so one that takes longer is only done again."""
MOST_TRIES = 5
_FIRST_WAIT = timedelta(seconds=30)
"""Before the second try; four times as long before each further one."""
_LONGEST_WAIT = timedelta(hours=6)
"""No try waits longer, and no claim lasts as long."""
NO_ROOM_WAIT = timedelta(minutes=1)
"""Before the next try of a job that is not to blame: the disk was full, or took nothing."""
_NO_WORD = "The worker ended without a word each time."


class _Gone(Exception):
    """Raised if no job is this worker's any more: there is nothing to write, and nothing to record."""


def enqueue(kind: Job.Kind, number: int) -> None:
    """Enqueue a job, in the act that makes it necessary. One that waits already is not enqueued twice.

    If a worker is at it, it may have read what was true before this act: its claim is taken away, and the job is done
    again.
    """
    now = timezone.now()
    waiting = Job.objects.filter(kind=kind, number=number, done_at=None, given_up_at=None).first()
    if waiting is None:
        Job.objects.create(kind=kind, number=number, queued_at=now, not_before=now)
    elif waiting.claimed_until is not None or waiting.not_before > now:
        waiting.claimed_until, waiting.not_before, waiting.tries = None, now, 0
        waiting.save(update_fields=["claimed_until", "not_before", "tries"])


def claim(*, by: Actor, kinds: Collection[Job.Kind], most: int) -> list[Job]:
    """Claim up to ``most`` jobs of these kinds that are due, the oldest first, until ``claimed_until``.

    It is no act: nothing is decided by it, and who works at something is no question that waits for the audit's lock.
    A worker with nothing to do writes nothing.
    """
    while _due(kinds).exists():
        claimed, worn_out = _claim(kinds, most)
        if worn_out:
            _give_up(by, worn_out)
        if claimed or not worn_out:
            return claimed
    return []


def release(jobs: Sequence[Job]) -> None:
    """Give back jobs that were claimed and not begun, or could not be settled: nobody need wait until their claim runs
    out. No act either.
    """
    if not jobs:
        return
    with transaction.atomic():  # what an act has taken away just now is left alone: neither may wait for the other
        held = list(_mine(jobs).select_for_update(skip_locked=True).values_list("pk", flat=True))
        Job.objects.filter(pk__in=held).update(claimed_until=None, tries=Greatest(F("tries") - 1, 0))


def postpone(jobs: Sequence[Job], wait: timedelta, fault: str) -> None:
    """Give back jobs that cannot be done now, for a reason that is not theirs: they are due again after ``wait``.

    It counts as no try, and is no act either.
    """
    now = timezone.now()
    with transaction.atomic():
        held = list(_mine(jobs).select_for_update(skip_locked=True).values_list("pk", flat=True))
        waiting = {"claimed_until": None, "tries": F("tries") - 1, "not_before": now + wait, "fault": fault[:1000]}
        Job.objects.filter(pk__in=held).update(**waiting)


def free_from_the_future() -> int:
    """Make jobs due that wait for a time far ahead: they were put there while the clock was. Returns how many.

    It is no act, as claiming is none.
    """
    now = timezone.now()
    far = Q(not_before__gt=now + _LONGEST_WAIT) | Q(claimed_until__gt=now + _LONGEST_WAIT)
    return Job.objects.filter(far, done_at=None, given_up_at=None).update(not_before=now, claimed_until=None)


@dataclass(slots=True)
class Settling:
    """One act that writes what several jobs found, and what became of them."""

    held: frozenset[int]
    """Of the jobs, those that are still this worker's: nothing is written for the others, which are done again."""
    faults: dict[int, str] = field(default_factory=dict)
    """By job: what went wrong, without names."""
    waits: dict[int, str] = field(default_factory=dict)
    """By job: why it waits for the disk."""

    def holds(self, job: Job) -> bool:
        return job.pk in self.held

    def failed(self, job: Job, fault: str) -> None:
        """Note that the job failed: it is tried again later, and given up after some times."""
        self.faults[job.pk] = fault

    def postponed(self, job: Job, fault: str) -> None:
        """Note that the disk hindered it: it is tried each minute until it is done, and never given up for that."""
        self.waits[job.pk] = fault


@contextmanager
def settling(*, by: Actor, jobs: Sequence[Job]) -> Iterator[Settling]:
    """Write the results of these jobs in the body, and mark them as done or failed: one act, whose row names each."""
    try:
        with act(by, Verb.FINISH, Thing.JOB.of(WHOLE_DESK)) as doing:
            batch = Settling(frozenset(_mine(jobs).values_list("pk", flat=True)))
            yield batch
            if not batch.held:
                raise _Gone
            _mark(doing, [job for job in jobs if batch.holds(job)], batch)
    except _Gone:
        return


def _mark(doing: Doing, jobs: Iterable[Job], batch: Settling) -> None:
    now, said, done = timezone.now(), [], []
    for job in jobs:
        if job.pk in batch.waits:
            said.append(_said(job, _mark_postponed(job, batch.waits[job.pk])))
        elif job.pk in batch.faults:
            said.append(_said(job, _mark_failed(job, batch.faults[job.pk])))
        else:
            done.append(job.pk)
            said.append(_said(job, "done"))
    if done:
        Job.objects.filter(pk__in=done).update(done_at=now, claimed_until=None)
    doing.record(None, jobs=said)


def _mark_failed(job: Job, fault: str) -> str:
    """Have it tried again later, or give it up. Returns which, as the audit has it."""
    job.fault, job.claimed_until = fault[:1000], None
    if job.tries >= MOST_TRIES:
        job.given_up_at = timezone.now()
    else:
        job.not_before = timezone.now() + _FIRST_WAIT * 4 ** (job.tries - 1)
    job.save(update_fields=["fault", "claimed_until", "given_up_at", "not_before"])
    return "given up" if job.given_up_at else "failed"


def _mark_postponed(job: Job, fault: str) -> str:
    """Have it tried again in a minute, as if this try had not been. Returns the word for it that the audit has."""
    job.fault, job.claimed_until, job.tries = fault[:1000], None, max(0, job.tries - 1)
    job.not_before = timezone.now() + NO_ROOM_WAIT
    job.save(update_fields=["fault", "claimed_until", "tries", "not_before"])
    return "waits for the disk"


def _said(job: Job, step: str) -> str:
    return f"{job.pk}: {job.kind} {job.number}, {step}, try {job.tries}"


def _due(kinds: Collection[Job.Kind]) -> QuerySet[Job]:
    now = timezone.now()
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    return Job.objects.filter(free, kind__in=kinds, done_at=None, given_up_at=None, not_before__lte=now).order_by(
        "not_before", "id"
    )


def _claim(kinds: Collection[Job.Kind], most: int) -> tuple[list[Job], list[Job]]:
    """The jobs that are now this worker's, and others whose workers died each time.

    On PostgreSQL rows that another worker is claiming are passed by; SQLite lets one write at a time.
    """
    with transaction.atomic():
        due = list(_due(kinds).select_for_update(skip_locked=True)[:most])
        worn_out = [job for job in due if job.tries >= MOST_TRIES]
        claimed = _together([job for job in due if job.tries < MOST_TRIES])
        if claimed:
            until, more = timezone.now() + LEASE, 1 if _counts(claimed[0]) else 0
            for job in claimed:
                job.claimed_until, job.together, job.tries = until, len(claimed), job.tries + more
            Job.objects.filter(pk__in=[job.pk for job in claimed]).update(
                claimed_until=until, together=len(claimed), tries=F("tries") + more
            )
    return claimed, worn_out


def _together(due: list[Job]) -> list[Job]:
    """Of jobs that are due, the first ones that one worker may take at once.

    One whose worker ended without a word is taken alone: if it ends the next one too, no other job is blamed for it.
    """
    for place, job in enumerate(due):
        if job.claimed_until is not None or job.kind in Job.LONG:
            return due[: place or 1]
    return due


def _counts(job: Job) -> bool:
    """Whether this claim is one try more: not if the one before ran out among others, any of which may be why."""
    return job.claimed_until is None or job.together <= 1


def _give_up(by: Actor, jobs: Sequence[Job]) -> None:
    """Give up jobs that ended their workers each time."""
    try:
        with act(by, Verb.FINISH, Thing.JOB.of(WHOLE_DESK)) as doing:
            still = list(_due(list(Job.Kind)).filter(pk__in=[job.pk for job in jobs], tries__gte=MOST_TRIES))
            if not still:
                raise _Gone
            for job in still:
                job.given_up_at, job.claimed_until, job.fault = timezone.now(), None, job.fault or _NO_WORD
                job.save(update_fields=["given_up_at", "claimed_until", "fault"])
            doing.record(None, jobs=[_said(job, "given up") for job in still])
    except _Gone:
        return


def _mine(jobs: Sequence[Job]) -> QuerySet[Job]:
    """Those whose claim still stands: it did not run out to another, nor was it taken away because something changed.

    What is claimed together has one moment until which it is claimed, and no other claim has the same.
    """
    until = {job.claimed_until for job in jobs if job.claimed_until is not None}
    assert len(until) <= 1, "jobs of one claim"
    numbers = [job.pk for job in jobs]
    return Job.objects.filter(pk__in=numbers, claimed_until__in=until, done_at=None, given_up_at=None)
