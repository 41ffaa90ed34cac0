"""From a file to a decision, and what follows from it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from antigone.desk.accounts.permissions import Role
from antigone.desk.audit.models import AuditRow
from antigone.desk.candidates.actions.pairs import exclude, link
from antigone.desk.candidates.models import Exclusion
from antigone.desk.identification.actions.board import end_seat, set_rules
from antigone.desk.identification.actions.experts import enter_expert
from antigone.desk.identification.actions.faceless import take_back_faceless
from antigone.desk.identification.actions.files import (
    bring,
    explain,
    open_file,
    raise_discrepancy,
    send_back,
    take_back_line,
)
from antigone.desk.identification.actions.sitting import attend, close_vote, end_sitting, put, vote
from antigone.desk.identification.models import Act, Decision, Seat, Vote
from antigone.desk.identification.queries import standing, standing_faceless, state_of
from antigone.desk.identification.snapshot import Frozen
from antigone.desk.identification.to_protocol import file_of, frozen_of, life_of
from antigone.desk.photos.models import Photograph
from antigone.desk.review.actions.begin import begin_review
from antigone.desk.review.actions.people import take_leave
from antigone.desk.subjects.actions.closing import close_subject
from antigone.desk.subjects.models import Subject
from antigone.errors import NotAllowed, OutOfStep, ProtocolDamaged, RuleBroken
from antigone.protocol.codec import freeze, sha256, thaw
from antigone.protocol.evidence import NoFace, against
from antigone.protocol.lifecycle import LifeState
from antigone.protocol.scales import Conclusion, Direction
from desk_board import (
    SAME,
    Board,
    a_file,
    a_line,
    a_ready_file,
    a_sitting,
    decided,
    examined,
    faceless,
    identified,
    voted,
)
from desk_faces import a_face, a_photograph, searched
from desk_people import appointed, as_


@pytest.mark.slow
def test_two_examiners_and_the_teeth_identify_and_everything_is_kept_with_the_decision(board: Board) -> None:
    file = a_ready_file(board)
    decision = identified(board, file)
    assert decision.identifies and standing(file.case) == decision == standing(file.record)
    whole = frozen_of(decision)
    assert freeze(whole) == decision.frozen and sha256(decision.frozen) == decision.sha256
    assert whole.identification.conclusion is Conclusion.ESTABLISHED
    assert len(whole.identification.file.face.done) == 2  # type: ignore[union-attr]
    assert {name for _, name in whole.names} >= {"Mara Voss", "Odo Falk, Dental institute (odontology)"}
    assert {each.code for each in whole.photographs} == {file.case.code, file.record.code}
    assert [state_of(each) for each in (file.case, file.record)] == [LifeState.IDENTIFIED] * 2
    row = AuditRow.objects.filter(verb="decide on file before the board").latest("sequence")
    assert decision.sha256 in row.detail and "Mara" not in row.detail


@pytest.mark.slow
def test_who_is_identified_leaves_search_and_no_photograph_of_theirs_comes_in_again(board: Board) -> None:
    file = a_ready_file(board)
    bag = board.ferry.case()
    a_photograph(bag, a_face(77))
    link(by=as_(board.team.people.boris), one=file.case, other=bag, reason="one body, two bags")
    identified(board, file)
    assert not Photograph.objects.filter(subject__in=(file.case, file.record, bag), indexed=True).exists()
    assert standing(bag) is not None, "what is linked as the same body is identified with it"
    what = list(Act.objects.values_list("what", flat=True))
    assert "out-of-search" in what
    with pytest.raises(OutOfStep, match="is identified"):
        begin_review(by=as_(board.team.people.boris), case=file.case, record=board.ferry.record(), reason="again")


@pytest.mark.slow
def test_whoever_stood_on_a_list_with_them_is_another(board: Board) -> None:
    file, (case, record) = a_ready_file(board), board.pair()
    searched(file.case), searched(case)
    exclude(by=as_(board.team.people.boris), case=file.case, record=record, ground="dna", reason="two profiles")
    decision = identified(board, file)
    pairs = {(e.case, e.record) for e in decision.exclusions.select_related("case", "record")}
    assert pairs == {(case, file.record)}, "the pair that stood excluded is left as it is"
    assert Exclusion.objects.get(case=case, record=file.record).ground == "identified as another"
    lists = {(each.code, entry.code) for each in frozen_of(decision).lists for entry in each.entries}
    assert (file.case.code, record.code) in lists, "also who was not chosen stands in the decision"


@pytest.mark.slow
def test_a_board_without_a_quorum_decides_nothing(board: Board) -> None:
    file = a_ready_file(board)
    bring(by=as_(board.rosa), file=file)
    sitting = a_sitting(board, file, board.members[:2])
    with pytest.raises(RuleBroken, match="2 present; 3 are needed"):
        put(by=as_(board.chair), sitting=sitting, conclusion="ESTABLISHED", reasons="so it is")
    assert not Decision.objects.exists()


@pytest.mark.slow
def test_nobody_says_for_another_that_they_are_there_or_how_they_vote(board: Board) -> None:
    file = a_ready_file(board)
    bring(by=as_(board.rosa), file=file)
    sitting = a_sitting(board, file)
    with pytest.raises(NotAllowed):
        attend(by=as_(board.rosa), sitting=sitting)
    proposal = put(by=as_(board.chair), sitting=sitting, conclusion="ESTABLISHED", reasons="so it is")
    with pytest.raises(NotAllowed):
        vote(by=as_(board.rosa), proposal=proposal, agrees=True)
    vote(by=as_(board.chair), proposal=proposal, agrees=True)
    with pytest.raises(OutOfStep, match="You voted"):
        vote(by=as_(board.chair), proposal=proposal, agrees=False, reasons="after all")
    with pytest.raises(OutOfStep, match="Not everybody"):
        close_vote(by=as_(board.chair), proposal=proposal)


@pytest.mark.slow
def test_who_is_silent_for_a_day_does_not_agree(board: Board) -> None:
    file = a_ready_file(board)
    bring(by=as_(board.rosa), file=file)
    proposal = put(by=as_(board.chair), sitting=a_sitting(board, file), conclusion="ESTABLISHED", reasons="so")
    vote(by=as_(board.chair), proposal=proposal, agrees=True)
    with transaction.atomic(), pytest.MonkeyPatch.context() as clock:
        tomorrow = timezone.now() + timedelta(hours=25)
        clock.setattr(timezone, "now", lambda: tomorrow)
        assert close_vote(by=as_(board.chair), proposal=proposal) is None
        proposal.refresh_from_db()
        assert proposal.outcome == "lost" and not Decision.objects.exists()


@pytest.mark.slow
def test_a_vote_against_is_kept_as_dissent_with_its_reason(board: Board) -> None:
    decision = decided(board, a_ready_file(board), against=board.members[2:])
    assert decision is not None
    (dissent,) = frozen_of(decision).identification.dissent
    assert dissent.reasons == "I want DNA too."


@pytest.mark.slow
def test_an_unexplained_discrepancy_blocks_until_somebody_explains_it(board: Board) -> None:
    file = a_ready_file(board)
    odd = raise_discrepancy(by=as_(board.rosa), file=file, words="The ring finger is missing.")
    bring(by=as_(board.rosa), file=file)
    sitting = a_sitting(board, file)
    with pytest.raises(RuleBroken, match="ring finger"):
        put(by=as_(board.chair), sitting=sitting, conclusion="ESTABLISHED", reasons="so it is")
    explain(by=as_(board.remy), discrepancy=odd, words="Lost in a mill in 2019: the sister says so.")
    proposal = put(by=as_(board.chair), sitting=sitting, conclusion="ESTABLISHED", reasons="so it is")
    voted(board, proposal)
    decision = close_vote(by=as_(board.chair), proposal=proposal)
    assert decision is not None
    (entry,) = frozen_of(decision).identification.file.ledger
    assert entry.explained is not None and entry.explained.by == f"person {board.remy.pk}"


@pytest.mark.slow
def test_a_line_for_two_persons_is_not_taken_back_and_enters_the_ledger_by_itself(board: Board) -> None:
    file = a_ready_file(board)
    odd = a_line(board, file, "mark", direction="different", words="No scar where one was told.")
    with pytest.raises(RuleBroken, match="not taken back"):
        take_back_line(by=as_(board.rosa), line=odd, reason="a slip")
    assert set(against(file_of(file))) == {"line:2"}
    with pytest.raises(RuleBroken, match="speaks against it so"):
        raise_discrepancy(by=as_(board.rosa), file=file, words="A scar.", about=["line:7"])
    raise_discrepancy(
        by=as_(board.rosa), file=file, words="No scar.", about=["line:2"], explained="The sister meant the brother."
    )
    assert decided(board, file) is not None


@pytest.mark.slow
def test_a_vote_lapses_when_the_file_or_the_board_changes(board: Board) -> None:
    file = a_ready_file(board)
    bring(by=as_(board.rosa), file=file)
    sitting = a_sitting(board, file)
    proposal = put(by=as_(board.chair), sitting=sitting, conclusion="ESTABLISHED", reasons="so it is")
    vote(by=as_(board.chair), proposal=proposal, agrees=True)
    a_line(board, file, "mark", direction="different", words="A scar too many.")
    assert vote(by=as_(board.members[1]), proposal=proposal, agrees=True) is None
    proposal.refresh_from_db()
    assert proposal.outcome == "lapsed" and Vote.objects.count() == 1
    raise_discrepancy(by=as_(board.rosa), file=file, words="A scar.", about=["line:2"], explained="From last year.")
    second = put(by=as_(board.chair), sitting=sitting, conclusion="ESTABLISHED", reasons="so it is")
    voted(board, second)
    end_seat(by=as_(board.team.people.ana), seat=Seat.objects.get(person=board.members[2]), reason="left")
    assert close_vote(by=as_(board.chair), proposal=second) is None
    with pytest.raises(OutOfStep, match="Not on the board any more: Olga Brandt"):
        put(by=as_(board.chair), sitting=sitting, conclusion="ESTABLISHED", reasons="so it is")
    assert not Decision.objects.exists()


@pytest.mark.slow
def test_whoever_examined_may_speak_and_does_not_sit(board: Board) -> None:
    file = a_ready_file(board)
    a_line(board, file, "mark", people=[board.members[1], board.rosa], experts=(), words="The scar agrees.")
    bring(by=as_(board.rosa), file=file)
    with pytest.raises(RuleBroken, match="You examined evidence"):
        a_sitting(board, file)


@pytest.mark.slow
def test_a_colleague_is_not_named_as_an_expert_from_outside(board: Board) -> None:
    said = {"institution": "elsewhere", "discipline": "odontology", "how": "by telephone"}
    with pytest.raises(RuleBroken, match="works with the desk"):
        enter_expert(by=as_(board.rosa), incident=board.incident, name="mara voss", **said)


@pytest.mark.slow
def test_probable_goes_back_and_a_later_decision_supersedes_it(board: Board) -> None:
    file = a_file(board)
    examined(board, file.case, file.record, SAME, SAME)
    a_line(board, file, "tattoo", words="An anchor, in both.")
    first = decided(board, file, "PROBABLE")
    assert first is not None and not first.identifies and standing(file.case) is None
    assert state_of(file.case) is LifeState.CANDIDATES
    a_line(board, file)
    second = decided(board, file)
    first.refresh_from_db()
    assert second is not None and second.identifies and first.superseded_at is not None
    assert standing(file.record) == second


@pytest.mark.slow
def test_a_body_that_two_people_found_without_a_face_is_identified_by_its_teeth(board: Board) -> None:
    file = a_file(board, *board.pair(photographs=False))
    a_line(board, file)
    with pytest.raises(RuleBroken, match="not finished"):
        bring(by=as_(board.rosa), file=file)
    faceless(board, file.case)
    assert isinstance(file_of(file).face, NoFace)
    assert identified(board, file).identifies


@pytest.mark.slow
def test_whoever_sees_a_face_after_all_takes_the_statement_back_and_it_counts_no_more(board: Board) -> None:
    file = a_file(board, *board.pair(photographs=False))
    a_line(board, file)
    faceless(board, file.case)
    first, second = standing_faceless(file.case)
    take_back_faceless(by=as_(board.remy), statement=first, reason="the left half can be compared")
    assert list(standing_faceless(file.case)) == [second] and not isinstance(file_of(file).face, NoFace)
    row = AuditRow.objects.latest("sequence")
    assert (row.actor, row.verb, row.thing) == (f"person {board.remy.pk}", "change case", f"case {file.case.pk}")
    assert '"taken_back": true' in row.detail and f'"no_face": {first.pk}' in row.detail
    with pytest.raises(RuleBroken, match="not finished"):
        bring(by=as_(board.rosa), file=file)
    with pytest.raises(OutOfStep, match="was taken back"):
        take_back_faceless(by=as_(board.rosa), statement=first, reason="so do I")
    with pytest.raises(NotAllowed):
        take_back_faceless(by=as_(board.chair), statement=second, reason="I sit on the board only")
    close_subject(by=as_(board.rosa), subject=file.case, reason="no use")
    with pytest.raises(OutOfStep, match="closed"):
        take_back_faceless(by=as_(board.remy), statement=second, reason="too late")


@pytest.mark.slow
def test_nobody_says_that_there_is_no_face_where_examiners_looked(board: Board) -> None:
    file = a_file(board)
    examined(board, file.case, file.record, SAME)
    faceless(board, file.case)
    a_line(board, file)
    with pytest.raises(RuleBroken, match="not finished"):
        bring(by=as_(board.rosa), file=file)


@pytest.mark.slow
def test_examiners_who_find_two_people_exclude_the_pair(board: Board) -> None:
    file = a_file(board)
    examined(board, file.case, file.record, Direction.DIFFERENT, Direction.DIFFERENT)
    decision = decided(board, file, "EXCLUDED")
    assert decision is not None and not decision.identifies
    assert Exclusion.objects.filter(case=file.case, record=file.record, lifted_at=None).exists()
    file.refresh_from_db()
    assert file.how == "excluded" and state_of(file.record) is LifeState.CANDIDATES


@pytest.mark.slow
@pytest.mark.both
def test_one_body_is_one_person_and_one_person_one_body(board: Board) -> None:
    first = identified(board)
    case, record = board.pair()
    for one, other in ((first.case, record), (case, first.record)):
        with pytest.raises(OutOfStep, match="is identified"):
            open_file(by=as_(board.rosa), case=one, record=other, reason="perhaps")
    copy = Decision.objects.get(pk=first.pk)
    copy.pk, copy.place, copy.number, copy.record = None, 99, "another", record
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)


@pytest.mark.slow
@pytest.mark.both
def test_nothing_that_was_decided_can_be_changed_or_deleted(board: Board) -> None:
    decision = identified(board)
    for row in (decision, decision.proposal, decision.file.lines.get(), Vote.objects.first(), Act.objects.first()):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).delete()  # type: ignore[union-attr]
    for change in ({"conclusion": "POSSIBLE"}, {"frozen": "{}"}, {"sha256": "0"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Decision.objects.filter(pk=decision.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Vote.objects.update(agrees=False)


@pytest.mark.slow
def test_a_decision_that_is_not_what_was_written_cannot_be_read(board: Board) -> None:
    decision = identified(board)
    for was, now in (
        ("All lines agree.", "All lines agree!"),
        ('"ESTABLISHED"', '"CERTAIN"'),
        ('"reasons"', '"because"'),
    ):
        decision.frozen = decision.frozen.replace(was, now, 1)
        with pytest.raises(ProtocolDamaged):
            frozen_of(decision)
        with pytest.raises(ProtocolDamaged):
            thaw(Frozen, decision.frozen + " ")
        decision.refresh_from_db()


@pytest.mark.slow
def test_a_case_before_the_board_is_not_closed_behind_its_back(board: Board) -> None:
    file = a_ready_file(board)
    bring(by=as_(board.rosa), file=file)
    with pytest.raises(RuleBroken, match="before-the-board"):
        close_subject(by=as_(board.rosa), subject=file.case, reason="no use")
    send_back(by=as_(board.chair), file=file, reason="wait for DNA")
    close_subject(by=as_(board.rosa), subject=file.case, reason="no use")
    assert life_of(Subject.objects.get(pk=file.case.pk)).state is LifeState.CLOSED


@pytest.mark.slow
def test_rules_can_be_made_stricter_and_not_laxer(board: Board) -> None:
    ana = as_(board.team.people.ana)
    of = {
        "name": "Act of Utopia",
        "face_ceiling": "POSSIBLE",
        "examiners": 2,
        "secondary_for_probable": 1,
        "primary_for_established": 1,
        "combination": 3,
        "quorum": 3,
        "agencies": 1,
        "share": "2/3",
        "unanimous": False,
    }
    for laxer in ({"quorum": 2}, {"share": "1/2"}, {"examiners": 1}, {"face_ceiling": "PROBABLE"}, {"share": "x"}):
        with pytest.raises(RuleBroken):
            set_rules(by=ana, incident=board.incident, reason="quicker", **{**of, **laxer})
    set_rules(by=ana, incident=board.incident, reason="our act", **{**of, "unanimous": True})
    assert decided(board, a_ready_file(board), against=board.members[2:]) is None, "one of three is against"


@pytest.mark.slow
def test_a_sitting_can_end_without_a_decision(board: Board) -> None:
    file = a_ready_file(board)
    bring(by=as_(board.rosa), file=file)
    end_sitting(by=as_(board.chair), sitting=a_sitting(board, file))
    assert state_of(file.case) is LifeState.BEFORE_THE_BOARD
    a_sitting(board, file)


@pytest.mark.slow
def test_who_sits_on_the_board_examines_nothing_that_it_will_decide(board: Board) -> None:
    case, record = board.pair()
    appointed(board.chair, Role.EXAMINER)
    for examiner in board.team.examiners[1:]:
        take_leave(by=as_(examiner), person=examiner, first=timezone.localdate(), last=timezone.localdate())
    pair = begin_review(by=as_(board.team.people.boris), case=case, record=record, reason="first on the list")
    assert {assignment.examiner for assignment in pair.assignments.all()} == {board.team.examiners[0]}, (
        "a member of the board is not asked"
    )
