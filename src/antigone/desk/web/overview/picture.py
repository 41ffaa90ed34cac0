"""The picture of an incident: the same for its front page and for the sheet of the morning meeting."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from antigone.desk.accounts import queries as accounts
from antigone.desk.accounts.access import somewhere
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.reconciling.models import Reconciliation
from antigone.desk.reconciling.queries import reconciliations
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.overview.days import last_days, time_line
from antigone.desk.web.overview.ground import drawn
from antigone.desk.web.overview.places import map_of
from antigone.desk.web.overview.states import bars
from antigone.desk.web.reconciling.shown import shown

_PROPOSALS = 5
_SEEN = (Thing.CASE, Thing.RECORD)


def picture_of(by: Actor, incident: Incident) -> dict[str, Any]:
    """The context of the pictures' templates; nothing for whoever sees neither cases nor records."""
    if not any(somewhere(by, Verb.SEE, thing) for thing in _SEEN):
        return {}
    drawn_map = map_of(by, incident)
    return {
        "sees_dead": somewhere(by, Verb.SEE, Thing.CASE),
        "sees_missing": somewhere(by, Verb.SEE, Thing.RECORD),
        "sees_identified": somewhere(by, Verb.SEE, Thing.DECISION),
        "sees_told": somewhere(by, Verb.SEE, Thing.NOTIFICATION),
        "bars": bars(by, incident),
        "days": last_days(by, incident),
        "time": time_line(by, incident),
        "map": drawn_map,
        "ground": drawn(incident, drawn_map.frame) if drawn_map else None,
        **_newest(by, incident),
    }


def _newest(by: Actor, incident: Incident) -> dict[str, Any]:
    """The first pairs of the latest reconciliation; never for whoever could be asked to examine them."""
    if not somewhere(by, Verb.SEE, Thing.PROPOSAL):
        return {}
    run = reconciliations(by, incident).filter(state=Reconciliation.State.DONE).first()
    if run is None:
        return {}
    return {"proposals": shown(by, list(run.proposals.order_by("place")[:_PROPOSALS])), "run": run}


@page(Verb.SEE, Thing.INCIDENT, "GET", "HEAD")
def morning_page(request: DeskRequest, number: int) -> HttpResponse:
    """One sheet of paper for the morning meeting."""
    found = accounts.find_incident(request.actor, number)
    context = {"incident": found, "now": timezone.now(), **picture_of(request.actor, found)}
    return render(request, "desk/overview/morning.html", context)
