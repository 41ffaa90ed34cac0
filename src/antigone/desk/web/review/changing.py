"""Changing an entry later, pausing, handing back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.review.actions.writing import know_the_person, write_entry
from antigone.desk.review.models import ProficiencyPiece
from antigone.desk.review.queries import examination_at, find_assignment
from antigone.desk.review.words import level_words
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.review import worksheet
from antigone.errors import NotThere, RuleBroken
from antigone.protocol.components import Component
from antigone.protocol.entries import Analysed, Changed, Compared, Concluded, HandedBack, Paused, Resumed
from antigone.protocol.examination import Examination
from antigone.protocol.scales import scale_of
from antigone.types import Profile

_SIDES: dict[str, Profile | None] = {"pm": Profile.PM, "am": Profile.AM, "compare": None}


class HandBack(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    knows = forms.BooleanField(
        label=gettext_lazy("I know, or knew, this person: nothing of them shall come to me again."), required=False
    )


@page(Verb.CHANGE, Thing.ASSIGNMENT, "GET", "HEAD", "POST")
def change(request: DeskRequest, number: str) -> HttpResponse:
    """``?what=pm:nose``, ``compare:nose`` or ``conclusion``."""
    assignment = find_assignment(request.actor, number)
    examination, what = examination_at(assignment), request.GET.get("what", "")
    part, _colon, name = what.partition(":")
    if what != "conclusion" and (part not in _SIDES or name not in list(Component)):
        raise NotThere(_("There is nothing to change there."), _("Choose an entry on the work's own page."))
    post, reason = request.POST if request.method == "POST" else None, request.POST.get("reason", "").strip()[:2000]
    fault = ""
    if post is not None:
        try:
            entry = _entry(post, part, name, examination)
            write_entry(by=request.actor, assignment=assignment, entry=Changed(entry.at, entry, reason))
        except RuleBroken as broken:
            fault = f"{broken.detail} {broken.hint}".strip()
        else:
            messages.success(request, _("The change is kept beside what was there before."))
            return redirect(assignment.address)
    context: dict[str, Any] = {"assignment": assignment, "what": what, "fault": fault, "reason": reason}
    if what == "conclusion":
        latest = examination.now.latest
        level = post.get("level", "") if post else (latest.level if latest else "")
        context["reasons"] = post.get("reasons", "") if post else (latest.reasons if latest else "")
        context["levels"] = [
            (each.code, level_words(assignment.scale, each.code), each.code == level)
            for each in scale_of(assignment.scale).for_the_face()
        ]
    else:
        side = _SIDES[part]
        stands = worksheet.standing(examination, side).get(Component(name))
        context |= {"line": worksheet.line_of(Component(name), side, stands, post, ""), "side": side}
    return render(request, "desk/review/change.html", context, status=400 if fault else 200)


def _entry(post: Any, part: str, name: str, of: Examination) -> Analysed | Compared | Concluded:
    now = timezone.now()
    if part == "conclusion":
        if not post.get("level"):
            raise RuleBroken(_("No conclusion is chosen."), _("Choose one, and say why."))
        return Concluded(now, post["level"][:60], post.get("reasons", "").strip()[:8000])
    component = Component(name)
    return worksheet.entry_of(worksheet.typed(post, component), component, _SIDES[part], now, of)


@page(Verb.CHANGE, Thing.ASSIGNMENT, "POST")
def pause(request: DeskRequest, number: str) -> HttpResponse:
    assignment = find_assignment(request.actor, number)
    now = timezone.now()
    away = _state(examination_at(assignment))
    try:
        write_entry(by=request.actor, assignment=assignment, entry=Resumed(now) if away else Paused(now))
    except RuleBroken as fault:
        messages.error(request, f"{fault.detail} {fault.hint}")
    return redirect(assignment.address if away else "my-work")


def _state(examination: Examination) -> bool:
    return examination.now.paused


@page(Verb.CHANGE, Thing.ASSIGNMENT, "GET", "HEAD", "POST")
def hand_back(request: DeskRequest, number: str) -> HttpResponse:
    assignment = find_assignment(request.actor, number)
    form = HandBack(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            if form.cleaned_data["knows"] and not isinstance(assignment, ProficiencyPiece):
                know_the_person(by=request.actor, assignment=assignment, reason=reason)
            else:
                write_entry(by=request.actor, assignment=assignment, entry=HandedBack(timezone.now(), reason))
        except RuleBroken as fault:
            form.add_error(None, f"{fault.detail} {fault.hint}")
        else:
            messages.success(request, _("The work is handed back. Nobody asks you about it again."))
            return redirect("my-work")
    context = {
        "form": form,
        "title": _("Hand the work back"),
        "words": _(
            "If you know the person, or cannot go on: that is no fault, and nobody counts it. What you wrote stays; it"
            " is not used."
        ),
        "button": _("Hand it back"),
        "back": request.path.removesuffix("/hand-back"),
        "grave": True,
    }
    return render(request, "desk/searches/form.html", context, status=400 if form.is_bound else 200)
