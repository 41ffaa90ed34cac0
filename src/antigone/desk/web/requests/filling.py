"""Filling in a request for a family: question by question with them, or from paper on one page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from antigone.desk.accounts.access import require
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.families.actions.beginning import allow, answer, begin_request, send_request
from antigone.desk.families.actions.photographs import LIMITS, give_photograph
from antigone.desk.families.actions.withdraw import withdraw
from antigone.desk.families.models import Allowed, Request
from antigone.desk.families.queries import allows, find_request, photographs_of, portal_of, told
from antigone.desk.families.questions import BY_KEY, FORMS, STEPS, Permission, after
from antigone.desk.photos.uploads import take_files
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.requests.forms import BeginRequestForm
from antigone.desk.web.requests.one import numbers, who_of
from antigone.desk.web.subjects.opening import incident_to_add_to
from antigone.errors import NotThere, RuleBroken


@page(Verb.OPEN, Thing.REQUEST, "GET", "HEAD", "POST")
def begin_page(request: DeskRequest, number: int) -> HttpResponse:
    incident = incident_to_add_to(request, number)
    portal = portal_of(request.actor, incident)
    if portal is None:
        return redirect("incident-families", number)
    form = BeginRequestForm(request.POST or None)
    made: list[tuple[Request, str]] = []
    if submitted(form, lambda **said: made.append(begin_request(by=request.actor, portal=portal, **said))):
        return numbers(request, *made[0])
    context = {"form": form, "incident": incident}
    return render(request, "desk/requests/begin.html", context, status=400 if form.is_bound else 200)


@page(Verb.CHANGE, Thing.REQUEST, "GET", "HEAD", "POST")
def _fill_page(request: DeskRequest, number: int) -> HttpResponse:
    """One question, in the words that the family hears: ``?step=who``."""
    take_files(request)
    return _fill(request, number)


@page(Verb.CHANGE, Thing.REQUEST, "GET", "HEAD", "POST")
def _paper_page(request: DeskRequest, number: int) -> HttpResponse:
    take_files(request)
    return _paper(request, number)


# Whether a form is the desk's own is asked after the page has said how its files are kept: asking reads the form.
fill_page: Callable[..., HttpResponse] = csrf_exempt(_fill_page)
paper_page: Callable[..., HttpResponse] = csrf_exempt(_paper_page)


@csrf_protect
def _fill(request: DeskRequest, number: int) -> HttpResponse:
    found, key = _found(request, number), request.GET.get("step", STEPS[0].key)
    step = BY_KEY.get(key)
    if step is None:
        raise NotThere(_("There is no such question."), _("Perhaps the address is wrong."))
    posted = request.POST if request.method == "POST" else None
    faults: list[str] = []
    form = _form(found, key, posted)
    if posted is not None and (form is None or form.is_valid()):
        faults = _kept(request, found, key, form)
        if not faults:
            then = "request" if key == "check" or found.sent_at or "stop" in posted else "request-fill"
            more = f"?step={after(key)}" if then == "request-fill" else ""
            return redirect(reverse(then, args=[number]) + more)
    with translation.override(found.language):
        theirs = {"title": str(step.title), "lead": str(step.lead)}
    context = {
        "asked": found,
        "name": who_of(found),
        "step": step,
        "theirs": theirs if found.language != translation.get_language() else None,
        "form": form,
        "faults": faults,
        "steps": STEPS,
        "given": photographs_of(found),
    }
    return render(request, "desk/requests/fill.html", context, status=400 if posted is not None else 200)


@csrf_protect
def _paper(request: DeskRequest, number: int) -> HttpResponse:
    found = _found(request, number)
    posted = request.POST if request.method == "POST" else None
    parts = [(step, _form(found, step.key, posted, prefix=step.key)) for step in STEPS if step.form or step.what]
    parts = [(step, form) for step, form in parts if not (step.key == "share" and not found.portal.named_bodies)]
    faults: list[str] = []
    whole = [form.is_valid() for _step, form in parts if form is not None]  # each says what is wrong with it
    if posted is not None and all(whole):
        for step, form in parts:
            faults += _kept(request, found, step.key, form)
        faults += _kept(request, found, "photos", None)
        if not faults and found.sent_at is None:
            faults += _kept(request, found, "check", None)
        if not faults:
            messages.success(request, _("The form is written down. Read it once more before you accept it."))
            return redirect(found.address)
    context = {"asked": found, "name": who_of(found), "questions": parts, "faults": faults}
    return render(request, "desk/requests/paper.html", context, status=400 if posted is not None else 200)


def _found(request: DeskRequest, number: int) -> Request:
    found = find_request(request.actor, number)
    require(request.actor, Verb.CHANGE, Thing.REQUEST.of(found.portal))
    return found


def _form(found: Request, key: str, posted: Any, prefix: str | None = None) -> Any:
    """The form of a question; None for photographs and the last check."""
    step = BY_KEY[key]
    if step.what:
        bodies, known = found.portal.named_bodies, allows(found)
        return Permission(posted, what=step.what, bodies=bodies, known=known, prefix=prefix)
    if step.form is None:
        return None
    return FORMS[key](posted, initial=told(found).get(key, {}), prefix=prefix)


def _kept(request: DeskRequest, found: Request, key: str, form: Any) -> list[str]:
    """Keep what was written. Returns what was wrong with it, in words."""
    try:
        if key == "check":
            send_request(by=request.actor, request=found)
        elif key == "photos":
            return [words for file in request.FILES.getlist("photos") if (words := _given(request, found, file))]
        elif BY_KEY[key].what:
            _say(request, found, key, form.decided())
        elif form.said() or key in told(found):
            answer(by=request.actor, request=found, step=key, said=form.said())
    except RuleBroken as fault:
        return [f"{fault.detail} {fault.hint}"]
    return []


def _say(request: DeskRequest, found: Request, what: str, decided: dict[str, bool]) -> None:
    known = allows(found)
    for body, yes in decided.items():
        if known.get((what, body)) == yes:
            continue
        do: Any = withdraw if not yes and known.get((what, body)) else allow
        said = {} if do is withdraw else {"yes": yes}
        do(by=request.actor, request=found, what=Allowed.What(what), body=body, **said)


def _given(request: DeskRequest, found: Request, file: Any) -> str:
    try:
        data = file.read(LIMITS.max_bytes + 1)
        give_photograph(by=request.actor, request=found, data=data, remark=request.POST.get("remark", ""))
    except RuleBroken as fault:
        return f"{fault.detail} {fault.hint}"
    finally:
        file.close()
    return ""
