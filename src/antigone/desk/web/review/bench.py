"""The bench: one examiner, one assignment, one page a step. Shown is the protocol's ``BenchSheet``, no more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.photos.queries import looks_of
from antigone.desk.review.actions.looking import painted_over, saw, unseen
from antigone.desk.review.actions.writing import must_be_opened, open_work, write_entries, write_entry
from antigone.desk.review.models import ProficiencyPiece
from antigone.desk.review.proficiency import open_pieces
from antigone.desk.review.queries import (
    BenchWork,
    examination_at,
    find_assignment,
    hardest_grade,
    hidden_pictures,
    my_open_assignments,
    sheet_of,
)
from antigone.desk.review.words import CONFLICTS, COVERS, STEPS, component_words, level_words
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.review import worksheet, wrong
from antigone.desk.web.review.worksheet import summary
from antigone.desk.web.review.wrong import Wrong
from antigone.errors import RuleBroken
from antigone.protocol.components import Component
from antigone.protocol.entries import Concluded, Entry, Locked, Unmasked
from antigone.protocol.examination import Examination, Step, missing
from antigone.protocol.scales import scale_of
from antigone.protocol.two_examiners import BenchSheet
from antigone.types import Profile

_ORDER = (Step.ANALYSE_PM, Step.ANALYSE_REFERENCE, Step.COMPARE, Step.CONCLUDE, Step.UNMASK, Step.DONE)
_WRITES = (Step.ANALYSE_PM, Step.ANALYSE_REFERENCE, Step.COMPARE, Step.CONCLUDE)
_GRAPHIC = 2
"""From this grade on a photograph is hard to look at (photos/words.py: GRADES)."""


@page(Verb.SEE, Thing.ASSIGNMENT, "GET", "HEAD", "POST")
def bench(request: DeskRequest, number: str) -> HttpResponse:
    assignment = find_assignment(request.actor, number)
    if request.method == "POST":
        return _write(request, assignment)
    if must_be_opened(assignment):
        assignment = open_work(by=request.actor, work=assignment)
    return show(request, assignment)


def _write(request: DeskRequest, assignment: BenchWork) -> HttpResponse:
    do, examination = request.POST.get("do", ""), examination_at(assignment)
    step, clear = examination.step, request.POST.get("clear") == "1"
    by_script = request.headers.get("Accept") == "application/json"
    if do == "reveal":
        return show(request, assignment, clear=True, post=request.POST)
    if examination.now.paused or request.POST.get("step") != step.value:
        return _came_late(request, assignment, away=examination.now.paused, by_script=by_script)
    saw(by=request.actor, assignment=assignment, keys=request.POST.getlist("seen")[:100])
    bad: dict[Component, str] = {}
    if step in _WRITES:
        only, side = _component(do), worksheet.side_of(step)
        good, bad = worksheet.read(request.POST, examination, side, only, timezone.now())
        if good:
            examination = write_entries(by=request.actor, assignment=assignment, written_down=good)
        if by_script and only:
            return _told(examination, step, only, bad)
    if bad or do.startswith("save"):
        if bad or clear:
            status = 400 if bad else 200
            return show(request, assignment, clear=clear, post=request.POST, errors=bad, status=status)
        return redirect(assignment.address)
    return _go_on(request, assignment, do, clear=clear)


def _came_late(request: DeskRequest, assignment: BenchWork, *, away: bool, by_script: bool) -> HttpResponse:
    words = _("This page was of another step. What was kept stands below.")
    if away:
        words = _("You are away from this work. Come back to it first.")
    if by_script:
        return JsonResponse({"kept": False, "error": words, "late": True}, status=409)
    messages.error(request, words)
    return redirect(assignment.address)


def _told(examination: Examination, step: Step, only: Component, bad: dict[Component, str]) -> JsonResponse:
    """One component that a script sent: whether it is kept, and how many are left."""
    left = 0 if examination.step is not step else len(missing(examination))
    said = {"kept": not bad, "error": bad.get(only, ""), "left": left, "moved": examination.step is not step}
    return JsonResponse({**said, "progress": _progress(len(Component) - left)})


def _progress(done: int) -> str:
    return _("%(done)s of %(all)s components are kept.") % {"done": done, "all": len(Component)}


def _go_on(request: DeskRequest, assignment: BenchWork, do: str, *, clear: bool) -> HttpResponse:
    """Lock, conclude or unmask; or the page again with what prevents it."""
    examination = examination_at(assignment)
    faults = _in_the_way(request, assignment, examination, do)
    if not faults:
        try:
            entry = _entry(request, do, examination.step)
            if entry is not None:
                write_entry(by=request.actor, assignment=assignment, entry=entry)
        except RuleBroken as fault:
            faults = [Wrong(f"{fault.detail} {fault.hint}", "work")]
    if faults:
        return show(request, assignment, clear=clear, post=request.POST, faults=faults, status=400)
    return redirect(assignment.address)


def _in_the_way(request: DeskRequest, assignment: BenchWork, examination: Examination, do: str) -> list[Wrong]:
    side = worksheet.side_of(examination.step)
    if do == "lock" and side is not None:
        looks = wrong.not_looked_at(unseen(request.actor, assignment, [side]))
        return looks + wrong.left_out(examination)
    if do == "conclude":
        looks = wrong.not_looked_at(unseen(request.actor, assignment, Profile))
        if left := wrong.left_out(examination):
            return looks + left
        said = request.POST.get("level", ""), request.POST.get("reasons", "")
        return looks + wrong.conclusion(examination, *said)
    return []


def _entry(request: DeskRequest, do: str, step: Step) -> Entry | None:
    now = timezone.now()
    match do:
        case "lock":
            return Locked(now, worksheet.side_of(step) or Profile.AM)
        case "conclude":
            return Concluded(now, request.POST["level"][:60], request.POST.get("reasons", "").strip()[:8000])
        case "unmask":
            return Unmasked(now)
    return None


def _component(do: str) -> Component | None:
    name = do.removeprefix("save:")
    return Component(name) if do != name and name in list(Component) else None


def show(
    request: DeskRequest,
    assignment: BenchWork,
    *,
    clear: bool = False,
    post: Any = None,
    errors: dict[Component, str] | None = None,
    faults: Sequence[Wrong] = (),
    status: int = 200,
) -> HttpResponse:
    examination, sheet = examination_at(assignment), sheet_of(assignment)
    step, scale = sheet.step, scale_of(assignment.scale)
    of_the_set = isinstance(assignment, ProficiencyPiece)
    panes = _pictures(request, assignment, sheet, clear=clear)
    context: dict[str, Any] = {
        "assignment": assignment,
        "of_the_set": of_the_set,
        "sheet": sheet,
        "step": step.value,
        "paused": examination.now.paused,
        "steps": [(STEPS[each], each is step, _ORDER.index(each) < _place(step)) for each in _ORDER],
        "step_words": STEPS[step],
        "why_called_off": [CONFLICTS[each] for each in sorted(examination.now.unblinded)],
        "panes": panes,
        "covered": any(not each["clear"] for pane in panes for each in pane["pictures"]),
        "clear": clear,
        "looks": looks_of(request.actor),
        "faults": [*faults, *(wrong.of_component(each, words) for each, words in (errors or {}).items())],
        "lines": [],
        "covers": COVERS if step is Step.ANALYSE_PM and not of_the_set else {},
        "summary": [] if step in (Step.ANALYSE_PM, Step.STOPPED) else summary(examination),
    }
    if step in _WRITES and not examination.now.paused:
        context["side"] = side = worksheet.side_of(step)
        context["lines"] = worksheet.lines(examination, side, post=post, errors=errors or {})
        left = missing(examination)
        context |= {"left": len(left), "progress": _progress(len(Component) - len(left))}
        context |= {"by_itself": _by_itself(examination), "how_words": wrong.not_said(step)}
    if step is Step.CONCLUDE:
        level = post.get("level", "") if post else ""
        context["levels"] = [
            (each.code, level_words(scale.id, each.code), each.code == level) for each in scale.for_the_face()
        ]
        context["reasons"] = post.get("reasons", "") if post else ""
    if step in (Step.DONE, Step.STOPPED):
        waiting = list((open_pieces(request.actor) if of_the_set else my_open_assignments(request.actor))[:201])
        graphic = hardest_grade(assignment) >= _GRAPHIC
        context |= {"next": waiting[0] if waiting else None, "waiting": len(waiting), "graphic": graphic}
    return render(request, "desk/review/bench.html", context, status=status)


def _by_itself(examination: Examination) -> list[str]:
    """What is not comparable without anybody's word: an entry of the very moment at which the other side was locked."""
    kept = examination.now.compared.values() if examination.step is Step.COMPARE else ()
    return [component_words(each.component) for each in kept if not each.words and each.finding == "not-comparable"]


def _place(step: Step) -> int:
    return _ORDER.index(step) if step in _ORDER else len(_ORDER)


def _pictures(request: DeskRequest, assignment: BenchWork, sheet: BenchSheet, *, clear: bool) -> list[dict[str, Any]]:
    """The sides that the bench sheet shows, each with its pictures, and whether they come uncovered."""
    hidden, panes = hidden_pictures(assignment), []
    fresh = {each.key for each in unseen(request.actor, assignment, Profile)}
    painted = painted_over(assignment)
    for side, words, shown in (("pm", _("The dead person"), sheet.pm), ("am", _("The reference"), sheet.reference)):
        if shown:
            pictures = [
                {
                    "key": each.key,
                    "hidden": each.key in hidden,
                    "clear": clear or each.key not in fresh or each.key not in hidden,
                    "fresh": each.key in fresh,
                    "painted": each.key in painted,
                }
                for each in shown
            ]
            panes.append({"side": side, "words": words, "pictures": pictures})
    return panes
