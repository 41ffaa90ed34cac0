"""From a decision of the board to a family that knows, and what no way leads to."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from PIL import Image

from antigone.desk.accounts.permissions import Role
from antigone.desk.audit.models import AuditRow
from antigone.desk.audit.verify import verify
from antigone.desk.cases.actions.effects import add_effect
from antigone.desk.cases.models import Case
from antigone.desk.identification.actions.recalls import begin_recall
from antigone.desk.identification.models import Act, Decision
from antigone.desk.identification.queries import state_of
from antigone.desk.notification.actions.handing import hand_over
from antigone.desk.notification.actions.plans import (
    choose_visitors,
    confirm_plan,
    open_error_plan,
    open_plan,
    put_on_paper,
    record_contact,
    write_item,
)
from antigone.desk.notification.actions.preparing import look_over, prepare_picture
from antigone.desk.notification.actions.showing import (
    describe,
    halt,
    pass_over,
    record_asked,
    record_consent,
    show_picture,
)
from antigone.desk.notification.actions.trainings import end_training, record_training
from antigone.desk.notification.actions.visits import (
    add_follow_up,
    close_plan,
    hear,
    pass_on,
    record_follow_up,
)
from antigone.desk.notification.cutting import Area
from antigone.desk.notification.models import NotificationPlan, PlanEntry, PreparedPicture, Training
from antigone.desk.notification.queries import errors_to_tell, family_knows, overdue, plans, untold
from antigone.desk.notification.to_protocol import notification_of
from antigone.desk.photos.models import PhotoKey
from antigone.desk.review.models import Assignment, KnownTruth, Pair
from antigone.desk.review.open import open_assignments
from antigone.desk.review.people import conflicts_with
from antigone.desk.review.to_protocol import examination_of
from antigone.desk.web.worklist import worklist
from antigone.errors import NotAllowed, NotThere, OutOfStep, RuleBroken
from antigone.protocol.conflicts import ConflictOfInterest
from antigone.protocol.follow_up import Voice
from antigone.protocol.ladder import Rung
from antigone.protocol.lifecycle import LifeState as Life
from antigone.protocol.notification import NotificationState
from antigone.protocol.plan import Item
from antigone.protocol.recall import RecallGround, What
from antigone.protocol.visit import VisitOutcome
from desk_board import a_file, a_line, decided, faceless
from desk_people import a_person, as_, passed_proficiency
from desk_told import Team, a_prepared_picture, a_team, planned, told, train, visit, with_a_photograph


@pytest.fixture
def team(desk: object) -> Team:
    return a_team()


@pytest.mark.slow
@pytest.mark.both
def test_nobody_plans_to_tell_what_the_board_has_not_established(team: Team) -> None:
    case, record = team.board.pair(photographs=False)
    faceless(team.board, case)
    file = a_file(team.board, case, record)
    a_line(team.board, file, "tattoo")
    probable = decided(team.board, file, "POSSIBLE")
    assert probable is not None
    with pytest.raises(RuleBroken, match="no established"):
        open_plan(by=team.by, decision=probable, reason="they wait")
    with pytest.raises(DatabaseError, match="only an established"), transaction.atomic():
        NotificationPlan.objects.create(
            incident=probable.incident,
            agency=probable.agency,
            place=9,
            number="N-9",
            decision=probable,
            case=probable.case,
            record=probable.record,
            opened_by=team.lia,
            opened_at=timezone.now(),
        )


@pytest.mark.slow
def test_a_family_is_told_by_two_and_somebody_is_with_them_again_within_a_day(team: Team) -> None:
    assert list(untold(team.by)) == [team.decision] and not family_knows(team.decision.record)
    plan = told(team)
    assert not untold(team.by).exists() and family_knows(team.decision.record)
    act = Act.objects.get(what=What.NOTIFICATION.value)
    assert act.decision == team.decision and PlanEntry.objects.get(kind="Visited").act == act.number
    for subject in (team.decision.case, team.decision.record):
        assert state_of(subject) is Life.NOTIFIED
    assert plan.next_due is not None and plan.told_at is not None
    assert timedelta(hours=22) < plan.next_due - timezone.now() < timedelta(hours=24)
    late = timezone.now() + timedelta(hours=24)
    assert not overdue(plans(team.by)).exists() and overdue(plans(team.by), late).get() == plan
    with pytest.raises(RuleBroken, match="follow-up is open"):
        close_plan(by=team.by, plan=plan, words="done")
    record_follow_up(by=team.by, plan=plan, number=0, on=timezone.now(), reached=True, words="she sleeps")
    add_follow_up(by=team.by, plan=plan, due=timezone.now() + timedelta(days=7), words="the burial")
    assert NotificationPlan.objects.get().next_due is not None
    record_follow_up(by=team.by, plan=plan, number=1, on=timezone.now(), reached=True, words="buried")
    close_plan(by=team.by, plan=plan, words="they know whom to call")
    assert NotificationPlan.objects.get().closed_at is not None
    assert notification_of(NotificationPlan.objects.get()).state is NotificationState.CLOSED
    said = [str(row.detail) for row in AuditRow.objects.all()]
    assert not any("Halyna" in row or "has died" in row for row in said)
    assert not verify().faults


@pytest.mark.slow
def test_whoever_is_to_go_to_the_family_judges_nothing_of_it_blind_any_more(team: Team) -> None:
    """A known pair is of people who are identified: an examiner can be named to their family meanwhile."""
    plan, ana = planned(team, confirmed=False), team.board.team.people.ana
    of = {"incident": plan.incident, "agency": plan.agency, "case": plan.case, "record": plan.record}
    pair = Pair.objects.create(**of, known=True, by=ana, at=timezone.now(), reason="DNA")
    KnownTruth.objects.create(pair=pair, truth="same", ground="established", how="DNA")
    late = a_person("Lev Late", plan.agency, Role.LIAISON_OFFICER, Role.EXAMINER)
    train(team.board, late)
    work = Assignment.objects.create(
        **{"number": "a" * 32, "pair": pair, "place": 1, "examiner": late, "agency": plan.agency},
        **{"incident": plan.incident, "scale": "interpol-dvi@1", "given_at": timezone.now()},
        proficiency=passed_proficiency(late),
    )
    bound = conflicts_with(pair, but=work)
    assert ConflictOfInterest.MET_THE_FAMILY in bound[team.omar.pk] and late.pk not in bound
    choose_visitors(by=team.by, plan=plan, first=team.lia, second=late)
    assert examination_of(work).now.unblinded == {ConflictOfInterest.MET_THE_FAMILY}
    assert not open_assignments().exists() and not as_(late).blind_to


@pytest.mark.slow
def test_nobody_goes_untrained_or_alone(team: Team) -> None:
    plan, ana = planned(team, confirmed=False), as_(team.board.team.people.ana)
    newcomer = a_person("Nadia New", team.board.team.people.harbour, Role.LIAISON_OFFICER)
    with pytest.raises(RuleBroken, match="training"):
        choose_visitors(by=team.by, plan=plan, first=team.lia, second=newcomer)
    with pytest.raises(RuleBroken, match="alone"):
        choose_visitors(by=team.by, plan=plan, first=team.lia, second=team.lia)
    confirm_plan(by=team.by, plan=plan)
    with pytest.raises(RuleBroken, match="1 of 2"):
        visit(team, plan)
    with pytest.raises(RuleBroken, match="your own"):
        record_training(
            by=as_(team.board.team.people.ana), person=team.board.team.people.ana, what="x", on=timezone.localdate()
        )
    confirm_plan(by=as_(team.omar), plan=plan)
    end_training(by=ana, training=Training.objects.get(person=team.omar), reason="left it")
    with pytest.raises(RuleBroken, match="did not count"):
        visit(team, plan, on=timezone.now())


@pytest.mark.slow
def test_a_change_asks_both_to_confirm_again(team: Team) -> None:
    plan = planned(team)
    write_item(by=team.by, plan=plan, item=Item.RISKS, words="soldiers in the street")
    with pytest.raises(RuleBroken, match="0 of 2"):
        visit(team, plan)
    with pytest.raises(RuleBroken):
        put_on_paper(by=team.by, plan=plan)


@pytest.mark.slow
def test_who_would_not_hear_it_is_not_told(team: Team) -> None:
    plan = planned(team)
    visit(team, plan, outcome=VisitOutcome.PUT_OFF, told=(), words="She closed the door.")
    assert (
        NotificationPlan.objects.get().told_at is None and not Act.objects.filter(what=What.NOTIFICATION.value).exists()
    )


@pytest.mark.slow
@pytest.mark.both
def test_the_database_lets_nobody_visit_before_two_confirmed(team: Team) -> None:
    plan = planned(team, confirmed=False)
    confirm_plan(by=team.by, plan=plan)
    row = {"plan": plan, "place": 99, "kind": "Visited", "said": "{}", "at": timezone.now(), "by": team.lia}
    with pytest.raises(DatabaseError, match="two who confirmed"), transaction.atomic():
        PlanEntry.objects.create(**row, one=team.lia, two=team.omar)
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanEntry.objects.create(**{**row, "kind": "Handed"}, one=team.lia, two=team.lia)
    for change in (lambda: PlanEntry.objects.update(said="{}"), lambda: PlanEntry.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(DatabaseError), transaction.atomic():
        NotificationPlan.objects.all().delete()


@pytest.mark.slow
@pytest.mark.both
def test_a_recall_freezes_the_plan_at_once_and_the_family_is_told_of_the_error(team: Team) -> None:
    plan = told(team)
    recall = begin_recall(by=team.by, decision=team.decision, ground=RecallGround.WRONG_PERSON, reason="a mixed sample")
    assert notification_of(NotificationPlan.objects.get()).state is NotificationState.FROZEN
    with pytest.raises(OutOfStep, match="recalled"):
        record_follow_up(by=team.by, plan=plan, number=0, on=timezone.now(), reached=True, words="well")
    with pytest.raises(DatabaseError, match="after a recall"), transaction.atomic():
        PlanEntry.objects.create(plan=plan, place=99, kind="Heard", said="{}", by=team.lia, at=timezone.now())
    assert errors_to_tell(plans(team.by)).get() == plan and not family_knows(team.decision.record)
    error = open_error_plan(by=team.by, plan=plan, reason="they must hear it from us")
    assert error.recall == recall and not errors_to_tell(plans(team.by)).exists()
    whole = notification_of(error)
    assert whole.of_error and [e.name for e in whole.plan.in_order] == ["Halyna Example"]
    with pytest.raises(RuleBroken, match="Nobody is chosen"):
        visit(team, error, said_words="We were wrong.")
    for item in Item:
        write_item(by=team.by, plan=error, item=item, words="as they said")
    record_contact(by=team.by, plan=error, key=1, how="the aunt", safe=True, never="telephone", words="the aunt")
    choose_visitors(by=team.by, plan=error, first=team.lia, second=team.omar)
    for person in (team.lia, team.omar):
        confirm_plan(by=as_(person), plan=error)
    visit(team, error, said_words="We told you that he died. We were wrong.")
    assert notification_of(NotificationPlan.objects.get(pk=error.pk)).state is NotificationState.TOLD
    assert Act.objects.filter(what=What.NOTIFICATION.value).count() == 1, "telling of an error rests on nothing"
    with pytest.raises(RuleBroken, match="not their relative"):
        record_asked(by=team.by, plan=error, who="A mother", words="May I see him?")


@pytest.mark.slow
def test_where_nobody_was_told_a_recall_leaves_nothing_to_tell(team: Team) -> None:
    plan = planned(team)
    begin_recall(by=team.by, decision=team.decision, ground=RecallGround.WRONG_PERSON, reason="a mixed sample")
    with pytest.raises(OutOfStep):
        visit(team, plan)
    with pytest.raises(RuleBroken, match="Nobody was told"):
        open_error_plan(by=team.by, plan=plan, reason="they must hear it")
    assert not errors_to_tell(plans(team.by)).exists()


@pytest.mark.slow
def test_a_wish_to_examine_again_is_taken_up_by_the_board_not_by_those_who_told(team: Team) -> None:
    plan = told(team)
    hear(by=team.by, plan=plan, who="A mother", voice=Voice.REEXAMINE, words="It is not him.")
    record_follow_up(by=team.by, plan=plan, number=0, on=timezone.now(), reached=True, words="she waits")
    with pytest.raises(RuleBroken, match="examine again"):
        close_plan(by=team.by, plan=plan, words="done")
    with pytest.raises(NotAllowed):
        pass_on(by=team.by, plan=plan, heard=0, reference="I looked myself")
    pass_on(by=as_(team.board.chair), plan=plan, heard=0, reference="DNA of the mother asked for, sitting of Friday")
    close_plan(by=team.by, plan=plan, words="done")


@pytest.mark.slow
def test_effects_leave_once_against_a_signature_and_rest_on_the_identification(team: Team) -> None:
    boris, case = as_(team.board.team.people.boris), Case.objects.get(pk=team.decision.case_id)
    for words in ("ring", "key"):
        add_effect(by=boris, case=case, description=words)
    plan = told(team)
    given = {"on": timezone.now(), "witness": team.omar, "to": 1, "signed": "folder 3, sheet 2", "seals": "S-12"}
    with pytest.raises(RuleBroken, match="no such line"):
        hand_over(by=team.by, plan=plan, lines=(7,), **given)
    hand_over(by=team.by, plan=plan, lines=(1,), **given)
    with pytest.raises(RuleBroken, match="left before"):
        hand_over(by=team.by, plan=plan, lines=(1, 2), **given)
    hand_over(by=as_(team.board.rosa), plan=plan, lines=(2,), remains=True, **given)
    assert state_of(team.decision.case) is Life.RELEASED
    found = list(Act.objects.order_by("pk").values_list("what", flat=True))
    assert found.count("release-of-effects") == 2 and found.count("release-of-remains") == 1
    first = Act.objects.get(what="notification")
    assert Act.objects.filter(what="release-of-remains").get().rests_on == [first.number]
    with pytest.raises(RuleBroken, match="alone"):
        hand_over(by=as_(team.omar), plan=plan, remains=True, **given)


@pytest.mark.slow
def test_nothing_is_shown_before_they_ask(team: Team) -> None:
    plan = told(team)
    with pytest.raises(RuleBroken, match="have not asked"):
        record_consent(by=team.by, plan=plan, who="A mother", rung=Rung.WORDS, words="yes")


@pytest.mark.slow
def test_the_sheet_has_no_name_outside_and_each_print_is_recorded(team: Team) -> None:
    plan = planned(team)
    pdf = put_on_paper(by=team.by, plan=plan)
    assert pdf.startswith(b"%PDF") and b"/Subtype/Image" not in pdf.replace(b" ", b"")
    assert AuditRow.objects.filter(verb="put on paper notification").count() == 1


@pytest.mark.slow
def test_lists_say_what_the_log_says(team: Team) -> None:
    plan = told(team)
    whole = notification_of(plan)
    assert (plan.next_due, plan.across) == (whole.next_due, False)
    assert Decision.objects.get() == team.decision


@pytest.mark.slow
def test_each_step_towards_a_picture_has_its_own_consent_and_each_look_is_recorded(team: Team) -> None:
    with_a_photograph(team)
    plan, who = told(team), "A mother"
    with pytest.raises(RuleBroken, match="Nobody of the family asks"):
        a_prepared_picture(team, plan)
    record_asked(by=team.by, plan=plan, who=who, words="May I see him?")
    picture = a_prepared_picture(team, plan)
    for rung, step in ((Rung.WORDS, describe), (Rung.OBJECT, pass_over)):
        with pytest.raises(RuleBroken):
            show_picture(by=team.by, plan=plan, who=who, picture=picture)
        record_consent(by=team.by, plan=plan, who=who, rung=rung, words="yes")
        step(by=team.by, plan=plan, who=who, words="so")
    with pytest.raises(RuleBroken, match="not agreed"):
        show_picture(by=team.by, plan=plan, who=who, picture=picture)
    record_consent(by=team.by, plan=plan, who=who, rung=Rung.FACE, words="yes")
    jpeg = show_picture(by=team.by, plan=plan, who=who, picture=picture)
    shown = Image.open(io.BytesIO(jpeg))
    assert shown.format == "JPEG" and not shown.getexif() and max(shown.size) <= 900
    assert AuditRow.objects.filter(verb="show the family prepared picture").count() == 1
    with pytest.raises(RuleBroken, match="not agreed"):
        show_picture(by=team.by, plan=plan, who=who, picture=picture)
    halt(by=team.by, plan=plan, who=who)
    with pytest.raises(RuleBroken, match="stopped"):
        record_consent(by=team.by, plan=plan, who=who, rung=Rung.FACE, words="yes")


@pytest.mark.slow
@pytest.mark.both
def test_who_prepared_a_picture_does_not_look_it_over_and_a_refused_one_is_never_shown(team: Team) -> None:
    with_a_photograph(team)
    plan = told(team)
    record_asked(by=team.by, plan=plan, who="A mother", words="May I see him?")
    picture = a_prepared_picture(team, plan)
    boris = as_(team.board.team.people.boris)
    other = prepare_picture(
        by=boris, plan=plan, photograph=picture.photograph, rung=Rung.FACE, words="x", cut=Area(0, 0, 50, 50)
    )
    with pytest.raises(RuleBroken, match="You prepared"):
        look_over(by=boris, picture=other, accepted=True, words="good")
    look_over(by=as_(team.board.rosa), picture=other, accepted=False, words="the wound is seen")
    with pytest.raises(DatabaseError, match="looked over once"), transaction.atomic():
        PreparedPicture.objects.filter(pk=other.pk).update(accepted=True)
    with pytest.raises(RuleBroken, match="nobody has looked"):
        show_picture(by=team.by, plan=plan, who="A mother", picture=other)
    PhotoKey.objects.filter(photograph=picture.photograph).delete()
    with pytest.raises(NotThere, match="erased"):
        show_picture(by=team.by, plan=plan, who="A mother", picture=picture)


@pytest.mark.slow
def test_what_waits_stands_on_the_front_page_of_whoever_can_do_it(team: Team) -> None:
    plan = told(team)
    NotificationPlan.objects.filter(pk=plan.pk).update(next_due=timezone.now() - timedelta(hours=1))
    assert "Follow-ups overdue" in {str(each.words) for each in worklist(team.by)}
    hear(by=team.by, plan=plan, who="A mother", voice=Voice.REEXAMINE, words="It is not him.")
    record_asked(by=team.by, plan=plan, who="A mother", words="May I see him?")
    assert "A family asks to examine again" in {str(each.words) for each in worklist(as_(team.board.chair))}
    boris = as_(team.board.team.people.boris)
    assert "A family asks to see: prepare a picture" in {str(each.words) for each in worklist(boris)}
    pass_on(by=as_(team.board.chair), plan=plan, heard=0, reference="sitting of Friday")
    assert "A family asks to examine again" not in {str(each.words) for each in worklist(as_(team.board.chair))}
    begin_recall(by=team.by, decision=team.decision, ground=RecallGround.WRONG_PERSON, reason="a mixed sample")
    assert next(str(each.words) for each in worklist(team.by)) == "Tell them of the error"
