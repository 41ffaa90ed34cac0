"""How the families of the demonstration's identified are told: planned by two, and one of them told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from antigone.desk.accounts.actor import acting
from antigone.desk.accounts.models import Person
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
from antigone.desk.notification.models import NotificationPlan, Training
from antigone.protocol.plan import Item
from antigone.protocol.visit import VisitOutcome, VisitStep

_WORDS = {
    Item.WISHES: "Asked when they gave the photographs: at home, both parents together, not before school is out.",
    Item.LANGUAGE: "Their own, which both visitors speak.",
    Item.INTERPRETER: "None is needed.",
    Item.PLACE: "At home in Ostrel, in the evening. The visit is announced by Tomas Iversund, without saying what for.",
    Item.SUPPORTER: "A sister who lives next door; she will be at home that evening.",
    Item.QUESTIONS: "How sure: the teeth, compared by two, and the board of three. How they died is not known yet: say"
    " so. Where they are: Ostrel mortuary. What comes next: they decide, and nothing has to be signed that evening.",
    Item.EFFECTS: "What was with the body stands in the inventory; it can be received at the mortuary or at home.",
    Item.RITES: "Not known. Ask, before anything is said about burial.",
    Item.CHILDREN: "Two, of 9 and 12. The parents tell them; the sister looks after them meanwhile.",
    Item.RISKS: "The grandmother's heart is weak: her doctor knows of the visit. No journalists know of it.",
}
"""Fictional, like the family."""


def plan_to_tell(people: dict[str, Person], decision: Decision, confirmed_by: Iterable[str]) -> NotificationPlan:
    """A complete plan, confirmed by these of the two visitors."""
    liaison = acting(people["liaison"])
    for name in ("liaison", "liaison2"):
        if not Training.objects.filter(person=people[name]).exists():
            record_training(
                by=acting(people["administrator"]),
                person=people[name],
                what="Three days with the National Society: telling families (fictional)",
                on=timezone.localdate() - timedelta(days=200),
            )
    plan = open_plan(by=liaison, decision=decision, reason="The board has decided; the family waits.")
    record_side(
        by=liaison,
        plan=plan,
        across=False,
        who_says="The family's own request",
        words="They live in Ostrel (fictional).",
    )
    teller = decision.record.record.informants.first()
    called, relation = (
        (teller.name, teller.relation) if teller is not None else ("Somebody of the family", "next of kin")
    )
    name_entitled(by=liaison, plan=plan, name=called, relation=relation, place=1)
    record_contact(
        by=liaison,
        plan=plan,
        key=1,
        how="By a visit of the liaison officer whom they know",
        safe=True,
        never="by telephone at work",
        words="They said so when they gave the photographs.",
    )
    for item, words in _WORDS.items():
        write_item(by=liaison, plan=plan, item=item, words=words)
    choose_visitors(by=liaison, plan=plan, first=people["liaison"], second=people["liaison2"])
    for name in confirmed_by:
        confirm_plan(by=acting(people[name]), plan=plan)
    return plan


def tell(people: dict[str, Person], plan: NotificationPlan) -> None:
    """A visit an hour ago, with a follow-up due within a day."""
    record_visit(
        by=acting(people["liaison"]),
        plan=plan,
        on=timezone.now() - timedelta(hours=1),
        outcome=VisitOutcome.TOLD,
        steps=dict.fromkeys(VisitStep, (True, "")),
        told=(1,),
        present="The family at home, and the sister from next door",
        said_words="I have to tell you that she has died.",
        plainly=True,
        stays="The sister, until tomorrow",
    )
