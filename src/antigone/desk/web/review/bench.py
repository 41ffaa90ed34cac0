"""The bench: one examiner, one assignment, one page a step. Shown is the protocol's ``BenchSheet``, no more."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.sight import seeing_all
from antigone.desk.photos.queries import blurred_picture, is_hidden, looks_of
from antigone.desk.review.actions.looking import look
from antigone.desk.review.actions.writing import must_be_opened, open_assignment, write_entries, write_entry
from antigone.desk.review.models import Assignment
from antigone.desk.review.queries import find_assignment, picture_of, pictures_of, sheet_of
from antigone.desk.review.to_protocol import examination_of
from antigone.desk.review.words import CONFLICTS, STEPS, level_words
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.review import worksheet
from antigone.desk.web.review.worksheet import summary
from antigone.errors import RuleBroken
from antigone.protocol.components import Component
from antigone.protocol.entries import Concluded, Entry, Locked, Unmasked
from antigone.protocol.examination import Examination, Step, missing
from antigone.protocol.scales import scale_of
from antigone.protocol.two_examiners import BenchSheet
from antigone.types import Profile

_ORDER = (Step.ANALYSE_PM, Step.ANALYSE_REFERENCE, Step.COMPARE, Step.CONCLUDE, Step.UNMASK, Step.DONE)
_WRITES = (Step.ANALYSE_PM, Step.ANALYSE_REFERENCE, Step.COMPARE, Step.CONCLUDE)


@page(Verb.SEE, Thing.ASSIGNMENT, "GET", "HEAD", "POST")
def bench(request: DeskRequest, number: str) -> HttpResponse:
    assignment = find_assignment(request.actor, number)
    if request.method == "POST":
        return _write(request, assignment)
    if must_be_opened(assignment):
        assignment = open_assignment(by=request.actor, assignment=assignment)
    return show(request, assignment)


@page(Verb.SEE, Thing.ASSIGNMENT, "GET")
def picture(request: DeskRequest, number: str) -> HttpResponse:
    """A clear picture: each time it is sent, the audit has a row. ``number``: the picture's key."""
    found = picture_of(request.actor, number)
    return _picture(look(by=request.actor, assignment=found.assignment, key=number))


@page(Verb.SEE, Thing.ASSIGNMENT, "GET", "HEAD")
def blurred(request: DeskRequest, number: str) -> HttpResponse:
    found = picture_of(request.actor, number)
    with seeing_all():
        return _picture(blurred_picture(found.photograph))


def _picture(jpeg: bytes) -> HttpResponse:
    answer = HttpResponse(jpeg, content_type="image/jpeg")
    answer["Cache-Control"] = "no-store, private"
    answer["Content-Disposition"] = "inline"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _write(request: DeskRequest, assignment: Assignment) -> HttpResponse:
    do, examination = request.POST.get("do", ""), examination_of(assignment)
    step, clear = examination.step, request.POST.get("clear") == "1"
    if do == "reveal":
        return show(request, assignment, clear=True, post=request.POST)
    if examination.now.paused:
        messages.error(request, _("You are away from this work. Come back to it first."))
        return redirect(assignment.address)
    if request.POST.get("step") != step.value:
        messages.error(request, _("This page was of another step. What was kept stands below."))
        return redirect(assignment.address)
    if step in _WRITES:
        only = _component(do)
        side = worksheet.side_of(step)
        good, bad = worksheet.read(request.POST, examination, side, only, timezone.now())
        if good:
            examination = write_entries(by=request.actor, assignment=assignment, written_down=good)
        if bad or do.startswith("save"):
            swapped = bool(request.headers.get("HX-Request"))
            if bad or swapped or clear:
                status = 400 if bad and not swapped else 200
                return show(request, assignment, clear=clear, post=request.POST, errors=bad, status=status)
            return redirect(assignment.address)
    return _go_on(request, assignment, do, clear=clear)


def _go_on(request: DeskRequest, assignment: Assignment, do: str, *, clear: bool) -> HttpResponse:
    """Lock, conclude or unmask; or the page again with what prevents it."""
    try:
        entry = _entry(request, do, examination_of(assignment).step)
        if entry is not None:
            write_entry(by=request.actor, assignment=assignment, entry=entry)
    except RuleBroken as fault:
        return show(
            request, assignment, clear=clear, post=request.POST, fault=f"{fault.detail} {fault.hint}", status=400
        )
    return redirect(assignment.address)


def _entry(request: DeskRequest, do: str, step: Step) -> Entry | None:
    now = timezone.now()
    match do:
        case "lock":
            return Locked(now, worksheet.side_of(step) or Profile.AM)
        case "conclude":
            if not request.POST.get("level"):
                raise RuleBroken(_("No conclusion is chosen."), _("Choose one, and say why."))
            return Concluded(now, request.POST["level"][:60], request.POST.get("reasons", "").strip()[:8000])
        case "unmask":
            return Unmasked(now)
    return None


def _component(do: str) -> Component | None:
    name = do.removeprefix("save:")
    return Component(name) if do != name and name in list(Component) else None


def show(
    request: DeskRequest,
    assignment: Assignment,
    *,
    clear: bool = False,
    post: Any = None,
    errors: Any = None,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    examination, sheet = examination_of(assignment), sheet_of(assignment)
    step, scale = sheet.step, scale_of(assignment.scale)
    side = worksheet.side_of(step)
    hidden = _pictures(assignment, sheet)
    context: dict[str, Any] = {
        "assignment": assignment,
        "sheet": sheet,
        "step": step.value,
        "paused": examination.now.paused,
        "steps": [(STEPS[each], each is step, _ORDER.index(each) < _place(step)) for each in _ORDER],
        "step_words": STEPS[step],
        "why_called_off": [CONFLICTS[each] for each in sorted(examination.now.unblinded)],
        "panes": hidden,
        "hidden": any(each["hidden"] for pane in hidden for each in pane["pictures"]),
        "clear": clear,
        "looks": looks_of(request.actor),
        "fault": fault,
        "lines": [],
        "summary": [] if step in (Step.ANALYSE_PM, Step.STOPPED) else summary(examination),
        "minutes": _minutes(examination),
    }
    if step in _WRITES and not examination.now.paused:
        context["lines"] = worksheet.lines(examination, side, post=post, errors=errors or {})
        left = missing(examination)
        context |= {"left": len(left), "done": len(Component) - len(left), "all": len(Component), "side": side}
    if step is Step.CONCLUDE:
        level = post.get("level", "") if post else ""
        context["levels"] = [
            (each.code, level_words(scale.id, each.code), each.code == level) for each in scale.for_the_face()
        ]
        context["reasons"] = post.get("reasons", "") if post else ""
    return render(request, "desk/review/bench.html", context, status=status)


def _place(step: Step) -> int:
    return _ORDER.index(step) if step in _ORDER else len(_ORDER)


def _pictures(assignment: Assignment, sheet: BenchSheet) -> list[dict[str, Any]]:
    """The sides that the bench sheet shows, each with its pictures and whether they are blurred at first."""
    rows = pictures_of(assignment)
    panes = []
    for side, words, shown in (("pm", _("The dead person"), sheet.pm), ("am", _("The reference"), sheet.reference)):
        if shown:
            pictures = [{"key": each.key, "hidden": is_hidden(rows[each.key])} for each in shown]
            panes.append({"side": side, "words": words, "pictures": pictures})
    return panes


def _minutes(examination: Examination) -> list[tuple[Any, int]]:
    return [(STEPS[step], round(time.total_seconds() / 60)) for step, time in examination.now.time.items()]
