"""Notification plans: opened for an identification that stands, written item by item, confirmed by both visitors."""

from __future__ import annotations

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.identification.models import Decision, Recall
from antigone.desk.identification.person_refs import of_person
from antigone.desk.identification.queries import rests_on_a_recalled_one
from antigone.desk.identification.to_protocol import recall_of
from antigone.desk.notification.actions._adding import add, append, current, person_of, said
from antigone.desk.notification.models import NotificationPlan, PlanEntry
from antigone.desk.notification.queries import who_may_go
from antigone.desk.notification.sheet import as_sheet
from antigone.desk.notification.to_protocol import notification_of
from antigone.desk.records.models import Name
from antigone.errors import OutOfStep, RuleBroken
from antigone.protocol.notification import Notification
from antigone.protocol.plan import Channel, Chosen, Confirmed, Contact, Entitled, Item, Sided, Struck, Visitor, Written
from antigone.protocol.rules import must, must_be_free_of


def open_plan(*, by: Actor, decision: Decision, reason: str) -> NotificationPlan:
    """Open the plan for telling a family that their relative was identified.

    Raises:
        RuleBroken: unless the board established it and it stands.
        OutOfStep: if there is a plan.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.OPEN, Thing.NOTIFICATION.of(decision.record), reason=reason) as doing:
        found = Decision.objects.select_related("incident", "case", "record").get(pk=decision.pk)
        if not found.stands or rests_on_a_recalled_one(found):
            raise RuleBroken(
                _("There is no established identification that stands."),
                _("'Possible' and 'probable' are told to nobody. That the search goes on can be said."),
            )
        if NotificationPlan.objects.filter(decision=found, recall=None, closed_at=None).exists():
            raise OutOfStep(_("There is a plan for this family."), _("Go on with it."))
        plan = _open(doing.by, found, None, reason)
        notification_of(plan)  # the protocol's own judgement of what it is about
        doing.record(plan.pk, decision=found.number)
    return plan


def open_error_plan(*, by: Actor, plan: NotificationPlan, reason: str) -> NotificationPlan:
    """Begin to plan how a family that was told is told that it was an error. Who they are, where, and what they wish
    is taken over; everything that depends on what is said is written anew, and both who go confirm it.

    Raises:
        RuleBroken: unless the identification is recalled and the family was told.
        OutOfStep: if there is a plan.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.OPEN, plan, reason=reason) as doing:
        former = NotificationPlan.objects.select_related("decision", "incident", "case", "record").get(pk=plan.pk)
        recall = Recall.objects.filter(decision=former.decision_id).select_related("decision").first()
        if recall is None or former.recall_id is not None:
            raise RuleBroken(_("The identification is not recalled."), _("There is no error to tell."))
        if NotificationPlan.objects.filter(recall=recall, closed_at=None).exists():
            raise OutOfStep(_("There is a plan for this family."), _("Go on with it."))
        Notification("-", recall_of(recall), former.opened_at)  # somebody was told
        made = _open(doing.by, former.decision, recall, reason)
        _take_over(doing.by, notification_of(former), made)
        doing.record(made.pk, recall=recall.number, follows=former.number)
    return made


_KEPT = (Item.LANGUAGE, Item.INTERPRETER, Item.RITES)
"""What stays true of a family whatever is said to them."""


def _take_over(by: Actor, former: Notification, made: NotificationPlan) -> None:
    plan = former.plan
    if plan.sided is not None:
        one = plan.sided
        append(made, by, lambda at, key: Sided(at, key, one.across, one.who_says, one.words))
    for each in plan.in_order:
        append(
            made,
            by,
            lambda at, key, e=each: Entitled(at, key, e.key, e.place, e.name, e.relation, e.words),  # type: ignore[misc]
        )
    for item in _KEPT:
        if item in plan.written:
            words = plan.written[item].words
            append(made, by, lambda at, key, i=item, w=words: Written(at, key, i, w))  # type: ignore[misc]


def _open(by: Actor, decision: Decision, recall: Recall | None, reason: str) -> NotificationPlan:
    incident = decision.incident
    place = (NotificationPlan.objects.filter(incident=incident).aggregate(last=Max("place"))["last"] or 0) + 1
    return NotificationPlan.objects.create(
        incident=incident,
        agency_id=decision.record.agency_id,
        place=place,
        number=f"{incident.code}-N-{place:05}",
        decision=decision,
        recall=recall,
        case=decision.case,
        record=decision.record,
        reason=reason,
        opened_by_id=person_of(by),
        opened_at=timezone.now(),
    )


def record_side(*, by: Actor, plan: NotificationPlan, across: bool, who_says: str, words: str) -> PlanEntry:
    """Record on which side of a front line the family is, and who says so: it decides how they may be told.

    Raises:
        RuleBroken: if whoever said "across" takes it back themselves.
    """
    who_says, words = clean_text(who_says, "who says so", 200), clean_text(words, "how they know", 2000)
    return add(by=by, plan=plan, make=lambda at, key: Sided(at, key, across, who_says, words))


def name_entitled(
    *, by: Actor, plan: NotificationPlan, name: str, relation: str, place: int, words: str = "", key: int | None = None
) -> PlanEntry:
    """Add somebody who has a right to be told, with their place in the order; with ``key``, change them.

    Raises:
        RuleBroken
    """
    name, relation = clean_text(name, "name", 200), clean_text(relation, "relation", 120)
    with act(by, Verb.CHANGE, plan) as doing:
        found = current(plan)
        ever = [e.key for e in notification_of(found).entries if isinstance(e, Entitled)]
        if key is not None and key not in ever:
            raise RuleBroken(_("There is nobody of that number."), _("Name one who is entitled."))
        number = max(ever, default=0) + 1 if key is None else key
        row, _after = append(
            found, doing.by, lambda at, who: Entitled(at, who, number, place, name, relation, words.strip())
        )
        doing.record(found.pk, key=number, order=place, **said(row))
    return row


def strike_entitled(*, by: Actor, plan: NotificationPlan, key: int, words: str) -> PlanEntry:
    """Strike somebody who is not to be told after all. Why stays.

    Raises:
        RuleBroken: if they are not named, or were told.
    """
    words = clean_text(words, "reason", 2000)
    return add(by=by, plan=plan, make=lambda at, who: Struck(at, who, key, words))


def record_contact(
    *, by: Actor, plan: NotificationPlan, key: int, how: str, safe: bool, never: str, words: str
) -> PlanEntry:
    """Record how one of them is reached to arrange a visit, and whether that is safe.

    Raises:
        RuleBroken: also if they are across a front line.
    """
    how, never, words = (
        clean_text(how, "contact", 300),
        clean_text(never, "never", 300),
        clean_text(words, "words", 2000),
    )
    return add(by=by, plan=plan, make=lambda at, who: Contact(at, who, key, how, safe, never, words))


def write_item(*, by: Actor, plan: NotificationPlan, item: Item, words: str) -> PlanEntry:
    """Write one item of the plan. A change asks both visitors to confirm again.

    Raises:
        RuleBroken
    """
    if not words.strip():
        raise RuleBroken(_("This is empty."), _("Write at least one word."))
    text = words.strip()[:10_000]
    return add(by=by, plan=plan, make=lambda at, who: Written(at, who, item, text))


def choose_visitors(*, by: Actor, plan: NotificationPlan, first: Person, second: Person) -> PlanEntry:
    """Choose the two visitors: two different people, both trained, both of those who may go.

    Raises:
        RuleBroken
    """
    with act(by, Verb.CHANGE, plan) as doing:
        found = current(plan)
        able = {person.pk: training for person, training in who_may_go(found)}
        for each in (first, second):
            if each.pk not in able:
                raise RuleBroken(
                    _("Somebody is chosen whose training is not on record, or who may not go."),
                    _("Have an administrator record their training, or choose others."),
                )
        pair = [Visitor(of_person(p.pk), str(able[p.pk].pk)) for p in (first, second)]
        row, _after = append(
            found, doing.by, lambda at, who: Chosen(at, who, pair[0], pair[1]), people=(first.pk, second.pk)
        )
        doing.record(found.pk, first=first.pk, second=second.pk, **said(row))
    return row


def confirm_plan(*, by: Actor, plan: NotificationPlan) -> PlanEntry:
    """Confirm, as one of the two visitors, that one has read the plan as it stands.

    Raises:
        RuleBroken: if something is missing, or they do not go.
    """
    return add(by=by, plan=plan, make=Confirmed)


def put_on_paper(*, by: Actor, plan: NotificationPlan) -> bytes:
    """Make the visit sheet as a PDF. Each time is a row of the audit: there are names in it.

    Raises:
        RuleBroken: if the plan is not ready, or the family is across a front line.
    """
    whole = _ready(notification_of(plan))
    first = Name.objects.filter(record=plan.record_id).order_by("pk").first()
    words = "" if first is None else " ".join(filter(None, (first.given, first.patronymic, first.family)))
    pdf = as_sheet(plan, whole, words or plan.record.code)
    with act(by, Verb.PUT_ON_PAPER, plan) as doing:
        _ready(notification_of(current(plan)))
        doing.record(plan.pk)
    return pdf


def _ready(whole: Notification) -> Notification:
    must(
        whole.plan.channel is not Channel.BUREAU,
        "The family is across a front line: nobody visits them.",
        "The information bureau and the Central Tracing Agency tell them.",
    )
    must_be_free_of(whole.plan.why_not_ready())
    return whole
