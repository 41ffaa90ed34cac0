"""The desk's worker: takes some jobs at a time. Several may run at once, and each may be killed at any moment.

A job is enqueued in the act that makes it necessary. Some that are due are claimed together, done one after another,
and what they found is written in one act, which also marks them as done. Whoever is killed between leaves claims that
run out, and those jobs are done again: every handler may be run twice.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from types import FrameType

from django.conf import settings
from django.db import DatabaseError, connection

from antigone.cluster.link import ClusterAway
from antigone.desk.accounts.actor import worker
from antigone.desk.audit.outbox import Daily
from antigone.desk.candidates.search import search
from antigone.desk.candidates.upkeep import Mender, end, get_ready, keep_up
from antigone.desk.erasing.scrub import scrub
from antigone.desk.exercises.entering import enter
from antigone.desk.families.actions.putting_back import DayKeeper
from antigone.desk.families.looking import look, refuse_given
from antigone.desk.intake.actions.previews import PreviewSweeper
from antigone.desk.intake.bringing import bring_in_next
from antigone.desk.jobs.actions import Settling, claim, free_from_the_future, postpone, release, settling
from antigone.desk.jobs.models import Job
from antigone.desk.outages import outage
from antigone.desk.photos.actions.lawful_basis import Sweeper
from antigone.desk.photos.analyse import analyse, embed, refuse_photograph
from antigone.desk.photos.core_words import REFUSALS
from antigone.desk.reconciling.reconcile import reconcile
from antigone.desk.review.actions.upkeep import Giver
from antigone.desk.web.notices.mail import Mailer
from antigone.errors import AntigoneError, StorageFailed
from antigone.types import Refusal
from antigone.unexpected import refused

Write = Callable[[], None]
"""Writes what a job found, in acts of its own inside the one for the whole batch."""
Handler = Callable[[int], Write | None]
"""Does the slow part of a job, given its number, and returns what is still to be written, if anything is."""

HANDLERS: dict[Job.Kind, Handler] = {
    Job.Kind.ANALYSE: analyse,
    Job.Kind.EMBED: embed,
    Job.Kind.BRING_IN: bring_in_next,
    Job.Kind.SEARCH: search,
    Job.Kind.RECONCILE: reconcile,
    Job.Kind.SCRUB: scrub,
    Job.Kind.EXERCISE: enter,
}
"""What is done for each kind of work. A handler may be run twice for the same number, and by two workers at once."""

FOR_STRANGERS: dict[Job.Kind, Handler] = {Job.Kind.LOOK: look}
"""What people without an account make necessary: done when no other work is due, so that they hold up nobody's."""

SET_ASIDE: dict[Job.Kind, Callable[[int, Refusal], None]] = {
    Job.Kind.ANALYSE: refuse_photograph,
    Job.Kind.LOOK: refuse_given,
}
"""How a file is refused that ends its worker, or brings about something nobody expected, time after time."""
MOST_DEATHS = 2
"""How often a file may end its worker, or bring about what nobody expected, before it is set aside."""

A_WHILE = 1.0
"""Seconds of work after which what was found is written, and the jobs that were not begun are given back."""
MOST_AT_ONCE = 200
"""Jobs that are claimed together: the act that marks them all holds up other acts for some hundredths of a second."""

WAITS = timedelta(seconds=10)
"""Before another look whether the cluster is back that holds the index."""
IDLE = 0.25
"""Seconds between two looks for work."""
UPKEEP = 60.0
"""Seconds between two looks whether the index needs something: a change of the model, a compaction."""
_log = logging.getLogger("antigone.desk.worker")


def work_once() -> int:
    """Do all jobs that are due now. Returns how many, whatever became of them."""
    batches, done = Batches(), 0
    while (some := batches.next()) or keep_up():
        done += some or 1
    return done


def work(stop: threading.Event) -> None:
    """Do jobs until told to stop."""
    sweeper, previews, give, daily, mailer = Sweeper(), PreviewSweeper(), Giver(), Daily(), Mailer()
    taken_back = DayKeeper()
    batches, due, ready = Batches(), time.monotonic(), False
    if settings.DESK.cluster is not None:
        Mender(stop).start()
    while not stop.is_set():
        try:
            if not ready:
                get_ready()
                ready = True
            sweeper.when_due()
            previews.when_due()
            taken_back.when_due()
            give.when_due()
            daily.when_due()
            mailer.when_due()
            if time.monotonic() >= due:
                free_from_the_future()
                due = time.monotonic() + (0 if keep_up() else UPKEEP)
            busy = batches.next(stop)
        except ClusterAway as fault:
            _log.warning("%s", fault)
            ready, due = True, time.monotonic() + UPKEEP  # what else waits is done; a search says that it waits
            continue
        except (DatabaseError, StorageFailed, OSError) as fault:  # it is restarted, busy for long, or there is no room
            if (told := outage(fault)) is None:
                _log.exception("The database does not answer; the worker tries again.")
            else:
                _log.warning("%s The worker tries again by itself.", told.detail)
            connection.close()
            stop.wait(5 * IDLE)
            continue
        if not busy:
            stop.wait(IDLE)
    with suppress(DatabaseError):
        end()


def stop_when_told() -> threading.Event:
    """An event that is set by SIGTERM and SIGINT, so that the job at hand is finished first."""
    told = threading.Event()

    def tell(_number: int, _frame: FrameType | None) -> None:
        told.set()

    signal.signal(signal.SIGTERM, tell)
    signal.signal(signal.SIGINT, tell)
    return told


class Batches:
    """Jobs that are claimed together: as many as this worker does in about ``A_WHILE``, judged by those before."""

    def __init__(self) -> None:
        self.most = 1
        self.held: list[Job] = []
        """Claimed, and not settled because the database took nothing more: given back as soon as it does."""

    def next(self, stop: threading.Event | None = None) -> int:
        """Do the next jobs that are due, and write what they found. Returns how many; 0 if none is due.

        Told to stop, the job at hand is finished, and those after it are given back.
        """
        by = worker()
        release(self.held)
        self.held = []
        jobs = claim(by=by, kinds=HANDLERS, most=self.most) or claim(by=by, kinds=FOR_STRANGERS, most=self.most)
        if not jobs:
            return 0
        self.held, began = jobs, time.monotonic()
        found: list[Write | Exception | None] = []
        for job in jobs:
            if found and (time.monotonic() - began > A_WHILE or (stop is not None and stop.is_set())):
                break
            if job.kind == Job.Kind.SEARCH and any(callable(each) for each in found):
                jobs, later = jobs[: len(found)], jobs[len(found) :]
                release(later)  # a search sees what was found before it: that is written first
                break
            found.append(_done(job))
        release(jobs[len(found) :])
        if away := [result for result in found if isinstance(result, ClusterAway)]:
            waiting = [job for job, result in zip(jobs, found, strict=False) if isinstance(result, ClusterAway)]
            _log.warning("%s jobs wait: %s", len(waiting), away[0])
            postpone(waiting, WAITS, str(away[0]))
        self.held = jobs[: len(found)]
        with settling(by=by, jobs=jobs[: len(found)]) as batch:
            for job, result in zip(jobs, found, strict=False):
                if batch.holds(job):
                    _write(batch, job, result)
        self.held = []
        self._judge(len(jobs), len(found), time.monotonic() - began)
        return len(found)

    def _judge(self, claimed: int, done: int, took: float) -> None:
        if done < claimed or took > A_WHILE:
            self.most = max(1, done // 2 if done == claimed else done)
        elif claimed == self.most and took < A_WHILE / 2:
            self.most = min(MOST_AT_ONCE, 2 * self.most)


def _done(job: Job) -> Write | Exception | None:
    """Do the slow part of a job. Returns what is to be written, or what went wrong."""
    kind = Job.Kind(job.kind)
    try:
        if kind in SET_ASIDE and job.tries > MOST_DEATHS and not job.fault:
            return partial(SET_ASIDE[kind], job.number, Refusal("set-aside", *REFUSALS["set-aside"]))
        return (HANDLERS | FOR_STRANGERS)[kind](job.number)
    except DatabaseError:
        raise  # the claim runs out
    except Exception as fault:
        return fault


def _write(batch: Settling, job: Job, result: Write | Exception | None) -> None:
    """Write what a job found, or note what went wrong with it: another job's results are written all the same."""
    if not isinstance(result, Exception):
        try:
            if result is not None:
                result()
            return
        except DatabaseError:
            raise  # nothing of the batch is written, and the claims run out
        except Exception as fault:
            result = fault
    if (told := outage(result)) is not None:
        _log.warning("job %s (%s %s): %s", job.pk, job.kind, job.number, result)
        batch.postponed(job, told.detail)
        return
    if isinstance(result, AntigoneError):
        _log.warning("job %s (%s %s): %s", job.pk, job.kind, job.number, result)
        batch.failed(job, f"{type(result).__name__}: {result}")
        return
    _log.error("job %s (%s %s)", job.pk, job.kind, job.number, exc_info=result)
    set_aside = SET_ASIDE.get(Job.Kind(job.kind))
    if set_aside is not None and job.tries >= MOST_DEATHS:
        set_aside(job.number, refused(result))
    else:
        batch.failed(job, type(result).__name__)
