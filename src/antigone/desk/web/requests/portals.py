"""The portal of an incident: prepared, changed, opened and closed by an administrator."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import find, may, require, somewhere
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.families.actions.portals import change_portal, close_to_families, open_to_families, prepare_portal
from antigone.desk.families.models import FamilyPortal
from antigone.desk.families.queries import portal_of, portals
from antigone.desk.families.words import UNREVIEWED
from antigone.desk.photos.lawful_basis import sources_of
from antigone.desk.photos.models import Source
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.requests.forms import PreparePortalForm
from antigone.desk.web.subjects.opening import incident_to_add_to
from antigone.types import Basis


@page(Verb.SEE, Thing.FAMILY_PORTAL, "GET", "HEAD")
def families_page(request: DeskRequest, number: int) -> HttpResponse:
    return _show(request, incident_to_add_to(request, number))


@page(Verb.OPEN, Thing.FAMILY_PORTAL, "GET", "HEAD", "POST")
def prepare_page(request: DeskRequest, number: int) -> HttpResponse:
    incident = incident_to_add_to(request, number)
    form = PreparePortalForm(request.POST or None, sources=_sources(request, incident))
    if submitted(form, lambda **said: prepare_portal(by=request.actor, incident=incident, **said)):
        messages.success(request, _("It is prepared. Staff can write requests down; open it when families shall too."))
        return redirect("incident-families", number)
    return _form(request, incident, form, _("Prepare the pages for families"))


@page(Verb.CHANGE, Thing.FAMILY_PORTAL, "GET", "HEAD", "POST")
def change_page(request: DeskRequest, number: int) -> HttpResponse:
    portal = _door(request, number)
    require(request.actor, Verb.CHANGE, portal)
    was = {name: getattr(portal, name) for name in ("source", "called", "telephone", "bodies")}
    form = PreparePortalForm(request.POST or None, sources=_sources(request, portal.incident), initial=was)
    if submitted(form, lambda **said: change_portal(by=request.actor, portal=portal, **said)):
        messages.success(request, _("It is changed."))
        return redirect(portal.address)
    return _form(request, portal.incident, form, _("Change the pages for families"))


@page(Verb.OPEN, Thing.FAMILY_PORTAL, "POST")
def open_page(request: DeskRequest, number: int) -> HttpResponse:
    portal, form = _door(request, number), Reason(request.POST)
    if submitted(form, lambda reason: open_to_families(by=request.actor, portal=portal, reason=reason)):
        messages.success(request, _("Families can ask from now on."))
        return redirect(portal.address)
    return _show(request, portal.incident, form)


@page(Verb.CLOSE, Thing.FAMILY_PORTAL, "POST")
def shut_page(request: DeskRequest, number: int) -> HttpResponse:
    portal, form = _door(request, number), Reason(request.POST)
    if submitted(form, lambda reason: close_to_families(by=request.actor, portal=portal, reason=reason)):
        messages.success(request, _("No new request can begin from outside. Those that there are go on."))
        return redirect(portal.address)
    return _show(request, portal.incident, form)


def _show(request: DeskRequest, incident: Incident, form: Reason | None = None) -> HttpResponse:
    portal = portal_of(request.actor, incident)
    context = {
        "incident": incident,
        "portal": portal,
        "bodies": portal.named_bodies if portal else [],
        "may_prepare": may(request.actor, Verb.OPEN, Thing.FAMILY_PORTAL.of(request.actor.at(incident))),
        "may_begin": portal is not None and may(request.actor, Verb.OPEN, Thing.REQUEST.of(request.actor.at(incident))),
        "sees_requests": somewhere(request.actor, Verb.SEE, Thing.REQUEST),
        "form": form or Reason(),
        "unreviewed": len(UNREVIEWED),
    }
    return render(request, "desk/requests/families.html", context, status=400 if form else 200)


def _form(request: DeskRequest, incident: Incident, form: PreparePortalForm, title: str) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "none": not _sources(request, incident).exists(),
        "incident": incident,
        "back": incident.address_of("families"),
        "button": _("Keep it"),
    }
    return render(request, "desk/requests/prepare.html", context, status=400 if form.is_bound else 200)


def _door(request: DeskRequest, number: int) -> FamilyPortal:
    return find(portals(request.actor), number)


def _sources(request: DeskRequest, incident: Incident) -> QuerySet[Source]:
    return sources_of(request.actor.at(incident)).filter(basis=Basis.CONSENT.value)
