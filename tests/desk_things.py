"""One thing of each kind, of one agency: whose numbers the matrices of pages and of the API ask for."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from antigone.desk.accounts.actions.incidents import open_incident, share_incident
from antigone.desk.accounts.actions.invitations import invite
from antigone.desk.accounts.actor import console
from antigone.desk.accounts.models import Agency, Person
from antigone.desk.accounts.permissions import Level, Role, Thing
from antigone.desk.candidates.actions.pairs import exclude, link
from antigone.desk.candidates.models import Doubt, Run
from antigone.desk.cases.actions.cases import open_case
from antigone.desk.families.actions.beginning import begin_request
from antigone.desk.families.actions.doors import prepare_door
from antigone.desk.families.actions.photographs import give_photograph
from antigone.desk.families.models import Request
from antigone.desk.intake.actions.imports import begin_import
from antigone.desk.intake.manifest import Entry
from antigone.desk.photos.actions.asking import ask_erasure
from antigone.desk.photos.actions.photographs import add_photograph
from antigone.desk.photos.models import Erasure
from antigone.desk.records.actions.records import open_record
from antigone.desk.worker import work_once
from antigone.types import Basis, Profile
from desk_people import a_person, as_
from desk_photos import a_consent, a_dead_face, new_source


@dataclass(frozen=True)
class Things:
    """One thing of each kind, of one agency."""

    agency: Agency
    numbers: dict[Thing, int]


def things_of(administrator: Person, examiner: Person, code: str, other: Agency) -> Things:
    by, agency = as_(administrator), administrator.agency
    incident = open_incident(by=by, agency=agency.pk, code=code, name="An incident")
    grant = share_incident(by=by, incident=incident, to=other.pk, level=Level.SEE, reason="for a moment")
    invitation, _ = invite(by=console(), agency=agency.pk, email=f"{code}@x.org", name="N", roles=[Role.EXAMINER])
    liaison = a_person(f"Farid of {agency.name}", agency, Role.LIAISON_OFFICER)
    case = open_case(by=as_(examiner), incident=incident)
    record = open_record(by=as_(liaison), incident=incident, names=[{"family": "Щербак"}]).subject
    dead = add_photograph(by=as_(examiner), subject=case.subject, data=a_dead_face(), file_name="1.jpg")
    source = new_source(incident, agency)
    missing = add_photograph(by=as_(liaison), subject=record, data=a_dead_face(1), file_name="2.jpg", source=source)
    consented = new_source(incident, agency, Basis.CONSENT)
    bringing = begin_import(
        by=as_(a_person(f"Rosa of {agency.name}", agency, Role.REGISTRAR)),
        incident=incident,
        kind=Profile.PM,
        source=None,
        name="A folder",
        entries=[Entry("1/1.jpg", "1")],
        folder="/nowhere",
    )
    door = prepare_door(by=by, incident=incident, source=consented, called="A ferry", telephone="1", bodies="A body")
    asked, _ = begin_request(by=as_(liaison), door=door, language="en", how=Request.How.PAPER)
    given = give_photograph(by=as_(liaison), request=asked, data=a_dead_face(2))
    work_once()
    twin = open_case(by=as_(examiner), incident=incident).subject
    examining = as_(examiner)
    excluded = exclude(by=examining, case=case.subject, record=record, ground="dna", reason="two profiles")
    linked = link(by=examining, one=case.subject, other=twin, reason="one body")
    doubt = Doubt.objects.create(first=case.subject, second=twin, score=0.5, at=timezone.now())
    erasure = ask_erasure(
        by=as_(liaison),
        subject=record,
        photograph=missing,
        asked_as=Erasure.As.FAMILY,
        asker="A sister",
        reason="she asked",
    )
    numbers = {
        Thing.DOOR: door.pk,
        Thing.REQUEST: asked.pk,
        Thing.GIVEN: given.pk,
        Thing.SEARCH: Run.objects.filter(subject=case.subject).latest("pk").pk,
        Thing.EXCLUSION: excluded.pk,
        Thing.LINK: linked.pk,
        Thing.DOUBT: doubt.pk,
        Thing.ERASURE: erasure.pk,
        Thing.CASE: case.pk,
        Thing.RECORD: record.pk,
        Thing.PM_PHOTO: dead.pk,
        Thing.AM_PHOTO: missing.pk,
        Thing.SOURCE: source.pk,
        Thing.CONSENT: a_consent(consented, record).pk,
        Thing.IMPORT: bringing.pk,
        Thing.AGENCY: agency.pk,
        Thing.PERSON: examiner.pk,
        Thing.INVITATION: invitation.pk,
        Thing.INCIDENT: incident.pk,
        Thing.GRANT: grant.pk,
    }
    return Things(agency, numbers)
