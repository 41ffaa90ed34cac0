"""Across a front line: nothing goes but through the exchange, and only an answer says that a family knows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from antigone.desk.cases.actions.cases import change_article16
from antigone.desk.exchange.actions.packets import take_packet
from antigone.desk.exchange.models import Packet, Recipient
from antigone.desk.identification.actions.recalls import begin_recall
from antigone.desk.identification.models import Act
from antigone.desk.notification.actions.across import record_answer, record_sent
from antigone.desk.notification.actions.plans import (
    choose_visitors,
    open_error_plan,
    put_on_paper,
    record_contact,
    record_side,
)
from antigone.desk.notification.actions.showing import (
    record_asked,
)
from antigone.desk.notification.actions.visits import (
    add_follow_up,
    close_plan,
)
from antigone.desk.notification.models import NotificationPlan, PlanEntry
from antigone.errors import RuleBroken
from antigone.exchange.packet import PacketKind
from antigone.protocol.recall import RecallGround, What
from desk_exchange import Exchange
from desk_people import as_
from desk_told import Team, a_team, planned, visit


@pytest.fixture
def team(desk: object) -> Team:
    return a_team()


@pytest.mark.slow
@pytest.mark.both
def test_across_a_front_line_neither_the_desk_nor_its_database_knows_a_direct_way(team: Team) -> None:
    plan = planned(team, across=True)
    tries = (
        lambda: record_contact(by=team.by, plan=plan, key=1, how="by an uncle", safe=True, never="no", words="he"),
        lambda: choose_visitors(by=team.by, plan=plan, first=team.lia, second=team.omar),
        lambda: record_asked(by=team.by, plan=plan, who="A mother", words="May I see him?"),
        lambda: put_on_paper(by=team.by, plan=plan),
        lambda: visit(team, plan),
        lambda: add_follow_up(by=team.by, plan=plan, due=timezone.now() + timedelta(days=1), words="x"),
    )
    before = PlanEntry.objects.count()
    for go in tries:
        with pytest.raises(RuleBroken):
            go()
    for kind in ("Contact", "Visited", "Handed", "Asked", "Shown", "FollowedUp"):
        people = {"one": team.lia, "two": team.omar} if kind in ("Visited", "Handed") else {}
        with pytest.raises(DatabaseError, match="front line"), transaction.atomic():
            PlanEntry.objects.create(
                plan=plan, place=99, kind=kind, said="{}", by=team.lia, at=timezone.now(), **people
            )
    assert PlanEntry.objects.count() == before
    with pytest.raises(RuleBroken, match="second person"):
        record_side(by=team.by, plan=plan, across=False, who_says="an uncle", words="they came over")
    with pytest.raises(RuleBroken, match="Nothing was sent"):
        record_answer(by=team.by, plan=plan, told=True, words="letter 8")
    record_side(by=as_(team.omar), plan=plan, across=False, who_says="an uncle", words="they came over")
    assert NotificationPlan.objects.get().across is False


@pytest.mark.slow
def test_across_the_line_only_the_packet_of_the_case_for_the_bureau_counts(team: Team) -> None:
    plan = planned(team, across=True)
    recipient = Recipient.objects.create(
        agency=plan.agency,
        name="Central Tracing Agency",
        body=Recipient.Body.TRACING_AGENCY,
        basis="public-interest",
        instrument="GC I art. 16",
        kinds=["information-bureau"],
        age_key="age1x",
        opened_at=timezone.now(),
        opened_by=team.lia,
    )
    row = {
        **{"agency": plan.agency, "incident": plan.incident, "recipient": recipient, "reason": "x", "size": 1},
        **{"made_at": timezone.now(), "made_by": team.lia, "sha256": "a" * 64, "contents": [], "file": ""},
        "expires_at": timezone.now(),
    }
    bureau = {"subject": plan.case, "kind": "information-bureau"}
    waiting = Packet.objects.create(**row, **bureau, number="P-1")
    other = Packet.objects.create(**row, subject=plan.record, kind="sheet", number="P-2", taken_at=timezone.now())
    for wrong in (waiting, other):
        with pytest.raises(RuleBroken, match="packet"):
            record_sent(by=team.by, plan=plan, packet=wrong)
    taken = Packet.objects.create(**row, **bureau, number="P-3", taken_at=timezone.now(), taken_by=team.lia)
    record_sent(by=team.by, plan=plan, packet=taken)
    assert (
        Act.objects.filter(what=What.INFORMATION_BUREAU.value).count() == 1
        and NotificationPlan.objects.get().told_at is None
    )
    with pytest.raises(RuleBroken, match="Nothing came back"):
        close_plan(by=team.by, plan=plan, words="done")
    record_answer(by=team.by, plan=plan, told=True, words="letter 88")
    assert NotificationPlan.objects.get().told_at is not None
    begin_recall(by=team.by, decision=team.decision, ground=RecallGround.WRONG_PERSON, reason="a mixed sample")
    error = open_error_plan(by=team.by, plan=plan, reason="they must hear it")
    assert error.across is True, "an error is told by the way by which it came"


@pytest.mark.slow
def test_a_packet_that_the_exchange_registered_is_one_act_and_no_second(team: Team) -> None:
    plan, case = planned(team, across=True), team.decision.case
    exchange = Exchange(team.board.team.people, team.board.rosa, team.board.incident)
    change_article16(by=as_(team.board.rosa), case=case.case, reason="disc", fields={"surname": "Щербак"})
    packet = exchange.packet(case, exchange.recipient(), PacketKind.BUREAU)
    take_packet(by=as_(team.board.rosa), packet=packet)
    packet.refresh_from_db()
    row = record_sent(by=team.by, plan=plan, packet=packet)
    act = Act.objects.get(what=What.INFORMATION_BUREAU.value)
    assert row.act == packet.act_number == act.number and act.decision == team.decision
