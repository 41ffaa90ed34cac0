"""The exercise: made, gone into, left, and thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.desk.accounts.access import may
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.sight import sight
from antigone.desk.exercises.actions.making import begin_exercise, enter_people
from antigone.desk.exercises.actions.throwing_away import throw_away
from antigone.desk.exercises.models import Exercise
from antigone.desk.exercises.queries import exercises_of, open_exercise
from antigone.desk.exercises.shipped import TO_ADD, to_add
from antigone.desk.web.gate import EXERCISE, DeskRequest, page
from antigone.errors import OutOfStep

_DESTROYED: Mapping[str, Any] = {
    "cases": gettext_lazy("Cases"),
    "records": gettext_lazy("Records"),
    "photographs": gettext_lazy("Photographs, with their keys"),
    "pictures": gettext_lazy("Files in the vault"),
    "templates": gettext_lazy("Faces as numbers"),
    "consents": gettext_lazy("Consents"),
}
"""What a receipt counts, of all that is counted."""


@page(Verb.SEE, Thing.EXERCISE, "GET", "HEAD")
def exercise_page(request: DeskRequest) -> HttpResponse:
    return _show(request)


@page(Verb.OPEN, Thing.EXERCISE, "POST")
def begin_page(request: DeskRequest) -> HttpResponse:
    if _done(request, lambda: begin_exercise(by=request.actor, agency=request.user.agency_id)):
        messages.success(request, _("The exercise is there. A registrar lets its people be entered."))
    return redirect("exercise")


@page(Verb.ADD, Thing.EXERCISE, "POST")
def people_page(request: DeskRequest) -> HttpResponse:
    found = _standing(request)
    if _done(request, lambda: enter_people(by=request.actor, exercise=found)):
        messages.success(request, _("Its people are being entered. It takes a minute."))
    return redirect("exercise")


@page(Verb.SEE, Thing.EXERCISE, "POST")
def practise_page(request: DeskRequest) -> HttpResponse:
    """From now on, in this browser, the exercise alone is there."""
    found = _standing(request)
    request.session[EXERCISE] = found.incident_id
    return redirect("front")


@page(Verb.SEE, Thing.EXERCISE, "POST")
def leave_page(request: DeskRequest) -> HttpResponse:
    request.session.pop(EXERCISE, None)
    messages.success(request, _("You have left the exercise. What you see now is real."))
    return redirect("front")


@page(Verb.END, Thing.EXERCISE, "GET", "HEAD", "POST")
def throw_away_page(request: DeskRequest) -> HttpResponse:
    """Asks once more; then the answer is the receipt, with the code that stands nowhere else."""
    found = _standing(request)
    if request.method != "POST":
        return render(request, "desk/exercises/throw_away.html", {"found": found})
    made = throw_away(by=request.actor, exercise=found)
    request.session.pop(EXERCISE, None)
    context = {"found": made.exercise, "code": made.code, "destroyed": _counted(made.exercise)}
    return render(request, "desk/exercises/receipt.html", context)


@page(Verb.SEE, Thing.EXERCISE, "GET", "HEAD")
def picture_page(request: DeskRequest, name: str) -> HttpResponse:
    """One of the pictures to practise with, to save. It was never in the desk: nobody in it exists."""
    if name not in TO_ADD:
        raise Http404
    answer = HttpResponse(to_add(name), content_type="image/jpeg")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _standing(request: DeskRequest) -> Exercise:
    found = open_exercise(request.actor)
    if found is None:
        raise OutOfStep(_("Your agency has no exercise."), _("An administrator begins one."))
    return found


def _done(request: DeskRequest, do: Any) -> bool:
    try:
        do()
    except OutOfStep as fault:
        messages.error(request, f"{fault.detail} {fault.hint}")
        return False
    return True


def _counted(exercise: Exercise) -> list[tuple[Any, int]]:
    return [(words, exercise.destroyed[name]) for name, words in _DESTROYED.items() if name in exercise.destroyed]


def _show(request: DeskRequest) -> HttpResponse:
    everything = exercises_of(request.actor)
    found = next((each for each in everything if each.is_open), None)
    of = Thing.EXERCISE.of(found or request.actor)
    context = {
        "found": found,
        "inside": sight().within is not None,
        "may_begin": found is None and may(request.actor, Verb.OPEN, of),
        "may_enter": found is not None and found.asked_by_id is None and may(request.actor, Verb.ADD, of),
        "may_end": found is not None and may(request.actor, Verb.END, of),
        "pictures": TO_ADD,
        "over": [(each, _counted(each)) for each in everything if not each.is_open][:20],
    }
    return render(request, "desk/exercises/exercise.html", context)
