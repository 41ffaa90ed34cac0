"""Handing over effects and remains, line by line, against a signature on paper."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.cases.models import Effect
from antigone.desk.identification.actions.relied import relied
from antigone.desk.identification.models import Act
from antigone.desk.identification.person_refs import of_person
from antigone.desk.notification.actions._adding import append, current, said
from antigone.desk.notification.models import NotificationPlan, PlanEntry
from antigone.errors import RuleBroken
from antigone.protocol.hand_over import Handed
from antigone.protocol.recall import What


def hand_over(
    *,
    by: Actor,
    plan: NotificationPlan,
    on: datetime,
    witness: Person,
    to: int,
    signed: str,
    lines: tuple[int, ...] = (),
    seals: str = "",
    remains: bool = False,
    words: str = "",
) -> PlanEntry:
    """Record what was handed to somebody of the family who was told, and where the signed paper is kept.
    Effects and remains each stand in the register of what rests on the identification.

    Raises:
        RuleBroken: if a line left before or is in no inventory, or the family was not told in person.
    """
    signed = clean_text(signed, "signed paper", 300)
    with act(by, Verb.HAND, plan) as doing:
        found = current(plan)
        must_be_of_inventory(found, lines)
        present = Person.objects.select_related("agency").get(pk=witness.pk)
        if not present.is_active:
            raise RuleBroken(_("The second person has left the desk."), _("Name who was there."))
        acts = []
        told = Act.objects.filter(decision=found.decision_id, what=What.NOTIFICATION.value).order_by("pk")[:1]
        for what, wanted in ((What.RELEASE_OF_EFFECTS, bool(lines)), (What.RELEASE_OF_REMAINS, remains)):
            if wanted:
                acts.append(
                    relied(
                        by=doing.by,
                        decision=found.decision,
                        what=what,
                        words=f"{found.number}: {what.value} to the family against a signature",
                        rests_on=told,
                    )
                )
        row, _after = append(
            found,
            doing.by,
            lambda at, who: Handed(
                at, who, on, of_person(present.pk), to, signed, lines, seals.strip(), remains, words.strip()
            ),
            people=(doing.by.person or 0, present.pk),
            act_number=", ".join(each.number for each in acts)[:40],
        )
        doing.record(found.pk, lines=len(lines), remains=remains, witness=present.pk, **said(row))
    return row


def must_be_of_inventory(plan: NotificationPlan, lines: tuple[int, ...]) -> None:
    """Raises RuleBroken unless each is a line of the case's inventory that was not struck."""
    there = set(
        Effect.objects.filter(case=plan.case_id, withdrawn_at=None, place__in=lines).values_list("place", flat=True)
    )
    if there != set(lines):
        raise RuleBroken(
            _("There is no such line in the inventory, or it was struck."), _("Open the inventory again and look.")
        )
