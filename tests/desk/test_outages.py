"""The disk is full or takes nothing, or the database is away: everybody reads so, and it goes on by itself."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.utils import timezone

from antigone.desk.accounts.models import Agency, Session
from antigone.desk.jobs.actions import MOST_TRIES, enqueue
from antigone.desk.jobs.models import Job
from antigone.desk.photos.models import Photograph
from antigone.desk.web.gate import SEEN
from antigone.desk.worker import HANDLERS, Batches
from antigone.errors import NoRoom, StorageFailed
from antigone.files import storage_faults
from desk_people import People, a_client, browser
from desk_photos import a_dead_face, a_photograph, a_subject

NEW = {"name": "Northern morgue"}
FULL = psycopg.errors.DiskFull("could not extend file")
STOPPED = psycopg.errors.AdminShutdown("terminating connection")


def of_sqlite(prepare: str, then: str, place: Path) -> sqlite3.Error:
    """What SQLite itself says when it may not write."""
    with sqlite3.connect(place / "any.sqlite3") as made:
        made.execute("CREATE TABLE IF NOT EXISTS any (words)")
        made.commit()
        made.execute(prepare)
        try:
            made.execute(then)
        except sqlite3.Error as fault:
            return fault
    raise AssertionError("it was written")


@contextmanager
def refusing(cause: Exception, *, reading: bool = False) -> Iterator[None]:
    """The database takes nothing, and says this of it; ``reading``: it gives nothing either."""

    def asked(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if reading or sql.startswith(("INSERT", "UPDATE", "DELETE")):
            raise OperationalError(str(cause)) from cause
        return execute(sql, *rest)

    with connection.execute_wrapper(asked):
        yield


def test_who_meets_a_full_disk_reads_so_and_nothing_is_kept_of_it(people: People, tmp_path: Path) -> None:
    client, many = browser(people.ana), Agency.objects.count()
    full = of_sqlite("PRAGMA max_page_count = 2", f"INSERT INTO any VALUES ('{'x' * 20_000}')", tmp_path)
    for cause in (full, FULL):
        with refusing(cause):
            answer = client.post("/agencies/open", NEW)
        assert answer.status_code == 507
        assert "The disk of this desk is full: nothing of this was kept." in answer.content.decode()
    assert Agency.objects.count() == many
    assert client.post("/agencies/open", NEW).status_code == 302, "with room again"


def test_who_only_reads_goes_on_reading_on_a_full_disk(people: People) -> None:
    client = browser(people.boris)
    session = client.session
    session[SEEN] -= 600
    session.save()
    kept = Session.objects.get().session_data
    with refusing(FULL):
        assert client.get("/cases").status_code == 200
    assert Session.objects.get().session_data == kept


def test_a_disk_that_is_read_only_and_a_database_that_is_away_are_told_apart(people: People, tmp_path: Path) -> None:
    client = browser(people.ana)
    read_only = of_sqlite("PRAGMA query_only = 1", "INSERT INTO any VALUES (1)", tmp_path)
    causes = {
        read_only: "cannot write on its disk",
        psycopg.errors.ReadOnlySqlTransaction(): "cannot write on its disk",
    }
    causes |= {STOPPED: "does not answer", psycopg.OperationalError("connection refused"): "does not answer"}
    for cause, words in causes.items():
        with refusing(cause):
            answer = client.post("/agencies/open", NEW)
        assert answer.status_code == 503 and words in answer.content.decode(), cause
        assert answer["Retry-After"] == "60"


def test_a_page_says_that_the_database_is_away_without_asking_it(people: People) -> None:
    client = browser(people.ana)
    with refusing(STOPPED, reading=True):
        answer = client.get("/cases")
        told = a_client().get("/api/cases", headers={"Authorization": "Bearer antigone_none"})
    assert answer.status_code == 503 and "does not answer" in answer.content.decode()
    assert told.status_code == 503 and "does not answer" in told.json()["detail"] and told["Retry-After"] == "60"


def test_what_is_wrong_with_the_desk_itself_is_no_outage(people: People) -> None:
    client = browser(people.ana)
    with refusing(psycopg.errors.UndefinedTable("no such table")):
        answer = client.post("/agencies/open", NEW)
    assert answer.status_code == 500 and "Something is broken here" in answer.content.decode()


def test_a_family_is_told_in_its_own_words(people: People) -> None:
    fault = OperationalError("full")
    fault.__cause__ = FULL
    with mock.patch("antigone.desk.public.gate.visit_of", side_effect=fault):
        answer = a_client().get("/p/", headers={"Cookie": "p=a-visit"})
    page = answer.content.decode()
    assert answer.status_code == 503 and "At this moment we cannot keep what you send us." in page
    assert "disk" not in page and "Antigone" not in page


def test_a_family_on_the_desk_is_told_so_too_where_it_is_met_before_their_page_begins(people: People) -> None:
    """A page of the desk would tell whoever looks over a shoulder whose site this is."""
    fault = OperationalError("full")
    fault.__cause__ = FULL
    client = a_client()
    with mock.patch("antigone.desk.web.sittings.SittingMiddleware.process_request", side_effect=fault):
        told, desks = client.get("/p/"), client.get("/people")
    page = told.content.decode()
    assert told.status_code == 503 and "At this moment we cannot keep what you send us." in page
    assert "disk" not in page and "Antigone" not in page
    assert desks.status_code == 507 and "At this moment we" not in desks.content.decode()


@pytest.mark.both
def test_a_job_that_the_disk_hindered_is_done_when_there_is_room_however_long_that_takes(people: People) -> None:
    room: list[int] = []

    def makes(number: int) -> None:
        with storage_faults(Path("photos")):
            if not room:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    enqueue(Job.Kind.ANALYSE, 1)
    now = timezone.now
    with mock.patch.dict(HANDLERS, {Job.Kind.ANALYSE: makes}):
        for minute in range(3 * MOST_TRIES):
            with mock.patch("django.utils.timezone.now", return_value=now() + timedelta(minutes=2 * minute)):
                assert Batches().next() == 1
            job = Job.objects.get()
            assert (job.tries, job.given_up_at) == (0, None)
            assert job.fault == "The disk of this desk is full: nothing of this was kept."
        room.append(1)
        with mock.patch("django.utils.timezone.now", return_value=now() + timedelta(days=1)):
            assert Batches().next() == 1
    assert Job.objects.get().done_at is not None


def test_what_could_not_be_settled_is_given_back_as_soon_as_the_database_takes_it(people: People) -> None:
    enqueue(Job.Kind.ANALYSE, 1)
    batches, done = Batches(), []
    with mock.patch.dict(HANDLERS, {Job.Kind.ANALYSE: done.append}):
        with (
            mock.patch("antigone.desk.jobs.actions._mark", side_effect=OperationalError("full")),
            pytest.raises(OperationalError),
        ):
            batches.next()
        assert batches.next() == 1, "at once, and not in ten minutes"
    assert done == [1, 1] and Job.objects.get().tries == 1


def test_a_folder_that_is_gone_is_named_and_not_made_anew(people: People) -> None:
    subject = a_subject(people)
    a_photograph(people, subject=subject)
    for name in ("photos", "keys"):
        folder = Path(settings.DESK.home) / name
        aside = folder.rename(folder.with_name(f"{name}-elsewhere"))
        with pytest.raises(StorageFailed, match=name):
            a_photograph(people, data=a_dead_face(1), subject=subject)
        assert not folder.exists() and Photograph.objects.count() == 1
        aside.rename(folder)
    a_photograph(people, data=a_dead_face(1), subject=subject)


def test_a_page_says_that_the_disk_of_photographs_is_gone_and_shows_no_path(people: People) -> None:
    client = browser(people.ana)
    for number, status in ((errno.ENOSPC, 507), (errno.EROFS, 503)):
        with mock.patch("antigone.desk.web.accounts.people.open_agency", side_effect=failing(number)):
            answer = client.post("/agencies/open", NEW)
        assert answer.status_code == status and "/somewhere" not in answer.content.decode()


def failing(number: int) -> StorageFailed:
    try:
        with storage_faults(Path("/somewhere")):
            raise OSError(number, os.strerror(number))
    except StorageFailed as fault:
        return fault


def test_a_full_disk_under_a_command_is_a_full_disk() -> None:
    assert isinstance(failing(errno.ENOSPC), NoRoom) and not isinstance(failing(errno.EROFS), NoRoom)
