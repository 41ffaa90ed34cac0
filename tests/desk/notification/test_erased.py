"""What is left of a family in the log of how they were told, and of pictures made for them, after an erasure."""

from __future__ import annotations

import json

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from antigone.desk.accounts.permissions import Role
from antigone.desk.erasing.words import kept
from antigone.desk.identification.actions.recalls import assign, begin_recall, end_recall, end_task
from antigone.desk.identification.models import Recall
from antigone.desk.identification.to_protocol import recall_of
from antigone.desk.notification.actions.plans import (
    choose_visitors,
    confirm_plan,
    open_error_plan,
    record_contact,
    write_item,
)
from antigone.desk.notification.actions.preparing import look_over, reveal_prepared
from antigone.desk.notification.actions.showing import record_asked, record_consent
from antigone.desk.notification.actions.visits import close_plan, hear, record_follow_up
from antigone.desk.notification.models import NotificationPlan, PlanEntry, PreparedPicture
from antigone.desk.notification.queries import to_look_over, wanting_pictures
from antigone.desk.notification.to_protocol import notification_of
from antigone.desk.photos import vault
from antigone.desk.photos.models import Photograph
from antigone.errors import NotThere, OutOfStep, RuleBroken
from antigone.protocol.follow_up import Voice
from antigone.protocol.ladder import Rung
from antigone.protocol.plan import Item
from antigone.protocol.recall import RecallGround
from antigone.protocol.visit import VisitOutcome
from desk_erasing import carried_out
from desk_people import a_person, as_, browser
from desk_told import Team, a_prepared_picture, a_team, told, visit, with_a_photograph


@pytest.fixture
def team(desk: object) -> Team:
    return a_team()


def shape() -> list[tuple[object, ...]]:
    """Of the logs of all plans: everything but the words."""
    return list(PlanEntry.objects.order_by("pk").values_list("plan", "place", "kind", "at", "by", "act", "one", "two"))


def recalled(team: Team) -> Recall:
    ground = RecallGround.WRONG_PERSON.value
    return begin_recall(by=team.by, decision=team.decision, ground=ground, reason="two samples were mixed up")


def to_its_end(team: Team, recall: Recall) -> None:
    for task in recall_of(recall).open:
        assign(by=as_(team.board.rosa), recall=recall, number=task.number, to=team.lia, due=timezone.localdate())
        end_task(by=team.by, recall=recall, number=task.number, words="told in person, by two")
    end_recall(by=as_(team.board.chair), recall=recall)


def told_of_the_error(team: Team, plan: NotificationPlan) -> NotificationPlan:
    error = open_error_plan(by=team.by, plan=plan, reason="they must hear it from us")
    for item in Item:
        write_item(by=team.by, plan=error, item=item, words="as they said")
    record_contact(by=team.by, plan=error, key=1, how="the aunt", safe=True, never="telephone", words="the aunt")
    choose_visitors(by=team.by, plan=error, first=team.lia, second=team.omar)
    for person in (team.lia, team.omar):
        confirm_plan(by=as_(person), plan=error)
    visit(team, error, said_words="We told you that he died. We were wrong.")
    record_follow_up(by=team.by, plan=error, number=0, on=timezone.now(), reached=True, words="she sings")
    return error


@pytest.mark.slow
@pytest.mark.both
def test_who_must_still_be_told_is_not_erased_and_then_the_log_stays_without_them(team: Team) -> None:
    record = team.decision.record
    rosa, lena = team.board.rosa, a_person("Lena", record.agency, Role.LIAISON_OFFICER)
    plan = told(team)
    hear(by=team.by, plan=plan, who="Halyna Example", voice=Voice.WISH, words="Where is he?")
    record_asked(by=team.by, plan=plan, who="Halyna Example", words="May I see him?")
    record_asked(by=team.by, plan=plan, who="Petro Example", words="May I too?")
    record_consent(by=team.by, plan=plan, who="Petro Example", rung=Rung.WORDS, words="yes")
    to_its_end(team, recalled(team))
    with pytest.raises(RuleBroken, match="must be kept") as fault, transaction.atomic():
        carried_out(rosa, lena, record)
    assert "still to be told" in fault.value.hint
    error = told_of_the_error(team, plan)
    with pytest.raises(RuleBroken, match="must be kept"), transaction.atomic():
        carried_out(rosa, lena, record)
    close_plan(by=team.by, plan=error, words="they know whom to call")
    before = shape()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        PlanEntry.objects.update(said="{}")

    erasure = carried_out(rosa, lena, record)
    assert shape() == before
    said = json.dumps(list(PlanEntry.objects.values_list("said", flat=True)), ensure_ascii=False)
    for word in ("Halyna", "Petro", "mother", "aunt", "moved in March", "died", "see him", "Where", "as they said"):
        assert word not in said
    whole = notification_of(NotificationPlan.objects.get(pk=plan.pk))
    assert [visited.outcome for visited in whole.visits] == [VisitOutcome.TOLD] and whole.told == frozenset({1})
    assert len(whole.ladders) == 2 and whole.ladders[0].who == whole.heard[0].who == whole.plan.entitled[1].name
    page = browser(team.lia).get(reverse("notification", args=[plan.pk]))
    assert page.status_code == 200 and b"Halyna" not in page.content
    assert erasure.destroyed["plans"] == 2 and erasure.destroyed["told"] == 2
    assert any("2 notifications" in each.what for each in kept(erasure))
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanEntry.objects.update(kind="Heard")


@pytest.mark.slow
@pytest.mark.both
def test_a_prepared_picture_goes_with_its_photograph(team: Team) -> None:
    with_a_photograph(team)
    plan = told(team)
    record_asked(by=team.by, plan=plan, who="A mother", words="May I see him?")
    picture = a_prepared_picture(team, plan)
    boris = as_(team.board.team.people.boris)
    assert not wanting_pictures(boris).exists() and reveal_prepared(by=boris, picture=picture)
    photograph = Photograph.objects.select_related("subject").get(pk=picture.photograph_id)
    with pytest.raises(RuleBroken, match="must be kept"), transaction.atomic():
        carried_out(team.board.rosa, team.board.team.people.ana, photograph.subject, photograph)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        PreparedPicture.objects.update(words="another")
    recall = recalled(team)
    to_its_end(team, recall)
    carried_out(team.board.rosa, team.board.team.people.ana, photograph.subject, photograph)
    kept_row = PreparedPicture.objects.get()
    assert (kept_row.sha256, kept_row.words, kept_row.reviewed_words, kept_row.cut) == ("", "", "", [])
    assert kept_row.accepted and vault.count_made(photograph.sealed) == 0
    with pytest.raises(NotThere):
        reveal_prepared(by=boris, picture=kept_row)
    client = browser(team.board.team.people.boris)
    assert client.get(reverse("prepared", args=[picture.pk])).status_code == 200
    assert client.post(reverse("prepared-reveal", args=[picture.pk])).status_code == 404
    for change in ({"words": "again"}, {"sha256": "a" * 64}, {"accepted": False}):
        with pytest.raises(DatabaseError), transaction.atomic():
            PreparedPicture.objects.update(**change)
    assert not to_look_over(as_(team.board.rosa)).exists()
    with pytest.raises(OutOfStep):
        look_over(by=as_(team.board.rosa), picture=kept_row, accepted=True, words="gentle")
