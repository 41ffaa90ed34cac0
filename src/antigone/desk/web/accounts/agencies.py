from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts import queries
from antigone.desk.accounts.access import somewhere
from antigone.desk.accounts.actions.agencies import close_agency, open_agency, rename_agency
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.web.accounts.forms import Named
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page


@page(Verb.SEE, Thing.AGENCY, "GET", "HEAD")
def agencies_page(request: DeskRequest) -> HttpResponse:
    found = queries.agencies(request.actor).annotate(at_work=Count("people", filter=Q(people__ended_at=None)))
    context = {
        "agencies": found,
        "may_open": somewhere(request.actor, Verb.OPEN, Thing.AGENCY),
        "changeable": set(queries.agencies(request.actor, Verb.CHANGE).values_list("pk", flat=True)),
        "closable": set(queries.agencies(request.actor, Verb.CLOSE).values_list("pk", flat=True)),
    }
    return render(request, "desk/agencies.html", context)


@page(Verb.OPEN, Thing.AGENCY, "GET", "HEAD", "POST")
def open_page(request: DeskRequest) -> HttpResponse:
    form = Named(request.POST or None)
    if submitted(form, lambda name: open_agency(by=request.actor, name=name)):
        messages.success(request, _("The agency is opened. Invite its first administrator."))
        return redirect("invite")
    return _form_page(request, form, _("Open an agency"), _("Open"))


@page(Verb.CHANGE, Thing.AGENCY, "GET", "HEAD", "POST")
def rename(request: DeskRequest, number: int) -> HttpResponse:
    found = queries.find_agency(request.actor, number)
    form = Named(request.POST or None, initial={"name": found.name})
    if submitted(form, lambda name: rename_agency(by=request.actor, agency=number, name=name)):
        messages.success(request, _("The agency has its new name."))
        return redirect("agencies")
    return _form_page(request, form, _("Rename %(name)s") % {"name": found.name}, _("Rename"))


@page(Verb.CLOSE, Thing.AGENCY, "GET", "HEAD", "POST")
def close(request: DeskRequest, number: int) -> HttpResponse:
    found = queries.find_agency(request.actor, number)
    form = Reason(request.POST or None)
    if submitted(form, lambda reason: close_agency(by=request.actor, agency=number, reason=reason)):
        messages.success(request, _("The agency is closed. Its people are signed out."))
        return redirect("agencies")
    return _form_page(request, form, _("Close %(name)s") % {"name": found.name}, _("Close the agency"))


def _form_page(request: DeskRequest, form: Named | Reason, title: str, button: str) -> HttpResponse:
    context = {"form": form, "title": title, "button": button, "back": "agencies"}
    return render(request, "desk/form.html", context, status=400 if form.is_bound else 200)
