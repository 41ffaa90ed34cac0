"""Writing a plan before anybody is told."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import require
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.identification.queries import find_decision
from antigone.desk.notification.actions.plans import (
    choose_visitors,
    confirm_plan,
    name_entitled,
    open_error_plan,
    open_plan,
    put_on_paper,
    record_contact,
    record_side,
    strike_entitled,
    write_item,
)
from antigone.desk.notification.queries import who_may_go
from antigone.desk.notification.to_protocol import notification_of
from antigone.desk.notification.wishes import wishes_of
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.notification import forms
from antigone.desk.web.notification.acting import allowed, ask
from antigone.errors import RuleBroken
from antigone.protocol.plan import Item


@page(Verb.OPEN, Thing.NOTIFICATION, "GET", "HEAD", "POST")
def open_page(request: DeskRequest, number: int) -> HttpResponse:
    """Open the plan for telling the family of an identified person."""
    decision = find_decision(request.actor, number)
    require(request.actor, Verb.OPEN, Thing.NOTIFICATION.of(decision.record))
    form, made = Reason(request.POST or None), []
    if submitted(form, lambda reason: made.append(open_plan(by=request.actor, decision=decision, reason=reason))):
        messages.success(request, _("The plan is begun. Until both have confirmed it, nobody says anything."))
        return redirect(made[0].address)
    context = {
        "form": form,
        "title": _("Plan how the family of %(code)s is told") % {"code": decision.record.code},
        "lead": _(
            "A family is told in person, by two trained people. Nothing is said before the plan is whole and both have"
            " confirmed it: not by telephone, not by message, not as a hint."
        ),
        "button": _("Begin the plan"),
        "back": "notifications",
    }
    return render(request, "desk/notification/form.html", context, status=400 if form.is_bound else 200)


@page(Verb.OPEN, Thing.NOTIFICATION, "GET", "HEAD", "POST")
def error_page(request: DeskRequest, number: int) -> HttpResponse:
    plan = allowed(request, Verb.OPEN, number)
    form, made = Reason(request.POST or None), []
    if submitted(form, lambda reason: made.append(open_error_plan(by=request.actor, plan=plan, reason=reason))):
        messages.success(request, _("The plan is begun. The family hears of the error from you, and from nobody else."))
        return redirect(made[0].address)
    context = {
        "plan": plan,
        "form": form,
        "title": _("Plan how the family is told of the error"),
        "lead": _(
            "They were told that their relative was identified, and that is being recalled. They are told in person, by"
            " two trained people, before they hear it elsewhere. Who they are, their language and their rites are taken"
            " over; everything else is written anew."
        ),
        "button": _("Begin the plan"),
    }
    return render(request, "desk/notification/form.html", context, status=400 if form.is_bound else 200)


@page(Verb.CHANGE, Thing.NOTIFICATION, "GET", "HEAD", "POST")
def side_page(request: DeskRequest, number: int) -> HttpResponse:
    plan = allowed(request, Verb.CHANGE, number)
    return ask(
        request,
        plan,
        forms.SideForm(request.POST or None),
        lambda **said: record_side(by=request.actor, plan=plan, **said),
        title=_("On which side the family is"),
        lead=_(
            "This decides how they may be told. Who once said “across a front line” does not take it back alone: a"
            " second person does."
        ),
        button=_("Write it down"),
        done=_("It is written down."),
    )


@page(Verb.CHANGE, Thing.NOTIFICATION, "GET", "HEAD", "POST")
def kin_page(request: DeskRequest, number: int) -> HttpResponse:
    """Add somebody who is entitled to be told, or strike them."""
    plan = allowed(request, Verb.CHANGE, number)
    standing = notification_of(plan).plan
    striking = request.POST.get("do") == "strike"
    strike = forms.Strike(request.POST if striking else None, entitled=standing.in_order)
    if striking and submitted(strike, lambda **said: strike_entitled(by=request.actor, plan=plan, **said)):
        messages.success(request, _("They are not on the list any more. Why stays."))
        return redirect(plan.address)
    form = forms.Kin(None if striking else request.POST or None, initial={"place": len(standing.entitled) + 1})
    return ask(
        request,
        plan,
        form,
        lambda **said: name_entitled(by=request.actor, plan=plan, **said),
        title=_("Who is entitled to be told"),
        lead=_("One after another, in their order. Who is told out of order remembers it, and so does who was passed."),
        button=_("Add"),
        done=_("They are named."),
        template="desk/notification/kin.html",
        entitled=standing.in_order,
        strike=strike if standing.in_order else None,
        wishes=wishes_of(plan.record),
    )


@page(Verb.CHANGE, Thing.NOTIFICATION, "GET", "HEAD", "POST")
def contact_page(request: DeskRequest, number: int) -> HttpResponse:
    plan = allowed(request, Verb.CHANGE, number)
    standing = notification_of(plan).plan
    return ask(
        request,
        plan,
        forms.Reached(request.POST or None, entitled=standing.in_order),
        lambda **said: record_contact(by=request.actor, plan=plan, **said),
        title=_("How they are reached safely"),
        lead=_("To arrange a visit, without saying what for. Nothing is told by telephone, message or letter."),
        button=_("Write it down"),
        done=_("It is written down."),
        template="desk/notification/contact.html",
        wishes=wishes_of(plan.record),
    )


@page(Verb.CHANGE, Thing.NOTIFICATION, "GET", "HEAD", "POST")
def items_page(request: DeskRequest, number: int) -> HttpResponse:
    """All items at once. Only what changed is written; both visitors then confirm again."""
    plan = allowed(request, Verb.CHANGE, number)
    standing = notification_of(plan).plan
    was = {item.value: standing.written[item].words if item in standing.written else "" for item in standing.items}
    form = forms.Items(request.POST or None, items=standing.items, initial=was)

    def do(**said: str) -> None:
        changed = {name: words for name, words in said.items() if words.strip() and words.strip() != was[name]}
        if not changed:
            raise RuleBroken(_("Nothing was changed."), _("Change something, or go back."))
        for name, words in changed.items():
            write_item(by=request.actor, plan=plan, item=Item(name), words=words)

    return ask(
        request,
        plan,
        form,
        do,
        title=_("What is settled before the visit"),
        lead=_("Nothing can be ticked away: where there is nothing, say so in words. You can save part of it."),
        button=_("Save"),
        done=_("It is written down. Both who go confirm the plan as it stands now."),
        wishes=wishes_of(plan.record),
        template="desk/notification/contact.html",
    )


@page(Verb.CHANGE, Thing.NOTIFICATION, "GET", "HEAD", "POST")
def visitors_page(request: DeskRequest, number: int) -> HttpResponse:
    plan = allowed(request, Verb.CHANGE, number)
    able = who_may_go(plan)
    people = Person.objects.filter(pk__in=[person.pk for person, _training in able]).order_by("name")
    return ask(
        request,
        plan,
        forms.Going(request.POST or None, people=people),
        lambda **said: choose_visitors(by=request.actor, plan=plan, **said),
        title=_("The two who go"),
        lead=_("One speaks, the other sees how they are. Both are trained: an administrator records it."),
        button=_("Choose"),
        done=_("They are chosen. Both confirm the plan."),
        able=able,
        template="desk/notification/visitors.html",
    )


@page(Verb.CHANGE, Thing.NOTIFICATION, "POST")
def confirm_page(request: DeskRequest, number: int) -> HttpResponse:
    plan = allowed(request, Verb.CHANGE, number)
    try:
        confirm_plan(by=request.actor, plan=plan)
        messages.success(request, _("You have confirmed the plan as it stands."))
    except RuleBroken as fault:
        messages.error(request, f"{fault.detail} {fault.hint}")
    return redirect(plan.address)


@page(Verb.PUT_ON_PAPER, Thing.NOTIFICATION, "POST")
def sheet_page(request: DeskRequest, number: int) -> HttpResponse:
    """The visit sheet as a PDF; each time is recorded."""
    plan = allowed(request, Verb.PUT_ON_PAPER, number)
    try:
        pdf = put_on_paper(by=request.actor, plan=plan)
    except RuleBroken as fault:
        messages.error(request, f"{fault.detail} {fault.hint}")
        return redirect(plan.address)
    answer: Any = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{plan.number}.pdf"'
    answer["Cache-Control"] = "no-store, private"
    return answer  # type: ignore[no-any-return]
