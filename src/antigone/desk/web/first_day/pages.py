"""The first day: an administrator's checklist."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.web.first_day.checklist import steps
from antigone.desk.web.gate import DeskRequest, page


@page(Verb.OPEN, Thing.INCIDENT, "GET", "HEAD")
def first_day_page(request: DeskRequest) -> HttpResponse:
    """What is done and what is left before work begins."""
    found = steps(request.actor)
    context = {
        "steps": found,
        "done": sum(step.done for step in found),
        "asked": sum(step.done or step.waits for step in found),
        "next": next((step for step in found if step.waits), None),
    }
    return render(request, "desk/first_day/checklist.html", context)
