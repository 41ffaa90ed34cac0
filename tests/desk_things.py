"""One thing of each kind, of one agency: whose numbers the matrices of pages and of the API ask for."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from antigone.desk.accounts.actions.incidents import open_incident, share_incident
from antigone.desk.accounts.actions.invitations import invite
from antigone.desk.accounts.actor import console
from antigone.desk.accounts.models import Agency, Incident, Person
from antigone.desk.accounts.permissions import Level, Role, Thing
from antigone.desk.candidates.actions.pairs import exclude, link
from antigone.desk.candidates.models import Doubt, Run
from antigone.desk.cases.actions.cases import open_case
from antigone.desk.identification.actions.board import appoint
from antigone.desk.identification.actions.faceless import say_faceless
from antigone.desk.identification.actions.files import add_line, bring, open_file
from antigone.desk.identification.actions.recalls import begin_recall
from antigone.desk.identification.actions.sitting import attend, call_sitting, close_vote, put, vote
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
    decision, file, recall = _of_a_board(administrator, incident, examiner)
    numbers = {
        Thing.DECISION: decision,
        Thing.FILE: file,
        Thing.RECALL: recall,
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


def _of_a_board(administrator: Person, incident: Incident, examiner: Person) -> tuple[int, int, int]:
    """A decision that was recalled, a file that lies before the board, and the recall."""
    agency = administrator.agency
    registrars = [a_person(f"Registrar {n} of {agency.name}", agency, Role.REGISTRAR) for n in (1, 2)]
    members = [a_person(f"Member {n} of {agency.name}", agency, Role.BOARD_MEMBER) for n in (1, 2, 3)]
    for member in members:
        appoint(by=as_(administrator), incident=incident, person=member, discipline="odontology", reason="trained")
    files = []
    for _ in range(2):
        case = open_case(by=as_(examiner), incident=incident).subject
        record = open_record(by=as_(registrars[0]), incident=incident, names=[{"family": "Щербак"}]).subject
        for registrar in registrars:
            say_faceless(by=as_(registrar), subject=case, reason="burnt")
        file = open_file(by=as_(registrars[0]), case=case, record=record, reason="by the teeth")
        add_line(
            by=as_(registrars[0]),
            file=file,
            kind="dental",
            direction="same",
            words="A bridge.",
            source="Report 1",
            experts=[("Odo Falk", "Institute"), ("Pia Rohr", "Institute")],
        )
        bring(by=as_(registrars[0]), file=file)
        files.append(file)
    sitting = call_sitting(by=as_(members[0]), file=files[0], meets_at=timezone.now(), where="Room 3")
    for member in members:
        attend(by=as_(member), sitting=sitting)
    proposal = put(by=as_(members[0]), sitting=sitting, conclusion="ESTABLISHED", reasons="the teeth agree")
    for member in members:
        vote(by=as_(member), proposal=proposal, agrees=True)
    decision = close_vote(by=as_(members[0]), proposal=proposal)
    assert decision is not None
    recall = begin_recall(by=as_(registrars[0]), decision=decision, ground="wrong-person", reason="another's teeth")
    return decision.pk, files[1].pk, recall.pk
