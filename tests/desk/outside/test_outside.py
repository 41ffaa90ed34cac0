"""Whoever watches the machine sees whether the desk is well, and learns of nobody."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from antigone.desk import seen
from antigone.desk.audit import outbox
from antigone.desk.jobs.models import Job
from antigone.desk.logs import JsonLines
from antigone.desk.outside import prometheus
from antigone.desk.outside.state import DeskState, concerns, state_now
from antigone.desk.photos.space import FLOOR
from antigone.desk.seen import answers_failed
from antigone.desk.web.accounts import joining
from desk_console import a_desk_in, started
from desk_databases import Database
from desk_erasing import NAME, SISTER, VILLAGE, agreed, somebody_missing
from desk_faces import an_incident
from desk_people import People, browser


def metrics(path: str = "/metrics", method: str = "GET") -> tuple[str, str]:
    """What the small application answers, and how."""
    said: list[str] = []
    asked: dict[str, Any] = {"PATH_INFO": path, "REQUEST_METHOD": method}
    body = prometheus.application(asked, lambda status, _headers: said.append(status))
    return said[0], b"".join(body).decode()


def figures(text: str) -> dict[str, float]:
    lines = [line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in lines}


@pytest.mark.slow
def test_the_figures_are_those_of_the_desk_and_name_nobody(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = somebody_missing(people, an_incident(people.harbour))
    agreed(missing)
    overdue = timezone.localdate() + timedelta(days=60)
    monkeypatch.setattr(timezone, "localdate", lambda: overdue)
    hour_ago = timezone.now() - timedelta(hours=3)
    Job.objects.create(kind=Job.Kind.RECONCILE, number=1, queued_at=hour_ago, not_before=hour_ago)
    Job.objects.create(
        kind=Job.Kind.LOOK, number=1, queued_at=hour_ago, not_before=hour_ago, given_up_at=hour_ago, fault="x"
    )
    status, text = metrics()
    found = figures(text)
    assert status == "200 OK" and found["antigone_up"] == 1
    assert found['antigone_jobs_waiting{kind="reconcile"}'] == 1 and found['antigone_jobs_waiting{kind="embed"}'] == 0
    assert 10_700 < found['antigone_jobs_oldest_seconds{kind="reconcile"}'] < 11_000
    assert found['antigone_jobs_given_up{kind="look"}'] == 1
    assert found["antigone_erasures_open"] == found["antigone_erasures_overdue"] == 1
    assert found["antigone_disk_free_bytes"] > 1e6 and "antigone_checkpoint_age_seconds" not in found
    outbox.make()
    assert 0 <= figures(metrics()[1])["antigone_checkpoint_age_seconds"] < 100
    for line in text.splitlines():
        assert line.startswith(("# HELP antigone_", "# TYPE antigone_", "antigone_")), line
    for word in (NAME, SISTER, VILLAGE, "Rosa", "HALCYON", "Harbour", missing.record.subject.code):
        assert word not in text and word not in json.dumps(state_now().as_json())


def test_nothing_else_is_served_there(people: People) -> None:
    assert metrics("/")[0] == metrics("/people")[0] == metrics(method="POST")[0] == "404 Not Found"


def well() -> DeskState:
    return DeskState(
        version="1",
        work=(),
        audit_rows=1,
        answers_failed=0,
        refused_in_an_hour=0,
        erasures_open=0,
        erasures_overdue=0,
        erasures_not_cleared=0,
        checkpoint_seconds=60.0,
        backup_seconds=60.0,
        disk_free=2 * FLOOR,
        disk_size=3 * FLOOR,
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"disk_free": FLOOR - 1}, "Free some space"),
        ({"erasures_overdue": 2}, "2 erasures are overdue"),
        ({"checkpoint_seconds": None}, "checkpoint of the audit: none"),
        ({"checkpoint_seconds": 3 * 86_400.0}, "checkpoint of the audit: 3 days old"),
        ({"backup_seconds": None}, "newest backup: none"),
        ({"backup_seconds": 5 * 86_400.0}, "newest backup: 5 days old"),
    ],
)
def test_what_needs_somebody_is_said_in_words(changed: dict[str, Any], words: str) -> None:
    assert list(concerns(well())) == []
    (said,) = concerns(replace(well(), **changed))
    assert words in said


def test_a_load_balancer_learns_that_the_desk_lives_and_nothing_else(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser()
    asked = client.get("/healthz", headers={"host": "10.0.0.7"})
    assert (asked.status_code, asked.content, asked["Content-Type"]) == (200, b"ok\n", "text/plain")
    assert "Set-Cookie" not in asked and client.post("/healthz").status_code == 405
    monkeypatch.setattr(seen, "_reaches_database", lambda: False)
    monkeypatch.setattr(seen, "_FRESH", -1.0)
    assert client.get("/healthz").status_code == 503


@contextmanager
def written() -> Iterator[io.StringIO]:
    """The log as JSON lines, requests too."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(JsonLines())
    root, requests = logging.getLogger(), logging.getLogger("antigone.desk.requests")
    root.addHandler(handler)
    requests.setLevel(logging.INFO)
    yield text
    requests.setLevel(logging.WARNING)
    root.removeHandler(handler)


def test_a_fault_is_found_in_the_log_by_the_number_of_its_answer_and_names_nobody(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(token: str) -> None:
        raise ZeroDivisionError(f"inside, at {people.ana.name}")

    monkeypatch.setattr(joining, "find_open_invitation", broken)
    with written() as text:
        answer = browser().get("/invitation/secret-of-the-link?q=Ana")
    lines = [json.loads(line) for line in text.getvalue().splitlines()]
    assert answer.status_code == 500 and {line["request"] for line in lines} == {answer["X-Request-ID"]}
    (fault,) = (line for line in lines if "fault" in line)
    assert fault["fault"] == "ZeroDivisionError" and fault["level"] == "error" and "broken" in fault["where"][-1]
    (last,) = (line for line in lines if "page" in line)
    assert (last["page"], last["status"], last["method"]) == ("accept-invitation", 500, "GET") and last["ms"] >= 0
    for word in (people.ana.name, people.ana.email, "secret-of-the-link", "q=Ana"):
        assert word not in text.getvalue()
    assert answers_failed() == 1 and (Path(settings.DESK.home) / "answers-failed").read_bytes() == b"."


def test_a_message_that_quotes_a_fault_has_its_class(people: People) -> None:
    with written() as text:
        logging.getLogger("antigone.desk.worker").warning("job %s: %s", 7, ValueError(people.ana.name))
    assert json.loads(text.getvalue())["said"] == "job 7: ValueError"


@pytest.mark.slow
def test_the_terminal_says_how_the_desk_is(tmp_path: Path, sqlite: Database) -> None:
    home = a_desk_in(tmp_path / "desk", sqlite)
    with started(home, Database("sqlite", home), sqlite) as told_to:
        said = told_to("status")
        assert said.returncode == 1 and "Nothing waits for the workers." in said.stdout
        assert "! The newest backup: none. Make one: antigone desk backup" in said.stderr
        assert json.loads(told_to("status", "--json").stdout)["backup_seconds"] is None
        assert "ANTIGONE_DESK_METRICS_BIND is not set" in told_to("serve-metrics").stderr
