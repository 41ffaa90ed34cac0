"""Incidents: the list, one with an overview, sharing, closing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.desk.accounts import queries
from antigone.desk.accounts.access import may, require, somewhere, takes_part
from antigone.desk.accounts.actions.incidents import close_incident, open_incident, revoke_grant, share_incident
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Agency, Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.subjects.models import THINGS
from antigone.desk.subjects.queries import subjects
from antigone.desk.web.accounts.forms import OpenIncident, Share
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.overview.picture import picture_of
from antigone.desk.web.tables import MOST
from antigone.errors import NotAllowed
from antigone.types import Profile

_LISTS = (
    ("cases", gettext_lazy("Cases of the dead"), Profile.PM, "incident-open-case", gettext_lazy("Open a case")),
    (
        *("records", gettext_lazy("Records of the missing"), Profile.AM),
        *("incident-open-record", gettext_lazy("Open a record")),
    ),
)
"""The list's address, what it is called, what it counts, and where one more is opened."""


@dataclass(frozen=True, slots=True)
class IncidentList:
    """One list of an incident: how many it has, and its address."""

    words: Any
    address: str
    number: int | None = None
    """Up to ``lists.MOST``."""
    more: bool = False
    open: str = ""
    open_words: Any = ""


def incident_overview(by: Actor, incident: Incident) -> list[IncidentList]:
    adds = incident.closed_at is None and takes_part(by, incident)
    found = []
    for name, words, kind, opening, open_words in _LISTS:
        if somewhere(by, Verb.SEE, THINGS[kind.value]):
            number = subjects(by, kind).filter(incident=incident).order_by()[: MOST + 1].count()
            opens = (
                reverse(opening, args=[incident.pk]) if adds and somewhere(by, Verb.OPEN, THINGS[kind.value]) else ""
            )
            seen = f"{reverse(name)}?incident={incident.pk}"
            found.append(IncidentList(words, seen, min(number, MOST), number > MOST, opens, open_words))
    for name, words, thing in (
        ("incident-sources", gettext_lazy("Lawful sources of photographs"), Thing.SOURCE),
        ("incident-imports", gettext_lazy("Many photographs brought in"), Thing.IMPORT),
        ("incident-arrivals", gettext_lazy("What came from others"), Thing.ARRIVAL),
        ("incident-families", gettext_lazy("Pages for families"), Thing.FAMILY_PORTAL),
        ("incident-review-rules", gettext_lazy("How pairs are examined"), Thing.REVIEW_RULES),
        ("incident-board", gettext_lazy("The board: members and rules"), Thing.BOARD),
    ):
        if somewhere(by, Verb.SEE, thing) and _opens(by, thing, incident):
            found.append(IncidentList(words, reverse(name, args=[incident.pk])))
    if takes_part(by, incident):
        for name, words, thing in (
            ("incident-lists", gettext_lazy("Lists of who was there"), Thing.LISTING),
            ("incident-reconciliations", gettext_lazy("All cases compared with all records"), Thing.RECONCILIATION),
        ):
            if somewhere(by, Verb.SEE, thing):
                found.append(IncidentList(words, reverse(name, args=[incident.pk])))
    return found


def _opens(by: Actor, thing: Thing, incident: Incident) -> bool:
    """Whether the page of these things opens to whoever is only let look at the incident."""
    if thing is Thing.FAMILY_PORTAL:
        return takes_part(by, incident)
    if thing in (Thing.IMPORT, Thing.ARRIVAL):
        return takes_part(by, incident) or may(by, Verb.SEE, thing.of(incident))
    return True


@page(Verb.SEE, Thing.INCIDENT, "GET", "HEAD")
def incidents_page(request: DeskRequest) -> HttpResponse:
    context = {
        "incidents": Paginator(queries.incidents(request.actor), 50).get_page(request.GET.get("page")),
        "may_open": somewhere(request.actor, Verb.OPEN, Thing.INCIDENT),
    }
    return render(request, "desk/incidents.html", context)


@page(Verb.OPEN, Thing.INCIDENT, "GET", "HEAD", "POST")
def open_page(request: DeskRequest) -> HttpResponse:
    form = OpenIncident(request.POST or None)
    made: list[Incident] = []
    agency = request.user.agency_id
    if submitted(form, lambda **fields: made.append(open_incident(by=request.actor, agency=agency, **fields))):
        messages.success(request, _("The incident is open."))
        return redirect(made[0].address)
    context = {"form": form, "title": _("Open an incident"), "button": _("Open"), "back": "incidents"}
    return render(request, "desk/form.html", context, status=400 if form.is_bound else 200)


@page(Verb.SEE, Thing.INCIDENT, "GET", "HEAD")
def incident(request: DeskRequest, number: int) -> HttpResponse:
    return _incident_page(request, number)


@page(Verb.SHARE, Thing.INCIDENT, "POST")
def share(request: DeskRequest, number: int) -> HttpResponse:
    found = queries.find_incident(request.actor, number)
    form = Share(request.POST, others=_others(request, found))
    if not takes_part(request.actor, found):
        raise NotAllowed(
            _("Your agency does not work in this incident."), _("Ask the agency that leads it to let you.")
        )

    def do(*, to: Agency, **fields: Any) -> None:
        share_incident(by=request.actor, incident=found, to=to.pk, **fields)

    if submitted(form, do):
        messages.success(request, _("It is shared, until you revoke it."))
        return redirect(found.address)
    return _incident_page(request, number, share_form=form)


@page(Verb.CLOSE, Thing.INCIDENT, "POST")
def close(request: DeskRequest, number: int) -> HttpResponse:
    found, form = queries.find_incident(request.actor, number), Reason(request.POST, prefix="close")
    require(request.actor, Verb.CLOSE, found)
    if submitted(form, lambda reason: close_incident(by=request.actor, incident=found, reason=reason)):
        messages.success(request, _("The incident is closed."))
        return redirect(found.address)
    return _incident_page(request, number, close_form=form)


@page(Verb.REVOKE, Thing.GRANT, "POST")
def revoke(request: DeskRequest, number: int) -> HttpResponse:
    grant = queries.find_grant(request.actor, number)
    form = Reason(request.POST, prefix="revoke")
    if submitted(form, lambda reason: revoke_grant(by=request.actor, grant=grant, reason=reason)):
        messages.success(request, _("It is no longer shared."))
        return redirect(grant.address)
    return _incident_page(request, grant.incident_id, revoke_form=form)


def _incident_page(request: DeskRequest, number: int, **forms: object) -> HttpResponse:
    found = queries.find_incident(request.actor, number)
    lead = may(request.actor, Verb.CLOSE, found)
    share = somewhere(request.actor, Verb.SHARE, Thing.INCIDENT) and takes_part(request.actor, found)
    others = _others(request, found) if share and not found.closed_at else None
    context = {
        "incident": found,
        "lead": lead,
        "may_lay": may(request.actor, Verb.CHANGE, found),
        "inside": incident_overview(request.actor, found),
        "share": share,
        "revokes": somewhere(request.actor, Verb.REVOKE, Thing.GRANT),
        "grants": queries.grants(request.actor, found)[:500],
        "share_form": Share(others=others) if others is not None and others.exists() else None,
        "close_form": Reason(prefix="close"),
        "revoke_form": Reason(prefix="revoke", auto_id=False),
        **picture_of(request.actor, found),
        **forms,
    }
    return render(request, "desk/incident.html", context, status=400 if forms else 200)


def _others(request: DeskRequest, incident: Incident) -> Any:
    """The agencies with which one can still share, by name."""
    shared = incident.grants.filter(owner=request.user.agency_id, revoked_at=None).values("to")
    return Agency.objects.filter(closed_at=None).exclude(pk=request.user.agency_id).exclude(pk__in=shared)
