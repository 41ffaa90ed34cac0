"""The desk's worker: takes one job after another. Several may run at once, and each may be killed at any moment.

A job is enqueued in the act that makes it necessary and marked as done in an act of its own, after its work. Whoever
is killed between leaves a claim that runs out, and the job is done again: every handler may be run twice.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

from django.db import DatabaseError, connection

from antigone.desk.accounts.actor import worker
from antigone.desk.audit.outbox import Daily
from antigone.desk.candidates.search import search
from antigone.desk.candidates.upkeep import get_ready, keep_up
from antigone.desk.erasing.scrub import scrub
from antigone.desk.families.looking import look, refuse_given
from antigone.desk.intake.actions.previews import PreviewSweeper
from antigone.desk.intake.bringing import bring_in_next
from antigone.desk.jobs.actions import claim_next, fail, finish
from antigone.desk.jobs.models import Job
from antigone.desk.photos.actions.lawful_basis import Sweeper
from antigone.desk.photos.analyse import analyse, embed, refuse_photograph
from antigone.desk.photos.core_words import REFUSALS
from antigone.desk.reconciling.reconcile import reconcile
from antigone.desk.review.actions.upkeep import Giver
from antigone.desk.web.notices.mail import Mailer
from antigone.errors import AntigoneError
from antigone.types import Refusal
from antigone.unexpected import refused

HANDLERS: dict[Job.Kind, Callable[[int], None]] = {
    Job.Kind.ANALYSE: analyse,
    Job.Kind.EMBED: embed,
    Job.Kind.BRING_IN: bring_in_next,
    Job.Kind.SEARCH: search,
    Job.Kind.RECONCILE: reconcile,
    Job.Kind.SCRUB: scrub,
}
"""What is done for each kind of work. A handler may be run twice for the same number, and by two workers at once."""

FOR_STRANGERS: dict[Job.Kind, Callable[[int], None]] = {Job.Kind.LOOK: look}
"""What people without an account make necessary: done when no other work is due, so that they hold up nobody's."""

SET_ASIDE: dict[Job.Kind, Callable[[int, Refusal], None]] = {
    Job.Kind.ANALYSE: refuse_photograph,
    Job.Kind.LOOK: refuse_given,
}
"""How a file is refused that ends its worker, or brings about something nobody expected, time after time."""
MOST_DEATHS = 2
"""How often a file may end its worker, or bring about what nobody expected, before it is set aside."""

IDLE = 0.25
"""Seconds between two looks for work."""
UPKEEP = 60.0
"""Seconds between two looks whether the index needs something: a change of the model, a compaction."""
_log = logging.getLogger("antigone.desk.worker")


def work_once() -> int:
    """Do all jobs that are due now. Returns how many, whatever became of them."""
    done = 0
    while _next() or keep_up():
        done += 1
    return done


def work(stop: threading.Event) -> None:
    """Do jobs until told to stop."""
    sweeper, previews, give, daily, mailer = Sweeper(), PreviewSweeper(), Giver(), Daily(), Mailer()
    due, ready = time.monotonic(), False
    while not stop.is_set():
        try:
            if not ready:
                get_ready()
                ready = True
            sweeper.when_due()
            previews.when_due()
            give.when_due()
            daily.when_due()
            mailer.when_due()
            if time.monotonic() >= due:
                due = time.monotonic() + (0 if keep_up() else UPKEEP)
            busy = _next()
        except DatabaseError:  # it is restarted, or busy for longer than anybody waits
            _log.exception("The database does not answer; the worker tries again.")
            connection.close()
            stop.wait(5 * IDLE)
            continue
        if not busy:
            stop.wait(IDLE)


def stop_when_told() -> threading.Event:
    """An event that is set by SIGTERM and SIGINT, so that the job at hand is finished first."""
    told = threading.Event()

    def tell(_number: int, _frame: FrameType | None) -> None:
        told.set()

    signal.signal(signal.SIGTERM, tell)
    signal.signal(signal.SIGINT, tell)
    return told


def _next() -> bool:
    by = worker()
    job = claim_next(by=by, kinds=HANDLERS) or claim_next(by=by, kinds=FOR_STRANGERS)
    if job is None:
        return False
    set_aside = SET_ASIDE.get(Job.Kind(job.kind))
    try:
        if set_aside is not None and job.tries > MOST_DEATHS and not job.fault:
            set_aside(job.number, Refusal("set-aside", *REFUSALS["set-aside"]))
        else:
            (HANDLERS | FOR_STRANGERS)[Job.Kind(job.kind)](job.number)
    except DatabaseError:
        raise  # the claim runs out
    except AntigoneError as fault:
        _log.warning("job %s (%s %s): %s", job.pk, job.kind, job.number, fault)
        fail(by=by, job=job, fault=f"{type(fault).__name__}: {fault}")
    except Exception as fault:
        _log.exception("job %s (%s %s)", job.pk, job.kind, job.number)
        if set_aside is not None and job.tries >= MOST_DEATHS:
            set_aside(job.number, refused(fault))
            finish(by=by, job=job)
        else:
            fail(by=by, job=job, fault=type(fault).__name__)
    else:
        finish(by=by, job=job)
    return True
