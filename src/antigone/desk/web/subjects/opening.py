"""In which incident a case or record is opened: the same question for both."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts import queries as accounts
from antigone.desk.accounts.access import takes_part
from antigone.desk.accounts.models import Incident
from antigone.desk.subjects.queries import may_add_to
from antigone.desk.web.gate import DeskRequest
from antigone.errors import NotAllowed


def choose_incident(request: DeskRequest, page: str, template: str) -> HttpResponse:
    """In which incident? Nobody is asked where there is one. ``page`` opens there."""
    possible = list(may_add_to(request.actor).order_by("-pk")[:200])
    if len(possible) == 1:
        return redirect(page, possible[0].pk)
    return render(request, template, {"incidents": possible})


def incident_to_add_to(request: DeskRequest, number: int) -> Incident:
    """Raises: NotThere; NotAllowed, if one's agency takes no part in it."""
    incident = accounts.find_incident(request.actor, number)
    if not takes_part(request.actor, incident):
        raise NotAllowed(
            _("Your agency may not add to this incident."),
            _("Ask the agency that leads it to share it with yours, to work with it."),
        )
    return incident
