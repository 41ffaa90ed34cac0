"""Nobody is given a real pair before they passed a proficiency set, and nobody lets themselves do another."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.audit.models import AuditRow
from antigone.desk.review.actions.proficiency import begin_set, let_try_again, open_piece, write_in_piece
from antigone.desk.review.actions.rules import change_rules
from antigone.desk.review.models import Assignment, Pair, ProficiencyEntry, ProficiencyPiece, ProficiencySet
from antigone.desk.review.people import why_waiting
from antigone.desk.review.proficiency import SetState, find_piece, open_pieces, progress, truth_of
from antigone.desk.review.queries import find_assignment, waiting_slots
from antigone.desk.review.shipped import shipped_pairs
from antigone.errors import NotAllowed, NotThere, OutOfStep, RuleBroken
from antigone.protocol.entries import HandedBack
from antigone.protocol.pairs import Truth
from antigone.protocol.scales import Direction
from antigone.types import Profile
from desk_people import a_person, as_, passed_proficiency
from desk_review import Team, examine, whole

pytestmark = pytest.mark.slow

SAME, DIFFERENT, NEITHER = Direction.SAME, Direction.DIFFERENT, Direction.NEITHER
RIGHT = {Truth.SAME: SAME, Truth.DIFFERENT: DIFFERENT}


@pytest.fixture
def new(team: Team) -> Person:
    return a_person("Nils New", team.people.harbour, Role.EXAMINER)


def do_set(person: Person, *wrong: Direction) -> ProficiencySet:
    """The whole set at once: the first pairs as ``wrong`` says them, all others rightly."""
    begin_set(by=as_(person))
    for piece, said in zip(list(open_pieces(as_(person))), [*wrong, *[None] * 99], strict=False):
        write_in_piece(by=as_(person), piece=piece, written_down=whole(said or RIGHT[truth_of(piece.pair)]))
    return ProficiencySet.objects.filter(person=person).latest("pk")


def always_same(person: Person) -> ProficiencySet:
    return do_set(person, *[SAME] * 20)


def stands(person: Person) -> SetState:
    return progress(Person.objects.get(pk=person.pk)).stands


def a_vacancy(team: Team) -> Pair:
    """A pair for which only one examiner is left."""
    for person in team.examiners[1:]:
        person.ended_at = timezone.now()
        person.save(update_fields=["ended_at"])
    return team.begun()


def test_an_examiner_is_given_a_real_pair_once_their_set_is_passed_and_not_before(team: Team, new: Person) -> None:
    pair = a_vacancy(team)
    assert Assignment.objects.filter(pair=pair).count() == 1
    (slot,) = waiting_slots(pair)
    assert "not-passed" in [each.code for each in why_waiting(slot) if each.person == new]
    done = do_set(new)
    assert (done.size, done.same, done.false_inclusions, done.undecided_same) == (20, 10, 0, 0)
    assert stands(new) is SetState.PASSED
    assert Assignment.objects.get(pair=pair, examiner=new).proficiency == done


def test_nobody_new_is_the_third_examiner_who_decides(team: Team, new: Person) -> None:
    pair = team.begun()
    first, second = Assignment.objects.filter(pair=pair).select_related("examiner").order_by("place")
    Person.objects.exclude(pk__in=[first.examiner_id, second.examiner_id, new.pk]).filter(
        held__role=Role.EXAMINER.value
    ).update(ended_at=timezone.now())
    examine(first, SAME)
    examine(second, DIFFERENT)
    assert Assignment.objects.filter(pair=pair).count() == 2 and waiting_slots(pair)
    do_set(new)
    assert Assignment.objects.filter(pair=pair, place=3).get().examiner == new


def test_who_calls_everybody_one_person_is_given_nothing_until_somebody_else_decides(team: Team, new: Person) -> None:
    done = always_same(new)
    assert (done.false_inclusions, done.false_exclusions) == (10, 0) and stands(new) is SetState.FAILED
    with pytest.raises(OutOfStep):
        begin_set(by=as_(new))
    with pytest.raises(NotAllowed):
        let_try_again(by=as_(new), done=done, reason="I was tired")
    assert "not-passed" in [each.code for each in why_waiting(waiting_slots(a_vacancy(team))[0])]
    let_try_again(by=as_(team.people.ana), done=done, reason="we looked at the noses together")
    assert stands(new) is SetState.AGAIN
    assert AuditRow.objects.filter(reason="we looked at the noses together").count() == 1
    with pytest.raises(OutOfStep):
        let_try_again(by=as_(team.people.ana), done=done, reason="and again")


def test_an_administrator_who_examines_does_not_let_themselves_try_again(team: Team) -> None:
    both = a_person("Ada Both", team.people.harbour, Role.EXAMINER, Role.ADMINISTRATOR)
    done = always_same(both)
    with pytest.raises(RuleBroken, match="your own set"):
        let_try_again(by=as_(both), done=done, reason="I was tired")


def test_a_second_set_has_other_pairs_and_there_is_none_where_too_few_are_left(team: Team, new: Person) -> None:
    enough = len(shipped_pairs()) // 20
    assert enough >= 2
    for _ in range(enough):
        let_try_again(by=as_(team.people.ana), done=always_same(new), reason="we talked")
    pairs = list(ProficiencyPiece.objects.filter(set__person=new).values_list("pair", flat=True))
    assert len(pairs) == 20 * enough == len(set(pairs))
    with pytest.raises(RuleBroken, match="Too few pairs"):
        begin_set(by=as_(new))


def test_another_agencys_set_is_nobodys_to_decide(team: Team, new: Person) -> None:
    done = always_same(new)
    with pytest.raises((NotAllowed, NotThere)):
        let_try_again(by=as_(team.people.dana), done=done, reason="they asked")


def test_a_piece_is_its_examiners_alone_and_is_not_changed_or_handed_back(team: Team, new: Person) -> None:
    begin_set(by=as_(new))
    piece = open_pieces(as_(new))[0]
    other = team.examiners[0]
    with pytest.raises(NotThere):
        find_assignment(as_(other), piece.number)
    assert find_piece(as_(other), piece.number) is None
    with pytest.raises(NotThere):
        open_piece(by=as_(other), piece=piece)
    with pytest.raises(NotThere):
        write_in_piece(by=as_(other), piece=piece, written_down=whole(SAME))
    with pytest.raises(RuleBroken, match="do not exist"):
        write_in_piece(by=as_(new), piece=piece, written_down=[HandedBack(timezone.now(), "I know them")])
    write_in_piece(by=as_(new), piece=piece, written_down=whole(NEITHER))
    with pytest.raises(OutOfStep):
        write_in_piece(by=as_(new), piece=piece, written_down=whole(SAME))


def test_stricter_rules_of_an_incident_are_asked_of_those_who_passed_before(team: Team, new: Person) -> None:
    do_set(new, NEITHER, NEITHER)
    assert stands(new) is SetState.PASSED
    rules = {"scale": "interpol-dvi@1", "known_rate": 0.0, "known_same": 0.5, "agencies_apart": False}
    limits = {"false_inclusion": 0.05, "false_exclusion": 0.2, "set_undecided": 1}
    change_rules(by=as_(team.people.ana), incident=team.incident, reason="a hard one", **rules, **limits)
    assert stands(new) is SetState.FAILED
    pair = a_vacancy(team)
    assert not Assignment.objects.filter(pair=pair, examiner=new).exists()
    limits["set_size"] = len(shipped_pairs()) + 2
    with pytest.raises(RuleBroken, match=f"{len(shipped_pairs())} pairs"):
        change_rules(by=as_(team.people.ana), incident=team.incident, reason="more", **rules, **limits)


def test_the_shipped_pairs_are_whole_half_of_them_of_one_person_and_enough_for_two_sets() -> None:
    pairs = shipped_pairs().values()
    same = sum(pair.truth is Truth.SAME for pair in pairs)
    assert 2 * same == len(pairs) >= 40
    pictures = {pair.picture(side) for pair in pairs for side in Profile}
    assert len(pictures) == 2 * len(pairs) and max(map(len, pictures)) <= 10_000
    assert all(each.startswith(b"\xff\xd8") and each.endswith(b"\xff\xd9") for each in pictures)


def given_to(person: Person, pair: Pair, proficiency: ProficiencySet) -> Assignment:
    return Assignment.objects.create(
        **{"number": "c" * 32, "pair": pair, "place": 3, "examiner": person, "agency": person.agency},
        **{"incident": pair.incident, "scale": "interpol-dvi@1", "given_at": timezone.now()},
        proficiency=proficiency,
    )


@pytest.mark.both
def test_the_database_itself_gives_nothing_to_whoever_did_not_pass(team: Team, new: Person) -> None:
    pair = team.begun()
    of_another = ProficiencySet.objects.filter(person=team.examiners[0]).get()
    open_one = ProficiencySet.objects.create(person=new, agency=new.agency, size=20, same=10, opened_at=timezone.now())
    for proficiency in (of_another, open_one):
        with pytest.raises(DatabaseError, match="passed"), transaction.atomic():
            given_to(new, pair, proficiency)


@pytest.mark.both
def test_the_database_itself_counts_errors_once_and_as_they_were_made(team: Team, new: Person) -> None:
    failed = always_same(new)
    pair = team.begun()
    with pytest.raises(DatabaseError, match="passed"), transaction.atomic():
        given_to(new, pair, failed)
    for change in ({"false_inclusions": 0}, {"size": 40}, {"finished_at": None}, {"person": team.examiners[0]}):
        with pytest.raises(DatabaseError, match="counted once"), transaction.atomic():
            ProficiencySet.objects.filter(pk=failed.pk).update(**change)
    piece = failed.pieces.filter(truth="different").first()
    for change in ({"said": "different"}, {"truth": "same"}):
        with pytest.raises(DatabaseError, match="concluded once"), transaction.atomic():
            ProficiencyPiece.objects.filter(pk=piece.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        ProficiencyEntry.objects.filter(piece=piece).update(said="{}")


@pytest.mark.both
def test_the_database_itself_takes_no_figures_that_were_not_concluded(team: Team, new: Person) -> None:
    begin_set(by=as_(new))
    *done, last = open_pieces(as_(new))
    for piece in done:
        write_in_piece(by=as_(new), piece=piece, written_down=whole(SAME))
    mine, now = ProficiencySet.objects.filter(person=new), timezone.now()
    with pytest.raises(DatabaseError, match="counted once"), transaction.atomic():
        mine.update(finished_at=now)
    with pytest.raises(DatabaseError, match="concluded once"), transaction.atomic():
        ProficiencyPiece.objects.filter(pk=last.pk).update(said="different")
    with pytest.raises(DatabaseError, match="at the bench"), transaction.atomic():
        ProficiencyPiece.objects.create(
            set=mine.get(), place=21, number="d" * 32, pair="p99", truth="same", pm_key="e", am_key="f", said="same"
        )


@pytest.mark.both
def test_the_database_itself_lets_nobody_try_again_by_themselves(team: Team, new: Person) -> None:
    failed = always_same(new)
    again = {"person": new, "agency": new.agency, "size": 20, "same": 10, "opened_at": timezone.now()}
    with pytest.raises(DatabaseError, match="somebody else"), transaction.atomic():
        ProficiencySet.objects.create(**again)
    for who in (new, None):
        with pytest.raises(DatabaseError, match=r"try_again"), transaction.atomic():
            ProficiencySet.objects.filter(pk=failed.pk).update(again_by=who, again_at=timezone.now())
    ProficiencySet.objects.filter(pk=failed.pk).update(again_by=team.people.ana, again_at=timezone.now())
    assert ProficiencySet.objects.create(**again).pk


def test_the_helper_of_tests_is_a_set_that_the_rules_take(team: Team, new: Person) -> None:
    passed_proficiency(new)
    assert stands(new) is SetState.PASSED


def test_the_draw_is_random_and_no_two_get_one_order(team: Team, new: Person) -> None:
    orders = []
    for person in (new, a_person("Olga New", team.people.harbour, Role.EXAMINER)):
        begin_set(by=as_(person))
        orders.append([piece.pair for piece in open_pieces(as_(person))])
    assert orders[0] != orders[1]
    numbers = list(ProficiencyPiece.objects.values_list("number", "pm_key", "am_key"))
    assert len({part for row in numbers for part in row}) == 3 * len(numbers)
