"""Two people judge a lead without each other, and a third where they do not agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from antigone.desk.accounts.actions.incidents import revoke_grant, share_incident
from antigone.desk.accounts.actor import worker
from antigone.desk.accounts.models import Grant
from antigone.desk.accounts.permissions import Level, Role
from antigone.desk.accounts.sight import hiding
from antigone.desk.audit.models import AuditRow
from antigone.desk.candidates import queries as candidates
from antigone.desk.candidates.actions.pairs import exclude, link
from antigone.desk.photos.models import Photograph
from antigone.desk.photos.queries import photographs
from antigone.desk.review import signals
from antigone.desk.review.actions.begin import begin_review, call_off
from antigone.desk.review.actions.people import declare_conflict, end_leave, take_leave
from antigone.desk.review.actions.rules import change_rules
from antigone.desk.review.actions.upkeep import assign_waiting
from antigone.desk.review.actions.writing import know_the_person, write_entries, write_entry
from antigone.desk.review.models import Assignment, ConflictHeld, ExaminationEntry, Pair, Slot
from antigone.desk.review.open import open_assignments
from antigone.desk.review.people import why_waiting
from antigone.desk.review.queries import load, my_open_assignments, reviews, settlement_of, sheet_of
from antigone.desk.review.to_protocol import examination_of
from antigone.desk.subjects.models import Revision
from antigone.desk.subjects.queries import subjects
from antigone.errors import NotAllowed, NotThere, OutOfStep, RuleBroken
from antigone.protocol.components import Component
from antigone.protocol.conflicts import ConflictOfInterest
from antigone.protocol.entries import Analysed, HandedBack, Paused, Resumed, Unmasked, Visibility
from antigone.protocol.examination import Step
from antigone.protocol.scales import Direction
from antigone.protocol.settle import SettlementOutcome
from antigone.types import Profile, Refusal
from desk_faces import a_face, a_photograph
from desk_people import a_person, as_, passed_proficiency
from desk_review import Team, an_examiner, analysis, examine, looked, whole
from desk_signals import listening

SAME, DIFFERENT, NEITHER = Direction.SAME, Direction.DIFFERENT, Direction.NEITHER


def asked(pair: Pair) -> list[Assignment]:
    return list(Assignment.objects.filter(pair=pair).select_related("examiner").order_by("pk"))


def outcome(pair: Pair) -> SettlementOutcome:
    found = settlement_of(pair.case, pair.record)
    assert found is not None
    return found.outcome


@pytest.mark.slow
def test_two_people_are_asked_and_neither_is_who_read_the_list(team: Team) -> None:
    pair = team.begun()
    assignments = asked(pair)
    assert len({assignment.examiner_id for assignment in assignments}) == 2 and team.people.boris not in [
        w.examiner for w in assignments
    ]
    assert set(ConflictHeld.objects.values_list("person", "what")) == {
        (team.people.boris.pk, ConflictOfInterest.SAW_THE_LIST)
    }
    assert outcome(pair) is SettlementOutcome.SECOND_NEEDED and not Slot.objects.filter(filled_at=None).exists()
    keys = {picture.key for assignment in assignments for picture in assignment.pictures.all()}
    assert len(keys) == 4, "no key of a picture is the same for two people"


@pytest.mark.slow
def test_two_who_agree_settle_it_and_nobody_else_is_asked(team: Team) -> None:
    pair = team.begun()
    for assignment in asked(pair):
        examine(assignment, SAME)
    assert outcome(pair) is SettlementOutcome.AGREED_SAME and len(asked(pair)) == 2
    assert settlement_of(pair.case, pair.record).pair.case == pair.case.code  # type: ignore[union-attr]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("third", "settled"), [(SAME, SettlementOutcome.CONFLICT), (NEITHER, SettlementOutcome.CONFLICT)]
)
def test_two_who_do_not_agree_bring_a_third_and_the_conflict_is_kept(
    team: Team, third: Direction, settled: SettlementOutcome
) -> None:
    pair = team.begun()
    first, second = asked(pair)
    examine(first, SAME)
    assert len(asked(pair)) == 2
    examine(second, DIFFERENT)
    assert outcome(pair) is SettlementOutcome.THIRD_NEEDED
    assignment = asked(pair)[2]
    assert assignment.place == 3 and assignment.examiner_id not in (first.examiner_id, second.examiner_id)
    examine(assignment, third)
    assert outcome(pair) is settled and len(asked(pair)) == 3


@pytest.mark.slow
def test_where_nobody_else_can_be_asked_it_waits_says_why_and_goes_on_when_somebody_joins(team: Team) -> None:
    pair = team.begun()
    first, second = asked(pair)
    examine(first, SAME), examine(second, NEITHER)
    kaya = asked(pair)[2]
    know_the_person(by=as_(kaya.examiner), assignment=kaya, reason="my neighbour")
    slot = Slot.objects.get(filled_at=None)
    assert (slot.place, slot.turn) == (3, 2)
    codes = {each.person.name: each.code for each in why_waiting(slot)}
    assert codes[team.people.boris.name] == "tied" and codes[kaya.examiner.name] == "tied"
    assert assign_waiting(by=worker()) == 0
    new = an_examiner("Lena Ohm", team.people.harbour)
    assert assign_waiting(by=worker()) == 1
    examine(team.work_of(new), SAME)
    assert outcome(pair) is SettlementOutcome.AGREED_SAME
    assert ConflictHeld.objects.filter(person=kaya.examiner, what=ConflictOfInterest.KNOWS_THE_PERSON).count() == 2


@pytest.mark.slow
def test_work_handed_back_goes_to_somebody_else_and_never_counts(team: Team) -> None:
    pair = team.begun()
    first, second = asked(pair)
    looked(first)
    write_entries(by=as_(first.examiner), assignment=first, written_down=analysis(Profile.PM))
    write_entry(by=as_(first.examiner), assignment=first, entry=HandedBack(timezone.now(), "I am ill"))
    assert asked(pair)[2].place == first.place
    with pytest.raises(OutOfStep):
        write_entry(by=as_(first.examiner), assignment=first, entry=Resumed(timezone.now()))
    for assignment in (second, asked(pair)[2]):
        examine(assignment, DIFFERENT)
    assert outcome(pair) is SettlementOutcome.AGREED_DIFFERENT


@pytest.mark.slow
def test_leave_is_respected_and_its_end_brings_what_waits(team: Team) -> None:
    today = timezone.localdate()
    leaves = [take_leave(by=as_(p), person=p, first=today, last=today) for p in team.examiners[:2]]
    pair = team.begun()
    assert [assignment.examiner for assignment in asked(pair)] == [team.examiners[2]]
    assert {each.code for each in why_waiting(Slot.objects.get(filled_at=None))} == {"tied", "on-leave"}
    with pytest.raises(OutOfStep, match="on some of these days"):
        take_leave(by=as_(team.people.ana), person=team.examiners[0], first=today, last=today)
    with pytest.raises(NotThere):
        end_leave(by=as_(team.examiners[1]), leave=leaves[0])
    end_leave(by=as_(team.people.ana), leave=leaves[0])
    assert {assignment.examiner for assignment in asked(pair)} == {team.examiners[0], team.examiners[2]}


@pytest.mark.slow
def test_work_goes_to_whoever_has_least(team: Team) -> None:
    for _ in range(3):
        team.begun()
    waiting = {each.person: each.waiting for each in load(as_(team.people.ana))}
    assert {waiting[person] for person in team.examiners} == {2} and waiting[team.people.boris] == 0


@pytest.mark.slow
def test_agencies_are_kept_apart_and_reached_only_by_a_grant_to_work(team: Team) -> None:
    passed_proficiency(team.people.emil)
    change_rules(
        by=as_(team.people.ana),
        incident=team.incident,
        scale="enfsi-like@1",
        known_rate=0.0,
        known_same=0.5,
        agencies_apart=True,
        false_inclusion=0.05,
        false_exclusion=0.2,
        reason="a joint inquiry",
    )
    pair = team.begun()
    assert [assignment.examiner.agency for assignment in asked(pair)] == [team.people.harbour]
    assert asked(pair)[0].scale == "enfsi-like@1"
    share_incident(
        by=as_(team.people.ana), incident=team.incident, to=team.people.hills.pk, level=Level.SEE, reason="to look"
    )
    assert assign_waiting(by=worker()) == 0
    revoke_grant(by=as_(team.people.ana), grant=Grant.objects.get(), reason="they shall work")
    share_incident(
        by=as_(team.people.ana), incident=team.incident, to=team.people.hills.pk, level=Level.WORK, reason="to help"
    )
    assert assign_waiting(by=worker()) == 1
    assert [assignment.examiner for assignment in asked(pair)][1] == team.people.emil


@pytest.mark.slow
def test_whoever_is_bound_to_it_is_not_asked(team: Team) -> None:
    ours, record = team.pair()
    ines, jonah, kaya = team.examiners
    declare_conflict(by=as_(ines), subject=record, what=ConflictOfInterest.MET_THE_FAMILY, reason="I took the call")
    with listening(
        signals.conflicts, lambda case, **_: [(jonah.pk, ConflictOfInterest.ON_THE_BOARD)] if case == ours else []
    ):
        pair = begin_review(by=as_(team.people.boris), case=ours, record=record, reason="alike")
    assert [assignment.examiner for assignment in asked(pair)] == [kaya]
    with pytest.raises(RuleBroken, match="by itself"):
        declare_conflict(by=as_(ines), subject=record, what=ConflictOfInterest.EXAMINED, reason="no")


@pytest.mark.slow
@pytest.mark.parametrize("side", ["case", "record"])
def test_whoever_photographed_or_changed_it_is_not_asked(team: Team, side: str) -> None:
    case, record = team.pair()
    subject = case if side == "case" else record
    ines, jonah, kaya = team.examiners
    Photograph.objects.filter(subject=subject).update(added_by=ines)
    Revision.objects.create(subject=subject, at=timezone.now(), by=jonah, reason="measured again", was={"hair": ""})
    pair = begin_review(by=as_(team.people.boris), case=case, record=record, reason="alike")
    assert [assignment.examiner for assignment in asked(pair)] == [kaya]


@pytest.mark.slow
@pytest.mark.parametrize("role", [Role.AUDITOR, Role.VALIDATOR])
def test_nobody_is_asked_who_reads_the_audit_or_knows_the_known_pairs(team: Team, role: Role) -> None:
    a_person("Otto Both", team.people.harbour, Role.EXAMINER, role)
    pair = team.begun()
    asked_for = [each.person.name for each in why_waiting(Slot.objects.filter(pair=pair).first())]  # type: ignore[arg-type]
    assert "Otto Both" not in asked_for


@pytest.mark.slow
def test_what_is_excluded_closed_or_recalled_is_not_put_before_anybody(team: Team) -> None:
    boris = as_(team.people.boris)
    case, record = team.pair()
    begin_review(by=boris, case=case, record=record, reason="alike")
    with pytest.raises(OutOfStep, match="is before examiners"):
        begin_review(by=boris, case=case, record=record, reason="again")
    with pytest.raises(RuleBroken, match="a case and a record"):
        begin_review(by=boris, case=record, record=case, reason="the wrong way")
    other, another = team.pair()
    exclude(by=boris, case=other, record=another, ground="dna", reason="two profiles")
    with pytest.raises(OutOfStep, match="excluded"):
        begin_review(by=boris, case=other, record=another, reason="alike")
    third, fourth = team.pair()
    recalled = lambda case, **_: Refusal("recalled", "It is recalled.", "Wait.") if case == third else None  # noqa: E731
    with listening(signals.objections, recalled), pytest.raises(OutOfStep, match="recalled"):
        begin_review(by=boris, case=third, record=fourth, reason="alike")
    with pytest.raises(NotThere):
        begin_review(by=boris, case=third, record=team.ferry.of_hills("am"), reason="alike")
    with pytest.raises(RuleBroken, match="nothing to compare"):
        begin_review(by=boris, case=third, record=team.ferry.record(), reason="alike")
    with pytest.raises(NotAllowed):
        begin_review(by=as_(team.people.clara), case=third, record=fourth, reason="alike")


@pytest.mark.slow
def test_another_round_needs_a_photograph_that_nobody_was_shown(team: Team) -> None:
    pair = team.begun()
    for assignment in asked(pair):
        examine(assignment, NEITHER)
    examine(asked(pair)[2], NEITHER)
    assert outcome(pair) is SettlementOutcome.UNDECIDED
    boris = as_(team.people.boris)
    with pytest.raises(OutOfStep, match="no photograph came since"):
        begin_review(by=boris, case=pair.case, record=pair.record, reason="again")
    a_photograph(pair.record, a_face(7))
    for name in ("Mona Falk", "Nils Berg"):
        an_examiner(name, team.people.harbour)
    again = begin_review(by=boris, case=pair.case, record=pair.record, reason="a better photograph")
    assert again.round == 2 and outcome(pair) is SettlementOutcome.UNDECIDED, (
        "what was settled stands until the next is"
    )
    assert {assignment.examiner.name for assignment in asked(again)} == {"Mona Falk", "Nils Berg"}
    for assignment in asked(again):
        examine(assignment, SAME)
    assert outcome(pair) is SettlementOutcome.AGREED_SAME


@pytest.mark.slow
def test_a_review_that_is_called_off_waits_for_nobody(team: Team) -> None:
    pair = team.begun()
    board = a_person("Wanda Oye", team.people.harbour, Role.BOARD_MEMBER)
    assignment = asked(pair)[0]
    call_off(by=as_(board), pair=pair, reason="found alive")
    assert not open_assignments().exists()
    with pytest.raises(OutOfStep, match="any more"):
        looked(assignment)
        write_entries(by=as_(assignment.examiner), assignment=assignment, written_down=analysis(Profile.PM))
    with pytest.raises(OutOfStep, match="called off"):
        call_off(by=as_(board), pair=pair, reason="again")


@pytest.mark.slow
def test_only_the_examiner_writes_and_only_what_the_protocol_allows(team: Team) -> None:
    first, second = asked(team.begun())
    with pytest.raises(NotThere):
        write_entry(by=as_(second.examiner), assignment=first, entry=Paused(timezone.now()))
    with pytest.raises(NotAllowed):
        write_entry(by=as_(team.people.ana), assignment=first, entry=Paused(timezone.now()))
    with pytest.raises(RuleBroken, match="not the step"):
        write_entry(by=as_(first.examiner), assignment=first, entry=Unmasked(timezone.now()))
    nose = Analysed(timezone.now(), Profile.PM, Component.NOSE, Visibility.SEEN, "narrow")
    early = nose.__class__(timezone.now().replace(year=2001), nose.side, nose.component, nose.visibility, "broad")
    write_entry(by=as_(first.examiner), assignment=first, entry=nose)
    after = write_entry(by=as_(first.examiner), assignment=first, entry=early)
    assert after.entries[1].at >= after.entries[0].at, "the desk says when, not the browser"
    with pytest.raises(RuleBroken):
        write_entries(by=as_(first.examiner), assignment=first, written_down=[nose, Unmasked(timezone.now())])
    assert ExaminationEntry.objects.filter(assignment=first).count() == 2, "all or none"


@pytest.mark.slow
def test_an_examiner_sees_nothing_of_what_they_judge_but_what_the_bench_shows(team: Team) -> None:
    pair = team.begun()
    twin = team.ferry.record()
    link(by=as_(team.people.boris), one=pair.record, other=twin, reason="reported twice")
    assignment = asked(pair)[0]
    by = as_(assignment.examiner)
    assert by.blind_to == {pair.case_id, pair.record_id, twin.pk}
    with hiding(by.blind_to):
        assert not candidates.subjects(by, [pair.case_id, pair.record_id, twin.pk]).exists()
        assert not photographs(by).filter(subject__in=[pair.case_id, pair.record_id]).exists()
        assert not subjects(by, Profile.PM).exists() and not reviews(by).exists()
    assert candidates.subjects(as_(team.people.boris), [pair.case_id]).exists()
    sheet = sheet_of(assignment)
    assert sheet.pm and not sheet.reference and sheet.lead is None
    examine(assignment, SAME)
    assert sheet_of(assignment).lead and not as_(assignment.examiner).blind_to
    assert candidates.subjects(as_(assignment.examiner), [pair.record_id]).exists()


@pytest.mark.slow
@pytest.mark.both
def test_the_database_keeps_what_was_given_and_written(team: Team) -> None:
    pair = team.begun()
    assignment = asked(pair)[0]
    examine(assignment, SAME)
    last = ExaminationEntry.objects.filter(assignment=assignment).order_by("-place")[0]
    for change in (
        lambda: ExaminationEntry.objects.filter(pk=last.pk).delete(),
        lambda: ExaminationEntry.objects.filter(pk=last.pk).update(kind="Paused"),
        lambda: ExaminationEntry.objects.create(
            assignment=assignment, place=last.place + 2, kind="Paused", at=last.at, said="{}"
        ),
        lambda: Assignment.objects.filter(pk=assignment.pk).update(examiner=team.people.boris),
        lambda: Assignment.objects.filter(pk=assignment.pk).delete(),
        lambda: Pair.objects.filter(pk=pair.pk).update(known=True),
        lambda: Slot.objects.filter(pair=pair).update(filled_at=None),
        lambda: ConflictHeld.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.slow
def test_the_audit_names_nobody_and_tells_no_conclusion(team: Team) -> None:
    pair = team.begun()
    examine(asked(pair)[0], SAME)
    rows = AuditRow.objects.filter(thing__startswith="examination")
    assert rows.filter(verb="ask for examination").count() == 2
    told = " ".join(row.detail + row.reason for row in rows)
    assert "possible" not in told and "Ines" not in told and pair.case.code not in told


@pytest.mark.slow
def test_my_work_has_what_was_begun_first(team: Team) -> None:
    for _ in range(3):
        team.begun()
    person = team.examiners[0]
    assignments = list(my_open_assignments(as_(person)))
    write_entries(by=as_(person), assignment=assignments[1], written_down=whole(SAME)[:3])
    assert my_open_assignments(as_(person)).first() == assignments[1]
    assert my_open_assignments(as_(team.people.boris)).count() == 0


@pytest.mark.slow
def test_nobody_locks_or_concludes_on_a_photograph_that_they_did_not_look_at(team: Team) -> None:
    work = Assignment.objects.filter(pair=team.begun()).select_related("examiner")[0]
    by, lines = as_(work.examiner), whole(SAME)
    seen, locked = lines[: len(Component)], lines[len(Component)]
    write_entries(by=by, assignment=work, written_down=seen)
    with pytest.raises(RuleBroken, match="not looked at clearly"):
        write_entry(by=by, assignment=work, entry=locked)
    looked(work)
    write_entry(by=by, assignment=work, entry=locked)
    tomorrow = replace(by, sitting=timezone.now() + timedelta(hours=1))
    with pytest.raises(RuleBroken, match="not looked at clearly"):
        write_entries(by=tomorrow, assignment=work, written_down=lines[len(seen) + 1 : -1])
    assert examination_of(work).step is Step.ANALYSE_REFERENCE, "all or none"
