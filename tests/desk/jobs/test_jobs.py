"""Work is done once, again after a worker died, later after it went wrong, and in the end given up."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from unittest import mock

import pytest
from django.db import DatabaseError
from django.utils import timezone

from antigone.desk import worker as process
from antigone.desk.accounts.actor import worker
from antigone.desk.audit.models import AuditRow
from antigone.desk.jobs.actions import LEASE, MOST_TRIES, claim, enqueue, release, settling
from antigone.desk.jobs.models import Job
from antigone.desk.worker import FOR_STRANGERS, HANDLERS, Batches, work_once
from antigone.errors import VaultDamaged
from desk_people import People
from desk_photos import a_photograph

KIND = Job.Kind.ANALYSE


def take(most: int = 1) -> list[Job]:
    return claim(by=worker(), kinds=[KIND], most=most)


def finish(jobs: list[Job]) -> None:
    with settling(by=worker(), jobs=jobs):
        pass


def fail(jobs: list[Job], fault: str) -> None:
    with settling(by=worker(), jobs=jobs) as batch:
        for job in jobs:
            if batch.holds(job):
                batch.failed(job, fault)


def later(minutes: float) -> object:
    when = timezone.now() + timedelta(minutes=minutes)
    return mock.patch("django.utils.timezone.now", lambda: when)


@pytest.mark.both
def test_what_is_enqueued_twice_is_done_once(people: People) -> None:
    enqueue(KIND, 1)
    enqueue(KIND, 1)
    jobs = take()
    assert [(job.number, job.tries) for job in jobs] == [(1, 1)]
    assert take() == []
    finish(jobs)
    assert take() == []
    enqueue(KIND, 1)
    assert len(take()) == 1


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
    assert take() == []
    assert AuditRow.objects.count() == rows


@pytest.mark.both
def test_the_claim_of_a_dead_worker_runs_out(people: People) -> None:
    enqueue(KIND, 1)
    dead = take()
    with later(LEASE.total_seconds() / 60 + 1):
        other = take()
        assert [job.tries for job in other] == [2]
        finish(dead)  # it was only slow, and is too late
        assert Job.objects.get().done_at is None
        finish(other)
        assert Job.objects.get().done_at is not None


@pytest.mark.both
def test_what_changed_while_it_was_done_is_done_again(people: People) -> None:
    enqueue(KIND, 1)
    jobs = take()
    enqueue(KIND, 1)
    finish(jobs)
    assert Job.objects.get().done_at is None
    assert len(take()) == 1


@pytest.mark.both
def test_who_claims_while_another_does_waits_for_nobody_and_takes_other_jobs(people: People) -> None:
    for number in range(5):
        enqueue(KIND, number)
    one, other = take(3), take(3)
    assert [job.number for job in one] == [0, 1, 2] and [job.number for job in other] == [3, 4]
    rows = AuditRow.objects.count()
    finish(one)
    assert [job.number for job in Job.objects.filter(done_at=None)] == [3, 4]
    said = AuditRow.objects.get(sequence=rows + 1)
    assert said.details["jobs"] == [f"{job.pk}: analyse {job.number}, done, try 1" for job in one]


@pytest.mark.both
def test_what_was_claimed_and_not_begun_is_anothers_at_once(people: People) -> None:
    for number in range(3):
        enqueue(KIND, number)
    jobs = take(3)
    enqueue(KIND, 2)  # its claim is taken away: it is not given back a second time
    release(jobs[1:])
    other = take(3)
    assert [(job.number, job.tries) for job in other] == [(1, 1), (2, 1)]
    finish(jobs)
    assert [job.number for job in Job.objects.exclude(done_at=None)] == [0]


@pytest.mark.both
def test_nobody_is_blamed_for_what_ended_the_worker_of_several(people: People) -> None:
    for number in range(3):
        enqueue(KIND, number)
    assert len(take(3)) == 3  # and the worker is gone without a word
    with later(LEASE.total_seconds() / 60 + 1):
        for number in range(3):
            assert [(job.number, job.tries) for job in take(3)] == [(number, 1)], "alone, as if for the first time"


@pytest.mark.both
def test_what_one_job_brings_about_does_not_undo_what_the_others_found(people: People) -> None:
    done: list[int] = []

    def found(number: int) -> Callable[[], None]:
        def write() -> None:
            if number == 1:
                raise VaultDamaged("It does not open.", "Look why.")
            if number == 2:
                raise KeyError("Ana Petrova")
            done.append(number)

        return write

    for number in range(4):
        enqueue(KIND, number)
    batches = Batches()
    batches.most = 4
    with mock.patch.dict(HANDLERS, {KIND: found}):
        assert batches.next() == 4
    assert done == [0, 3] and [job.number for job in Job.objects.exclude(done_at=None)] == [0, 3]
    assert dict(Job.objects.filter(done_at=None).values_list("number", "fault")) == {
        1: "VaultDamaged: It does not open. Look why.",
        2: "KeyError",
    }


@pytest.mark.both
def test_of_a_claim_that_was_taken_away_nothing_is_written(people: People) -> None:
    wrote: list[int] = []

    def found(number: int) -> Callable[[], None]:
        if number == 1:
            enqueue(KIND, number)  # something changed meanwhile
        return lambda: wrote.append(number)

    for number in range(3):
        enqueue(KIND, number)
    batches = Batches()
    batches.most = 3
    with mock.patch.dict(HANDLERS, {KIND: found}):
        assert batches.next() == 3
    assert wrote == [0, 2] and [job.number for job in take(3)] == [1]


def test_a_search_sees_what_was_found_before_it_by_the_same_worker(people: People) -> None:
    did: list[str] = []
    for kind, number in ((KIND, 1), (KIND, 2), (Job.Kind.SEARCH, 3), (KIND, 4)):
        enqueue(kind, number)
    batches = Batches()
    batches.most = 4
    found = {KIND: lambda number: partial(did.append, f"wrote {number}")}
    with mock.patch.dict(HANDLERS, {**found, Job.Kind.SEARCH: lambda number: did.append(f"searched {number}")}):
        while batches.next():
            pass
    assert did == ["wrote 1", "wrote 2", "searched 3", "wrote 4"]


def test_a_worker_told_to_stop_finishes_the_job_at_hand_and_gives_the_others_back(people: People) -> None:
    stop = threading.Event()
    for number in range(3):
        enqueue(KIND, number)
    batches = Batches()
    batches.most = 3
    with mock.patch.dict(HANDLERS, {KIND: lambda _number: stop.set()}):
        assert batches.next(stop) == 1
    assert [job.number for job in take(3)] == [1, 2]


def test_who_does_slow_jobs_takes_few_and_gives_back_what_it_did_not_come_to(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = 0.0

    def slow(_number: int) -> None:
        nonlocal clock
        clock += 0.7

    for number in range(20):
        enqueue(KIND, number)
    batches = Batches()
    with mock.patch.dict(HANDLERS, {KIND: lambda _number: None}):
        assert [batches.next() for _ in range(4)] == [1, 2, 4, 8]
    monkeypatch.setattr(process.time, "monotonic", lambda: clock)
    with mock.patch.dict(HANDLERS, {KIND: slow}):
        assert batches.next() == 2 and batches.most == 2
    assert len(take(20)) == 3


@pytest.mark.both
def test_what_goes_wrong_is_tried_again_later_and_in_the_end_given_up(people: People) -> None:
    def broken(number: int) -> None:
        raise VaultDamaged("It does not open.", "Look why.")

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
    assert job.given_up_at is not None and job.fault == "VaultDamaged: It does not open. Look why."
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
            assert len(take()) == 1
        minutes += 11
    with later(minutes):
        assert take() == []
    assert Job.objects.get().fault.startswith("The worker ended")


@pytest.mark.both
def test_a_claim_that_another_worker_took_first_is_let_go(people: People) -> None:
    enqueue(KIND, 1)
    enqueue(KIND, 2)
    one, other = take(), take()
    assert one[0].number != other[0].number
    fail(one, "x")
    fail(one, "again")
    assert Job.objects.get(pk=one[0].pk).fault == "x"


@pytest.mark.slow
@pytest.mark.both
def test_a_database_that_does_not_answer_is_waited_for(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    stop, tried = process.stop_when_told(), []

    def gone(_batches: Batches, _stop: threading.Event) -> int:
        tried.append(1)
        if len(tried) == 2:
            os.kill(os.getpid(), signal.SIGTERM)
        raise DatabaseError("gone")

    monkeypatch.setattr(process, "IDLE", 0.01)
    monkeypatch.setattr(Batches, "next", gone)
    monkeypatch.setattr(process.connection, "close", lambda: None)
    try:
        process.work(stop)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
    assert len(tried) == 2


@pytest.mark.slow
def test_a_photograph_that_ends_its_worker_twice_is_refused_and_the_next_is_analysed(people: People) -> None:
    bad, good = a_photograph(people), a_photograph(people)
    for minutes in (0, 11):
        with later(minutes):
            assert [job.number for job in take()] == [bad.pk]  # and the worker is gone without a word
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
