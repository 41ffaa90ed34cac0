"""An exercise is made, kept apart from all that is real, and thrown away whole."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, transaction
from django.test import TestCase
from django.utils import timezone

from antigone.desk.accounts.actions.incidents import open_incident, share_incident
from antigone.desk.accounts.actor import console, worker
from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.accounts.exercise import can_be_practised, exercises
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import RULES, Level, Role, Thing, Verb
from antigone.desk.accounts.sight import apart_from, incident_of, seeing_all, with_exercises
from antigone.desk.audit.models import AuditRow
from antigone.desk.audit.verify import verify
from antigone.desk.audit.verify_bound import verify_bound
from antigone.desk.cases.actions.cases import change_case, open_case
from antigone.desk.cases.actions.effects import add_effect
from antigone.desk.cases.models import Effect
from antigone.desk.erasing.erased import entries
from antigone.desk.erasing.models import Erasure
from antigone.desk.erasing.proving import come_back, prove
from antigone.desk.erasing.scrub import scrub
from antigone.desk.exercises.actions.making import begin_exercise, enter_people
from antigone.desk.exercises.actions.throwing_away import throw_away
from antigone.desk.exercises.entering import enter
from antigone.desk.exercises.models import Exercise
from antigone.desk.exercises.shipped import TO_ADD, cases, records, to_add
from antigone.desk.families.actions.portals import prepare_portal
from antigone.desk.figures.queries import counted
from antigone.desk.jobs.models import Job
from antigone.desk.photos.actions.photographs import add_photograph
from antigone.desk.photos.models import Photograph, PhotoKey, Source
from antigone.desk.records.models import Name
from antigone.desk.signals import Counts
from antigone.desk.subjects.models import Subject
from antigone.errors import NotAllowed, OutOfStep, RuleBroken
from desk_databases import Database
from desk_exercises import Practising, people_practise
from desk_faces import a_face
from desk_people import People, a_person, as_, two_agencies


@pytest.fixture
def practising(people: People) -> Practising:
    return people_practise(people)


def test_its_people_are_those_of_the_package_each_with_their_pictures(practising: Practising) -> None:
    subjects = Subject.objects.filter(incident=practising.incident)
    assert subjects.count() == len(cases()) + len(records())
    shown = Photograph.objects.filter(subject__in=subjects)
    assert shown.count() == sum(len(one.pictures) for one in (*cases(), *records()))
    assert {each.added_by for each in shown} == {practising.rosa}, "nothing is entered in nobody's name"


def test_entering_them_twice_enters_nobody_twice(practising: Practising) -> None:
    before = Photograph.objects.count()
    Exercise.objects.filter(pk=practising.exercise.pk).update(entered_at=None)
    enter(practising.exercise.pk)
    assert Photograph.objects.count() == before
    with pytest.raises(OutOfStep, match="were entered"):
        enter_people(by=as_(practising.rosa), exercise=practising.exercise)


def test_an_agency_has_one_at_a_time_and_an_administrator_begins_it(people: People, practising: Practising) -> None:
    with pytest.raises(OutOfStep, match="has an exercise"):
        begin_exercise(by=as_(people.ana), agency=people.harbour.pk)
    with pytest.raises(NotAllowed):
        begin_exercise(by=as_(people.boris), agency=people.harbour.pk)
    other = begin_exercise(by=as_(people.dana), agency=people.hills.pk)
    assert other.incident.code != practising.incident.code


def test_its_code_is_never_an_incidents(people: People, practising: Practising) -> None:
    with apart_from(exercises()), pytest.raises(RuleBroken, match="code was used"):
        open_incident(by=as_(people.ana), agency=people.harbour.pk, code=practising.incident.code, name="a flood")


@pytest.mark.slow
def test_no_row_of_it_is_there_for_whoever_works(practising: Practising) -> None:
    number, told = practising.incident.pk, 0
    for model in apps.get_models():
        column = incident_of(model) if issubclass(model, DeskModel) else ""
        if column:
            told += model._default_manager.filter(**{column: number}).exists()
            with apart_from(exercises()), seeing_all():
                assert not model._default_manager.filter(**{column: number}).exists(), model
    assert told >= 8, "what is looked for is there"


def test_nothing_real_is_there_for_whoever_practises(practising: Practising) -> None:
    with apart_from(exercises(), within=practising.incident.pk):
        assert set(Subject.objects.values_list("incident", flat=True)) == {practising.incident.pk}
        assert list(Incident.objects.all()) == [practising.incident]


def test_the_publics_figures_do_not_count_it(practising: Practising) -> None:
    with apart_from(exercises()):
        parts = {each.words: dict(each.parts) for each in counted(timezone.now()) if isinstance(each, Counts)}
    assert parts["Cases of the dead"]["open"] == 1
    assert sum(parts["Reference photographs in the desk, by legal basis"].values()) == 0


def leads_out(people: People, practising: Practising) -> list[Callable[[], object]]:
    source = Source.objects.get(incident=practising.incident)
    said = {"called": "a ferry", "telephone": "1", "bodies": ""}
    return [
        lambda: share_incident(
            by=as_(people.ana), incident=practising.incident, to=people.hills.pk, level=Level.SEE, reason="to see"
        ),
        lambda: prepare_portal(by=as_(people.ana), incident=practising.incident, source=source, **said),
    ]


@pytest.mark.parametrize("inside", [True, False], ids=["practising", "by any other way"])
def test_what_leads_out_of_it_is_refused(people: People, practising: Practising, inside: bool) -> None:
    for do in leads_out(people, practising):
        there = apart_from(exercises(), within=practising.incident.pk) if inside else nullcontext()
        with there, pytest.raises(NotAllowed):
            do()
        assert AuditRow.objects.order_by("-sequence")[0].verb == "refused"


def test_what_can_be_practised_is_named_and_all_else_is_not() -> None:
    practised = {key for key in RULES if can_be_practised(*key)}
    for thing in (Thing.NOTIFICATION, Thing.PACKET, Thing.FILE, Thing.DECISION, Thing.REQUEST, Thing.GRANT):
        assert not any(each is thing for _, each in practised), thing
    for key in ((Verb.OPEN, Thing.CASE), (Verb.ADD, Thing.PM_PHOTO), (Verb.ASK, Thing.SEARCH)):
        assert key in practised
    for verb in (Verb.IMPORT, Verb.ERASE):
        assert (verb, Thing.AM_PHOTO) not in practised


def test_no_real_photograph_comes_into_it(people: People, practising: Practising) -> None:
    case = practising.cases[0]
    with pytest.raises(RuleBroken, match="none but its own pictures"):
        add_photograph(by=as_(people.boris), subject=case, data=a_face(7), file_name="real.jpg")
    for name in TO_ADD:
        add_photograph(by=as_(people.boris), subject=case, data=to_add(name), file_name=name)


def test_the_audit_says_of_each_act_that_it_was_practised(people: People, practising: Practising) -> None:
    of_it = AuditRow.objects.filter(incident=practising.incident.pk)
    assert of_it.count() > 20
    assert all(row.details.get("exercise") is True for row in of_it)
    real = open_case(by=as_(people.boris), incident=practising.real)
    last = AuditRow.objects.order_by("-sequence")[0]
    assert last.thing == f"case {real.pk}" and "exercise" not in last.details


def _written_in(practising: Practising, boris: object) -> Subject:
    """Somebody practised in it: words stand in a case, in its inventory and its history."""
    case = practising.cases[0].case
    change_case(by=boris, case=case, reason="to try", remarks="A scar that nobody has")  # type: ignore[arg-type]
    add_effect(by=boris, case=case, description="A watch that never was", found_where="Left wrist")  # type: ignore[arg-type]
    return case.subject


@pytest.mark.both
@pytest.mark.slow
def test_it_is_thrown_away_whole(people: People, practising: Practising) -> None:
    _written_in(practising, as_(people.boris))
    unbound = {each.row for each in verify_bound().faults}  # whom the tests made without an act
    with apart_from(exercises()), TestCase.captureOnCommitCallbacks(execute=True):
        throw_away(by=as_(people.ana), exercise=practising.exercise)
    with with_exercises():
        subjects = Subject.objects.filter(incident=practising.incident)
        photographs = Photograph.objects.filter(subject__in=subjects)
        assert photographs and not photographs.filter(erased_at=None).exists()
        assert not PhotoKey.objects.filter(photograph__in=photographs).exists()
        assert not Name.objects.filter(record__subject__in=subjects).exists()
        for subject in subjects:
            said = subject.case if subject.is_case else subject.record
            assert subject.erased_at and not subject.remarks and not subject.revisions.exists()
            assert not said.other_number and (not subject.is_case or not said.found_place)
        assert set(Effect.objects.values_list("description", "found_where")) == {("", "")}
    assert not [path for path in (Path(settings.DESK.home) / "photos").rglob("*") if path.is_file()]
    assert verify().faults == ()
    assert {each.row for each in verify_bound().faults} == unbound, "what it changed is bound as it is now"


@pytest.mark.slow
def test_what_is_real_stays_when_it_is_thrown_away(people: People, practising: Practising) -> None:
    throw_away(by=as_(people.ana), exercise=practising.exercise)
    for subject in (practising.case, practising.record, practising.real):
        subject.refresh_from_db()
        assert subject.closed_at is None
    with pytest.raises(OutOfStep, match="was thrown away"):
        throw_away(by=as_(people.ana), exercise=practising.exercise)
    assert begin_exercise(by=console(), agency=people.harbour.pk).incident.code == "EXERCISE-2"


def test_who_throws_it_away_is_an_administrator_of_its_agency(people: People, practising: Practising) -> None:
    for person in (people.dana, people.boris, practising.rosa):
        with pytest.raises(NotAllowed):
            throw_away(by=as_(person), exercise=practising.exercise)


def test_an_inventory_of_somebody_real_is_not_emptied(people: People, practising: Practising) -> None:
    real = open_case(by=as_(people.boris), incident=practising.real)
    add_effect(by=as_(people.boris), case=real, description="A watch", found_where="Left wrist")
    with pytest.raises(DatabaseError, match="keeps its number"), transaction.atomic():
        Effect.objects.filter(case=real).update(description="", found_where="")


@pytest.mark.slow
def test_the_receipt_proves_it_and_free_space_is_cleared_once(own_desk: Database) -> None:
    people = two_agencies()
    practising = people_practise(people)
    made = throw_away(by=as_(people.ana), exercise=practising.exercise)
    erasures = list(Erasure.objects.filter(incident=practising.incident))
    scrub(erasures[0].pk)
    assert not Erasure.objects.filter(scrubbed_at=None).exists(), "one clearing serves them all"
    assert {each.key for each in entries()} == {str(each.key) for each in erasures}
    proof = prove(Erasure.objects.get(pk=erasures[-1].pk), made.code)
    assert proof.holds and proof.searched is not None and proof.searched.files
    assert come_back() == 0


@pytest.mark.slow
def test_an_exercise_that_was_thrown_away_is_not_entered_any_more(people: People, practising: Practising) -> None:
    throw_away(by=as_(people.ana), exercise=practising.exercise)
    other = begin_exercise(by=as_(people.ana), agency=people.harbour.pk)
    enter_people(by=as_(practising.rosa), exercise=other)
    assert Job.objects.filter(kind=Job.Kind.EXERCISE, number=other.pk, done_at=None).exists()
    throw_away(by=as_(people.ana), exercise=other)
    enter(other.pk)
    assert not Subject.objects.filter(incident=other.incident).exists()


def test_a_second_registrar_may_enter_them_and_a_liaison_officer_may_not(people: People) -> None:
    exercise = begin_exercise(by=as_(people.ana), agency=people.harbour.pk)
    lena = a_person("Lena Liaison", people.harbour, Role.LIAISON_OFFICER)
    with pytest.raises(NotAllowed):
        enter_people(by=as_(lena), exercise=exercise)
    with pytest.raises(NotAllowed):
        enter_people(by=worker(), exercise=exercise)
