"""The demonstration's work, done by the same actions that people use, once the worker has searched.

Four of the dead stand at four points of the way, so that whoever tries the desk can take each one step further: a face
that one examiner has finished with and another has not; a file on which two of the board have voted; an identification
of which the family is not told yet; one of which they are. The faces are composites: so are the examiners' words.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from antigone.desk.accounts.actor import Actor, acting
from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.candidates.models import Candidate, Run
from antigone.desk.demo.examining import do_proficiency_set, examination
from antigone.desk.demo.people import BOARD
from antigone.desk.demo.telling import plan_to_tell, tell
from antigone.desk.identification.actions.board import appoint
from antigone.desk.identification.actions.experts import confirm_expert, enter_expert
from antigone.desk.identification.actions.files import add_line, bring, open_file
from antigone.desk.identification.actions.sitting import attend, call_sitting, close_vote, put, vote
from antigone.desk.identification.models import Decision, File, Motion
from antigone.desk.identification.queries import named_experts
from antigone.desk.reconciling.actions.lists import write_list
from antigone.desk.reconciling.models import ListVersion
from antigone.desk.review.actions.begin import begin_review
from antigone.desk.review.actions.known import make_known_pair
from antigone.desk.review.actions.looking import look, saw
from antigone.desk.review.actions.rules import allow_measuring
from antigone.desk.review.actions.writing import open_assignment, write_entries
from antigone.desk.review.models import Assignment, KnownTruth
from antigone.desk.subjects.models import Subject
from antigone.protocol.entries import Locked
from antigone.protocol.pairs import Truth
from antigone.protocol.scales import Conclusion, Direction
from antigone.types import Profile

HALF_EXAMINED, BEFORE_THE_BOARD, TO_BE_TOLD, TOLD = (
    ("U-04", "M-012"),
    ("U-08", "M-026"),
    ("U-05", "M-029"),
    ("U-10", "M-015"),
)
"""Case and record, by their numbers in the demonstration's lists."""
_EXPERTS = ("Odile Varga", "Henrik Sund")


def begin_story(people: dict[str, Person], incident: Incident, exercise: Incident) -> None:
    """Do everything that the people of the demonstration did before its visitor came."""
    by = {name: acting(person) for name, person in people.items()}
    for actor in by.values():
        if Role.EXAMINER in actor.roles:
            do_proficiency_set(actor)
    for name in BOARD:  # the other administrator invited them: a seat is given by somebody else
        appoint(
            by=by["administrator2"],
            incident=incident,
            person=people[name],
            discipline=BOARD[name],
            reason="Appointed for the ferry by the ministry's order 7 (fictional)",
        )
    _experts(by, incident)
    write_list(
        by=by["registrar"],
        incident=incident,
        name="Reported missing",
        kind=ListVersion.Kind.OPEN.value,
        share=0.9,
        everybody_else=True,
        reason="The ferry kept no list of passengers. Nine in ten found so far were described by families (fictional)",
    )
    _known_pairs(by, exercise)
    _examined(by["board"], incident, HALF_EXAMINED, examiners=1)
    files = {pair: _file(by, incident, pair) for pair in (BEFORE_THE_BOARD, TO_BE_TOLD, TOLD)}
    _vote(by, files[BEFORE_THE_BOARD], [name for name in BOARD if name != "board"])
    plan_to_tell(people, _decided(by, files[TO_BE_TOLD]), confirmed_by=["liaison2"])
    told = plan_to_tell(people, _decided(by, files[TOLD]), confirmed_by=["liaison", "liaison2"])
    tell(people, told)


def _experts(by: dict[str, Actor], incident: Incident) -> None:
    """Two odontologists, whom the registrar enters and a member of the board knows too."""
    for name in _EXPERTS:
        entered = enter_expert(
            by=by["registrar"],
            incident=incident,
            name=name,
            institution="Dental institute of Port Ostrel",
            discipline="odontology",
            how="Rang the institute at the number in the ministry's list (fictional)",
        )
        confirm_expert(by=by["board"], expert=entered, how="We worked together on the exercise (fictional)")


def _known_pairs(by: dict[str, Actor], exercise: Incident) -> None:
    """Two dead of an exercise, each with who they are and with who they are not: measures of examiners."""
    source = exercise.sources.get()
    allow_measuring(
        by=by["administrator"],
        source=source,
        reason="The exercise's people agreed to it: it is what they were asked for.",
    )
    for case in Subject.objects.filter(incident=exercise, kind=Profile.PM.value).select_related("case", "incident"):
        true = case.case.other_number.partition(" ")[2]
        for record in [_record(exercise, true), _strangest(case, true)]:
            same = record.record.other_number == true
            make_known_pair(
                by=by["validator"],
                case=case,
                record=record,
                ground=KnownTruth.Ground.SOURCE,
                truth=Truth.SAME if same else Truth.DIFFERENT,
                how="The exercise's organisers made the photographs, and know whose they are (fictional).",
            )


def _strangest(case: Subject, true: str) -> Subject:
    """Somebody else who is most like this case."""
    listed = _latest(case).exclude(subject__record__other_number=true).order_by("rank")
    return listed[0].subject


def _examined(by: Actor, incident: Incident, numbers: tuple[str, str], *, examiners: int) -> tuple[Subject, Subject]:
    """Two examiners are asked, and so many of them finish and agree."""
    case, record = _case(incident, numbers[0]), _record(incident, numbers[1])
    pair = begin_review(
        by=by,
        case=case,
        record=record,
        candidate=_latest(case).filter(subject=record).first(),
        reason="First on the list, and nothing contradicts it.",
    )
    assignments = Assignment.objects.filter(pair=pair).select_related("examiner__agency").order_by("place")
    for assignment in assignments[:examiners]:
        one = acting(assignment.examiner)
        open_assignment(by=one, assignment=assignment)
        _examine(one, assignment)
    return case, record


def _examine(by: Actor, assignment: Assignment) -> None:
    """Look at each side when the bench shows it, and write it down."""
    entries = examination(timezone.now(), assignment.place, Truth.SAME)
    first, second = (n + 1 for n, entry in enumerate(entries) if isinstance(entry, Locked))
    for side, written in ((Profile.PM, entries[:first]), (Profile.AM, entries[first:second])):
        keys = list(assignment.pictures.filter(side=side.value).values_list("key", flat=True))
        for key in keys:
            look(by=by, assignment=assignment, key=key)
        saw(by=by, assignment=assignment, keys=keys)
        write_entries(by=by, assignment=assignment, written_down=written)
    write_entries(by=by, assignment=assignment, written_down=entries[second:])


def _file(by: dict[str, Actor], incident: Incident, numbers: tuple[str, str]) -> File:
    """A file before the board: two examiners agreed, and two odontologists compared the teeth."""
    case, record = _examined(by["board"], incident, numbers, examiners=2)
    file = open_file(by=by["registrar"], case=case, record=record, reason="Both examiners support one person.")
    add_line(
        by=by["registrar"],
        file=file,
        kind="dental",
        direction=Direction.SAME.value,
        words="Two bridges, a rotated canine and eleven fillings agree; no difference is left unexplained.",
        source=f"Report OD-{numbers[0][2:]} of the dental institute of Port Ostrel (fictional)",
        experts=list(named_experts(incident)),
    )
    bring(by=by["registrar"], file=file)
    return file


def _vote(by: dict[str, Actor], file: File, voters: list[str]) -> Motion:
    """A sitting of the whole board, in which these have voted."""
    sitting = call_sitting(
        by=by["board"], file=file, meets_at=timezone.now() + timedelta(hours=1), where="Harbour office, room 3"
    )
    for name in BOARD:
        attend(by=by[name], sitting=sitting)
    proposal = put(
        by=by["board"],
        sitting=sitting,
        conclusion=Conclusion.ESTABLISHED.name,
        reasons="The teeth identify. The faces, examined blind by two, agree with them.",
    )
    for name in voters:
        vote(by=by[name], proposal=proposal, agrees=True)
    return proposal


def _decided(by: dict[str, Actor], file: File) -> Decision:
    decision = close_vote(by=by["board"], proposal=_vote(by, file, list(BOARD)))
    assert decision is not None, "the demonstration's board agrees"
    return decision


def _latest(case: Subject) -> QuerySet[Candidate]:
    run = Run.objects.filter(subject=case, state=Run.State.DONE).latest("pk")
    return Candidate.objects.filter(run=run).select_related("subject__record", "subject__incident")


def _case(incident: Incident, number: str) -> Subject:
    return Subject.objects.select_related("incident", "agency").get(incident=incident, case__other_number=number)


def _record(incident: Incident, number: str) -> Subject:
    return Subject.objects.select_related("incident", "agency", "record").get(
        incident=incident, record__other_number=number
    )
