"""Workers as processes of their own: killed at any moment, and told to stop."""

from __future__ import annotations

import base64
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone

from antigone.desk.audit.models import AuditRow
from antigone.desk.audit.verify import verify
from antigone.desk.jobs.actions import LEASE
from antigone.desk.jobs.models import Job
from antigone.desk.photos.models import Face, IndexChange, Photograph
from antigone.desk.worker import HANDLERS, Batches
from desk_databases import Database
from desk_people import two_agencies
from desk_photos import a_photograph

KIND = Job.Kind.ANALYSE


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
import antigone.desk.jobs.actions as jobs
import antigone.desk.photos.analyse as analyse
import antigone.desk.worker as worker
def here(*_, **__):
    print("here", flush=True)
    time.sleep(600)
{patch}
worker.A_WHILE, batches = 600, worker.Batches()
batches.most = 2
batches.next()
"""
POINTS = {
    "before what it found is kept": "analyse.record_analysis = here",
    "before the jobs are done": "jobs._mark = here",
}


@pytest.mark.slow
@pytest.mark.parametrize("point", POINTS)
def test_a_worker_killed_in_the_middle_loses_nothing_and_another_finishes(
    own_desk: Database, tmp_path: Path, point: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DESK", replace(settings.DESK, home=tmp_path))
    people = two_agencies()
    photographs = [a_photograph(people), a_photograph(people)]
    surroundings = surroundings_of(own_desk)
    script = KILLED.format(home=str(tmp_path), patch=POINTS[point])
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=surroundings) as dying:
        assert dying.stdout is not None and dying.stdout.readline() == "here\n"
        dying.kill()
    assert Job.objects.filter(claimed_until__isnull=False, done_at=None).count() == 2 and not Face.objects.exists()

    command = [sys.executable, "-m", "antigone", "desk", "--home", str(tmp_path), "worker", "--once"]
    run = subprocess.run(command, capture_output=True, text=True, env=surroundings, timeout=600, check=False)
    assert run.returncode == 0, run.stderr
    assert not Job.objects.exclude(done_at=None), "they are another worker's, as far as anybody knows"
    Job.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    run = subprocess.run(command, capture_output=True, text=True, env=surroundings, timeout=600, check=False)
    assert run.returncode == 0, run.stderr
    found = Photograph.objects.filter(pk__in=[each.pk for each in photographs], state="usable", indexed=True)
    assert len(found) == len(Face.objects.all()) == len(IndexChange.objects.all()) == 2
    assert not Job.objects.filter(done_at=None).exists() and verify().faults == ()


def works_until_nothing_is_left(told: Connection) -> None:
    """A worker process. What each job finds can be written once and no second time."""

    def found(number: int) -> Callable[[], None]:
        time.sleep(0.001)
        return lambda: Job.objects.create(
            kind=Job.Kind.SCRUB, number=number, queued_at=timezone.now(), not_before=timezone.now() + LEASE
        )

    with mock.patch.dict(HANDLERS, {KIND: found}), mock.patch("antigone.desk.jobs.actions.LEASE", SOON):
        batches = Batches()
        batches.most = 8
        told.send("begun")
        while Job.objects.filter(kind=KIND, done_at=None).exists():
            batches.next()
    os._exit(0)


SOON = timedelta(seconds=0.5)


@pytest.mark.slow
@pytest.mark.both
def test_workers_killed_at_any_moment_lose_nothing_and_write_nothing_twice(own_desk: Database) -> None:
    two_agencies()
    now, moments = timezone.now(), random.Random(19)
    Job.objects.bulk_create(Job(kind=KIND, number=each, queued_at=now, not_before=now) for each in range(240))
    connections.close_all()
    processes = multiprocessing.get_context("fork")
    workers: list[tuple[BaseProcess, Connection]] = []

    def begin() -> None:
        hears, tells = processes.Pipe(duplex=False)
        workers.append((processes.Process(target=works_until_nothing_is_left, args=(tells,)), hears))
        workers[-1][0].start()

    begin()
    for _ in range(5):
        begin()
        dying, hears = workers.pop(0)
        assert hears.recv() == "begun"
        time.sleep(moments.uniform(0, 0.08))
        dying.kill()
        dying.join()
    for each, _ in workers:
        each.join(120)
        assert each.exitcode == 0
    assert not Job.objects.filter(kind=KIND, done_at=None).exists()
    assert Job.objects.filter(kind=Job.Kind.SCRUB).count() == 240
    rows = AuditRow.objects.filter(verb="finish work of the worker").order_by("sequence")
    done = [said for row in rows for said in row.details["jobs"] if ", done, " in said]
    assert len(done) == len(set(done)) == 240 and verify().faults == ()


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
