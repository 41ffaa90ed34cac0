"""Reading plans, trainings and prepared pictures: only what the actor may see. ``family_knows`` is for rules."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from antigone.desk.accounts.access import find, within
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Grant, Person
from antigone.desk.accounts.permissions import Level, Role, Thing, Verb
from antigone.desk.identification.models import Decision
from antigone.desk.identification.models.decision import ESTABLISHED
from antigone.desk.notification.models import NotificationPlan, PlanEntry, PreparedPicture, Training
from antigone.desk.subjects.models import Subject
from antigone.protocol.follow_up import Voice


def plans(by: Actor, verb: Verb = Verb.SEE) -> QuerySet[NotificationPlan]:
    mine = within(by, verb, Thing.NOTIFICATION, incident="incident")
    return NotificationPlan.objects.filter(mine).select_related(
        "incident", "agency", "case", "record", "decision", "recall"
    )


def find_plan(by: Actor, number: int) -> NotificationPlan:
    return find(plans(by), number)


def frozen_plans(rows: QuerySet[NotificationPlan]) -> QuerySet[NotificationPlan]:
    """Plans whose own identification was recalled."""
    return rows.filter(recall=None, decision__recalled_at__isnull=False)


def errors_to_tell(rows: QuerySet[NotificationPlan]) -> QuerySet[NotificationPlan]:
    """Families who were told of an identification that is recalled, and for whom nobody has opened a plan yet."""
    begun = NotificationPlan.objects.filter(recall__decision=OuterRef("decision"))
    return frozen_plans(rows).filter(told_at__isnull=False).filter(~Exists(begun))


def at_work(rows: QuerySet[NotificationPlan]) -> QuerySet[NotificationPlan]:
    """Plans with something to do: not closed, and not frozen."""
    return rows.filter(closed_at=None).exclude(recall=None, decision__recalled_at__isnull=False)


def overdue(rows: QuerySet[NotificationPlan], now: datetime | None = None) -> QuerySet[NotificationPlan]:
    return at_work(rows).filter(next_due__lt=now or timezone.now()).order_by("next_due")


def asking_again(rows: QuerySet[NotificationPlan]) -> QuerySet[NotificationPlan]:
    """Plans in which a family's wish to examine again was not passed on yet."""
    asked = PlanEntry.objects.filter(plan=OuterRef("pk"), kind="Heard", said__contains=f'"voice":"{Voice.REEXAMINE}"')
    counted = asked.order_by().values("plan").annotate(number=Count("pk")).values("number")
    passed = PlanEntry.objects.filter(plan=OuterRef("pk"), kind="Passed").order_by().values("plan")
    taken_up = passed.annotate(number=Count("pk")).values("number")
    return (
        at_work(rows)
        .filter(Exists(asked))
        .annotate(asked=Subquery(counted), taken_up=Subquery(taken_up))
        .filter(Q(taken_up=None) | Q(taken_up__lt=F("asked")))
    )


def untold(by: Actor) -> QuerySet[Decision]:
    """Established identifications that stand and have no plan yet."""
    mine = within(by, Verb.OPEN, Thing.NOTIFICATION, agency="record__agency", incident="incident")
    begun = NotificationPlan.objects.filter(decision=OuterRef("pk"), recall=None).filter(
        Q(closed_at=None) | Q(told_at__isnull=False)
    )
    standing = Decision.objects.filter(mine, conclusion=ESTABLISHED, recalled_at=None).filter(~Exists(begun))
    return standing.select_related("case", "record", "incident").order_by("pk")


def plans_of(by: Actor, subject: Subject) -> QuerySet[NotificationPlan]:
    return plans(by).filter(**{subject.thing.value: subject})


def family_knows(record: Subject) -> bool:
    """Whether somebody of the family was told that this person was identified, and it still stands."""
    return NotificationPlan.objects.filter(
        record=record, recall=None, told_at__isnull=False, decision__recalled_at=None
    ).exists()


def trainings(by: Actor) -> QuerySet[Training]:
    mine = within(by, Verb.SEE, Thing.TRAINING, agency="person__agency")
    return Training.objects.filter(mine).select_related("person__agency", "recorded_by", "ended_by")


def find_training(by: Actor, number: int) -> Training:
    return find(trainings(by), number)


def live_trainings(day: date | None = None) -> QuerySet[Training]:
    today = day or timezone.localdate()
    return Training.objects.filter(ended_at=None, on__lte=today).filter(Q(until=None) | Q(until__gte=today))


def who_may_go(plan: NotificationPlan) -> list[tuple[Person, Training]]:
    """Liaison officers whose training counts today: of the agency that holds the record, or whom it lets work on it."""
    let = Grant.objects.filter(
        owner=plan.agency_id, incident=plan.incident_id, revoked_at=None, level=Level.WORK.value
    ).values("to")
    rows = live_trainings().filter(
        Q(person__agency=plan.agency_id) | Q(person__agency__in=let),
        person__held__role=Role.LIAISON_OFFICER,
        person__ended_at=None,
        person__agency__closed_at=None,
    )
    found: dict[int, tuple[Person, Training]] = {}
    for row in rows.select_related("person__agency").order_by("person__name", "person_id", "-on"):
        found.setdefault(row.person_id, (row.person, row))
    return list(found.values())


def prepared(by: Actor, verb: Verb = Verb.SEE) -> QuerySet[PreparedPicture]:
    mine = within(by, verb, Thing.PREPARED, agency="plan__case__agency", incident="plan__incident")
    return PreparedPicture.objects.filter(mine).select_related(
        *("plan__case", "plan__record", "plan__incident", "plan__decision", "photograph__key", "made_by", "reviewed_by")
    )


def find_prepared(by: Actor, number: int) -> PreparedPicture:
    return find(prepared(by), number)


def asked_for(case: Subject) -> NotificationPlan | None:
    """The open plan of this case in which somebody of the family asked to see."""
    asked = PlanEntry.objects.filter(plan=OuterRef("pk"), kind="Asked")
    rows = at_work(NotificationPlan.objects.filter(case=case, recall=None)).filter(Exists(asked))
    return rows.select_related("decision", "incident", "case", "record").order_by("-pk").first()


def wanting_pictures(by: Actor) -> QuerySet[NotificationPlan]:
    """Plans in which somebody asked to see and no picture was prepared yet."""
    mine = within(by, Verb.MAKE, Thing.PREPARED, agency="case__agency", incident="incident")
    asked = PlanEntry.objects.filter(plan=OuterRef("pk"), kind="Asked")
    usable = (
        PreparedPicture.objects.filter(plan=OuterRef("pk")).filter(photograph__erased_at=None).exclude(accepted=False)
    )
    rows = at_work(NotificationPlan.objects.filter(mine, recall=None)).filter(Exists(asked), ~Exists(usable))
    return rows.select_related("case", "incident")


def to_look_over(by: Actor) -> QuerySet[PreparedPicture]:
    """Prepared pictures that wait for a second person, without the actor's own."""
    live = Q(plan__closed_at=None, plan__decision__recalled_at=None)
    return (
        prepared(by, Verb.LOOK_OVER)
        .filter(live, reviewed_at=None, photograph__erased_at=None)
        .exclude(made_by=by.person)
    )
