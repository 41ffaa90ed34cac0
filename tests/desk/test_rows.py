"""A row of the desk knows what it is to the permission table, whose it is, and where its page is."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models
from django.urls import resolve, reverse

from antigone.desk.accounts.actions.incidents import open_incident
from antigone.desk.accounts.models import DeskModel
from antigone.desk.accounts.permissions import RULES, Scope, Thing
from antigone.desk.cases.actions.cases import open_case
from antigone.desk.records.actions.records import open_record
from desk_people import People, as_

NOBODYS = {"audit.AuditRow", "audit.AuditHead", "accounts.Attempt", "candidates.Serving"}
"""What belongs to no agency: the audit itself, counted failures, which model serves."""
WORK = {"Job", "IndexChange"}
"""What only the desk's own worker reads."""
OURS = [model for model in apps.get_models() if model.__module__.startswith("antigone.desk")]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_model_says_what_its_rows_are_and_where_they_are_shown(model: type[models.Model]) -> None:
    if model._meta.label in NOBODYS or model.__name__ in WORK:
        assert not issubclass(model, DeskModel)
        return
    assert issubclass(model, DeskModel)
    if model.part_of:
        assert issubclass(model._meta.get_field(model.part_of).related_model, DeskModel), "a part is of a row"
    else:
        own = vars(model).get("thing")
        assert isinstance(own, property) or any(own is thing for _verb, thing in RULES), "what stands alone says what"
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
    people.boris.held.create(role="liaison officer")
    record = open_record(by=as_(people.boris), incident=incident, names=[{"family": "Щербак"}])
    assert record.thing is Thing.RECORD and record.address == f"/records/{record.pk}"
    assert record.subject.photographs_thing.thing is Thing.AM_PHOTO
    assert incident.scope == Scope(people.harbour.pk, incident.pk), "an incident is in itself"
