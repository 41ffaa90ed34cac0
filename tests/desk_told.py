"""An identification that stands, and the people who tell the family of it: for the tests of notification."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.identification.models import Decision
from antigone.desk.notification.actions.plans import (
    choose_visitors,
    confirm_plan,
    name_entitled,
    open_plan,
    record_contact,
    record_side,
    write_item,
)
from antigone.desk.notification.actions.trainings import record_training
from antigone.desk.notification.actions.visits import record_visit
from antigone.desk.notification.models import Entry, Plan
from antigone.protocol.plan import Item
from antigone.protocol.visit import Outcome, Step
from desk_board import Board, a_board, a_file, a_line, faceless, identified
from desk_people import a_person, as_

STEPS = dict.fromkeys(Step, (True, ""))


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


def planned(team: Team, *, across: bool = False, confirmed: bool = True) -> Plan:
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


def visit(team: Team, plan: Plan, **more: Any) -> Entry:
    said: dict[str, Any] = {
        "on": timezone.now() - timedelta(hours=1),
        "outcome": Outcome.TOLD,
        "steps": STEPS,
        "told": (1,),
        "present": "the aunt",
        "said_words": "Your son has died.",
        "plainly": True,
        "stays": "the aunt, until tomorrow",
        **more,
    }
    return record_visit(by=team.by, plan=plan, **said)


def told(team: Team) -> Plan:
    """A family that was told in person."""
    plan = planned(team)
    visit(team, plan)
    return Plan.objects.get(pk=plan.pk)
