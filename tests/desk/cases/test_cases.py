"""Cases: their codes, what they say, what they said, and the inventory."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction
from django.utils import timezone

from antigone.desk.accounts.actions.incidents import close_incident, open_incident, revoke_grant, share_incident
from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.permissions import Level, Role
from antigone.desk.audit.models import AuditRow
from antigone.desk.audit.verify import verify
from antigone.desk.cases.actions.cases import (
    change_article16,
    change_case,
    open_case,
    print_label,
)
from antigone.desk.cases.actions.effects import add_effect, move_effect, strike_effect
from antigone.desk.cases.models import Article16, Case, Effect
from antigone.desk.cases.queries import custody_of, find_case
from antigone.desk.subjects.actions.closing import close_subject, reopen_subject
from antigone.desk.subjects.actions.lines import add_elsewhere, add_mark, remove_elsewhere, remove_mark
from antigone.desk.subjects.models import Revision, Subject
from antigone.desk.subjects.queries import find_subject, last_revision, subjects
from antigone.errors import NotAllowed, NotThere, ReasonMissing, RuleBroken
from antigone.types import Profile
from desk_databases import Database
from desk_people import People, a_person, as_, two_agencies

pytestmark = pytest.mark.both


@pytest.fixture
def incident(people: People) -> Incident:
    return halcyon(people)


def halcyon(people: People) -> Incident:
    return open_incident(by=as_(people.ana), agency=people.harbour.pk, code="HALCYON-26", name="The ferry Halcyon")


def a_registrar(people: People) -> Person:
    return a_person("Rosa Weiss", people.harbour, Role.REGISTRAR)


def said(case: Case) -> list[dict[str, Any]]:
    return [revision.was for revision in case.subject.history()]


def test_a_case_is_opened_with_nothing_but_its_code(people: People, incident: Incident) -> None:
    case = open_case(by=as_(people.boris), incident=incident)
    assert case.subject.code == "HALCYON-26-PM-00001" and case.subject.agency == people.harbour
    row = AuditRow.objects.latest("sequence")
    assert (row.verb, row.thing, row.incident) == ("open case", f"case {case.pk}", incident.pk)


def test_codes_count_the_cases_of_their_own_incident(people: People, incident: Incident) -> None:
    other = open_incident(by=as_(people.ana), agency=people.harbour.pk, code="FLOOD", name="The flood")
    codes = [open_case(by=as_(people.boris), incident=each).subject.code for each in (incident, other, incident)]
    assert codes == ["HALCYON-26-PM-00001", "FLOOD-PM-00001", "HALCYON-26-PM-00002"]


def test_a_refused_case_takes_no_code(people: People, incident: Incident) -> None:
    with pytest.raises(RuleBroken):
        open_case(by=as_(people.boris), incident=incident, age_low=30, age_high=20)
    assert open_case(by=as_(people.boris), incident=incident).subject.place == 1


@pytest.mark.slow
def test_two_people_at_the_same_moment_get_two_codes(own_desk: Database) -> None:
    people = two_agencies()
    incident, codes, begin = halcyon(people), [], threading.Barrier(4)
    people_there = [people.boris, *(a_person(f"Examiner {n}", people.harbour, Role.EXAMINER) for n in range(3))]
    actors = [as_(person) for person in people_there]

    def work(number: int) -> None:
        begin.wait()
        for _ in range(5):
            codes.append(open_case(by=actors[number], incident=incident).subject.code)
        connections["default"].close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [f"HALCYON-26-PM-{n:05d}" for n in range(1, 21)]
    assert verify().faults == ()


def test_a_form_that_is_sent_twice_opens_one_case(people: People, incident: Incident) -> None:
    boris = as_(people.boris)
    sent = {"found_place": "Pier 4", "sex": "male", "found_on": date(2026, 3, 1), "once_after": 0}
    first, again = (open_case(by=boris, incident=incident, **sent) for _ in range(2))
    assert first.pk == again.pk
    assert open_case(by=boris, incident=incident, **(sent | {"found_place": "Pier 5"})).pk != first.pk
    assert open_case(by=boris, incident=incident, **(sent | {"once_after": first.pk + 1})).pk != first.pk


def test_an_agency_takes_part_only_if_the_leader_lets_it_work(people: People, incident: Incident) -> None:
    emil = as_(people.emil)
    with pytest.raises(NotAllowed):
        open_case(by=emil, incident=incident)
    see = share_incident(by=as_(people.ana), incident=incident, to=people.hills.pk, level=Level.SEE, reason="look")
    with pytest.raises(NotAllowed):
        open_case(by=emil, incident=incident)
    revoke_grant(by=as_(people.ana), grant=see, reason="more")
    share_incident(by=as_(people.ana), incident=incident, to=people.hills.pk, level=Level.WORK, reason="joint")
    case = open_case(by=emil, incident=incident)
    assert case.subject.agency == people.hills
    with pytest.raises(NotThere):
        find_case(as_(people.boris), case.pk)  # the leader sees what it holds itself, until Hills share theirs


@pytest.mark.parametrize("person", ["ana", "clara", "dana"])
def test_who_does_not_work_with_the_dead_opens_no_case(people: People, incident: Incident, person: str) -> None:
    with pytest.raises(NotAllowed):
        open_case(by=as_(getattr(people, person)), incident=incident)
    assert AuditRow.objects.filter(verb="refused").count() == 1


def test_nothing_is_added_to_a_closed_incident(people: People, incident: Incident) -> None:
    case = open_case(by=as_(people.boris), incident=incident)
    close_incident(by=as_(people.ana), incident=incident, reason="done")
    for do in (
        lambda: open_case(by=as_(people.boris), incident=incident),
        lambda: change_case(by=as_(people.boris), case=case, reason="late", sex="male"),
        lambda: add_effect(by=as_(people.boris), case=case, description="a ring"),
        lambda: add_mark(by=as_(people.boris), subject=case.subject, what="scar", where="chin", description="short"),
    ):
        with pytest.raises(RuleBroken, match="incident is closed"):
            do()


@pytest.mark.slow
@pytest.mark.parametrize(
    "details",
    [
        {"age_low": 30},
        {"age_low": 30, "age_high": 121},
        {"age_low": 40, "age_high": 30},
        {"stature_low": 19, "stature_high": 30},
        {"stature_low": 180, "stature_high": 260},
        {"found_on": timezone.localdate() + timedelta(days=2)},
        {"found_on": date(1700, 1, 1)},
        {"latitude": Decimal("46.4")},
        {"latitude": Decimal("91"), "longitude": Decimal("0")},
        {"latitude": Decimal("NaN"), "longitude": Decimal("0")},
        {"latitude": Decimal("46.4"), "longitude": Decimal("-180.1")},
        {"died_earliest": date(2026, 3, 2), "died_latest": date(2026, 3, 1)},
        {"died_latest": date(2026, 3, 2), "found_on": date(2026, 3, 1)},
        {"found_time": timezone.now().time()},
        {"condition": "asleep"},
        {"sex": "?"},
        {"found_place": "x" * 301},
        {"teeth": "x" * 10_001},
    ],
)
def test_what_cannot_be_is_not_written(people: People, incident: Incident, details: dict[str, Any]) -> None:
    with pytest.raises(RuleBroken) as fault:
        open_case(by=as_(people.boris), incident=incident, **details)
    assert fault.value.detail and fault.value.hint
    assert not Subject.objects.exists()


def test_what_a_case_said_before_is_kept(people: People, incident: Incident) -> None:
    boris = as_(people.boris)
    case = open_case(by=boris, incident=incident, sex="male", age_low=30, age_high=40)
    change_case(
        by=boris, case=case, reason="pelvis seen", sex="female", age_low=30, found_on=date(2026, 3, 1), hair=" grey\n"
    )
    assert said(case) == [{"sex": "male", "found_on": None, "hair": ""}]
    now = find_case(boris, case.pk)
    assert (now.subject.sex, now.subject.age_high, now.subject.hair) == ("female", 40, "grey")
    assert now.found_on == date(2026, 3, 1)
    row = AuditRow.objects.latest("sequence")
    assert row.details == {"fields": ["found_on", "hair", "sex"]} and row.reason == "pelvis seen"


def test_a_reason_is_asked_for_when_something_that_was_written_changes(people: People, incident: Incident) -> None:
    boris, case = as_(people.boris), open_case(by=as_(people.boris), incident=incident)
    change_case(by=boris, case=case, sex="male", condition="burnt", hair="grey")
    change_article16(by=boris, case=case, fields={"surname": "Щербак"})
    add_effect(by=boris, case=case, description="A ring")
    move_effect(by=boris, case=case, place=1, kept_where="packet 1")
    for change in (
        lambda: change_case(by=boris, case=case, reason=" ", sex="female"),
        lambda: change_case(by=boris, case=case, hair="", eyes="brown"),
        lambda: change_article16(by=boris, case=case, fields={"surname": "Щербань"}),
        lambda: move_effect(by=boris, case=case, place=1, kept_where="safe"),
    ):
        with pytest.raises(ReasonMissing, match="Write why"):
            change()
    assert said(case)[-1] == {"sex": "unknown", "hair": "", "condition": "unknown"}


def test_a_change_needs_something_changed(people: People, incident: Incident) -> None:
    case = open_case(by=as_(people.boris), incident=incident, sex="male")
    with pytest.raises(RuleBroken, match="Nothing was changed"):
        change_case(by=as_(people.boris), case=case, reason="because", sex="male")
    assert said(case) == []


def test_a_change_that_breaks_a_rule_leaves_everything_as_it_was(people: People, incident: Incident) -> None:
    case = open_case(by=as_(people.boris), incident=incident, age_low=20, age_high=30)
    with pytest.raises(RuleBroken):
        change_case(by=as_(people.boris), case=case, reason="because", age_low=40)
    assert said(case) == [] and find_case(as_(people.boris), case.pk).subject.age_low == 20


def test_nobody_writes_over_what_somebody_else_wrote_meanwhile(people: People, incident: Incident) -> None:
    boris, rosa = as_(people.boris), as_(a_registrar(people))
    case = open_case(by=boris, incident=incident)
    seen = last_revision(case.subject)
    change_case(by=rosa, case=case, reason="seen", as_of=seen, hair="grey")
    with pytest.raises(RuleBroken, match="Somebody else"):
        change_case(by=boris, case=case, reason="seen", as_of=seen, hair="black")
    change_case(by=boris, case=case, reason="seen", as_of=seen, eyes="brown")
    change_case(by=boris, case=case, reason="seen", as_of=last_revision(case.subject), hair="black")
    assert find_case(boris, case.pk).subject.hair == "black"


def test_everybody_who_kept_the_body_stays_on_the_list(people: People, incident: Incident) -> None:
    boris = as_(people.boris)
    case = open_case(by=boris, incident=incident, custody="Coast guard", custody_place="Pier 4")
    change_case(by=boris, case=case, reason="brought in", custody="Mortuary", custody_place="Shelf 3")
    change_case(by=boris, case=case, reason="moved", custody_place="Shelf 9")
    now = find_case(boris, case.pk)
    chain = custody_of(now, list(now.subject.history()))
    assert [(kept.custody, kept.place, kept.reason) for kept in chain] == [
        ("Mortuary", "Shelf 9", "moved"),
        ("Mortuary", "Shelf 3", "brought in"),
        ("Coast guard", "Pier 4", ""),
    ]


def test_marks_and_references_are_added_and_taken_back(people: People, incident: Incident) -> None:
    boris = as_(people.boris)
    case = open_case(by=boris, incident=incident)
    mark = add_mark(by=boris, subject=case.subject, what="tattoo", where="left arm", description="an anchor")
    held = add_elsewhere(by=boris, subject=case.subject, what="dna", holder="Institute", number="D-17")
    with pytest.raises(RuleBroken):
        add_mark(by=boris, subject=case.subject, what="halo", where="head", description="bright")
    with pytest.raises(RuleBroken):
        add_elsewhere(by=boris, subject=case.subject, what="dna", holder=" ", number="1")
    remove_mark(by=boris, subject=case.subject, mark=mark.pk, reason="it was dirt")
    remove_elsewhere(by=boris, subject=case.subject, elsewhere=held.pk, reason="of another body")
    with pytest.raises(RuleBroken):
        remove_mark(by=boris, subject=case.subject, mark=mark.pk, reason="again")
    assert said(case)[0][f"elsewhere {held.pk}"]["number"] == "D-17"
    assert said(case)[2:] == [{f"elsewhere {held.pk}": None}, {f"mark {mark.pk}": None}]
    assert said(case)[1] == {f"mark {mark.pk}": {"what": "tattoo", "where": "left arm", "description": "an anchor"}}
    assert not any("anchor" in row.detail or "Institute" in row.detail for row in AuditRow.objects.all())


def test_a_line_of_the_inventory_is_struck_and_stays(people: People, incident: Incident) -> None:
    boris = as_(people.boris)
    case = open_case(by=boris, incident=incident)
    ring = add_effect(by=boris, case=case, description="A ring, yellow metal", kept_where="packet 1")
    add_effect(by=boris, case=case, description="A key")
    move_effect(by=boris, case=case, place=1, kept_where="safe", reason="of value")
    strike_effect(by=boris, case=case, place=2, reason="of another body")
    assert add_effect(by=boris, case=case, description="A comb").place == 3
    ring.refresh_from_db()
    assert ring.kept_where == "safe"
    assert [bool(each.withdrawn_at) for each in case.effects.all()] == [False, True, False]
    for place, words in ((2, "struck"), (9, "no such line")):
        with pytest.raises(RuleBroken, match=words):
            strike_effect(by=boris, case=case, place=place, reason="again")
    assert {"effect 1": {"kept_where": "packet 1"}} in said(case)


def test_article_16_is_written_and_keeps_what_it_said(people: People, incident: Incident) -> None:
    boris = as_(people.boris)
    case = open_case(by=boris, incident=incident)
    change_article16(by=boris, case=case, reason="disc found", fields={"number": "77 201", "surname": "Щербак"})
    change_article16(by=boris, case=case, reason="cleaned", fields={"number": "77 207", "surname": "Щербак"})
    assert said(case) == [{"article16 number": "77 201"}, {"article16 number": "", "article16 surname": ""}]
    assert Article16.objects.get().number == "77 207"


def test_a_closed_case_is_changed_only_after_it_is_opened_again(people: People, incident: Incident) -> None:
    boris, rosa = as_(people.boris), as_(a_registrar(people))
    case = open_case(by=boris, incident=incident)
    with pytest.raises(NotAllowed):
        close_subject(by=boris, subject=case.subject, reason="done")
    close_subject(by=rosa, subject=case.subject, reason="identified")
    for do in (
        lambda: change_case(by=boris, case=case, reason="late", sex="male"),
        lambda: close_subject(by=rosa, subject=case.subject, reason="again"),
    ):
        with pytest.raises(RuleBroken, match="closed"):
            do()
    reopen_subject(by=boris, subject=case.subject, reason="identified wrongly")
    with pytest.raises(RuleBroken, match="open"):
        reopen_subject(by=boris, subject=case.subject, reason="again")
    change_case(by=boris, case=case, reason="late", sex="male")
    assert [list(was) for was in said(case)] == [["sex"], ["closed_at"], ["closed_at"]]


def test_printing_a_label_is_recorded(people: People, incident: Incident) -> None:
    case = open_case(by=as_(people.boris), incident=incident)
    print_label(by=as_(people.boris), case=case, copies=8)
    row = AuditRow.objects.latest("sequence")
    assert row.verb == "print the label of case" and row.details == {"copies": 8}
    for copies in (0, 41):
        with pytest.raises(RuleBroken):
            print_label(by=as_(people.boris), case=case, copies=copies)


def test_the_database_refuses_another_code_and_a_lost_line(people: People, incident: Incident) -> None:
    case = open_case(by=as_(people.boris), incident=incident)
    add_effect(by=as_(people.boris), case=case, description="A ring")
    change_case(by=as_(people.boris), case=case, reason="seen", sex="male")
    refused: list[Callable[[], object]] = [
        lambda: Subject.objects.update(code="OTHER-PM-00001"),
        lambda: Subject.objects.update(place=7),
        lambda: Subject.objects.update(agency=people.hills),
        lambda: Subject.objects.all()._raw_delete("default"),
        lambda: Revision.objects.update(reason="nicer"),
        lambda: Effect.objects.update(description="A brooch"),
        lambda: Effect.objects.update(place=5),
        lambda: Effect.objects.all()._raw_delete("default"),
    ]
    for do in refused:
        with pytest.raises(DatabaseError), transaction.atomic():
            do()


def test_others_cases_are_not_there_until_they_are_shared(people: People, incident: Incident) -> None:
    case = open_case(by=as_(people.boris), incident=incident)
    for find in (find_case, find_subject):
        with pytest.raises(NotThere):
            find(as_(people.emil), case.pk)
    share_incident(by=as_(people.ana), incident=incident, to=people.hills.pk, level=Level.SEE, reason="look")
    assert find_subject(as_(people.emil), case.pk, Profile.PM).code == case.subject.code
    assert list(subjects(as_(people.emil), Profile.PM)) == [case.subject]
    with pytest.raises(NotAllowed):
        change_case(by=as_(people.emil), case=case, reason="mine", sex="male")
    with pytest.raises(NotThere):
        find_subject(as_(people.boris), case.pk, Profile.AM)
