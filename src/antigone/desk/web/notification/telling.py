"""The visit and what comes after it: follow-ups, wishes, handing over, across a front line."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.cases.models import Effect
from antigone.desk.exchange.models import Packet
from antigone.desk.notification.actions.across import record_answer, record_sent
from antigone.desk.notification.actions.handing import hand_over
from antigone.desk.notification.actions.visits import (
    add_follow_up,
    close_plan,
    hear,
    pass_on,
    record_follow_up,
    record_visit,
)
from antigone.desk.notification.models import NotificationPlan
from antigone.desk.notification.to_protocol import notification_of
from antigone.desk.notification.words import OF_ERROR, STEPS
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.notification import forms
from antigone.desk.web.notification.acting import allowed, ask
from antigone.errors import NotThere, RuleBroken
from antigone.exchange.packet import PacketKind
from antigone.protocol.follow_up import Sent
from antigone.protocol.hand_over import not_yet
from antigone.protocol.notification import Notification
from antigone.protocol.plan import Channel
from antigone.protocol.visit import VisitStep


def in_person(plan: NotificationPlan) -> Notification:
    """Raises NotThere across a front line: there is no such page then."""
    whole = notification_of(plan)
    if whole.plan.channel is Channel.BUREAU:
        raise NotThere(
            _("There is no direct way to this family: they are across a front line."),
            _("The information bureau and the Central Tracing Agency tell them."),
        )
    return whole


@page(Verb.CHANGE, Thing.NOTIFICATION, "GET", "HEAD", "POST")
def visit_page(request: DeskRequest, number: int) -> HttpResponse:
    """Filled on the spot or from paper. It needs no connection once it is open: docs/notification.md."""
    plan = allowed(request, Verb.CHANGE, number)
    whole = in_person(plan)
    entitled = whole.plan.in_order
    form = forms.VisitForm(
        request.POST or None,
        entitled=entitled,
        of_error=whole.of_error,
        initial={"on": timezone.localtime().replace(second=0, microsecond=0)},
    )

    def do(**_said: object) -> None:
        told = tuple(form.cleaned_data["told"])
        record_visit(by=request.actor, plan=plan, steps=form.steps(), told=told, **form.rest())

    steps = [
        {
            "name": STEPS[step][0],
            "to_do": OF_ERROR.get(step, STEPS[step][1]) if whole.of_error else STEPS[step][1],
            "done": form[f"done_{step.value}"],
            "why": form[f"why_{step.value}"],
        }
        for step in VisitStep
    ]
    return ask(
        request,
        plan,
        form,
        do,
        title=_("The visit"),
        lead=_("One of the two who were there writes it. What was not done is said, with the reason."),
        button=_("Write the visit down"),
        done=_("The visit is written down. Somebody is with the family again within 24 hours."),
        template="desk/notification/visit.html",
        steps=steps,
        left=whole.plan.why_not_ready(),
    )


@page(Verb.CHANGE, Thing.NOTIFICATION, "GET", "HEAD", "POST")
def heard_page(request: DeskRequest, number: int) -> HttpResponse:
    plan = allowed(request, Verb.CHANGE, number)
    return ask(
        request,
        plan,
        forms.HeardForm(request.POST or None),
        lambda **said: hear(by=request.actor, plan=plan, **said),
        title=_("What the family said"),
        lead=_("Doubt, refusal and wishes are kept as they were said. A wish to examine again goes to the board."),
        button=_("Write it down"),
        done=_("It is written down."),
    )


@page(Verb.TAKE_UP, Thing.NOTIFICATION, "GET", "HEAD", "POST")
def take_up_page(request: DeskRequest, number: int) -> HttpResponse:
    """For the board: a family's wish to examine again."""
    plan = allowed(request, Verb.TAKE_UP, number)
    whole = notification_of(plan)
    waiting = whole.not_passed_on()
    form = forms.TakeUp(request.POST or None)

    def do(reference: str) -> None:
        if not waiting:
            raise RuleBroken(_("Nobody asked for that."), _("There is nothing to do."))
        pass_on(by=request.actor, plan=plan, heard=waiting[0], reference=reference)

    return ask(
        request,
        plan,
        form,
        do,
        title=_("A family asks to examine again"),
        lead=_(
            "Look at the decision and at what they say. Have evidence examined again by others, or recall the"
            " identification if it does not stand. Write where it lies now."
        ),
        button=_("It lies before the board"),
        done=_("It is written down."),
        template="desk/notification/take_up.html",
        asked=whole.heard[waiting[0]] if waiting else None,
    )


@page(Verb.CHANGE, Thing.NOTIFICATION, "GET", "HEAD", "POST")
def follow_up_page(request: DeskRequest, number: int) -> HttpResponse:
    """How the next follow-up went; or another one that is due."""
    plan = allowed(request, Verb.CHANGE, number)
    whole = in_person(plan)
    waiting = [each for each in whole.follow_ups if each.done is None]
    another = request.POST.get("do") == "another"
    now = timezone.localtime().replace(second=0, microsecond=0)
    first = forms.Followed(None if another else request.POST or None, initial={"on": now})
    second = forms.Another(request.POST if another else None, prefix="another")

    def followed(**said: object) -> None:
        if not waiting:
            raise RuleBroken(_("No follow-up is open."), _("Add one, if somebody shall be with them again."))
        record_follow_up(by=request.actor, plan=plan, number=waiting[0].number, **said)  # type: ignore[arg-type]

    return ask(
        request,
        plan,
        second if another else first,
        (lambda **said: add_follow_up(by=request.actor, plan=plan, **said)) if another else followed,
        title=_("Follow-up"),
        lead=_("Somebody is with the family within 24 hours, and as often afterwards as they need."),
        button=_("Write it down"),
        done=_("It is written down."),
        template="desk/notification/follow_up.html",
        waiting=waiting,
        first=first,
        second=second,
    )


@page(Verb.HAND, Thing.NOTIFICATION, "GET", "HEAD", "POST")
def hand_over_page(request: DeskRequest, number: int) -> HttpResponse:
    plan = allowed(request, Verb.HAND, number)
    whole = in_person(plan)
    form = forms.HandOver(request.POST or None, initial={"on": timezone.localtime().replace(second=0, microsecond=0)})
    forms.choose(form, "to", forms.whom(e for e in whole.plan.in_order if e.key in whole.told))
    forms.choose(form, "lines", _lines(plan, whole))
    form.fields["witness"].queryset = _colleagues(request)  # type: ignore[attr-defined]

    def do(**said: object) -> None:
        lines = tuple(form.cleaned_data["lines"])
        hand_over(by=request.actor, plan=plan, **{**said, "lines": lines})  # type: ignore[arg-type]

    return ask(
        request,
        plan,
        form,
        do,
        title=_("Hand over effects and remains"),
        lead=_(
            "Line by line, against a signature on paper, two people of the desk present. Sealed packets are opened in"
            " front of the family, who may leave anything."
        ),
        button=_("It was handed over"),
        done=_("It is written down. Write who keeps the body now, if it left."),
    )


def _lines(plan: NotificationPlan, whole: Notification) -> list[tuple[int, str]]:
    """Lines of the inventory that are still here."""
    rows = list(Effect.objects.filter(case=plan.case_id, withdrawn_at=None))
    sent = {line for entry in whole.entries if isinstance(entry, Sent) for line in entry.lines}
    here = set(not_yet(whole.handed, (row.place for row in rows))) - sent
    return [(row.place, f"{row.place}. {row.description}") for row in rows if row.place in here]


def _colleagues(request: DeskRequest) -> object:
    rows = Person.objects.filter(agency=request.actor.agency, ended_at=None).exclude(pk=request.actor.person or 0)
    return rows.order_by("name", "pk")


@page(Verb.CHANGE, Thing.NOTIFICATION, "GET", "HEAD", "POST")
def sent_page(request: DeskRequest, number: int) -> HttpResponse:
    """Across a front line: which packet left, and what came back."""
    plan = allowed(request, Verb.CHANGE, number)
    whole = notification_of(plan)
    if whole.plan.channel is not Channel.BUREAU:
        messages.error(request, _("This family is not across a front line: they are told in person."))
        return redirect(plan.address)
    answered = request.POST.get("do") == "answer"
    first = forms.SentForm(None if answered else request.POST or None)
    packets = Packet.objects.filter(subject=plan.case_id, kind=PacketKind.BUREAU.value, taken_at__isnull=False)
    first.fields["packet"].queryset = packets.exclude(  # type: ignore[attr-defined]
        pk__in=Packet.objects.filter(recalls__isnull=False).values("recalls")
    )
    forms.choose(first, "lines", _lines(plan, whole))
    second = forms.BureauAnswerForm(request.POST if answered else None, prefix="answer")

    def sent(**said: object) -> None:
        lines = tuple(first.cleaned_data["lines"])
        record_sent(by=request.actor, plan=plan, **{**said, "lines": lines})  # type: ignore[arg-type]

    return ask(
        request,
        plan,
        second if answered else first,
        (lambda **said: record_answer(by=request.actor, plan=plan, **said)) if answered else sent,
        title=_("Through the information bureau and the Central Tracing Agency"),
        lead=_(
            "The family is across a front line: nobody here contacts them. The packet of the case, with what article 16"
            " asks for, the inventory of effects and hashes, is made and taken on the pages of the case."
        ),
        button=_("The packet left"),
        done=_("It is written down."),
        template="desk/notification/sent.html",
        first=first,
        second=second,
        was_sent=any(isinstance(entry, Sent) for entry in whole.entries),
    )


@page(Verb.CLOSE, Thing.NOTIFICATION, "GET", "HEAD", "POST")
def close_page(request: DeskRequest, number: int) -> HttpResponse:
    plan = allowed(request, Verb.CLOSE, number)
    return ask(
        request,
        plan,
        forms.InWords(request.POST or None),
        lambda words: close_plan(by=request.actor, plan=plan, words=words),
        title=_("Close the plan"),
        lead=_("Every follow-up was made, and every wish to examine again lies before the board. Say how it ended."),
        button=_("Close it"),
        done=_("The plan is closed. It stays as it is."),
    )
