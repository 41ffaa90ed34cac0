"""Appointments that wait for a second person, and confirming or refusing one."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts import queries
from antigone.desk.accounts.actions.appointments import confirm_appointment, refuse_appointment
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page


@page(Verb.SEE, Thing.APPOINTMENT, "GET", "HEAD")
def appointments_page(request: DeskRequest) -> HttpResponse:
    waiting = queries.appointments(request.actor).filter(confirmed_at=None, ended_at=None, person__ended_at=None)
    found = Paginator(waiting, 50).get_page(request.GET.get("page"))
    return render(request, "desk/appointments/list.html", {"appointments": found})


@page(Verb.SEE, Thing.APPOINTMENT, "GET", "HEAD")
def appointment(request: DeskRequest, number: int) -> HttpResponse:
    return _appointment_page(request, number, Reason())


@page(Verb.CONFIRM, Thing.APPOINTMENT, "POST")
def confirm(request: DeskRequest, number: int) -> HttpResponse:
    confirm_appointment(by=request.actor, appointment=queries.find_appointment(request.actor, number))
    messages.success(request, _("You confirmed the appointment. They have their roles now."))
    return redirect("appointments")


@page(Verb.REFUSE, Thing.APPOINTMENT, "POST")
def refuse(request: DeskRequest, number: int) -> HttpResponse:
    found, form = queries.find_appointment(request.actor, number), Reason(request.POST)
    if submitted(form, lambda reason: refuse_appointment(by=request.actor, appointment=found, reason=reason)):
        messages.success(request, _("The appointment is refused: they do not get these roles."))
        return redirect("appointments")
    return _appointment_page(request, number, form)


def _appointment_page(request: DeskRequest, number: int, form: Reason) -> HttpResponse:
    found, me = queries.find_appointment(request.actor, number), request.actor.person
    context = {
        "found": found,
        "waits": found.waits and found.person.is_active,
        "oneself": me == found.person_id,
        "own": me == found.by_id,
        "form": form,
    }
    return render(request, "desk/appointments/one.html", context, status=400 if form.is_bound else 200)
