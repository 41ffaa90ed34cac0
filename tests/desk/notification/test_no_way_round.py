"""Whatever people of the desk do in whatever order, its rows never hold a telling without the board, by fewer than two
who confirmed, directly across a front line, or a picture without its consent; and nothing after a recall.

Judged from the rows alone, with none of the rules.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from hypothesis.strategies import booleans, integers, sampled_from

from antigone.desk.identification.actions.recalls import begin_recall
from antigone.desk.identification.models import Recall
from antigone.desk.notification.actions.handing import hand_over
from antigone.desk.notification.actions.plans import (
    choose_visitors,
    confirm_plan,
    open_error_plan,
    record_contact,
    record_side,
    write_item,
)
from antigone.desk.notification.actions.showing import (
    describe,
    halt,
    pass_over,
    record_asked,
    record_consent,
    show_picture,
)
from antigone.desk.notification.actions.visits import add_follow_up, close_plan, record_follow_up
from antigone.desk.notification.models import NotificationPlan, PlanEntry
from antigone.errors import AntigoneError
from antigone.protocol.ladder import Rung
from antigone.protocol.plan import Item
from antigone.protocol.recall import RecallGround
from antigone.protocol.visit import VisitOutcome
from desk_databases import Database
from desk_people import as_
from desk_told import Team, a_prepared_picture, a_team, planned, visit, with_a_photograph

pytestmark = pytest.mark.slow
DIRECT = {"Contact", "Chosen", "Visited", "Handed", "Asked", "Consented", "Shown", "PassedOver", "Halted", "Due"}
PLANNING = {"Sided", "Entitled", "Struck", "Contact", "Written", "Chosen"}
WHO = sampled_from(["A mother", "A brother"])


class Desk(RuleBasedStateMachine):
    """Two liaison officers who try everything, on a family of which each example begins anew."""

    team: Team

    @initialize(across=booleans(), far=integers(0, 3))
    def begin(self, across: bool, far: int) -> None:
        """Most of what can go wrong lies near the end of the way: begin there, too."""
        self.point = transaction.savepoint()
        self.team = type(self).team
        self.plan = planned(self.team, across=across, confirmed=far > 0)
        self.picture = None
        if far > 1:
            self.tries(lambda: visit(self.team, self.plan))
        if far > 2:
            self.ask("A mother")
            self.tries(self.prepare)
            self.consent("A mother", Rung.WORDS)

    def prepare(self) -> None:
        self.picture = a_prepared_picture(self.team, self.plan)

    def teardown(self) -> None:
        if hasattr(self, "point"):
            transaction.savepoint_rollback(self.point)

    def tries(self, do: Callable[[], object]) -> None:
        try:
            with transaction.atomic():
                do()
        except AntigoneError:
            return

    @rule(across=booleans(), second=booleans())
    def side(self, across: bool, second: bool) -> None:
        by = as_(self.team.omar if second else self.team.lia)
        self.tries(lambda: record_side(by=by, plan=self.plan, across=across, who_says="an aunt", words="so"))

    @rule(safe=booleans())
    def contact(self, safe: bool) -> None:
        said = {"key": 1, "how": "the aunt", "safe": safe, "never": "nothing", "words": "the aunt"}
        self.tries(lambda: record_contact(by=self.team.by, plan=self.plan, **said))

    @rule(item=sampled_from([Item.RISKS, Item.RITES]))
    def write(self, item: Item) -> None:
        self.tries(lambda: write_item(by=self.team.by, plan=self.plan, item=item, words="otherwise"))

    @rule(alone=booleans())
    def choose(self, alone: bool) -> None:
        second = self.team.lia if alone else self.team.omar
        self.tries(lambda: choose_visitors(by=self.team.by, plan=self.plan, first=self.team.lia, second=second))

    @rule(second=booleans())
    def confirm(self, second: bool) -> None:
        by = as_(self.team.omar if second else self.team.lia)
        self.tries(lambda: confirm_plan(by=by, plan=self.plan))

    @rule(outcome=sampled_from(VisitOutcome), plainly=booleans())
    def go(self, outcome: VisitOutcome, plainly: bool) -> None:
        told = (1,) if outcome is VisitOutcome.TOLD else ()
        self.tries(lambda: visit(self.team, self.plan, outcome=outcome, told=told, plainly=plainly, words="so"))

    @rule(number=integers(0, 1))
    def follow(self, number: int) -> None:
        at = timezone.now()
        said = {"number": number, "on": at, "reached": True, "words": "well"}
        self.tries(lambda: record_follow_up(by=self.team.by, plan=self.plan, **said))
        self.tries(lambda: add_follow_up(by=self.team.by, plan=self.plan, due=at + timedelta(days=1), words="more"))

    @rule(alone=booleans())
    def hand(self, alone: bool) -> None:
        witness = self.team.lia if alone else self.team.omar
        said: dict[str, Any] = {"on": timezone.now(), "witness": witness, "to": 1, "signed": "folder", "remains": True}
        self.tries(lambda: hand_over(by=self.team.by, plan=self.plan, **said))

    @rule(who=WHO)
    def ask(self, who: str) -> None:
        self.tries(lambda: record_asked(by=self.team.by, plan=self.plan, who=who, words="May I see?"))

    @rule(who=WHO, rung=sampled_from(Rung))
    def consent(self, who: str, rung: Rung) -> None:
        self.tries(lambda: record_consent(by=self.team.by, plan=self.plan, who=who, rung=rung, words="yes"))

    @rule(who=WHO)
    def climb(self, who: str) -> None:
        for rung, do in ((Rung.WORDS, describe), (Rung.OBJECT, pass_over)):
            self.consent(who, rung)
            self.tries(lambda do=do: do(by=self.team.by, plan=self.plan, who=who, words="so"))  # type: ignore[misc]

    @rule(who=WHO)
    def show(self, who: str) -> None:
        if self.picture is not None:
            self.tries(lambda: show_picture(by=self.team.by, plan=self.plan, who=who, picture=self.picture))

    @rule(who=WHO)
    def stop(self, who: str) -> None:
        self.tries(lambda: halt(by=self.team.by, plan=self.plan, who=who))

    @rule()
    def close(self) -> None:
        self.tries(lambda: close_plan(by=self.team.by, plan=self.plan, words="done"))

    @rule()
    def recall(self) -> None:
        if not Recall.objects.exists():
            ground = RecallGround.WRONG_EVIDENCE
            self.tries(lambda: begin_recall(by=self.team.by, decision=self.team.decision, ground=ground, reason="x"))
        self.tries(lambda: open_error_plan(by=self.team.by, plan=self.plan, reason="from us"))

    @invariant()
    def nothing_of_it_stands_in_the_rows(self) -> None:
        for plan in NotificationPlan.objects.select_related("decision"):
            assert plan.decision.conclusion == "ESTABLISHED"
            log = list(PlanEntry.objects.filter(plan=plan).order_by("place"))
            for at, entry in enumerate(log):
                _judge(plan, log[:at], entry)


def _judge(plan: NotificationPlan, before: list[PlanEntry], entry: PlanEntry) -> None:
    sides = [each.across for each in before if each.kind == "Sided"]
    if entry.kind in DIRECT:
        assert not (sides and sides[-1]), "a direct way across the line"
    if entry.kind == "Visited":
        last = max(n for n, each in enumerate(before) if each.kind in PLANNING)
        assert len({each.by_id for each in before[last:] if each.kind == "Confirmed"}) == 2
        assert entry.one_id != entry.two_id and entry.by_id in (entry.one_id, entry.two_id)
    if entry.kind == "Shown":
        said = json.loads(entry.said)
        mine = [json.loads(each.said) for each in before if each.kind in ("Asked", "Consented", "Shown", "Halted")]
        mine = [each for each in mine if each["who"] == said["who"]]
        assert mine[-1]["is"] == "Consented" and mine[-1]["rung"] == said["rung"], "shown without its own consent"
    if plan.recall_id is None and plan.decision.recalled_at is not None:
        assert entry.at < plan.decision.recalled_at, "something went on after the recall"


def test_no_sequence_of_acts_leads_round_the_rules(desk: Database) -> None:
    Desk.team = a_team()
    with_a_photograph(Desk.team)
    often = settings(
        max_examples=8, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(Desk, settings=often)
