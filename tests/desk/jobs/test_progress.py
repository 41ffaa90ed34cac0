"""How much work waits, how fast it is done and how long it will take: on a page, and for a command."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest
from django.utils import timezone

from antigone.desk.jobs.models import Job
from antigone.desk.jobs.queries import progress
from antigone.desk.jobs.words import KINDS
from antigone.desk.web.working import in_words
from command_line import antigone
from desk_people import People, a_person, browser

NOW = timezone.now()


def a_job(number: int, kind: str = "analyse", **about: object) -> Job:
    return Job.objects.create(**{"kind": kind, "number": number, "queued_at": NOW, "not_before": NOW, **about})


def before(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


@pytest.fixture
def some_work(people: People) -> People:
    for minutes in range(6):  # the latest just now, the first five minutes ago
        a_job(minutes, done_at=before(minutes))
    for number in range(10, 20):
        a_job(number)
    a_job(20, claimed_until=NOW + timedelta(minutes=9))
    a_job(21, fault="StorageFailed", not_before=NOW + timedelta(minutes=1))
    a_job(22, given_up_at=NOW)
    a_job(23, kind="search", done_at=before(1))
    a_job(24, kind="search", done_at=before(60))
    a_job(25, kind="scrub")
    return people


@pytest.mark.both
def test_the_rate_is_of_the_last_minutes_and_says_how_long_the_rest_takes(some_work: People) -> None:
    with mock.patch("django.utils.timezone.now", lambda: NOW):
        analyse, search, scrub = progress()
    assert (analyse.waiting, analyse.under_way, analyse.again, analyse.done, analyse.given_up) == (12, 1, 1, 6, 1)
    assert analyse.a_minute == pytest.approx(1) and analyse.left == timedelta(minutes=12)
    assert (search.done, search.waiting, search.a_minute, search.left) == (1, 0, None, None), (
        "of one job no rate is said"
    )
    assert (scrub.waiting, scrub.a_minute, scrub.left) == (1, None, None)


def test_when_the_workers_stop_the_rate_falls_and_nobody_is_promised_an_end(some_work: People) -> None:
    with mock.patch("django.utils.timezone.now", lambda: NOW + timedelta(minutes=4)):
        assert progress()[0].a_minute == pytest.approx(5 / 9)
    with mock.patch("django.utils.timezone.now", lambda: NOW + timedelta(minutes=11)):
        assert [(each.done, each.left) for each in progress()] == [(0, None), (0, None)]


def test_who_runs_the_desk_sees_it_on_a_page_that_looks_again_by_itself(
    some_work: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    page = browser(some_work.ana).get("/work").content.decode()
    assert "Finding faces in photographs" in page and "Clearing up after erasing" in page
    assert 'hx-trigger="every 5s"' in page and "minutes</td>" in page
    Job.objects.update(done_at=before(1))
    page = browser(some_work.ana).get("/work").content.decode()
    assert "Nothing waits for the workers." in page and "hx-trigger" not in page
    assert browser(a_person("Eve", some_work.harbour)).get("/work").status_code == 403


def test_a_command_says_the_same_in_words_and_for_programs(
    some_work: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("antigone.cli.desk_jobs.ready", lambda _home: None)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    said = antigone("desk", "--home", tmp_path, "jobs").stdout.splitlines()
    assert said == [
        "analyse: 12 waiting, 1 of them under way; 6 in ten minutes, 1.0 a minute; about 12 minutes left;"
        " 1 went wrong and will be tried again; 1 given up",
        "search: 0 waiting, 0 of them under way; 1 in ten minutes",
        "scrub: 1 waiting, 0 of them under way; 0 in ten minutes",
    ]
    first = json.loads(antigone("desk", "--home", tmp_path, "jobs", "--json").stdout.splitlines()[0])
    assert (first["kind"], first["waiting"], first["done_lately"], first["given_up"]) == ("analyse", 12, 6, 1)
    assert first["seconds_left"] == 720
    Job.objects.update(done_at=before(60))
    assert "Nothing waits" in antigone("desk", "--home", tmp_path, "jobs", "--watch", 1).stderr


def test_each_kind_of_job_has_its_words() -> None:
    assert set(KINDS) == set(Job.Kind)


@pytest.mark.parametrize(
    ("left", "words"), [(None, ""), (20, "1\xa0minute"), (61, "2\xa0minutes"), (9_000, "2\xa0hours")]
)
def test_time_left_is_said_as_people_say_it(left: float | None, words: str) -> None:
    assert in_words(None if left is None else timedelta(seconds=left)) == words
