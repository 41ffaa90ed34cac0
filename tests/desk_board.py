"""A board of the ferry's incident, and the way of a file through it: for the tests of identification."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from unittest import mock

from django.utils import timezone

from antigone.desk.accounts.act import act
from antigone.desk.accounts.models import Agency, Incident, Person
from antigone.desk.accounts.permissions import Role, Verb
from antigone.desk.identification.actions.board import appoint
from antigone.desk.identification.actions.experts import confirm_expert, enter_expert
from antigone.desk.identification.actions.faceless import say_faceless
from antigone.desk.identification.actions.files import add_line, bring, open_file
from antigone.desk.identification.actions.relied import relied
from antigone.desk.identification.actions.sitting import attend, call_sitting, close_vote, put, vote
from antigone.desk.identification.models import Act, Decision, EvidenceLine, Expert, File, Motion, Sitting
from antigone.desk.identification.queries import named_experts
from antigone.desk.review.actions.begin import begin_review
from antigone.desk.review.models import Assignment
from antigone.desk.subjects.models import Subject
from antigone.protocol.recall import What
from antigone.protocol.scales import Direction
from desk_faces import Ferry, a_face, a_photograph
from desk_people import a_person, as_
from desk_remembered import remembered
from desk_review import Team, a_team, examine

SAME = Direction.SAME


@dataclass
class Board:
    """The ferry's incident, its board of three, and the people around it."""

    team: Team
    rosa: Person
    """Registrar of Harbour, who opens files."""
    remy: Person
    """The other registrar."""
    lia: Person
    """Liaison officer of Harbour."""
    members: list[Person] = field(default_factory=list)

    @property
    def ferry(self) -> Ferry:
        return self.team.ferry

    @property
    def incident(self) -> Incident:
        return self.ferry.incident

    @property
    def chair(self) -> Person:
        return self.members[0]

    def pair(self, photographs: bool = True) -> tuple[Subject, Subject]:
        case, record = self.ferry.case(), self.ferry.record()
        if photographs:
            a_photograph(case, a_face(case.pk)), a_photograph(record, a_face(5000 + record.pk))
        return case, record


@remembered
def a_board() -> Board:
    team = a_team()
    at = timezone.now() - timedelta(days=30)
    with mock.patch("django.utils.timezone.now", lambda: at):
        experts(team.incident, team.people.harbour)
    harbour, ana = team.people.harbour, as_(team.people.ana)
    members = [a_person(name, harbour, Role.BOARD_MEMBER) for name in ("Mara Voss", "Nils Aker", "Olga Brandt")]
    for person in members:
        appoint(by=ana, incident=team.incident, person=person, discipline="anthropology", reason="knows her work")
    return Board(
        team,
        a_person("Rosa Lund", harbour, Role.REGISTRAR),
        a_person("Remy Lund", harbour, Role.REGISTRAR),
        a_person("Lia Moreau", harbour, Role.LIAISON_OFFICER),
        members,
    )


def experts(incident: Incident, agency: Agency) -> list[Expert]:
    """The incident's register: Odo and Pia of the dental institute, whom two registrars know."""
    found = list(named_experts(incident))
    if not found:
        one, other = (a_person(f"Expert {n} of {agency.name}", agency, Role.REGISTRAR) for n in ("finder", "knower"))
        for name in ("Odo Falk", "Pia Rohr"):
            said = {"name": name, "institution": "Dental institute", "discipline": "odontology", "how": "by telephone"}
            entered = enter_expert(by=as_(one), incident=incident, **said)
            confirm_expert(by=as_(other), expert=entered, how="studied together")
    return list(named_experts(incident))


def examined(board: Board, case: Subject, record: Subject, *directions: Direction) -> None:
    """As many examiners as directions examine the faces."""
    pair = begin_review(by=as_(board.team.people.boris), case=case, record=record, reason="first on the list")
    for number, direction in enumerate(directions):
        examine(Assignment.objects.filter(pair=pair).select_related("examiner").order_by("place")[number], direction)


def faceless(board: Board, subject: Subject) -> None:
    """Both registrars look, and say that there is no face to compare."""
    for person in (board.rosa, board.remy):
        say_faceless(by=as_(person), subject=subject, reason="burnt")


def a_file(board: Board, case: Subject | None = None, record: Subject | None = None) -> File:
    """A file that nobody added anything to."""
    if case is None or record is None:
        case, record = board.pair()
    return open_file(by=as_(board.rosa), case=case, record=record, reason="first on the list")


def a_line(board: Board, file: File, kind: str = "dental", **said: Any) -> EvidenceLine:
    of: dict[str, Any] = {
        "direction": SAME.value,
        "words": "Fillings and a bridge agree.",
        "source": "Report 12 of the dental institute",
        "experts": experts(file.incident, file.agency),
    }
    return add_line(by=as_(board.rosa), file=file, kind=kind, **{**of, **said})


@remembered
def a_ready_file(board: Board) -> File:
    """Two examiners who agree, and teeth that two odontologists compared; not brought."""
    file = a_file(board)
    examined(board, file.case, file.record, SAME, SAME)
    a_line(board, file)
    return file


def a_sitting(board: Board, file: File, there: Sequence[Person] | None = None) -> Sitting:
    """Of a file that lies before the board."""
    sitting = call_sitting(by=as_(board.chair), file=file, meets_at=timezone.now() + timedelta(hours=1), where="Room 3")
    for person in board.members if there is None else there:
        attend(by=as_(person), sitting=sitting)
    return sitting


def voted(board: Board, proposal: Motion, against: Sequence[Person] = ()) -> None:
    for person in board.members:
        no = person in against
        vote(by=as_(person), proposal=proposal, agrees=not no, reasons="I want DNA too." if no else "")


def decided(
    board: Board, file: File, conclusion: str = "ESTABLISHED", against: Sequence[Person] = ()
) -> Decision | None:
    """Brought, sat on, put to the vote and voted on by all three."""
    bring(by=as_(board.rosa), file=file)
    sitting = a_sitting(board, file)
    proposal = put(by=as_(board.chair), sitting=sitting, conclusion=conclusion, reasons="All lines agree.")
    voted(board, proposal, against)
    return close_vote(by=as_(board.chair), proposal=proposal)


def identified(board: Board, file: File | None = None) -> Decision:
    return _identified(board, file or a_ready_file(board))


@remembered
def _identified(board: Board, file: File) -> Decision:
    decision = decided(board, file)
    assert decision is not None
    return decision


def did(board: Board, decision: Decision, what: What, *rests_on: Act, by: Person | None = None) -> Act:
    """Some act of another part of the desk that rests on a decision."""
    actor = as_(by or board.lia)
    with act(actor, Verb.SEE, decision) as doing:
        made = relied(by=doing.by, decision=decision, what=what, words=f"{what} of the sister", rests_on=rests_on)
        doing.record(decision.pk, act=made.number)
    return made
