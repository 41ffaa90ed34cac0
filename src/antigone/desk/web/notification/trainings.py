"""Trainings: who has learned how a family is told."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import may, require
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Role, Thing, Verb
from antigone.desk.notification.actions.trainings import end_training, record_training
from antigone.desk.notification.queries import find_training, live_trainings
from antigone.desk.notification.queries import trainings as seen
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.notification.forms import Train


@page(Verb.SEE, Thing.TRAINING, "GET", "HEAD")
def trainings_page(request: DeskRequest) -> HttpResponse:
    rows = list(seen(request.actor).order_by("person__name", "-on"))
    live = set(live_trainings().values_list("pk", flat=True))
    context = {
        "rows": [(row, row.pk in live) for row in rows],
        "may_add": may(request.actor, Verb.ADD, Thing.TRAINING.of(request.actor)),
    }
    return render(request, "desk/notification/trainings.html", context)


@page(Verb.ADD, Thing.TRAINING, "GET", "HEAD", "POST")
def add_page(request: DeskRequest) -> HttpResponse:
    form = Train(request.POST or None, initial={"on": timezone.localdate()})
    people = Person.objects.filter(agency=request.actor.agency, ended_at=None, held__role=Role.LIAISON_OFFICER)
    form.fields["person"].queryset = people.order_by("name")  # type: ignore[attr-defined]
    if submitted(form, lambda **said: record_training(by=request.actor, **said)):
        messages.success(request, _("The training is recorded."))
        return redirect("trainings")
    context = {
        "form": form,
        "title": _("Record a training"),
        "lead": _("Liaison officers who learned how a family is told. Nobody records their own."),
        "button": _("Record it"),
        "back": "trainings",
    }
    return render(request, "desk/notification/form.html", context, status=400 if form.is_bound else 200)


@page(Verb.END, Thing.TRAINING, "GET", "HEAD", "POST")
def end_page(request: DeskRequest, number: int) -> HttpResponse:
    training = find_training(request.actor, number)
    require(request.actor, Verb.END, training)
    form = Reason(request.POST or None)
    if submitted(form, lambda reason: end_training(by=request.actor, training=training, reason=reason)):
        messages.success(request, _("The training is ended."))
        return redirect("trainings")
    context = {
        "form": form,
        "title": _("End a training"),
        "lead": _("They are not chosen to go any more. What was, stays."),
        "button": _("End it"),
        "back": "trainings",
    }
    return render(request, "desk/notification/form.html", context, status=400 if form.is_bound else 200)
