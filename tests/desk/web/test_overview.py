"""An incident's front page is its picture: of what whoever looks may see, and of nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from unittest import mock

import pytest
from django.utils import timezone

from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.cases.actions.cases import open_case
from antigone.desk.records.actions.records import change_record, open_record
from antigone.desk.subjects.actions.charge import give_charge
from antigone.desk.subjects.models import Subject
from antigone.desk.web.overview.days import last_days, time_line
from antigone.desk.web.overview.places import HIGH, WIDE, frame_of, map_of
from antigone.desk.web.overview.states import HALF, bars
from antigone.errors import RuleBroken
from desk_databases import Database
from desk_people import People, a_person, as_, browser
from desk_photos import an_incident
from desk_told import a_team, told

ODESA, VARNA = (Decimal("46.48253"), Decimal("30.72331")), (Decimal("43.21408"), Decimal("27.91473"))


@pytest.fixture
def incident(people: People) -> Incident:
    return an_incident(people)


@pytest.fixture
def rosa(people: People) -> Person:
    return a_person("Rosa Ibarra", people.harbour, Role.REGISTRAR)


def a_record(rosa: Person, incident: Incident, **said: object) -> Subject:
    return open_record(by=as_(rosa), incident=incident, names=[{"family": "Щербак"}], **said).subject


def test_the_dead_and_the_missing_meet_in_the_middle_and_the_oldest_is_named(
    people: People, incident: Incident, rosa: Person
) -> None:
    with mock.patch("django.utils.timezone.now", lambda: datetime.now(UTC) - timedelta(days=9)):
        oldest = open_case(by=as_(people.boris), incident=incident).subject
    open_case(by=as_(people.boris), incident=incident)
    record = a_record(rosa, incident)
    give_charge(by=as_(rosa), subject=record, to=rosa, reason="she knows them")
    found = bars(as_(rosa), incident)
    (line,) = found.lines
    assert (str(line.words), line.dead, line.missing) == ("opened", 2, 1)
    assert [(each.subject, each.days, each.charge) for each in line.waiting] == [
        (oldest, 9, ""),
        (record, 0, rosa.name),
    ]
    assert line.waiting[0].roles == [Role.EXAMINER, Role.REGISTRAR] and line.waiting[1].name == "Щербак"
    assert [(each.x, each.width) for each in found.segments] == [("0.0", f"{HALF}.0"), (f"{HALF}.0", f"{HALF}.0")]


def test_another_agency_and_an_administrator_see_no_number_of_it(people: People, incident: Incident) -> None:
    open_case(by=as_(people.boris), incident=incident, latitude=ODESA[0], longitude=ODESA[1])
    emil = as_(people.emil)
    assert bars(emil, incident).lines == () and map_of(emil, incident) is None and time_line(emil, incident) is None
    assert not any(each.dead for each in last_days(emil, incident))
    assert "How far the work is" not in browser(people.ana).get(incident.address).content.decode()
    assert "no cases and no records" in browser(people.ana).get(f"{incident.address}/morning").content.decode()


def test_each_day_has_what_happened_on_it_by_the_clock_of_the_desk(people: People, incident: Incident) -> None:
    for moment in ("2026-11-03T23:30:00", "2026-11-04T00:30:00", "2026-11-04T23:59:59", "2026-10-01T12:00:00"):
        at = datetime.fromisoformat(f"{moment}+02:00")
        with mock.patch("django.utils.timezone.now", lambda at=at: at):
            open_case(by=as_(people.boris), incident=incident)
    with timezone.override("Europe/Kyiv"), mock.patch("django.utils.timezone.now", lambda: at_noon("2026-11-05")):
        found = {each.day: each.dead for each in last_days(as_(people.boris), incident) if not each.nothing}
    assert found == {date(2026, 11, 3): 1, date(2026, 11, 4): 2}


def at_noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00+02:00")


@pytest.mark.both
def test_the_time_line_ends_with_all_there_are(people: People, incident: Incident, rosa: Person) -> None:
    for days in (40, 40, 20, 3):
        with mock.patch("django.utils.timezone.now", lambda days=days: datetime.now(UTC) - timedelta(days=days)):
            open_case(by=as_(people.boris), incident=incident)
    found = time_line(as_(rosa), incident)
    assert found is not None
    assert [found.days[0].dead, found.days[-1].dead, found.days[-1].identified] == [2, 4, 0]
    assert sorted({each.dead for each in found.days}) == [2, 3, 4]
    assert found.dead.startswith("0.0,120 0.0,60.0 ") and found.dead.endswith("1000.0,0.0 1000.0,120")


@pytest.mark.slow
def test_who_was_identified_and_told_today_is_counted_for_those_who_know_of_it(desk: Database) -> None:
    team = a_team()
    told(team)
    incident, boris = team.board.incident, team.board.team.people.boris
    today = last_days(as_(team.board.rosa), incident)[0]
    assert (today.identified, today.told) == (1, 1)
    assert not any(each.identified or each.told for each in last_days(as_(boris), incident)), (
        "an examiner is told nothing"
    )


def test_where_they_were_is_drawn_true_to_scale(people: People, incident: Incident, rosa: Person) -> None:
    open_case(by=as_(people.boris), incident=incident, latitude=ODESA[0], longitude=ODESA[1])
    a_record(rosa, incident, last_seen_latitude=VARNA[0], last_seen_longitude=VARNA[1])
    found = map_of(as_(rosa), incident)
    assert found is not None and (found.dead, found.missing) == (1, 1)
    (odesa,), (varna,) = found.found, found.seen
    kilometres = (
        111.32
        * found.frame.unit
        * ((float(odesa.x) - float(varna.x)) ** 2 + (float(odesa.y) - float(varna.y)) ** 2) ** 0.5
    )
    assert kilometres == pytest.approx(426, rel=0.03), "as far as both cities are apart by air"
    assert float(varna.y) > float(odesa.y) and float(varna.x) < float(odesa.x), "Varna lies to the south-west"
    assert {(each.found, each.seen) for each in found.places} == {(1, 0), (0, 1)}
    assert map_of(as_(people.boris), incident) is not None


@pytest.mark.parametrize("points", [[(0.0, 0.0)], [(89.9, 179.9), (-89.9, -179.9)], [(-33.9, 151.2), (-33.9, 151.2)]])
def test_every_place_on_the_earth_lies_on_its_map(points: list[tuple[float, float]]) -> None:
    frame = frame_of(points)
    for point in points:
        x, y = frame.at(*point)
        assert 0 <= x <= WIDE and 0 <= y <= HIGH
        assert frame.degrees(x, y) == pytest.approx(point)


def test_a_place_that_is_not_on_the_earth_is_refused_and_one_coordinate_alone_too(
    incident: Incident, rosa: Person
) -> None:
    record = a_record(rosa, incident).record
    for wrong in (
        {"last_seen_latitude": ODESA[0]},
        {"last_seen_latitude": Decimal(91), "last_seen_longitude": Decimal(0)},
    ):
        with pytest.raises(RuleBroken):
            change_record(by=as_(rosa), record=record, reason="told", **wrong)


def test_the_pages_say_it_all(people: People, incident: Incident, rosa: Person) -> None:
    open_case(by=as_(people.boris), incident=incident, latitude=ODESA[0], longitude=ODESA[1])
    record = a_record(rosa, incident)
    for address in (incident.address, f"{incident.address}/morning"):
        page = browser(rosa).get(address).content.decode()
        assert record.code in page and "The last" in page and "style=" not in page
