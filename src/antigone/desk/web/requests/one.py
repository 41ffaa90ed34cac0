"""One request: answers, permissions, photographs, messages, and what staff does with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone.desk.accounts.access import may, require, somewhere
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.families.actions import review
from antigone.desk.families.actions.entering import renew_secret
from antigone.desk.families.actions.messages import answer_message, needs_no_answer
from antigone.desk.families.actions.withdraw import withdraw
from antigone.desk.families.as_record import as_record
from antigone.desk.families.models import Allowed, Request
from antigone.desk.families.queries import (
    allows,
    corrected,
    find_request,
    photographs_of,
    said_before,
    summary,
    told,
    who,
    written_code,
)
from antigone.desk.families.questions import BY_KEY
from antigone.desk.families.secrets import in_groups
from antigone.desk.families.stages import WORDS, stage_of
from antigone.desk.families.words import HOW, LANGUAGE_NAMES, MESSAGES, STATES
from antigone.desk.records.queries import nearly
from antigone.desk.subjects.models import Subject
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.requests.forms import AcceptRequestForm, ToTheFamily


@page(Verb.SEE, Thing.REQUEST, "GET", "HEAD")
def request_page(request: DeskRequest, number: int) -> HttpResponse:
    return show(request, find_request(request.actor, number))


@page(Verb.ACCEPT, Thing.REQUEST, "GET", "HEAD", "POST")
def accept_page(request: DeskRequest, number: int) -> HttpResponse:
    """Accept a request. Records of nearly the same name are looked at first: two requests for one person are linked."""
    found = find_request(request.actor, number)
    said = as_record(told(found))
    born = said.details["born_earliest"], said.details["born_latest"]
    near = nearly(request.actor, found.portal.incident_id, said.names, born) if found.sent_at else []
    of = Subject.objects.filter(pk__in=[row.pk for row in near])
    form = AcceptRequestForm(request.POST if request.method == "POST" else None, near=of)
    if not somewhere(request.actor, Verb.MAKE, Thing.LINK):
        del form.fields["same_as"]
    if submitted(form, lambda **said: _accept(request, found, said.get("same_as"))):
        messages.success(request, _("The request is accepted, and the record is open. Look at the photographs next."))
        return redirect(found.address)
    context = {"asked": found, "form": form, "near": near, "name": who_of(found), "may_link": "same_as" in form.fields}
    return render(request, "desk/requests/accept.html", context, status=400 if form.is_bound else 200)


def _accept(request: DeskRequest, found: Request, same_as: Subject | None) -> None:
    review.accept_request(by=request.actor, request=found, same_as=same_as)


@page(Verb.ANSWER, Thing.REQUEST, "POST")
def answer_page(request: DeskRequest, number: int) -> HttpResponse:
    found, form = find_request(request.actor, number), ToTheFamily(request.POST)
    if submitted(form, lambda words: answer_message(by=request.actor, request=found, words=words)):
        messages.success(request, _("It stands on their page."))
        return redirect(found.address)
    return show(request, found, answer_form=form)


@page(Verb.ANSWER, Thing.REQUEST, "POST")
def read_page(request: DeskRequest, number: int) -> HttpResponse:
    return _at_once(request, number, _("No message waits now."), needs_no_answer)


@page(Verb.ANSWER, Thing.REQUEST, "POST")
def call_page(request: DeskRequest, number: int) -> HttpResponse:
    """Ask the family to get in touch, or stop asking."""
    found = find_request(request.actor, number)
    do = review.settle_call if found.asked_at else review.ask_to_call
    return _at_once(request, number, _("Their page says so now."), do)


@page(Verb.ANSWER, Thing.REQUEST, "GET", "HEAD", "POST")
def danger_page(request: DeskRequest, number: int) -> HttpResponse:
    lead = _("Think first how they can be reached without harm: what they said about it stands on the request.")
    context = {"title": _("The sign of danger is settled"), "lead": lead, "button": _("Keep what was done")}
    context["done"] = _("It is settled.")
    return _because(request, number, Verb.ANSWER, review.settle_danger, context)


@page(Verb.ACCEPT, Thing.REQUEST, "POST")
def take_over_page(request: DeskRequest, number: int) -> HttpResponse:
    upto = request.POST.get("upto", "")
    value = int(upto) if upto.isascii() and upto.isdecimal() and len(upto) < 18 else 0
    return _at_once(request, number, _("The later answers are in the record."), review.take_over, upto=value)


@page(Verb.ACCEPT, Thing.REQUEST, "POST")
def consent_page(request: DeskRequest, number: int) -> HttpResponse:
    done = _("The new consent is kept. Photographs can be accepted on it.")
    return _at_once(request, number, done, review.renew_consent)


@page(Verb.WITHDRAW, Thing.REQUEST, "POST")
def withdraw_page(request: DeskRequest, number: int) -> HttpResponse:
    """Withdraw in the name of the family, who said so."""
    found = find_request(request.actor, number)
    form = forms.Form(request.POST)
    kind, _sep, place = request.POST.get("what", "").partition("-")
    allowed = [body for (what, body), yes in allows(found).items() if what == kind and yes]
    index = int(place) if place.isascii() and place.isdecimal() and len(place) < 6 else len(allowed)
    ended: list[int] = []
    if kind not in Allowed.What.values or index >= len(allowed):
        form.add_error(None, _("This is not allowed now. There is nothing to do."))
    elif submitted(
        form,
        lambda: ended.append(withdraw(by=request.actor, request=found, what=Allowed.What(kind), body=allowed[index])),
    ):
        words = ngettext(
            "It is taken back. %(n)d photograph left search.",
            "It is taken back. %(n)d photographs left search.",
            ended[0],
        )
        messages.success(request, words % {"n": ended[0]})
        return redirect(found.address)
    return show(request, found, fault_form=form)


@page(Verb.RENEW, Thing.REQUEST, "GET", "HEAD", "POST")
def renew_page(request: DeskRequest, number: int) -> HttpResponse:
    found = find_request(request.actor, number)
    form, made = Reason(request.POST or None), []
    form.fields["reason"].label = _("How do you know that it is they?")
    if submitted(form, lambda reason: made.append(renew_secret(by=request.actor, request=found, reason=reason))):
        return numbers(request, found, made[0])
    lead = _("Whoever has the new number sees what they told, and can take things back. The old one ends now.")
    context = {"title": _("A new second number"), "lead": lead, "button": _("Make it"), "grave": True}
    return _reason(request, found, form, context)


@page(Verb.CLOSE, Thing.REQUEST, "GET", "HEAD", "POST")
def close_page(request: DeskRequest, number: int) -> HttpResponse:
    lead = _("When nobody is missing any more, or this was no request. The record stays as it is.")
    context = {"title": _("Close the request"), "lead": lead, "button": _("Close"), "grave": True}
    context["done"] = _("The request is closed.")
    return _because(request, number, Verb.CLOSE, review.close_request, context)


@page(Verb.OPEN, Thing.REQUEST, "GET", "HEAD", "POST")
def reopen_page(request: DeskRequest, number: int) -> HttpResponse:
    context = {"title": _("Open the request again"), "button": _("Open again")}
    context["done"] = _("The request is open again.")
    return _because(request, number, Verb.OPEN, review.reopen_request, context)


@page(Verb.END, Thing.REQUEST, "GET", "HEAD", "POST")
def erase_page(request: DeskRequest, number: int) -> HttpResponse:
    lead = _(
        "Answers, messages, secrets and photographs that wait are destroyed, and cannot be brought back. The record and"
        " its photographs are erased on their own pages, before this. Write down what the law makes you keep."
    )
    context = {"title": _("Erase the request"), "lead": lead, "button": _("Erase"), "grave": True}
    context["done"] = _("The request is erased.")
    return _because(request, number, Verb.END, review.erase_request, context)


def show(request: DeskRequest, found: Request, **more: Any) -> HttpResponse:
    """The page of a request, or the page again with what was wrong."""
    stage, later = stage_of(found), corrected(found) if found.accepted_at else []
    at_work = found.closed_at is None and found.erased_at is None
    last = found.answers.order_by("-pk").values_list("pk", flat=True).first() or 0
    context = {
        "asked": found,
        "name": who_of(found),
        "code": written_code(found),
        "state": STATES[found.state],
        "how": HOW[found.how],
        "language": LANGUAGE_NAMES[found.language],
        "stage": WORDS[stage][0],
        "given": [(each, STATES.get(each.state, each.state)) for each in photographs_of(found)],
        "messages_": [(each, MESSAGES[each.what]) for each in found.messages.select_related("by")],
        "later": [(BY_KEY[step].title, said_before(found, step)[:2]) for step in later],
        "upto": last,
        "may_search": allows(found).get(("search", ""), False),
        "at_work": at_work,
        "answer_form": ToTheFamily() if at_work else None,
        "may_close": at_work and may(request.actor, Verb.CLOSE, Thing.REQUEST.of(found.portal)),
        "may_erase": found.erased_at is None and may(request.actor, Verb.END, Thing.REQUEST.of(found.portal)),
        "contact": told(found).get("contact", {}),
        **summary(found),
        **more,
    }
    return render(request, "desk/requests/request.html", context, status=400 if more else 200)


def numbers(request: DeskRequest, found: Request, secret: str) -> HttpResponse:
    """Both numbers, to hand over on paper: in the answer itself, and nowhere after."""
    context = {"asked": found, "code": written_code(found), "secret": in_groups(secret), "portal": found.portal}
    return render(request, "desk/requests/numbers.html", context)


def who_of(found: Request) -> str:
    answer = found.answers.filter(step="who").exclude(said="").order_by("-pk").first()
    return who(answer.said if answer else "")


def _at_once(request: DeskRequest, number: int, done: str, do: Callable[..., Any], **said: Any) -> HttpResponse:
    found, form = find_request(request.actor, number), forms.Form(request.POST)
    if submitted(form, lambda: do(by=request.actor, request=found, **said)):
        messages.success(request, done)
        return redirect(found.address)
    return show(request, found, fault_form=form)


def _because(
    request: DeskRequest, number: int, verb: Verb, do: Callable[..., Any], context: dict[str, Any]
) -> HttpResponse:
    """A page that asks for a reason; ``context`` has its words, and ``done``, the message afterwards."""
    found, form = find_request(request.actor, number), Reason(request.POST or None)
    require(request.actor, verb, Thing.REQUEST.of(found.portal))
    if submitted(form, lambda reason: do(by=request.actor, request=found, reason=reason)):
        messages.success(request, context["done"])
        return redirect(found.address)
    return _reason(request, found, form, context)


def _reason(request: DeskRequest, found: Request, form: Reason, context: dict[str, Any]) -> HttpResponse:
    context |= {"asked": found, "form": form, "back": found.address}
    return render(request, "desk/requests/because.html", context, status=400 if form.is_bound else 200)
