"""Who is said to be the same as somebody identified is not searched any more, and comes back if that was wrong."""

from __future__ import annotations

from antigone.desk.audit.models import AuditRow
from antigone.desk.candidates.actions.pairs import link, undo_link
from antigone.desk.candidates.models import Run
from antigone.desk.identification.actions.recalls import begin_recall
from antigone.desk.identification.queries import standing
from antigone.desk.photos.models import Photograph
from antigone.desk.subjects.models import Subject
from antigone.protocol.recall import RecallGround
from desk_board import Board, identified
from desk_faces import a_face, a_photograph
from desk_people import as_


def searched(subject: Subject) -> bool:
    return Photograph.objects.filter(subject=subject, indexed=True).exists()


def test_a_link_made_after_an_identification_takes_the_other_bag_out_of_search_until_it_is_undone(board: Board) -> None:
    decision, boris = identified(board), as_(board.team.people.boris)
    bag, part, other = (board.ferry.case() for _ in range(3))
    for number, subject in enumerate((bag, part, other)):
        a_photograph(subject, a_face(700 + number))
    inner = link(by=boris, one=bag, other=part, reason="one body, two bags")
    assert searched(bag) and searched(part), "nobody is identified here yet"
    made = link(by=boris, one=decision.case, other=bag, reason="the same body")
    assert not searched(bag) and not searched(part) and searched(other)
    assert standing(part) == decision
    assert '"photographs":2' in AuditRow.objects.filter(verb="make link").latest("sequence").detail.replace(" ", "")
    undo_link(by=boris, link=inner, reason="another bag")
    assert searched(part) and not searched(bag) and not searched(decision.case)
    undo_link(by=boris, link=made, reason="the tags were mixed up")
    assert searched(bag) and not searched(decision.case), "who is identified stays out"
    assert Run.objects.filter(subject=bag, state=Run.State.WAITING).exists(), "it is searched at once"


def test_records_of_one_person_leave_together_and_a_recall_brings_all_of_them_back(board: Board) -> None:
    decision, boris = identified(board), as_(board.team.people.boris)
    second = board.ferry.record()
    a_photograph(second, a_face(720))
    link(by=boris, one=second, other=decision.record, reason="two families ask for one person")
    assert not searched(second)
    ground = RecallGround.WRONG_PERSON.value
    begin_recall(by=as_(board.lia), decision=decision, ground=ground, reason="two samples were mixed up")
    assert searched(second) and searched(decision.record)
