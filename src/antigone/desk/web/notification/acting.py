"""What pages with one form that adds to a plan's log share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from antigone.desk.accounts.access import require
from antigone.desk.accounts.permissions import Verb
from antigone.desk.notification.models import NotificationPlan
from antigone.desk.notification.queries import find_plan
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest


def allowed(request: DeskRequest, verb: Verb, number: int) -> NotificationPlan:
    plan = find_plan(request.actor, number)
    require(request.actor, verb, plan)
    return plan


def ask(
    request: DeskRequest,
    plan: NotificationPlan,
    form: forms.Form,
    do: Callable[..., Any],
    *,
    title: Any,
    lead: Any,
    button: Any,
    done: Any,
    template: str = "desk/notification/form.html",
    **more: Any,
) -> HttpResponse:
    """Show the form; once it is sent and accepted, go back to the plan."""
    if submitted(form, do):
        messages.success(request, done)
        return redirect(plan.address)
    context = {"plan": plan, "form": form, "title": title, "lead": lead, "button": button, **more}
    return render(request, template, context, status=400 if form.is_bound else 200)
