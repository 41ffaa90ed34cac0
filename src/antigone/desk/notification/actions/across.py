"""Across a front line: a packet goes to the information bureau or the Central Tracing Agency, and they tell."""

from __future__ import annotations

from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.exchange.models import Packet
from antigone.desk.identification.actions.relied import relied
from antigone.desk.identification.models import Act
from antigone.desk.notification.actions._adding import add, append, current, said
from antigone.desk.notification.actions.handing import must_be_of_inventory
from antigone.desk.notification.models import NotificationPlan, PlanEntry
from antigone.errors import RuleBroken
from antigone.exchange.packet import PacketKind
from antigone.protocol.follow_up import Answered, Sent
from antigone.protocol.recall import What


def record_sent(
    *, by: Actor, plan: NotificationPlan, packet: Packet, lines: tuple[int, ...] = (), seals: str = "", words: str = ""
) -> PlanEntry:
    """The packet of the case left for the bureau or the Agency. It is made on the exchange's own pages: fields a to h
    of article 16, the inventory of effects, hashes.

    Raises:
        RuleBroken: unless it is of this case, for the bureau or the Agency, taken, and the plan confirmed by two.
    """
    with act(by, Verb.CHANGE, plan) as doing:
        found = current(plan)
        leaves = Packet.objects.select_related("recipient").get(pk=packet.pk)
        if leaves.subject_id != found.case_id or leaves.kind != PacketKind.BUREAU.value:
            raise RuleBroken(
                _("This is no packet of this case for the information bureau."), _("Have one made of the case.")
            )
        if leaves.taken_at is None or Packet.objects.filter(recalls=leaves).exists():
            raise RuleBroken(
                _("This packet has not left, or was taken back."), _("Whoever carries it takes it from its page first.")
            )
        must_be_of_inventory(found, lines)
        number = "" if found.recall_id is not None else _registered(doing.by, found, leaves)
        name = f"{leaves.number}, SHA-256 {leaves.sha256}"
        row, _after = append(
            found,
            doing.by,
            lambda at, who: Sent(at, who, name, lines, seals.strip(), words.strip()),
            act_number=number,
        )
        doing.record(found.pk, packet=leaves.number, lines=len(lines), **said(row))
    return row


def _registered(by: Actor, plan: NotificationPlan, packet: Packet) -> str:
    """The act's number in the register of what rests on the identification. The exchange entered it when the packet was
    taken, if the identification stood by then: one packet is one act, and is recalled once.
    """
    entered = Act.objects.filter(decision=plan.decision, number=packet.act_number, what=What.INFORMATION_BUREAU.value)
    if packet.act_number and entered.exists():
        return packet.act_number
    words = f"{plan.number}: packet {packet.number} left for the information bureau or the Agency"
    return relied(by=by, decision=plan.decision, what=What.INFORMATION_BUREAU, words=words).number


def record_answer(*, by: Actor, plan: NotificationPlan, told: bool, words: str) -> PlanEntry:
    """Record the answer of the bureau or the Agency, and whether they say that the family knows.

    Raises:
        RuleBroken: if nothing was sent.
    """
    words = clean_text(words, "words", 5000)
    return add(by=by, plan=plan, make=lambda at, who: Answered(at, who, told, words))
