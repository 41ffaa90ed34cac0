"""The worker's queue: enqueuing jobs, claiming the next one, finishing and failing it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import WHOLE_DESK, Thing, Verb
from antigone.desk.jobs.models import Job

LEASE = timedelta(minutes=10)
"""How long a worker has a job to itself. Every job can be done twice, so one that takes longer is only done again."""
MOST_TRIES = 5
_FIRST_WAIT = timedelta(seconds=30)
"""Before the second try; four times as long before each further one."""


class _Gone(Exception):
    """Raised if another worker was quicker: there is nothing to do, and nothing to record."""


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


def claim_next(*, by: Actor, kinds: Collection[Job.Kind]) -> Job | None:
    """Claim the next job of these kinds that is due, until ``claimed_until``; None if there is none.

    Whether there is any is looked up first, without an act: a worker with nothing to do writes nothing.
    """
    while (found := _due(kinds).values_list("pk", flat=True).first()) is not None:
        try:
            job = _claim(by, found, kinds)
        except _Gone:
            continue
        if job.given_up_at is None:
            return job
    return None


def finish(*, by: Actor, job: Job) -> None:
    """Mark the job as done, if it is still this worker's."""
    try:
        with act(by, Verb.FINISH, Thing.JOB.of(WHOLE_DESK)) as doing:
            mine = _mine(job)
            mine.done_at, mine.claimed_until = timezone.now(), None
            mine.save(update_fields=["done_at", "claimed_until"])
            doing.record(mine.pk, kind=mine.kind, of=mine.number, step="done", tries=mine.tries)
    except _Gone:
        return


def fail(*, by: Actor, job: Job, fault: str) -> None:
    """Note that the job failed: it is tried again later, and given up after some times. ``fault`` holds no names."""
    try:
        with act(by, Verb.FINISH, Thing.JOB.of(WHOLE_DESK)) as doing:
            mine = _mine(job)
            mine.fault, mine.claimed_until = fault[:1000], None
            if mine.tries >= MOST_TRIES:
                mine.given_up_at = timezone.now()
            else:
                mine.not_before = timezone.now() + _FIRST_WAIT * 4 ** (mine.tries - 1)
            mine.save(update_fields=["fault", "claimed_until", "given_up_at", "not_before"])
            step = "given up" if mine.given_up_at else "failed"
            doing.record(mine.pk, kind=mine.kind, of=mine.number, step=step, tries=mine.tries)
    except _Gone:
        return


def _due(kinds: Collection[Job.Kind]) -> QuerySet[Job]:
    now = timezone.now()
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    return Job.objects.filter(free, kind__in=kinds, done_at=None, given_up_at=None, not_before__lte=now).order_by(
        "not_before", "id"
    )


def _claim(by: Actor, number: int, kinds: Collection[Job.Kind]) -> Job:
    """Claim this job. Raises: _Gone, if another worker took it since."""
    with act(by, Verb.FINISH, Thing.JOB.of(WHOLE_DESK)) as doing:
        job = _due(kinds).filter(pk=number).first()
        if job is None:
            raise _Gone
        now = timezone.now()
        if job.tries >= MOST_TRIES:  # its worker died each time
            job.given_up_at, job.claimed_until = now, None
            job.fault = job.fault or "The worker ended without a word each time."
            step = "given up"
        else:
            job.claimed_until, job.tries = now + LEASE, job.tries + 1
            step = "taken"
        job.save(update_fields=["claimed_until", "tries", "given_up_at", "fault"])
        doing.record(job.pk, kind=job.kind, of=job.number, step=step, tries=job.tries)
    return job


def _mine(job: Job) -> Job:
    """The job as it is now. Raises: _Gone, if the claim ran out, or was taken away because something changed."""
    found = Job.objects.filter(pk=job.pk, claimed_until=job.claimed_until, done_at=None, given_up_at=None).first()
    if found is None or job.claimed_until is None:
        raise _Gone
    return found
