"""An administrator of an empty desk is told what to do next, until it is done."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from antigone.desk.accounts.actions.incidents import close_incident
from antigone.desk.accounts.actions.people import end_person
from antigone.desk.accounts.actor import console
from antigone.desk.accounts.permissions import Role
from antigone.desk.audit.outbox import latest_elsewhere
from antigone.desk.backup.actions.records import record_backup
from antigone.desk.web.first_day.checklist import ChecklistStep, State, steps
from desk_people import People, a_person, as_, browser, passed_proficiency
from desk_photos import a_source, an_incident
from desk_requests import a_ferry


def found(people: People, name: str = "ana") -> dict[str, ChecklistStep]:
    return {str(step.words): step for step in steps(as_(getattr(people, name)))}


def test_a_second_administrator_is_wanted_until_there_is_one_at_work(people: People) -> None:
    words = "Have two administrators"
    before = found(people)[words]
    assert before.waits and before.found == "Administrators: 1"
    berta = a_person("Berta Lang", people.harbour, Role.ADMINISTRATOR)
    assert found(people)[words].done
    end_person(by=as_(people.ana), person=berta, reason="moved away")
    assert found(people)[words].waits


def test_another_agencys_administrator_counts_for_that_agency_alone(people: People) -> None:
    a_person("Berta Lang", people.hills, Role.ADMINISTRATOR)
    assert found(people)["Have two administrators"].waits


def test_an_incident_and_a_source_are_done_while_they_are_open(people: People) -> None:
    incident_words, source_words = "Open an incident", "Write down where photographs of the missing come from"
    assert found(people)[incident_words].address == "/incidents/open"
    assert found(people)[source_words].address == "", "there is no incident to write it in"
    source = a_source(people)
    done = found(people)
    assert done[incident_words].done and done[source_words].done and done[source_words].found == source.name
    close_incident(by=as_(people.ana), incident=source.incident, reason="over")
    assert found(people)[incident_words].waits and found(people)[source_words].waits


def test_who_is_still_missing_is_said_by_role(people: People) -> None:
    step = found(people)["Invite the people who do the work"]
    assert step.waits and "board member (3)" in step.found and "registrar (1)" in step.found
    assert "examiner (1)" in step.found, "there is one, and it takes two"
    a_person("Rosa Lund", people.harbour, Role.REGISTRAR)
    assert "registrar" not in found(people)["Invite the people who do the work"].found


def test_two_examiners_have_to_pass_their_known_pairs(people: People) -> None:
    words = "Let two examiners pass their 20 known pairs"
    passed_proficiency(people.boris)
    assert found(people)[words].waits
    passed_proficiency(a_person("Eva Berg", people.harbour, Role.EXAMINER))
    assert found(people)[words].done


@pytest.mark.slow
def test_pages_for_families_are_nobodys_duty(people: People) -> None:
    words = "Open the pages for families"
    assert found(people)[words].state is State.IF_WANTED
    a_ferry(people)
    assert found(people)[words].done


def test_the_time_zone_is_done_once_somebody_chose_it(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(people)["Set the time zone"].waits
    monkeypatch.setattr(settings, "DESK", replace(settings.DESK, time_zone_said=True))
    assert found(people)["Set the time zone"].done and not found(people)["Set the time zone"].command


def test_a_checkpoint_that_left_the_desk_this_week_is_enough(
    people: People, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "DESK", replace(settings.DESK, home=tmp_path))
    words = "Have each day's checkpoint kept elsewhere"
    assert latest_elsewhere() is None and found(people)[words].waits
    sent = tmp_path / "checkpoints" / "2026-01-01.sent"
    sent.parent.mkdir()
    sent.touch()
    assert found(people)[words].done
    long_ago = (timezone.now() - timedelta(days=8)).timestamp()
    os.utime(sent, (long_ago, long_ago))
    assert found(people)[words].waits and "The last one left the desk on" in found(people)[words].found


def test_a_backup_that_was_made_this_week_is_done(people: People) -> None:
    words = "Make backups, and keep them on another machine"
    assert found(people)[words].waits and found(people)[words].run == "antigone desk backup"
    record_backup(by=console(), copy="1", files=1, new=1, rows=1, removed=0, keys="")
    assert found(people)[words].done and "The last one was made on" in found(people)[words].found


def test_a_proxy_is_wanted_where_other_machines_reach_the_desk(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    words = "Put a proxy with HTTPS in front"
    assert found(people)[words].state is State.IF_WANTED
    monkeypatch.setattr(settings, "DESK", replace(settings.DESK, hosts=("desk.example.org",)))
    assert found(people)[words].waits
    monkeypatch.setattr(settings, "DESK", replace(settings.DESK, https=True))
    assert found(people)[words].done


def test_who_does_not_run_the_desk_is_not_asked_about_the_machine(people: People) -> None:
    a_person("Dora Hill", people.hills, Role.ADMINISTRATOR)
    mine, theirs = set(found(people)), {str(each.words) for each in steps(as_(people.dana))}
    assert "Set the time zone" in mine and not theirs & {"Set the time zone", "Put a proxy with HTTPS in front"}


@pytest.mark.slow
def test_the_front_page_leads_an_administrator_and_nobody_else_to_the_checklist(people: People) -> None:
    front = browser(people.ana).get("/").content.decode()
    assert "Before work begins" in front and 'href="/first-day"' in front
    assert "All work begins with one" in front and 'href="/incidents/open"' in front
    page = browser(people.ana).get("/first-day").content.decode()
    assert "Next:" in page and "Have two administrators" in page and "to do" in page
    an_incident(people)
    assert "All work begins with one" not in browser(people.ana).get("/").content.decode()
    assert "Before work begins" not in browser(people.boris).get("/").content.decode()
    assert browser(people.boris).get("/first-day").status_code == 403


@pytest.mark.slow
def test_a_role_is_explained_where_it_is_given(people: People) -> None:
    page = browser(people.ana).get("/people/invite").content.decode()
    assert "Compares two faces without knowing" in page and "Sees no photographs" in page
