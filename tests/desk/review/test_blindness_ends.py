"""Work that is judged blind ends when what its blindness rests on ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from antigone.desk.accounts.actions.agencies import close_agency
from antigone.desk.accounts.actions.incidents import share_incident
from antigone.desk.accounts.actions.people import end_person
from antigone.desk.accounts.models import RoleHeld
from antigone.desk.accounts.permissions import Level, Role
from antigone.desk.audit.models import AuditRow
from antigone.desk.candidates.actions.pairs import link
from antigone.desk.identification.actions.board import appoint, end_seat
from antigone.desk.identification.models import Seat
from antigone.desk.photos.models import Photograph
from antigone.desk.review.actions.begin import begin_review
from antigone.desk.review.actions.people import declare_conflict
from antigone.desk.review.actions.writing import write_entries
from antigone.desk.review.models import Assignment, ConflictHeld, ExaminationEntry, Pair
from antigone.desk.review.open import open_assignments
from antigone.desk.review.people import conflicts_with
from antigone.desk.review.queries import settlement_of
from antigone.desk.review.to_protocol import examination_of
from antigone.desk.subjects.models import Revision, Subject
from antigone.errors import NotThere, OutOfStep, RuleBroken
from antigone.protocol.conflicts import ConflictOfInterest
from antigone.protocol.examination import Step
from antigone.protocol.scales import Direction
from desk_people import a_person, appointed, as_, browser, given_roles, passed_proficiency
from desk_review import Team, an_examiner, examine, looked, whole

pytestmark = pytest.mark.slow

SAME = Direction.SAME
ON_THE_BOARD = ConflictOfInterest.ON_THE_BOARD
SECOND = timedelta(seconds=1)


def first_of(pair: Pair) -> Assignment:
    return Assignment.objects.filter(pair=pair).select_related("examiner").order_by("pk")[0]


def called_off(work: Assignment) -> frozenset[ConflictOfInterest]:
    examination = examination_of(work)
    assert examination.step is Step.STOPPED and examination.direction is None
    assert not open_assignments().filter(pk=work.pk).exists()
    return examination.now.unblinded


def test_an_examiner_made_registrar_and_board_member_for_an_hour_concludes_nothing(team: Team) -> None:
    """The attack as it was seen: roles to look with, then the role to conclude with again."""
    pair = team.begun()
    work = first_of(pair)
    given_roles(work.examiner, Role.REGISTRAR, Role.BOARD_MEMBER, by=team.people.ana)
    assert called_off(work) == {ConflictOfInterest.COULD_SEE}
    given_roles(work.examiner, Role.EXAMINER, by=team.people.ana)
    with pytest.raises(OutOfStep, match="any more"):
        examine(work, SAME)
    others = list(Assignment.objects.filter(pair=pair).exclude(pk=work.pk))
    assert len(others) == 2 and work.examiner not in [each.examiner for each in others], "somebody else is asked"
    for other in others:
        examine(other, SAME)
    settled = settlement_of(pair.case, pair.record)
    assert settled is not None and f"person {work.examiner_id}" not in settled.examiners


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.VALIDATOR])
def test_nobody_with_open_blind_work_is_made_auditor_or_validator(team: Team, role: Role) -> None:
    work = first_of(team.begun())
    with pytest.raises(RuleBroken, match=re.escape(work.number[:6])):
        given_roles(work.examiner, Role.EXAMINER, role, by=team.people.ana)
    with pytest.raises(RuleBroken, match=re.escape(work.number[:6])):
        given_roles(work.examiner, role, by=team.people.ana)
    assert work.examiner.roles == {Role.EXAMINER} and open_assignments().filter(pk=work.pk).exists()
    examine(work, SAME)
    given_roles(work.examiner, Role.EXAMINER, role, by=team.people.ana)
    assert role in Assignment.objects.get(pk=work.pk).examiner.roles


def test_roles_beside_an_examiners_leave_the_work_because_what_it_is_of_stays_hidden(team: Team) -> None:
    pair = team.begun()
    work = first_of(pair)
    given_roles(
        work.examiner, Role.EXAMINER, Role.REGISTRAR, Role.BOARD_MEMBER, Role.LIAISON_OFFICER, by=team.people.ana
    )
    assert as_(work.examiner).blind_to == {pair.case_id, pair.record_id}
    assert examine(work, SAME).finished


def test_the_work_of_whoever_leaves_goes_to_somebody_else(team: Team) -> None:
    pair = team.begun()
    work = first_of(pair)
    end_person(by=as_(team.people.ana), person=work.examiner, reason="they moved away")
    assert ConflictOfInterest.COULD_SEE in called_off(work)
    assert open_assignments().filter(pair=pair).count() == 2


def test_the_work_of_an_agency_that_closes_goes_to_somebody_else(team: Team) -> None:
    incident, hills = team.incident, team.people.hills
    passed_proficiency(team.people.emil)
    share_incident(by=as_(team.people.ana), incident=incident, to=hills.pk, level=Level.WORK, reason="to help")
    for person in team.examiners[:2]:
        end_person(by=as_(team.people.ana), person=person, reason="they moved away")
    pair = team.begun()
    theirs = Assignment.objects.get(pair=pair, examiner=team.people.emil)
    an_examiner("Lena Ohm", team.people.harbour)
    close_agency(by=as_(team.people.ana), agency=hills.pk, reason="it was dissolved")
    assert ConflictOfInterest.COULD_SEE in called_off(theirs)
    assert open_assignments().filter(pair=pair).count() == 2


def test_a_seat_on_the_board_calls_off_what_its_holder_judges_in_the_incident(team: Team) -> None:
    pair = team.begun()
    work = first_of(pair)
    appointed(work.examiner, Role.BOARD_MEMBER)
    seat = appoint(
        by=as_(team.people.ana), incident=team.incident, person=work.examiner, discipline="odontology", reason="trained"
    )
    assert ConflictOfInterest.ON_THE_BOARD in called_off(work)
    assert work.examiner not in [each.examiner for each in open_assignments().filter(pair=pair)]
    end_seat(by=as_(team.people.ana), seat=seat, reason="it was an error")
    with pytest.raises(OutOfStep, match="any more"):
        examine(work, SAME)


def opened(work: Assignment, subject: Subject) -> None:
    Subject.objects.filter(pk=subject.pk).update(opened_by=work.examiner)


def changed(work: Assignment, subject: Subject) -> None:
    Revision.objects.create(subject=subject, at=timezone.now(), by=work.examiner, reason="measured", was={"hair": ""})


def photographed(work: Assignment, subject: Subject) -> None:
    Photograph.objects.filter(subject=subject).update(added_by=work.examiner)


def noted(what: ConflictOfInterest) -> Callable[[Assignment, Subject], None]:
    def arise(work: Assignment, subject: Subject) -> None:
        ConflictHeld.objects.create(person=work.examiner, subject=subject, what=what.value, at=timezone.now())

    return arise


ARISES = {
    **{str(what): noted(what) for what in ConflictOfInterest},
    "opened it after all": opened,
    "changed it": changed,
    "photographed it": photographed,
}


@pytest.mark.parametrize("how", ARISES)
@pytest.mark.parametrize("side", ["case", "record"])
def test_a_conflict_that_arose_since_stops_the_conclusion(team: Team, how: str, side: str) -> None:
    pair = team.begun()
    work = first_of(pair)
    steps = whole(SAME)
    looked(work)
    write_entries(by=as_(work.examiner), assignment=work, written_down=steps[:-2])
    ARISES[how](work, getattr(pair, side))
    after = write_entries(by=as_(work.examiner), assignment=work, written_down=steps[-2:])
    assert after.step is Step.STOPPED and after.now.latest is None and called_off(work)
    assert settlement_of(pair.case, pair.record).done == ()  # type: ignore[union-attr]


def test_a_conclusion_that_was_not_unmasked_yet_falls_too(team: Team) -> None:
    pair = team.begun()
    work = first_of(pair)
    looked(work)
    write_entries(by=as_(work.examiner), assignment=work, written_down=whole(SAME)[:-1])
    noted(ConflictOfInterest.MET_THE_FAMILY)(work, pair.record)
    write_entries(by=as_(work.examiner), assignment=work, written_down=whole(SAME)[-1:])
    assert called_off(work) == {ConflictOfInterest.MET_THE_FAMILY}


def test_a_seat_that_was_given_and_ended_meanwhile_stops_the_conclusion(team: Team) -> None:
    """Also of a seat of which no row says so any more but that it has ended: it binds, if it ended since."""
    pair = team.begun()
    work = first_of(pair)
    ended = {"ended_by": team.people.ana, "ended_reason": "r"}
    before, after = (
        Seat.objects.create(
            **{"incident": team.incident, "person": person, "discipline": "DNA", "reason": "r", **ended},
            **{"appointed_by": team.people.ana, "appointed_at": work.given_at, "ended_at": work.given_at + late},
        )
        for person, late in ((a_person("Ute Vant", team.people.harbour), -SECOND), (team.people.boris, SECOND))
    )
    bound = {person for person, found in conflicts_with(pair, since=work.given_at).items() if ON_THE_BOARD in found}
    assert bound == {after.person_id} and before.person_id not in conflicts_with(pair)


def test_a_link_made_meanwhile_binds_whoever_knows_its_other_end(team: Team) -> None:
    pair = team.begun()
    work = first_of(pair)
    twin = team.ferry.record()
    declare_conflict(
        by=as_(work.examiner), subject=twin, what=ConflictOfInterest.MET_THE_FAMILY, reason="I took the call"
    )
    link(by=as_(team.people.boris), one=pair.record, other=twin, reason="reported twice")
    assert examine(work, SAME).step is Step.STOPPED
    assert called_off(work) == {ConflictOfInterest.MET_THE_FAMILY}


def test_what_was_unmasked_before_the_conflict_stands(team: Team) -> None:
    pair = team.begun()
    work = first_of(pair)
    examine(work, SAME)
    noted(ConflictOfInterest.KNOWS_THE_OUTCOME)(work, pair.case)
    given_roles(work.examiner, Role.REGISTRAR, by=team.people.ana)
    assert examination_of(work).finished and settlement_of(pair.case, pair.record).done  # type: ignore[union-attr]


def test_whoever_was_called_off_is_told_why_on_their_own_page_and_the_audit_has_it(team: Team) -> None:
    work = first_of(team.begun())
    appointed(work.examiner, Role.BOARD_MEMBER)
    appoint(by=as_(team.people.ana), incident=team.incident, person=work.examiner, discipline="DNA", reason="trained")
    page = browser(work.examiner).get(work.address).content.decode()
    assert "called this work off" in page, page
    assert "sits on the board" in page and "<img" not in page
    row = AuditRow.objects.get(verb="end examination")
    assert row.thing == f"examination {work.pk}" and "on-the-board" in row.detail and row.actor == "worker"


def test_nobody_begins_what_they_may_not_see(team: Team) -> None:
    """An examiner who is registrar too, and types the codes of what they judge, learns nothing by that."""
    pair = team.begun()
    work = first_of(pair)
    appointed(work.examiner, Role.BOARD_MEMBER)
    with pytest.raises(NotThere):
        begin_review(by=as_(work.examiner), case=pair.case, record=pair.record, reason="alike")


@pytest.mark.both
@pytest.mark.parametrize("how", [*ARISES, "became an auditor", "is no examiner any more"])
def test_the_database_itself_takes_no_conclusion_of_who_is_bound(team: Team, how: str) -> None:
    pair = team.begun()
    work = first_of(pair)
    steps = whole(SAME)
    looked(work)
    write_entries(by=as_(work.examiner), assignment=work, written_down=steps[:-2])
    if how == "became an auditor":
        appointed(work.examiner, Role.AUDITOR)
    elif how == "is no examiner any more":
        RoleHeld.objects.filter(person=work.examiner).delete()
    else:
        ARISES[how](work, pair.case)
    place = ExaminationEntry.objects.filter(assignment=work).count() + 1
    for kind in ("Concluded", "Changed", "Unmasked"):
        with pytest.raises(DatabaseError, match="bound"), transaction.atomic():
            ExaminationEntry.objects.create(assignment=work, place=place, kind=kind, at=timezone.now(), said="{}")
    ExaminationEntry.objects.create(assignment=work, place=place, kind="Unblinded", at=timezone.now(), said="{}")
    with pytest.raises(DatabaseError, match="bound"), transaction.atomic():
        ExaminationEntry.objects.create(assignment=work, place=place + 1, kind="Paused", at=timezone.now(), said="{}")


@pytest.mark.both
def test_the_database_itself_seats_nobody_who_judges_blind(team: Team) -> None:
    work = first_of(team.begun())
    seat = {
        **{"incident": team.incident, "person": work.examiner, "discipline": "DNA", "reason": "r"},
        **{"appointed_by": team.people.ana, "appointed_at": timezone.now()},
    }
    with pytest.raises(DatabaseError, match="blind"), transaction.atomic():
        Seat.objects.create(**seat)
    examine(work, SAME)
    assert Seat.objects.create(**seat).pk
