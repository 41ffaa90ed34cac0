"""What the auditor learns: who searched what, when and why; whose work differs; and what leaves the desk."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date, timedelta
from typing import Any
from unittest import mock
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from antigone.desk.accounts.actions.incidents import open_incident
from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.permissions import Role, Thing
from antigone.desk.audit import chain
from antigone.desk.audit.models import AuditRow
from antigone.desk.candidates.models import Run
from antigone.desk.photos.models import Photograph, Source
from antigone.desk.photos.queries import HIDDEN
from antigone.desk.subjects.models import Subject
from antigone.desk.web.auditing.counting import compared, counted, outside_usual_hours
from antigone.desk.web.auditing.forms import AT_THE_BENCH, DAYS, span_of
from desk_people import People, a_person, as_, browser

pytestmark = pytest.mark.both

LOOK, SEARCH = "see reference photograph", "ask for search"


def did(
    person: Person,
    verb: str,
    thing: str,
    incident: Incident | None = None,
    *,
    ago: timedelta = timedelta(),
    detail: Any = None,
) -> None:
    at = timezone.now() - ago
    with chain.writing(), mock.patch("django.utils.timezone.now", lambda: at):
        chain.append(
            gesture=uuid4(),
            actor=f"person {person.pk}",
            verb=verb,
            thing=thing,
            agency=person.agency_id,
            incident=incident.pk if incident else None,
            detail=detail,
        )


def a_subject(person: Person, incident: Incident, kind: str, place: int) -> Subject:
    return Subject.objects.create(
        kind=kind,
        incident=incident,
        agency=person.agency,
        place=place,
        code=f"{incident.code}-{kind.upper()}-{place:05}",
        opened_at=timezone.now(),
        opened_by=person,
    )


def _source(subject: Subject) -> Source:
    return Source.objects.create(
        incident=subject.incident,
        agency=subject.agency,
        name="Civil registry",
        controller="The registry",
        basis="law",
        instrument="An act",
        purposes="identification of the dead",
        valid_from=date(2026, 1, 1),
        made_at=timezone.now(),
    )


def a_photograph(subject: Subject, n: int) -> Photograph:
    return Photograph.objects.create(
        subject=subject,
        kind=subject.kind,
        source=_source(subject),
        sha256=f"{n:064}",
        sealed=f"{n:064}",
        file_name="1.jpg",
        size=1,
        added_at=timezone.now(),
        added_by=subject.opened_by,
    )


@pytest.fixture
def incident(people: People) -> Incident:
    return open_incident(by=as_(people.ana), agency=people.harbour.pk, code="HALCYON", name="The ferry")


@pytest.fixture
def colleagues(people: People) -> list[Person]:
    return [people.boris, *(a_person(f"Examiner {n}", people.harbour, Role.EXAMINER) for n in range(4))]


@pytest.mark.slow
def test_a_colleague_who_looks_far_more_often_is_named_in_words(
    people: People, colleagues: list[Person], incident: Incident
) -> None:
    subject = a_subject(people.ana, incident, "am", 1)
    photo = a_photograph(subject, 1)
    for person in colleagues[1:]:
        did(person, SEARCH, "search 1", incident)
        for _n in range(4):
            did(person, LOOK, f"reference photograph {photo.pk}", incident)
    for _n in range(20):
        did(people.boris, LOOK, f"reference photograph {photo.pk}", incident)
    page = browser(people.clara).get("/audit/people").content.decode()
    assert "Reference photographs looked at: 20, which is 5 times the median of the other examiners (4)." in page
    assert "accuses nobody" in page and page.index("Boris Lind") < page.index("All counts")
    assert "Boris Lind" in page and "Examiner 1" in page.rpartition("<h2>All counts<")[2]
    assert "Examiner 1" not in page.rpartition("<h2>All counts<")[0]


def test_looks_at_the_bench_are_counted_and_opening_it_is_none(people: People, incident: Incident) -> None:
    for detail in (
        {"photograph": 3, HIDDEN: True},
        {"photograph": 4, HIDDEN: False},
        {"opened": True},
        {"clear_looks": 1},
    ):
        did(people.boris, AT_THE_BENCH, f"{Thing.ASSIGNMENT} 1", incident, detail=detail)
    counts, _ = counted(as_(people.clara), span_of(None, None))
    assert (counts[people.boris.pk]["bench"], counts[people.boris.pk]["caseless"]) == (2, 0)
    page = browser(people.clara).get("/audit?verb=looks").content.decode()
    assert "Boris Lind" in page and "No row fits" not in page


def test_an_auditor_asks_for_somebody_by_name(people: People, incident: Incident) -> None:
    a_person("Boris Berg", people.harbour, Role.EXAMINER)
    did(people.boris, SEARCH, "search 1", incident)
    client = browser(people.clara)
    for said in ("boris lind", people.boris.email, f"person {people.boris.pk}"):
        page = client.get("/audit", {"actor": said}).content.decode()
        assert "Boris Lind" in page and "No row fits" not in page, said
    several, nobody = (client.get("/audit", {"actor": said}).content.decode() for said in ("Boris", "Zoltan"))
    assert f"Boris Lind, person {people.boris.pk}" in several and "Nobody is called so" in nobody


def test_looks_without_a_search_or_a_case_of_ones_own_are_counted(people: People, incident: Incident) -> None:
    photos = [a_photograph(a_subject(people.ana, incident, "am", n), n) for n in range(1, 4)]
    for photo in photos * 2:
        did(people.boris, LOOK, f"reference photograph {photo.pk}", incident)
    counts, _ = counted(as_(people.clara), span_of(None, None))
    of_boris = counts[people.boris.pk]
    assert (of_boris["living"], of_boris["unsearched"], of_boris["caseless"]) == (6, 3, 6)
    did(people.boris, SEARCH, "search 1", incident)
    counts, _ = counted(as_(people.clara), span_of(None, None))
    of_boris = counts[people.boris.pk]
    assert (of_boris["searches"], of_boris["unsearched"], of_boris["caseless"]) == (1, 0, 0)


def test_an_open_case_of_ones_own_explains_looking(people: People, incident: Incident) -> None:
    photo = a_photograph(a_subject(people.ana, incident, "am", 1), 1)
    a_subject(people.boris, incident, "pm", 1)
    did(people.boris, LOOK, f"reference photograph {photo.pk}", incident)
    did(people.boris, LOOK, "reference photograph", incident)
    counts, _ = counted(as_(people.clara), span_of(None, None))
    assert counts[people.boris.pk]["caseless"] == 0 and counts[people.boris.pk]["unsearched"] == 1


def test_work_at_night_by_somebody_who_works_by_day_is_outside_their_usual_hours() -> None:
    days = [date(2026, 3, 1) + timedelta(days=n) for n in range(20)]
    hours = {(day, hour): 3 for day in days for hour in range(8, 17)}
    assert outside_usual_hours(hours) == 0
    assert outside_usual_hours({**hours, (days[3], 17): 5}) == 0, "staying an hour longer is nothing"
    assert outside_usual_hours({**hours, (days[3], 2): 7}) == 7
    nights = {(day, hour): 3 for day in days for hour in (22, 23, 0, 1)}
    assert outside_usual_hours(nights) == 0, "the night is usual for who works at night"
    assert outside_usual_hours({(days[0], 2): 50}) == 0, "one day tells nothing"


def test_hours_are_read_from_the_rows(people: People) -> None:
    noon = timezone.now().replace(hour=12, minute=0)
    with mock.patch("django.utils.timezone.now", lambda: noon):
        for n in range(10, 0, -1):
            did(people.boris, SEARCH, f"search {n}", ago=timedelta(days=n))
        for n in range(12):
            did(people.boris, SEARCH, f"search {n}", ago=timedelta(hours=10))
        counts, _ = counted(as_(people.clara), span_of(None, None))
    assert counts[people.boris.pk]["unusual_hours"] == 12


def test_few_colleagues_and_few_acts_say_nothing(people: People) -> None:
    ana, boris = people.ana.pk, people.boris.pk
    assert compared({boris: Counter(searches=1000), ana: Counter(searches=1)})[0].notes == ()
    others = {a_person(f"E{n}", people.harbour, Role.EXAMINER).pk: Counter(searches=1) for n in range(3)}
    assert compared({**others, boris: Counter(searches=9)})[0].notes == ()
    note = compared({**others, boris: Counter(searches=10, dead=11)})[0].notes
    assert [each.measure for each in note] == ["searches", "dead"] and "have none" in note[1].words


def test_who_has_two_roles_is_compared_with_those_who_do_more(people: People) -> None:
    both = a_person("Both", people.harbour, Role.EXAMINER, Role.REGISTRAR)
    counts = {both.pk: Counter(dead=50)}
    for n in range(3):
        counts[a_person(f"E{n}", people.harbour, Role.EXAMINER).pk] = Counter(dead=1)
        counts[a_person(f"R{n}", people.harbour, Role.REGISTRAR).pk] = Counter(dead=40)
    assert compared(counts)[0].notes == ()


def test_an_agencys_own_auditor_counts_only_what_was_done_to_its_things(people: People) -> None:
    hugo = a_person("Hugo Marsh", people.hills, Role.AUDITOR)
    did(people.boris, SEARCH, "search 1")
    did(people.emil, SEARCH, "search 2")
    assert set(counted(as_(hugo), span_of(None, None))[0]) == {people.emil.pk}
    assert set(counted(as_(people.clara), span_of(None, None))[0]) == {people.boris.pk, people.emil.pk}


@pytest.mark.slow
def test_the_last_month_is_shown_unless_days_are_chosen(people: People) -> None:
    did(people.boris, SEARCH, "search 7", ago=timedelta(days=DAYS + 5))
    did(people.boris, SEARCH, "search 8")
    client = browser(people.clara)
    page = client.get("/audit").content.decode()
    assert "search 8" in page and "search 7" not in page.split("<tbody>")[1]
    long_ago = (timezone.localdate() - timedelta(days=DAYS + 9)).isoformat()
    assert "search 7" in client.get(f"/audit?after={long_ago}").content.decode()
    assert "Nobody did anything" in client.get("/audit/people?after=2999-01-01&before=2999-01-02").content.decode()


def test_a_search_says_of_which_case_it_was(people: People, incident: Incident) -> None:
    case = a_subject(people.boris, incident, "pm", 7)
    run = Run.objects.create(subject=case, why="asked", purpose="identification", asked_at=timezone.now())
    did(people.boris, SEARCH, f"search {run.pk}", incident)
    page = browser(people.clara).get(f"/audit?verb=searches&incident={incident.pk}").content.decode()
    assert "HALCYON-PM-00007" in page and "Boris Lind" in page and "open incident" not in page.split("<tbody>")[1]


@pytest.mark.slow
def test_a_long_list_goes_on_and_back_to_the_latest(people: People) -> None:
    for n in range(130):
        did(people.boris, SEARCH, f"search {n}")
    client = browser(people.clara)
    page = client.get("/audit?verb=searches").content.decode()
    below = page.split("below=")[1].split('"')[0]
    later = client.get(f"/audit?verb=searches&below={below}").content.decode()
    assert "130 rows" in page and "search 29" in later and "search 30<" not in later and "The latest" in later
    for nonsense in ("x", "-1", "9" * 40, "%00"):
        assert client.get(f"/audit?below={nonsense}").status_code == 200


@pytest.mark.slow
def test_pages_ask_as_often_for_many_rows_as_for_few(people: People, incident: Incident) -> None:
    client = browser(people.clara)

    def asked(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    photo = a_photograph(a_subject(people.ana, incident, "am", 1), 1)
    did(people.boris, LOOK, f"reference photograph {photo.pk}", incident)
    few = [asked("/audit"), asked("/audit/people")]
    for n in range(30):
        person = a_person(f"Number {n}", people.harbour, Role.EXAMINER)
        did(person, LOOK, f"reference photograph {photo.pk}", incident)
    assert [asked("/audit"), asked("/audit/people")] == few


def rows_of(answer: object) -> list[dict[str, str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.slow
def test_what_is_taken_away_is_what_was_chosen_and_is_itself_recorded(people: People) -> None:
    did(people.boris, SEARCH, "search 1")
    did(people.emil, LOOK, "reference photograph 1")
    client = browser(people.clara)
    sent = {"verb": "searches", "reason": "=HYPERLINK(1)"}
    rows = rows_of(client.post("/audit/export", sent))
    assert [row["thing"] for row in rows] == ["search 1"]
    last = AuditRow.objects.last()
    assert last is not None and (last.verb, last.reason) == ("export audit", "=HYPERLINK(1)")
    assert last.details == {"verb": "searches", "up_to": last.sequence - 1}
    everything = rows_of(client.post("/audit/export", {"reason": "to the court"}))
    assert [row["reason"] for row in everything if row["verb"] == "export audit"] == ["'=HYPERLINK(1)"]
    assert [int(row["row"]) for row in everything] == list(range(1, last.sequence + 1))
    for bad in ({}, {"reason": ""}, {"reason": "x", "verb": "dance"}, {"reason": "x", "thing": "Ana Petrova"}):
        answer = client.post("/audit/export", bad)
        assert answer.status_code == 400 and b"errorlist" in answer.content
