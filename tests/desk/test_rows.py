"""A row of the desk knows what it is to the permission table, whose it is, and where its page is."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from antigone.desk.accounts.access import may
from antigone.desk.accounts.actions.incidents import open_incident
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.accounts.models import Incident, Passkey
from antigone.desk.accounts.permissions import RULES, WHOLE_DESK, Role, Scope, Thing, Verb
from antigone.desk.cases.actions.cases import open_case
from antigone.desk.exercises.models import Exercise
from antigone.desk.figures.actions.publishing import preview, publish, seal
from antigone.desk.identification.actions.board import set_rules
from antigone.desk.identification.models import Certificate, Decision
from antigone.desk.photos.models import Photograph
from antigone.desk.records.actions.records import open_record
from antigone.desk.review.actions.proficiency import begin_set, write_in_piece
from antigone.desk.review.models import Assignment, ProficiencyPiece, ReviewRules
from antigone.desk.review.proficiency import open_pieces
from antigone.desk.subjects.models import Subject
from antigone.desk.translating.actions.proofreading import Judgement, proofread
from antigone.desk.translating.catalogues import catalogues
from antigone.protocol.scales import Direction
from desk_api import a_token
from desk_people import People, a_person, appointed, as_, browser
from desk_review import whole
from desk_things import Things, one_of_each_role, things_of

NOBODYS = {"audit.AuditRow", "audit.AuditHead", "audit.Binding", "accounts.Attempt", "candidates.Serving"}
"""What belongs to no agency: the audit itself, counted failures, which model serves."""
WORK = {"Job", "IndexChange", "IndexHolder", "SegmentReceipt"}
"""What only the desk's own worker reads."""
FOUND_BY = {Thing.INVITATION: Verb.WITHDRAW, Thing.GRANT: Verb.REVOKE, Thing.CONFLICT_OF_INTEREST: Verb.MAKE}
"""What is done to a thing that is not seen by itself, but on the page of something else."""
OUR_ACT: dict[str, Any] = {
    **{"name": "Our act", "face_ceiling": "POSSIBLE", "examiners": 2, "secondary_for_probable": 1},
    **{"primary_for_established": 1, "combination": 3, "quorum": 3, "agencies": 1, "share": "2/3", "unanimous": True},
}
"""What the board of an incident requires, where that is stricter than Antigone."""
OF_NO_INCIDENT = {Thing.APPOINTMENT}
"""What agencies that work together may do for each other, in whichever incident they do."""
OF_TWO_KINDS = {Subject, Photograph}
"""Whose rows are of two kinds."""
OURS = [model for model in apps.get_models() if model.__module__.startswith("antigone.desk")]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_model_says_what_its_rows_are_and_where_they_are_shown(model: type[models.Model]) -> None:
    if model._meta.label in NOBODYS or model.__name__ in WORK:
        assert not issubclass(model, DeskModel)
        return
    assert issubclass(model, DeskModel)
    own = vars(model).get("thing")
    says_what = isinstance(own, property) or any(own is thing for _verb, thing in RULES)
    if model.part_of:
        assert issubclass(model._meta.get_field(model.part_of).related_model, DeskModel), "a part is of a row"
        assert own is None or says_what
    else:
        assert says_what, "what stands alone says what it is"
    if model.page:
        assert resolve(reverse(model.page, args=[1])).kwargs == {"number": 1}
    else:
        assert model.part_of or "address" in vars(model), "it is shown somewhere"


def test_a_part_is_what_its_whole_is_and_whose(people: People) -> None:
    incident = open_incident(by=as_(people.dana), agency=people.hills.pk, code="HALCYON", name="The ferry Halcyon")
    case = open_case(by=as_(people.emil), incident=incident)
    assert case.thing is case.subject.thing is Thing.CASE
    assert case.scope == case.subject.scope == Scope(people.hills.pk, incident.pk)
    assert case.address == case.subject.address == f"/cases/{case.pk}"
    assert case.subject.photographs_thing == Thing.PM_PHOTO.of(incident), "of the dead: they have rules of their own"


def test_a_record_is_told_from_a_case(people: People) -> None:
    incident = open_incident(by=as_(people.ana), agency=people.harbour.pk, code="HALCYON", name="The ferry Halcyon")
    appointed(people.boris, Role.LIAISON_OFFICER)
    record = open_record(by=as_(people.boris), incident=incident, names=[{"family": "Щербак"}])
    assert record.thing is Thing.RECORD and record.address == f"/records/{record.pk}"
    assert record.subject.photographs_thing.thing is Thing.AM_PHOTO
    assert incident.scope == Scope(people.harbour.pk, incident.pk), "an incident is in itself"


@pytest.fixture
def things(people: People) -> Things:
    """Of Harbour, one of each kind, and one row of each model that is a thing of its own."""
    found = things_of(people.ana, people.boris, "HARBOUR", people.hills)
    incident = Incident.objects.get()
    browser(people.boris), a_token(people.boris)
    decision = Decision.objects.get(pk=found.numbers[Thing.DECISION])
    Certificate.objects.create(decision=decision, place=1, language="en", pdf=b"%PDF", by=people.ana, at=timezone.now())
    Passkey.objects.create(person=people.boris, name="Telephone", credential=b"key", made_at=timezone.now())
    publish(by=as_(people.clara), seen=seal(preview()), reason="the yearly report")
    ReviewRules.objects.create(incident=incident, by=people.ana, at=timezone.now())
    nils = a_person("Nils New", people.harbour, Role.EXAMINER)
    begin_set(by=as_(nils))
    write_in_piece(by=as_(nils), piece=open_pieces(as_(nils))[0], written_down=whole(Direction.SAME))
    Exercise.objects.create(incident=incident, agency=people.harbour, begun_at=timezone.now())
    set_rules(by=as_(people.ana), incident=incident, reason="our act", **OUR_ACT)
    word = catalogues("uk")[0].messages[0]
    proofread(by=as_(people.boris), language="uk", readings={word.key: Judgement(word.said, right=True)})
    return found


def rows_of_each_model(things: Things) -> list[DeskModel]:
    """The one that the matrices ask for, or else the latest of each model that has any; of two kinds, one of each."""
    found = {}
    for model in OURS:
        if issubclass(model, DeskModel):
            asked_for = None if model.part_of else things.numbers
            rows = sorted(
                model._default_manager.all(),
                key=lambda row: (asked_for is not None and row.pk == asked_for.get(row.thing), row.pk),
            )
            found |= {(model, row.thing if model in OF_TWO_KINDS else None): row for row in rows}
    return list(found.values())


@pytest.mark.slow
def test_a_row_is_of_the_kind_agency_and_incident_that_the_matrices_ask_about(people: People, things: Things) -> None:
    of_incident = Scope(people.harbour.pk, int(things.numbers[Thing.INCIDENT]))
    rows = rows_of_each_model(things)
    assert things.numbers.keys() <= {row.thing for row in rows}
    say_what = {model for model in OURS if issubclass(model, DeskModel) and "thing" in vars(model)}
    assert say_what <= {type(row) for row in rows}, "one row of each, besides those of their parts"
    everybody = [(as_(person), browser(person)) for person, _role in one_of_each_role(people)]
    for row in rows:
        shared = (
            any(rule.shared for rule in RULES.values() if rule.thing is row.thing) and row.thing not in OF_NO_INCIDENT
        )
        expected = WHOLE_DESK if row.thing is Thing.FIGURES else of_incident
        assert row.scope == expected or (row.scope == people.harbour.scope and not shared), repr(row)
        assert any(_is_shown(row, by, window) for by, window in everybody), f"{row!r} is nowhere to be seen"


def _is_shown(row: DeskModel, by: Actor, window: Client) -> bool:
    """Whether the page on which it says it is shown opens, for somebody who may see it."""
    if not may(by, FOUND_BY.get(row.thing, Verb.SEE), row):
        return False
    found = resolve(row.address)
    if found.url_name == "examination":  # there is for one person alone
        number = found.kwargs["number"]
        work = Assignment.objects.filter(number=number).first()
        window = browser(work.examiner if work else ProficiencyPiece.objects.get(number=number).set.person)
    answer = window.get(row.address)
    if answer.status_code == 404 and Role.EXAMINER in by.roles:
        return False  # what somebody judges, or could be asked to, is not there for them
    assert answer.status_code == 200, f"{row!r} at {row.address}: {answer.status_code}"
    return True
