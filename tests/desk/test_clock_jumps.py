"""The clock of an old machine jumps, and nothing becomes lawful, unlawful or impossible by it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone

from antigone.desk.accounts.actions.signing_in import sign_in, sign_out_everywhere
from antigone.desk.accounts.actor import visitor, worker
from antigone.desk.accounts.lockout import MOST_OF_PERSON
from antigone.desk.accounts.models import Attempt
from antigone.desk.accounts.secrets import attempt_key
from antigone.desk.audit.clock import AHEAD, ClockGuard, is_behind
from antigone.desk.jobs.actions import claim, enqueue, free_from_the_future
from antigone.desk.jobs.models import Job
from antigone.desk.photos.actions.lawful_basis import Sweeper
from antigone.desk.photos.lawful_basis import searched
from antigone.desk.photos.models import Photograph
from antigone.errors import SignInRefused
from antigone.types import Basis
from desk_lawful_basis import a_consent, a_photograph, a_record, a_registrar, a_source, an_incident
from desk_people import PASSWORD, People, as_, browser, code_of

_now = timezone.now
YEARS = timedelta(days=9_000)


@contextlib.contextmanager
def clock_off_by(jump: timedelta) -> Iterator[None]:
    with mock.patch("django.utils.timezone.now", lambda: _now() + jump):
        yield


@pytest.fixture
def reference(people: People) -> Photograph:
    """A photograph in the index, on a consent with a last day."""
    rosa, incident = a_registrar(people), an_incident(people)
    source = a_source(rosa, incident, Basis.CONSENT, valid_until=timezone.localdate() + timedelta(days=90))
    subject = a_record(rosa, incident)
    return a_photograph(subject, source, a_consent(rosa, source, subject))


def stands(photograph: Photograph) -> bool:
    return Photograph.objects.filter(pk=photograph.pk, indexed=True, ended_at=None).exists()


@pytest.mark.slow
@pytest.mark.parametrize("jump", [-YEARS, timedelta(days=-3), timedelta(hours=-1), YEARS, timedelta(days=120)])
def test_no_photograph_ends_because_the_clock_jumped_and_none_is_searched_that_might_not_be(
    reference: Photograph, jump: timedelta
) -> None:
    with clock_off_by(jump):
        assert Sweeper().when_due() == 0
        if abs(jump) > timedelta(days=90):
            assert not searched().filter(pk=reference.pk).exists()
    assert stands(reference)
    assert Sweeper().when_due() == 0 and searched().filter(pk=reference.pk).exists()


def test_what_runs_out_while_the_worker_runs_or_was_off_for_days_ends(reference: Photograph) -> None:
    sweeper = Sweeper()
    assert sweeper.when_due() == 0
    sweeper.last = None  # a minute later
    with clock_off_by(timedelta(days=91)):
        assert sweeper.when_due() == 1
    assert not stands(reference)


def test_after_a_leap_ahead_nothing_runs_out_for_a_day_of_the_worker_and_then_it_does(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_registrar(people)
    an_incident(people)
    guard, later = ClockGuard(), [0.0]
    monkeypatch.setattr("antigone.desk.audit.clock.time.monotonic", lambda: later[0])
    with clock_off_by(AHEAD + timedelta(days=1)):
        assert guard.holds()
        later[0] = 25 * 3600.0
        assert not guard.holds()


@pytest.mark.slow
def test_a_few_acts_by_a_wrong_clock_do_not_make_it_right(people: People) -> None:
    for _ in range(5):
        sign_out_everywhere(by=as_(people.boris))
    with clock_off_by(-YEARS):
        sign_out_everywhere(by=as_(people.boris))
        assert is_behind()
    assert not is_behind()


@pytest.mark.slow
def test_a_few_acts_by_a_clock_that_was_ahead_do_not_make_the_right_one_wrong_for_years(people: People) -> None:
    for _ in range(5):
        sign_out_everywhere(by=as_(people.boris))
    with clock_off_by(YEARS):
        sign_out_everywhere(by=as_(people.boris))
    assert is_behind()
    sign_out_everywhere(by=as_(people.boris))
    assert not is_behind()


def test_a_desk_on_which_nothing_was_done_yet_believes_its_clock(desk: object) -> None:
    with clock_off_by(-YEARS):
        assert not is_behind() and not ClockGuard().holds()


@pytest.mark.slow
def test_whoever_signed_in_while_the_clock_was_ahead_signs_in_when_it_is_right(people: People) -> None:
    with clock_off_by(YEARS):
        sign_in(by=visitor("192.0.2.1"), email=people.emil.email, password=PASSWORD, code=code_of())
    assert sign_in(by=visitor("192.0.2.1"), email=people.emil.email, password=PASSWORD, code=code_of())
    with pytest.raises(SignInRefused):  # a code is used once, now as ever
        sign_in(by=visitor("192.0.2.1"), email=people.emil.email, password=PASSWORD, code=code_of())


@pytest.mark.slow
def test_whoever_cannot_sign_in_because_the_clock_is_behind_is_told_so(people: People) -> None:
    an_incident(people)
    right = code_of()
    with clock_off_by(-YEARS), pytest.raises(SignInRefused, match="clock is behind") as fault:
        sign_in(by=visitor("192.0.2.1"), email=people.emil.email, password=PASSWORD, code=right)
    assert "clock set" in fault.value.hint


def test_nobody_is_locked_out_until_a_time_comes_that_the_clock_once_showed(people: People) -> None:
    key = attempt_key("email", people.emil.email)
    Attempt.objects.bulk_create(Attempt(key=key, at=_now() + YEARS) for _ in range(MOST_OF_PERSON))
    assert sign_in(by=visitor("192.0.2.1"), email=people.emil.email, password=PASSWORD, code=code_of())


def test_a_job_that_was_enqueued_by_a_clock_that_was_ahead_is_done_when_it_is_right(people: People) -> None:
    with clock_off_by(YEARS):
        enqueue(Job.Kind.ANALYSE, 12)
        assert claim(by=worker(), kinds=Job.Kind, most=1)
        enqueue(Job.Kind.ANALYSE, 13)
    enqueue(Job.Kind.ANALYSE, 14)
    assert [job.number for job in claim(by=worker(), kinds=Job.Kind, most=9)] == [14]
    assert free_from_the_future() == 2
    assert {job.number for job in claim(by=worker(), kinds=Job.Kind, most=9)} == {12, 13}
    assert free_from_the_future() == 0


@pytest.mark.slow
@pytest.mark.parametrize("jump", [-YEARS, timedelta(hours=-1), timedelta(days=1), YEARS])
def test_a_session_does_not_outlive_a_jump(people: People, jump: timedelta) -> None:
    client = browser(people.emil)
    assert client.get("/account").status_code == 200
    with clock_off_by(jump):
        assert client.get("/account").status_code == 302
    assert client.get("/account").status_code == 302


@pytest.mark.slow
def test_a_clock_that_is_set_back_by_a_minute_signs_nobody_out(people: People) -> None:
    client = browser(people.emil)
    with clock_off_by(timedelta(minutes=-1)):
        assert client.get("/account").status_code == 200
