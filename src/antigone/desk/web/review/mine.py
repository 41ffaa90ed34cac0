"""My assignments, my leave, error rates, and the load of others."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.desk.accounts.access import somewhere, within
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Role, Thing, Verb
from antigone.desk.review import queries
from antigone.desk.review.actions.people import end_leave, take_leave
from antigone.desk.review.models import Leave, Slot
from antigone.desk.review.open import limits_for, live_pairs
from antigone.desk.review.proficiency import progress
from antigone.desk.review.to_protocol import examinations
from antigone.desk.review.words import STANDINGS, STEPS
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.errors import NotThere
from antigone.protocol.known_pairs import Errors, ShareWrong, Standing, WarningLimits

MOST = 200
REMIND_AFTER = 7
"""Days after which work that waits is said to be late."""


class TakeLeave(forms.Form):
    first = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}))


@page(Verb.SEE, Thing.ASSIGNMENT, "GET", "HEAD")
def my_work(request: DeskRequest) -> HttpResponse:
    """Open assignments: begun ones first, then those that wait longest."""
    assignments = list(queries.my_open_assignments(request.actor)[: MOST + 1])
    found, today = examinations(assignments), timezone.localdate()
    rows = [
        {
            "assignment": assignment,
            "step": STEPS[found[assignment.pk].step],
            "begun": bool(found[assignment.pk].entries),
            "paused": found[assignment.pk].now.paused,
            "days": (today - timezone.localtime(assignment.given_at).date()).days,
            "late": (today - timezone.localtime(assignment.given_at).date()).days >= REMIND_AFTER,
        }
        for assignment in assignments[:MOST]
    ]
    finished = queries.my_finished_assignments(request.actor)[:20]
    leaves = Leave.objects.filter(person=request.actor.person, ended_at=None, last__gte=today)
    context = {"rows": rows, "more": len(assignments) > MOST, "finished": finished, "leaves": leaves}
    context["set"] = progress(request.user)
    return render(request, "desk/review/mine.html", context)


@page(Verb.OPEN, Thing.LEAVE, "GET", "HEAD", "POST")
def leave(request: DeskRequest) -> HttpResponse:
    """One's own leave; for an administrator anybody's of their agency."""
    form = TakeLeave(request.POST or None)
    administers = Role.ADMINISTRATOR in request.actor.roles
    people = Person.objects.filter(within(request.actor, Verb.OPEN, Thing.LEAVE), ended_at=None)
    people = people.filter(held__role=Role.EXAMINER.value)
    if administers:
        form.fields["person"] = forms.ModelChoiceField(
            label=gettext_lazy("Who"), queryset=people, initial=request.actor.person, empty_label=None
        )
        form.order_fields(["person"])

    def do(*, first: Any, last: Any, person: Person | None = None) -> None:
        take_leave(by=request.actor, person=person or request.user, first=first, last=last)

    if submitted(form, do):
        messages.success(request, _("The leave is kept. Nothing new comes on these days."))
        return redirect("leave")
    whose = people if administers else Person.objects.filter(pk=request.user.pk)
    leaves = Leave.objects.filter(person__in=whose, ended_at=None, last__gte=timezone.localdate())
    context = {"form": form, "leaves": leaves.select_related("person"), "administers": administers}
    return render(request, "desk/review/leave.html", context, status=400 if form.is_bound else 200)


@page(Verb.END, Thing.LEAVE, "POST")
def leave_end(request: DeskRequest, number: int) -> HttpResponse:
    found = Leave.objects.filter(within(request.actor, Verb.END, Thing.LEAVE, agency="person__agency"), pk=number)
    leave = found.select_related("person").first()
    if leave is None:
        raise NotThere(_("There is no such leave here."), _("Perhaps it is another agency's."))
    end_leave(by=request.actor, leave=leave)
    messages.success(request, _("The leave is ended."))
    return redirect("leave")


@page(Verb.SEE, Thing.LOAD, "GET", "HEAD")
def load(request: DeskRequest) -> HttpResponse:
    """How much waits with whom and since when: nobody is ranked, and nobody's speed is told."""
    unfilled = Slot.objects.filter(
        filled_at=None, pair__in=live_pairs().filter(pk__in=queries.reviews_led(request.actor))
    )
    slots = unfilled.select_related("pair__case", "pair__record").order_by("since")[:MOST]
    context = {
        "people": queries.load(request.actor),
        "slots": slots,
        "sees": somewhere(request.actor, Verb.SEE, Thing.REVIEW),
        "may_leave": somewhere(request.actor, Verb.OPEN, Thing.LEAVE),
    }
    return render(request, "desk/review/load.html", context)


@page(Verb.SEE, Thing.ERRORS, "GET", "HEAD")
def errors(request: DeskRequest) -> HttpResponse:
    """One's own error rates; for the validator everybody's of their agency."""
    validates = somewhere(request.actor, Verb.SEE, Thing.KNOWN_PAIR)
    limits = limits_for(request.actor.agency)
    people: list[Person] = []
    if validates:
        mine = Person.objects.filter(within(request.actor, Verb.SEE, Thing.KNOWN_PAIR))
        people = list(mine.filter(assignments__isnull=False).distinct().order_by("name", "pk"))
    elif Role.EXAMINER in request.actor.roles:
        people = [request.user]
    found = queries.errors_of(request.actor, people)
    rows = [rates_of(person, each, limits) for person, each in zip(people, found, strict=True)]
    context = {"rows": rows, "validates": validates, "limits": limits}
    return render(request, "desk/review/errors.html", context)


def rates_of(person: Person, found: Errors, limits: WarningLimits) -> dict[str, Any]:
    """Somebody's error rates as a page shows them."""
    inclusion, exclusion = found.standing(limits)
    return {
        "person": person,
        "rates": [
            (_("False inclusion"), percent(found.false_inclusion), STANDINGS[inclusion], _grave(inclusion)),
            (_("False exclusion"), percent(found.false_exclusion), STANDINGS[exclusion], _grave(exclusion)),
            (_("Undecided, of two persons"), percent(found.undecided_different), "", False),
            (_("Undecided, of one person"), percent(found.undecided_same), "", False),
        ],
    }


def _grave(standing: Standing) -> bool:
    return standing in (Standing.WARNING, Standing.ABOVE)


def percent(rate: ShareWrong) -> dict[str, Any]:
    return {
        "count": rate.count,
        "of": rate.of,
        "value": None if rate.value is None else 100 * rate.value,
        "low": 100 * rate.low,
        "high": 100 * rate.high,
    }
