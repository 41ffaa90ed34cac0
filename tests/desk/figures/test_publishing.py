"""Figures are public only when a person published them, as they were on that day, and never by themselves."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import numpy as np
import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from antigone.desk import signals
from antigone.desk.accounts.permissions import Role
from antigone.desk.audit.models import AuditRow
from antigone.desk.figures.actions.publishing import EVERY, preview, publish, seal, withdraw
from antigone.desk.figures.models import Publication
from antigone.desk.figures.queries import publications, published
from antigone.desk.figures.receivers import BASES, figures
from antigone.desk.photos.actions.photographs import end_photograph
from antigone.desk.signals import Counts, Figure
from antigone.errors import NotAllowed, OutOfStep, RuleBroken
from antigone.types import Basis
from desk_faces import Ferry, a_photograph, an_incident
from desk_people import People, a_person, as_, browser
from desk_signals import listening


@pytest.fixture
def told() -> Iterator[dict[str, int]]:
    """What another part of the desk counts."""
    parts = {"established": 123}

    def counter(until: datetime, **_: Any) -> Iterable[Figure]:
        return [Counts("Identifications", dict(parts))]

    with listening(signals.figures, counter):
        yield parts


def put_out(people: People, **said: str) -> Publication:
    return publish(by=as_(people.clara), seen=seal(preview()), reason="the yearly report", **said)


def test_nothing_is_public_until_somebody_publishes_it(people: People, told: dict[str, int]) -> None:
    visitor = browser()
    assert visitor.get("/figures").status_code == 404 and visitor.get("/figures/file").status_code == 404
    assert b'href="/figures"' not in visitor.get("/").content
    put_out(people, note="Counted for the parliament.")
    page = visitor.get("/figures")
    assert page.status_code == 200 and b"about 120" in page.content and b"Counted for the parliament." in page.content
    assert b'href="/figures"' in visitor.get("/").content
    text = visitor.get("/figures/file").content.decode().removeprefix("\ufeff")
    rows = {(row["figure"], row["part"]): row["value"] for row in csv.DictReader(io.StringIO(text))}
    assert rows["Identifications", "established"] == "120"
    assert rows["Cases of the dead", "open"] == "fewer than 10"
    assert told


def test_it_is_frozen_and_small_numbers_are_not_even_in_the_row(people: People, told: dict[str, int]) -> None:
    ferry = Ferry(people, an_incident(people.harbour))
    for _ in range(7):
        ferry.case()
    made = put_out(people)
    told["established"] = 500
    for _ in range(10):
        ferry.case()
    assert b"about 120" in browser().get("/figures").content
    kept = json.dumps(Publication.objects.get(pk=made.pk).figures)
    assert "123" not in kept and '"number": 7' not in kept and "500" not in kept


@pytest.mark.slow
def test_what_is_published_is_what_was_looked_at(people: People, told: dict[str, int]) -> None:
    looked = seal(preview())
    told["established"] = 300
    with pytest.raises(OutOfStep, match="changed since you looked"):
        publish(by=as_(people.clara), seen=looked, reason="the yearly report")
    told["established"] = 301
    publish(by=as_(people.ana), seen=seal(preview()), reason="the yearly report")


@pytest.mark.slow
def test_they_are_not_published_again_at_once_also_not_after_they_were_withdrawn(people: People) -> None:
    made = put_out(people)
    with pytest.raises(RuleBroken, match="28 days"):
        put_out(people)
    withdraw(by=as_(people.ana), publication=made, reason="a figure was wrong")
    assert published() is None and browser().get("/figures").status_code == 404
    with pytest.raises(RuleBroken, match="28 days"):
        put_out(people)
    with pytest.raises(OutOfStep):
        withdraw(by=as_(people.ana), publication=made, reason="again")


def test_after_a_month_they_are_published_again(people: People) -> None:
    person = people.clara
    Publication.objects.create(
        counted_until=timezone.now() - EVERY, figures=[], at=timezone.now() - EVERY, by=person, reason="last month"
    )
    put_out(people)
    assert publications(as_(person)).count() == 2


@pytest.mark.slow
@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ADMINISTRATOR, Role.AUDITOR)])
def test_only_administrators_and_auditors_of_the_host_publish(people: People, role: Role) -> None:
    others = (a_person(f"The {role}", people.harbour, role), people.dana)
    for person in others:
        with pytest.raises(NotAllowed):
            publish(by=as_(person), seen=seal(preview()), reason="to tell")
        with pytest.raises(NotAllowed):
            publications(as_(person))
        assert browser(person).get("/figures/publish").status_code == 403


@pytest.mark.both
def test_the_database_keeps_what_was_published(people: People) -> None:
    made = put_out(people)
    for change in (
        lambda: Publication.objects.filter(pk=made.pk).update(note="another"),
        lambda: Publication.objects.filter(pk=made.pk).update(counted_until=timezone.now()),
        lambda: Publication.objects.filter(pk=made.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert AuditRow.objects.filter(verb="publish public figures").count() == 1


@pytest.mark.slow
def test_a_person_publishes_and_withdraws_on_pages(people: People) -> None:
    ana = browser(people.ana)
    page = ana.get("/figures/publish")
    assert b"Nothing is public now" in page.content
    said = {"reason": "the yearly report", "note": "", "seen": seal(preview())}
    assert ana.post("/figures/publish", {**said, "seen": "0" * 64}).status_code in (400, 409)
    assert ana.post("/figures/publish", said)["Location"] == "/figures"
    assert b"are public" in ana.get("/figures/publish").content
    assert ana.post("/figures/withdraw", {"reason": "a figure was wrong"}).status_code == 302
    assert b"a figure was wrong" in ana.get("/figures/publish").content
    for again in (ana.get("/figures/withdraw"), ana.post("/figures/withdraw", said)):
        assert again["Location"] == "/figures/publish"


@pytest.mark.slow
def test_a_photograph_that_was_taken_out_is_not_counted_as_held(people: People) -> None:
    ferry = Ferry(people, an_incident(people.harbour))
    record = ferry.record()
    held, ended = (a_photograph(record, np.eye(128)[n]) for n in range(2))
    basis = str(BASES[Basis(held.source.basis)])

    def counted() -> int:
        parts = {each.words: each.parts for each in figures(until=timezone.now()) if isinstance(each, Counts)}
        return parts["Reference photographs in the desk, by legal basis"][basis]

    assert counted() == 2
    rosa = a_person("Rosa Field", people.harbour, Role.REGISTRAR)
    end_photograph(by=as_(rosa), photograph=ended, reason="another man")
    assert counted() == 1
