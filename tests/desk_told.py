"""An identification that stands, and the people who tell the family of it: for the tests of notification."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from django.utils import timezone

from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Role, Thing
from antigone.desk.identification.models import Decision, File, Motion, Sitting
from antigone.desk.identification.snapshot import Frozen
from antigone.desk.notification.actions.plans import (
    choose_visitors,
    confirm_plan,
    name_entitled,
    open_plan,
    record_contact,
    record_side,
    write_item,
)
from antigone.desk.notification.actions.preparing import look_over, prepare_picture
from antigone.desk.notification.actions.trainings import record_training
from antigone.desk.notification.actions.visits import record_visit
from antigone.desk.notification.cutting import Area
from antigone.desk.notification.models import NotificationPlan, PlanEntry, PreparedPicture, Training
from antigone.desk.photos import vault
from antigone.desk.photos.actions.photographs import add_photograph
from antigone.desk.photos.models import Photograph
from antigone.desk.photos.pictures import made_from
from antigone.desk.photos.queries import sealed
from antigone.desk.subjects.models import Subject
from antigone.face.photo import decode
from antigone.protocol.codec import freeze, sha256
from antigone.protocol.ladder import Rung
from antigone.protocol.plan import Item
from antigone.protocol.visit import VisitOutcome, VisitStep
from antigone.types import Photo
from desk_board import Board, a_board, a_file, a_line, faceless, identified
from desk_people import a_person, as_
from desk_photos import a_dead_face
from desk_remembered import remembered
from protocol.people import established

STEPS = dict.fromkeys(VisitStep, (True, ""))


@dataclass
class Team:
    """Those who tell, and what they tell."""

    board: Board
    decision: Decision
    lia: Person
    """Liaison officer of Harbour, trained."""
    omar: Person
    """Another, trained."""

    @property
    def by(self) -> Any:
        return as_(self.lia)


def train(board: Board, person: Person) -> None:
    ana, day = as_(board.team.people.ana), timezone.localdate() - timedelta(days=90)
    record_training(by=ana, person=person, what="two days, National Society", on=day)


@remembered
def a_team() -> Team:
    """Identified by teeth, of a body without a face: the shortest way through the board."""
    board = a_board()
    case, record = board.pair(photographs=False)
    faceless(board, case)
    file = a_file(board, case, record)
    a_line(board, file)
    omar = a_person("Omar Haddad", board.team.people.harbour, Role.LIAISON_OFFICER)
    for person in (board.lia, omar):
        train(board, person)
    return Team(board, identified(board, file), board.lia, omar)


@remembered
def planned(team: Team, *, across: bool = False, confirmed: bool = True) -> NotificationPlan:
    """A plan of which nothing is missing."""
    by = team.by
    plan = open_plan(by=by, decision=team.decision, reason="the board decided")
    record_side(by=by, plan=plan, across=across, who_says="their aunt", words="they moved in March")
    name_entitled(by=by, plan=plan, name="Halyna Example", relation="mother", place=1)
    for item in Item:
        write_item(by=by, plan=plan, item=item, words="as they said")
    if not across:
        record_contact(
            by=by, plan=plan, key=1, how="through the aunt", safe=True, never="by telephone", words="the aunt, today"
        )
        choose_visitors(by=by, plan=plan, first=team.lia, second=team.omar)
    if confirmed:
        for person in (team.lia, team.omar):
            confirm_plan(by=as_(person), plan=plan)
    return plan


def visit(team: Team, plan: NotificationPlan, **more: Any) -> PlanEntry:
    said: dict[str, Any] = {
        "on": timezone.now() - timedelta(hours=1),
        "outcome": VisitOutcome.TOLD,
        "steps": STEPS,
        "told": (1,),
        "present": "the aunt",
        "said_words": "Your son has died.",
        "plainly": True,
        "stays": "the aunt, until tomorrow",
        **more,
    }
    return record_visit(by=team.by, plan=plan, **said)


def told(team: Team) -> NotificationPlan:
    """A family that was told in person."""
    plan = planned(team)
    visit(team, plan)
    return NotificationPlan.objects.get(pk=plan.pk)


def with_a_photograph(team: Team) -> int:
    """A photograph of the case, prepared for looking at without the engine."""
    data = a_dead_face()
    boris = as_(team.board.team.people.boris)
    photograph = add_photograph(by=boris, subject=team.decision.case, data=data, file_name="1.jpg")
    photo = decode(data, "1.jpg")
    assert isinstance(photo, Photo)
    for size, jpeg in made_from(photo).items():
        vault.keep_made(sealed(photograph), size, jpeg)
    return photograph.pk


@cache
def _decided() -> str:
    return freeze(Frozen(established(), "HALCYON", (), "Somebody", (), ()))


def rows_of_telling(case: Subject, record: Subject, person: Person, liaison: Person) -> dict[Thing, int]:
    """Straight rows, for the matrices of pages: a decision, a plan, a prepared picture and a training."""
    now, of = timezone.now(), {"incident": case.incident, "agency": case.agency}
    file = File.objects.create(
        **of, place=90, number=f"{case.code}-F", case=case, record=record, reason="x", opened_by=person, opened_at=now
    )
    sitting = Sitting.objects.create(file=file, meets_at=now, where="here", called_by=person, called_at=now)
    proposal = Motion.objects.create(
        sitting=sitting, conclusion="ESTABLISHED", reasons="x", combined=[], frozen="", by=person, at=now
    )
    decision = Decision.objects.create(
        **of,
        place=90,
        number=f"{case.code}-D",
        file=file,
        proposal=proposal,
        case=case,
        record=record,
        conclusion="ESTABLISHED",
        frozen=_decided(),
        sha256=sha256(_decided()),
        by=person,
        at=now,
    )
    plan = NotificationPlan.objects.create(
        **of,
        place=90,
        number=f"{case.code}-N",
        decision=decision,
        case=case,
        record=record,
        reason="x",
        opened_by=liaison,
        opened_at=now,
    )
    photograph, jpeg = Photograph.objects.filter(subject=case).earliest("pk"), b"a picture"
    vault.keep_made(sealed(photograph), vault.Size.PREPARED, jpeg, 1)
    picture = PreparedPicture.objects.create(
        plan=plan,
        photograph=photograph,
        rung="face",
        words="covered",
        cut=[0, 0, 100, 100],
        covers=[],
        file=1,
        sha256=hashlib.sha256(jpeg).hexdigest(),
        made_by=person,
        made_at=now,
    )
    training = Training.objects.create(
        person=liaison, what="two days", on=timezone.localdate(), recorded_by=person, recorded_at=now
    )
    return {
        Thing.DECISION: decision.pk,
        Thing.NOTIFICATION: plan.pk,
        Thing.PREPARED: picture.pk,
        Thing.TRAINING: training.pk,
    }


def a_prepared_picture(team: Team, plan: NotificationPlan) -> PreparedPicture:
    """Of the face, cut by one and looked over by another. Somebody has to have asked."""
    boris, photograph = as_(team.board.team.people.boris), Photograph.objects.get(subject=team.decision.case)
    cut, covers = Area(20, 10, 60, 60), [Area(0, 80, 100, 20)]
    said = {"photograph": photograph, "rung": Rung.FACE, "words": "covered to the chin", "cut": cut, "covers": covers}
    picture = prepare_picture(by=boris, plan=plan, **said)
    look_over(by=as_(team.board.rosa), picture=picture, accepted=True, words="gentle")
    return PreparedPicture.objects.get(pk=picture.pk)
