"""Work is done once, again after a worker died, later after it went wrong, and in the end given up."""

from __future__ import annotations

import base64
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from antigone.desk import worker as process
from antigone.desk.accounts.actor import worker
from antigone.desk.audit.models import AuditRow
from antigone.desk.audit.verify import verify
from antigone.desk.jobs.actions import LEASE, MOST_TRIES, claim_next, enqueue, fail, finish
from antigone.desk.jobs.models import Job
from antigone.desk.photos.models import Face, IndexChange, Photograph
from antigone.desk.worker import FOR_STRANGERS, HANDLERS, work_once
from antigone.errors import StorageFailed
from desk_databases import Database
from desk_people import People, two_agencies
from desk_photos import a_photograph

KIND = Job.Kind.ANALYSE


def later(minutes: float) -> object:
    when = timezone.now() + timedelta(minutes=minutes)
    return mock.patch("django.utils.timezone.now", lambda: when)


@pytest.mark.both
def test_what_is_enqueued_twice_is_done_once(people: People) -> None:
    enqueue(KIND, 1)
    enqueue(KIND, 1)
    job = claim_next(by=worker(), kinds=[KIND])
    assert job is not None and (job.number, job.tries) == (1, 1)
    assert claim_next(by=worker(), kinds=[KIND]) is None
    finish(by=worker(), job=job)
    assert claim_next(by=worker(), kinds=[KIND]) is None
    enqueue(KIND, 1)
    assert claim_next(by=worker(), kinds=[KIND]) is not None


def test_what_strangers_send_waits_until_the_staffs_work_is_done(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    for table in (HANDLERS, FOR_STRANGERS):
        for kind in table:
            monkeypatch.setitem(table, kind, lambda number, kind=kind: done.append(f"{kind} {number}"))
    enqueue(Job.Kind.LOOK, 1)
    enqueue(Job.Kind.LOOK, 2)
    enqueue(Job.Kind.ANALYSE, 3)
    enqueue(Job.Kind.SEARCH, 4)
    assert work_once() == 4
    assert done == ["analyse 3", "search 4", "look 1", "look 2"]
    assert not HANDLERS.keys() & FOR_STRANGERS.keys() and HANDLERS.keys() | FOR_STRANGERS.keys() == set(Job.Kind)


@pytest.mark.both
def test_a_worker_with_nothing_to_do_writes_nothing(people: People) -> None:
    enqueue(Job.Kind.BRING_IN, 1)
    rows = AuditRow.objects.count()
    assert claim_next(by=worker(), kinds=[KIND]) is None
    assert AuditRow.objects.count() == rows


@pytest.mark.both
def test_the_claim_of_a_dead_worker_runs_out(people: People) -> None:
    enqueue(KIND, 1)
    dead = claim_next(by=worker(), kinds=[KIND])
    assert dead is not None
    with later(LEASE.total_seconds() / 60 + 1):
        other = claim_next(by=worker(), kinds=[KIND])
        assert other is not None and other.tries == 2
        finish(by=worker(), job=dead)  # it was only slow, and is too late
        assert Job.objects.get().done_at is None
        finish(by=worker(), job=other)
        assert Job.objects.get().done_at is not None


@pytest.mark.both
def test_what_changed_while_it_was_done_is_done_again(people: People) -> None:
    enqueue(KIND, 1)
    job = claim_next(by=worker(), kinds=[KIND])
    assert job is not None
    enqueue(KIND, 1)
    finish(by=worker(), job=job)
    assert Job.objects.get().done_at is None
    assert claim_next(by=worker(), kinds=[KIND]) is not None


@pytest.mark.both
def test_what_goes_wrong_is_tried_again_later_and_in_the_end_given_up(people: People) -> None:
    def broken(number: int) -> None:
        raise StorageFailed("The disk is full.", "Free some space.")

    enqueue(KIND, 1)
    minutes = 0.0
    with mock.patch.dict(HANDLERS, {KIND: broken}):
        for tries in range(1, MOST_TRIES + 1):
            with later(minutes):
                assert work_once() == 1
                assert work_once() == 0
                assert Job.objects.get().tries == tries
            minutes += 5 * 4**tries
    job = Job.objects.get()
    assert job.given_up_at is not None and job.fault == "StorageFailed: The disk is full. Free some space."
    enqueue(KIND, 1)
    assert Job.objects.count() == 2


@pytest.mark.both
def test_an_unforeseen_fault_is_kept_without_its_words(people: People, caplog: pytest.LogCaptureFixture) -> None:
    def broken(number: int) -> None:
        raise KeyError("Ana Petrova")

    enqueue(KIND, 1)
    with mock.patch.dict(HANDLERS, {KIND: broken}):
        work_once()
    assert Job.objects.get().fault == "KeyError"
    assert "Petrova" not in "".join(AuditRow.objects.values_list("detail", flat=True))


@pytest.mark.both
def test_a_job_that_kills_its_worker_each_time_is_given_up(people: People) -> None:
    enqueue(KIND, 1)
    minutes = 0.0
    for _ in range(MOST_TRIES):
        with later(minutes):
            assert claim_next(by=worker(), kinds=[KIND]) is not None
        minutes += 11
    with later(minutes):
        assert claim_next(by=worker(), kinds=[KIND]) is None
    assert Job.objects.get().fault.startswith("The worker ended")


@pytest.mark.both
def test_a_claim_that_another_worker_took_first_is_let_go(people: People) -> None:
    enqueue(KIND, 1)
    enqueue(KIND, 2)
    one, other = claim_next(by=worker(), kinds=[KIND]), claim_next(by=worker(), kinds=[KIND])
    assert one is not None and other is not None and one.number != other.number
    fail(by=worker(), job=one, fault="x")
    fail(by=worker(), job=one, fault="again")
    assert Job.objects.get(pk=one.pk).fault == "x"


@pytest.mark.slow
@pytest.mark.both
def test_a_database_that_does_not_answer_is_waited_for(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    stop, tried = process.stop_when_told(), []

    def gone() -> bool:
        tried.append(1)
        if len(tried) == 2:
            os.kill(os.getpid(), signal.SIGTERM)
        raise DatabaseError("gone")

    monkeypatch.setattr(process, "IDLE", 0.01)
    monkeypatch.setattr(process, "_next", gone)
    monkeypatch.setattr(process.connection, "close", lambda: None)
    try:
        process.work(stop)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
    assert len(tried) == 2


def surroundings_of(desk: Database) -> dict[str, str]:
    """What a process needs to work for the desk of the test."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANTIGONE", "DJANGO"))}
    return kept | {
        "ANTIGONE_DESK_SECRET_KEY": settings.SECRET_KEY,
        "ANTIGONE_DESK_PHOTO_KEY": base64.b64encode(settings.DESK.photo_key).decode(),
        "ANTIGONE_DESK_CHECKPOINT_KEY": settings.DESK.checkpoint_key,
        "ANTIGONE_DESK_DATABASE": desk.address,
    }


KILLED = """
import os, sys, time
from antigone.cli.desk_start import start
from pathlib import Path
start(Path({home!r}))
import antigone.desk.photos.analyse as analyse
import antigone.desk.worker as worker
def here(*_, **__):
    print("here", flush=True)
    time.sleep(600)
{patch}
worker.work_once()
"""
POINTS = {
    "before what it found is kept": "analyse.record_analysis = here",
    "before the job is done": "worker.finish = here",
}


@pytest.mark.slow
@pytest.mark.parametrize("point", POINTS)
def test_a_worker_killed_in_the_middle_loses_nothing_and_another_finishes(
    own_desk: Database, tmp_path: Path, point: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DESK", replace(settings.DESK, home=tmp_path))
    photograph = a_photograph(two_agencies())
    surroundings = surroundings_of(own_desk)
    script = KILLED.format(home=str(tmp_path), patch=POINTS[point])
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=surroundings) as dying:
        assert dying.stdout is not None and dying.stdout.readline() == "here\n"
        dying.kill()
    job = Job.objects.get(kind=Job.Kind.ANALYSE)
    assert job.claimed_until is not None and job.done_at is None

    command = [sys.executable, "-m", "antigone", "desk", "--home", str(tmp_path), "worker", "--once"]
    run = subprocess.run(command, capture_output=True, text=True, env=surroundings, timeout=600, check=False)
    assert run.returncode == 0, run.stderr
    assert Job.objects.get(pk=job.pk).done_at is None, "it is another worker's, as far as anybody knows"
    Job.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    run = subprocess.run(command, capture_output=True, text=True, env=surroundings, timeout=600, check=False)
    assert run.returncode == 0, run.stderr
    found = Photograph.objects.get(pk=photograph.pk)
    assert (found.state, found.indexed) == ("usable", True)
    assert Face.objects.count() == 1 and IndexChange.objects.count() == 1
    assert not Job.objects.filter(done_at=None).exists() and verify().faults == ()


@pytest.mark.slow
def test_a_worker_that_is_told_to_stop_ends_quietly(
    own_desk: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DESK", replace(settings.DESK, home=tmp_path))
    a_photograph(two_agencies())
    surroundings = surroundings_of(own_desk)
    command = [sys.executable, "-m", "antigone", "desk", "--home", str(tmp_path), "worker"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=surroundings) as running:
        while running.poll() is None and Job.objects.filter(done_at=None).exists():
            time.sleep(0.2)
        running.send_signal(signal.SIGTERM)
        _, said = running.communicate(timeout=300)
    assert running.returncode == 0 and said == ""
    assert len(list((tmp_path / "checkpoints").glob("*.json"))) == 1, "the checkpoint of the day is made by itself"


@pytest.mark.slow
def test_a_photograph_that_ends_its_worker_twice_is_refused_and_the_next_is_analysed(people: People) -> None:
    bad, good = a_photograph(people), a_photograph(people)
    for minutes in (0, 11):
        with later(minutes):
            assert claim_next(by=worker(), kinds=[KIND]).number == bad.pk  # and the worker is gone without a word
    with later(25):
        work_once()
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.refusal["code"], good.state) == ("refused", "set-aside", "usable")


@pytest.mark.slow
def test_a_photograph_that_brings_about_what_nobody_expected_is_refused_with_a_number(people: People) -> None:
    bad = a_photograph(people)
    with mock.patch("antigone.desk.photos.analyse.pictures.made_from", side_effect=ZeroDivisionError("inside")):
        for minutes in (0, 1):
            with later(minutes):
                work_once()
    bad.refresh_from_db()
    assert (bad.state, bad.refusal["code"]) == ("refused", "unexpected") and "fault " in bad.refusal["detail"]
    assert Job.objects.filter(kind=KIND, done_at=None).count() == 0
