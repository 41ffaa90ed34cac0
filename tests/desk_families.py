"""People who work with the families of missing persons, for the desk's tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from antigone.desk.accounts.actions.incidents import open_incident
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.records.actions.records import open_record
from antigone.desk.records.models import Record
from desk_people import People, a_person, as_


@dataclass(frozen=True)
class Families:
    """Who works with the families of one incident, led by Harbour."""

    people: People
    lena: Person
    """Liaison officer of Harbour."""
    rosa: Person
    """Registrar of Harbour."""
    incident: Incident

    @property
    def by(self) -> Actor:
        return as_(self.lena)

    @property
    def registrar(self) -> Actor:
        return as_(self.rosa)

    def record(self, family: str = "", given: str = "", patronymic: str = "", **details: Any) -> Record:
        names = [{"family": family, "given": given, "patronymic": patronymic}]
        return open_record(by=self.by, incident=self.incident, names=names, **details)


def families_of(people: People) -> Families:
    return Families(
        people,
        a_person("Lena Marsh", people.harbour, Role.LIAISON_OFFICER),
        a_person("Rosa Field", people.harbour, Role.REGISTRAR),
        open_incident(by=as_(people.ana), agency=people.harbour.pk, code="HALCYON-26", name="The ferry Halcyon"),
    )
