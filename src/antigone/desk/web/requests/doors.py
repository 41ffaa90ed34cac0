"""The pages for families of one incident: prepared, changed, opened and closed by an administrator."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import find, may, require
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.families.actions.doors import change_door, close_to_families, open_to_families, prepare_door
from antigone.desk.families.models import Door
from antigone.desk.families.queries import door_of, doors
from antigone.desk.families.words import UNREVIEWED
from antigone.desk.photos.lawful import sources_of
from antigone.desk.photos.models import Source
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.requests.forms import Prepare
from antigone.desk.web.subjects.opening import incident_to_add_to
from antigone.types import Basis


@page(Verb.SEE, Thing.DOOR, "GET", "HEAD")
def families_page(request: DeskRequest, number: int) -> HttpResponse:
    return _show(request, incident_to_add_to(request, number))


@page(Verb.OPEN, Thing.DOOR, "GET", "HEAD", "POST")
def prepare_page(request: DeskRequest, number: int) -> HttpResponse:
    incident = incident_to_add_to(request, number)
    form = Prepare(request.POST or None, sources=_sources(request, incident))
    if submitted(form, lambda **said: prepare_door(by=request.actor, incident=incident, **said)):
        messages.success(request, _("It is prepared. Staff can write requests down; open it when families shall too."))
        return redirect("incident-families", number)
    return _form(request, incident, form, _("Prepare the pages for families"))


@page(Verb.CHANGE, Thing.DOOR, "GET", "HEAD", "POST")
def change_page(request: DeskRequest, number: int) -> HttpResponse:
    door = _door(request, number)
    require(request.actor, Verb.CHANGE, door)
    was = {name: getattr(door, name) for name in ("source", "called", "telephone", "bodies")}
    form = Prepare(request.POST or None, sources=_sources(request, door.incident), initial=was)
    if submitted(form, lambda **said: change_door(by=request.actor, door=door, **said)):
        messages.success(request, _("It is changed."))
        return redirect(door.address)
    return _form(request, door.incident, form, _("Change the pages for families"))


@page(Verb.OPEN, Thing.DOOR, "POST")
def open_page(request: DeskRequest, number: int) -> HttpResponse:
    door, form = _door(request, number), Reason(request.POST)
    if submitted(form, lambda reason: open_to_families(by=request.actor, door=door, reason=reason)):
        messages.success(request, _("Families can ask from now on."))
        return redirect(door.address)
    return _show(request, door.incident, form)


@page(Verb.CLOSE, Thing.DOOR, "POST")
def shut_page(request: DeskRequest, number: int) -> HttpResponse:
    door, form = _door(request, number), Reason(request.POST)
    if submitted(form, lambda reason: close_to_families(by=request.actor, door=door, reason=reason)):
        messages.success(request, _("No new request can begin from outside. Those that there are go on."))
        return redirect(door.address)
    return _show(request, door.incident, form)


def _show(request: DeskRequest, incident: Incident, form: Reason | None = None) -> HttpResponse:
    door = door_of(request.actor, incident)
    about = {
        "incident": incident,
        "door": door,
        "bodies": door.named_bodies if door else [],
        "may_prepare": may(request.actor, Verb.OPEN, Thing.DOOR.of(request.actor.at(incident))),
        "may_begin": door is not None and may(request.actor, Verb.OPEN, Thing.REQUEST.of(request.actor.at(incident))),
        "form": form or Reason(),
        "unreviewed": len(UNREVIEWED),
    }
    return render(request, "desk/requests/families.html", about, status=400 if form else 200)


def _form(request: DeskRequest, incident: Incident, form: Prepare, title: str) -> HttpResponse:
    about = {
        "form": form,
        "title": title,
        "none": not _sources(request, incident).exists(),
        "incident": incident,
        "back": incident.address_of("families"),
        "button": _("Keep it"),
    }
    return render(request, "desk/requests/prepare.html", about, status=400 if form.is_bound else 200)


def _door(request: DeskRequest, number: int) -> Door:
    return find(doors(request.actor), number)


def _sources(request: DeskRequest, incident: Incident) -> QuerySet[Source]:
    return sources_of(request.actor.at(incident)).filter(basis=Basis.CONSENT.value)
