"""One thing of each kind, of one agency: whose numbers the matrices of pages and of the API ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from pyrage import x25519

from antigone.desk.accounts.actions.incidents import open_incident, share_incident
from antigone.desk.accounts.actions.invitations import invite
from antigone.desk.accounts.actions.people import change_roles
from antigone.desk.accounts.actor import console
from antigone.desk.accounts.models import Agency, Incident, Person
from antigone.desk.accounts.permissions import Level, Role, Thing
from antigone.desk.candidates.actions.pairs import exclude, link
from antigone.desk.candidates.models import DuplicateWarning, Run
from antigone.desk.cases.actions.cases import open_case
from antigone.desk.erasing.actions.asking import ask_erasure
from antigone.desk.erasing.models import Erasure
from antigone.desk.exchange.actions.arrivals import bring_in
from antigone.desk.exchange.actions.packets import make_packet
from antigone.desk.exchange.actions.recipients import confirm_recipient, open_recipient
from antigone.desk.exchange.keys import fingerprint, new_identity
from antigone.desk.families.actions.beginning import begin_request
from antigone.desk.families.actions.photographs import give_photograph
from antigone.desk.families.actions.portals import prepare_portal
from antigone.desk.families.models import Request
from antigone.desk.identification.actions.board import appoint
from antigone.desk.identification.actions.faceless import say_faceless
from antigone.desk.identification.actions.files import add_line, bring, open_file
from antigone.desk.identification.actions.recalls import begin_recall
from antigone.desk.identification.actions.sitting import attend, call_sitting, close_vote, put, vote
from antigone.desk.intake.actions.imports import begin_import
from antigone.desk.intake.seeing import ManifestEntry
from antigone.desk.photos.actions.photographs import add_photograph
from antigone.desk.reconciling.actions.lists import write_list
from antigone.desk.reconciling.models import ListVersion, ProposedPair, Reconciliation
from antigone.desk.reconciling.queries import as_of
from antigone.desk.records.actions.records import open_record
from antigone.desk.review.actions.begin import begin_review
from antigone.desk.review.actions.people import take_leave
from antigone.desk.review.models import Assignment, KnownTruth, Pair
from antigone.desk.subjects.models import Subject
from antigone.desk.worker import work_once
from antigone.exchange.packet import PacketKind
from antigone.types import Basis, Profile
from desk_board import experts
from desk_people import People, a_person, as_, did_proficiency, passed_proficiency
from desk_photos import a_consent, a_dead_face, new_source
from desk_remembered import remembered
from desk_told import rows_of_telling


@dataclass(frozen=True)
class Things:
    """One thing of each kind, of one agency."""

    agency: Agency
    numbers: dict[Thing, int | str]


@remembered
def things_of(administrator: Person, examiner: Person, code: str, other: Agency) -> Things:
    by, agency = as_(administrator), administrator.agency
    incident = open_incident(by=by, agency=agency.pk, code=code, name="An incident")
    grant = share_incident(by=by, incident=incident, to=other.pk, level=Level.SEE, reason="for a moment")
    invitation, _ = invite(by=console(), agency=agency.pk, email=f"{code}@x.org", name="N", roles=[Role.EXAMINER])
    waiting = a_person(f"Wendla of {agency.name}", agency)
    change_roles(by=by, person=waiting, roles=[Role.EXAMINER], reason="trained")
    liaison = a_person(f"Farid of {agency.name}", agency, Role.LIAISON_OFFICER)
    case = open_case(by=as_(examiner), incident=incident)
    record = open_record(by=as_(liaison), incident=incident, names=[{"family": "Щербак"}]).subject
    dead = add_photograph(by=as_(examiner), subject=case.subject, data=a_dead_face(), file_name="1.jpg")
    source = new_source(incident, agency)
    missing = add_photograph(by=as_(liaison), subject=record, data=a_dead_face(1), file_name="2.jpg", source=source)
    consented = new_source(incident, agency, Basis.CONSENT)
    rosa = a_person(f"Rosa of {agency.name}", agency, Role.REGISTRAR)
    key = str(x25519.Identity.from_str(new_identity()).to_public())
    named = {"name": "A registry", "body": "registry of missing persons", "basis": Basis.PUBLIC_INTEREST}
    recipient = open_recipient(by=by, **named, instrument="An agreement", kinds=[PacketKind.SHEET], age_key=key)  # type: ignore[arg-type]
    confirm_recipient(by=as_(rosa), recipient=recipient, fingerprint=fingerprint(key), how="by telephone")
    asked = {"kind": PacketKind.SHEET, "subject": case.subject, "recipient": recipient, "reason": "they asked"}
    packet = make_packet(by=as_(rosa), **asked)  # type: ignore[arg-type]
    (arrival,) = bring_in(by=as_(rosa), incident=incident, data=f"side,code\npm,{code}-X\n".encode())
    bringing = begin_import(
        by=as_(rosa),
        incident=incident,
        kind=Profile.PM,
        source=None,
        name="A folder",
        entries=[ManifestEntry("1/1.jpg", "1")],
        folder="/nowhere",
    )
    portal = prepare_portal(
        by=by, incident=incident, source=consented, called="A ferry", telephone="1", bodies="A body"
    )
    asked, _ = begin_request(by=as_(liaison), portal=portal, language="en", how=Request.How.PAPER)
    given = give_photograph(by=as_(liaison), request=asked, data=a_dead_face(2))
    work_once()
    twin = open_case(by=as_(examiner), incident=incident).subject
    examining = as_(examiner)
    excluded = exclude(by=examining, case=case.subject, record=record, ground="dna", reason="two profiles")
    linked = link(by=examining, one=case.subject, other=twin, reason="one body")
    warning = DuplicateWarning.objects.create(first=case.subject, second=twin, score=0.5, at=timezone.now())
    reviewed = reviewed_by(administrator, examiner, liaison, case.subject)
    decision, file, recall = _of_a_board(administrator, incident, examiner)
    listing, reconciled, proposal = _reconciled(agency, incident, case.subject, record)
    erasure = ask_erasure(
        by=as_(liaison),
        subject=record,
        photograph=missing,
        asked_as=Erasure.As.FAMILY,
        asker="A sister",
        reason="she asked",
    )
    numbers = {
        **reviewed,
        Thing.DECISION: decision,
        Thing.FILE: file,
        Thing.RECALL: recall,
        Thing.FAMILY_PORTAL: portal.pk,
        Thing.REQUEST: asked.pk,
        Thing.GIVEN: given.pk,
        Thing.SEARCH: Run.objects.filter(subject=case.subject).latest("pk").pk,
        Thing.EXCLUSION: excluded.pk,
        Thing.LINK: linked.pk,
        Thing.DUPLICATE_WARNING: warning.pk,
        Thing.LISTING: listing.pk,
        Thing.RECONCILIATION: reconciled.pk,
        Thing.PROPOSAL: proposal.pk,
        Thing.ERASURE: erasure.pk,
        Thing.CASE: case.pk,
        Thing.RECORD: record.pk,
        Thing.PM_PHOTO: dead.pk,
        Thing.AM_PHOTO: missing.pk,
        Thing.SOURCE: source.pk,
        Thing.CONSENT: a_consent(consented, record).pk,
        Thing.IMPORT: bringing.pk,
        Thing.RECIPIENT: recipient.pk,
        Thing.PACKET: packet.pk,
        Thing.ARRIVAL: arrival.pk,
        Thing.AGENCY: agency.pk,
        Thing.PERSON: examiner.pk,
        Thing.INVITATION: invitation.pk,
        Thing.APPOINTMENT: waiting.appointments.get().pk,
        Thing.INCIDENT: incident.pk,
        Thing.GRANT: grant.pk,
        **rows_of_telling(case.subject, record, examiner, liaison),
    }
    return Things(agency, numbers)


def reviewed_by(administrator: Person, examiner: Person, liaison: Person, case: Subject) -> dict[Thing, int | str]:
    """A pair before an examiner of the same agency, who is on leave in a far year."""
    agency = examiner.agency
    colleague = a_person(f"Ines of {agency.name}", agency, Role.EXAMINER)
    passed_proficiency(colleague)
    record = open_record(by=as_(liaison), incident=case.incident, names=[{"family": "Вовк"}]).subject
    source = new_source(case.incident, agency)
    add_photograph(by=as_(liaison), subject=record, data=a_dead_face(2), file_name="3.jpg", source=source)
    work_once()
    failed = did_proficiency(a_person(f"Nadia of {agency.name}", agency, Role.EXAMINER), false_inclusions=3)
    far = date(2090, 1, 1)
    leave = take_leave(by=as_(administrator), person=colleague, first=far, last=far)
    pair = begin_review(by=as_(examiner), case=case, record=record, reason="the first of the list")
    work = Assignment.objects.get(pair=pair)
    known = Pair.objects.create(
        incident=case.incident,
        agency=agency,
        case=case,
        record=record,
        round=1,
        known=True,
        by=administrator,
        at=timezone.now(),
        reason="DNA",
    )
    KnownTruth.objects.create(pair=known, truth="different", ground="source", how="DNA")
    return {
        Thing.REVIEW: pair.pk,
        Thing.ASSIGNMENT: work.number,
        Thing.LEAVE: leave.pk,
        Thing.KNOWN_PAIR: known.pk,
        Thing.PROFICIENCY: failed.pk,
    }


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
            experts=experts(incident, agency),
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


def _reconciled(
    agency: Agency, incident: Incident, case: Subject, record: Subject
) -> tuple[ListVersion, Reconciliation, ProposedPair]:
    """A list, a reconciliation with it that is done, and one pair that it proposes."""
    registrar = a_person(f"Olga of {agency.name}", agency, Role.REGISTRAR)
    said = {"name": "reported", "kind": "open", "share": 0.5, "everybody_else": True, "reason": "an estimate"}
    listing = write_list(by=as_(registrar), incident=incident, **said)  # type: ignore[arg-type]
    run = Reconciliation.objects.create(
        incident=incident,
        agency=agency,
        asked_by=registrar,
        asked_at=timezone.now(),
        reason="the meeting",
        state=Reconciliation.State.DONE,
        done_at=timezone.now(),
        lists=[],
        counts={"cases": 1, "records": 1},
        drawing={},
        sources=[],
        as_of=as_of(incident.pk),
    )
    proposal = ProposedPair.objects.create(
        run=run,
        place=1,
        case=case,
        record=record,
        posterior=0.5,
        error=0.01,
        nobody=0.5,
        in_joint=True,
        first_by_weight=True,
        log10_lr=1.0,
        low=0.5,
        high=1.5,
        lines=[],
        also_cases=[],
        also_records=[],
        also_first_for=[],
        other_records=[],
        other_cases=[],
    )
    return listing, run, proposal


def things_of_both(people: People) -> tuple[Things, Things]:
    """Of Harbour, and of Hills. Each has let the other see its incident."""
    return (
        things_of(people.ana, people.boris, "HARBOUR", people.hills),
        things_of(people.dana, people.emil, "HILLS", people.harbour),
    )


def one_of_each_role(people: People) -> list[tuple[Person, Role]]:
    """Of both agencies."""
    return [
        (a_person(f"{role} of {agency.name}", agency, role), role)
        for agency in (people.harbour, people.hills)
        for role in Role
    ]
