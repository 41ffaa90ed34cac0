"""The ladder: pictures, only if the family asks. One is shown in the answer to a post, under no address."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.notification.actions.showing import (
    describe,
    halt,
    pass_over,
    record_asked,
    record_consent,
    refuse_picture,
    show_picture,
)
from antigone.desk.notification.models import NotificationPlan, PreparedPicture
from antigone.desk.notification.queries import find_plan
from antigone.desk.notification.words import RUNGS
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.notification import forms
from antigone.desk.web.notification.acting import allowed
from antigone.desk.web.notification.telling import in_person
from antigone.errors import NotThere, RuleBroken
from antigone.protocol.ladder import Ladder, Rung
from antigone.protocol.notification import Notification

SECONDS = 60
"""After which a picture is gone from the screen by itself."""


@page(Verb.CHANGE, Thing.NOTIFICATION, "GET", "HEAD", "POST")
def pictures_page(request: DeskRequest, number: int) -> HttpResponse:
    """How far each who asked has gone, and the next step."""
    plan = allowed(request, Verb.CHANGE, number)
    whole = in_person(plan)
    doing, who = request.POST.get("do", ""), request.POST.get("who", "")
    asking = forms.AskPictureForm(request.POST if doing == "ask" else None, prefix="ask")
    if doing == "ask" and submitted(asking, lambda **said: record_asked(by=request.actor, plan=plan, **said)):
        messages.success(request, _("It is written down. Say in words first what would be seen."))
        return redirect(plan.address_of("pictures"))
    step = forms.InWords(request.POST if doing not in ("", "ask") else None)
    if doing not in ("", "ask"):
        if doing == "halt":  # never held up by a form
            step = forms.InWords({"words": _("stopped")})
        if submitted(step, lambda words: _step(request, plan, whole, doing=doing, who=who, words=words)):
            messages.success(request, _("It is written down."))
            return redirect(plan.address_of("pictures"))
    context = {
        "plan": plan,
        "ladders": [_shown(plan, ladder) for ladder in whole.ladders],
        "asking": asking,
        "step": step,
        "who": who,
        "doing": doing,
        "blank": forms.InWords(),
        "told": bool(whole.told),
    }
    return render(request, "desk/notification/pictures.html", context, status=400 if request.method == "POST" else 200)


def _step(
    request: DeskRequest, plan: NotificationPlan, whole: Notification, *, doing: str, who: str, words: str
) -> None:
    ladder = next((each for each in whole.ladders if each.who == who), None)
    if ladder is None:
        raise RuleBroken(_("They have not asked."), _("Pictures only if the family asks."))
    of: dict[str, Any] = {"by": request.actor, "plan": plan, "who": who, "words": words}
    rung = ladder.next or Rung.FACE
    steps: dict[str, Callable[[], object]] = {
        "consent": lambda: record_consent(rung=rung, **of),
        "describe": lambda: describe(**of),
        "pass": lambda: pass_over(**of),
        "refuse": lambda: refuse_picture(rung=rung, **of),
        "halt": lambda: halt(**of),
    }
    if doing not in steps:
        raise RuleBroken(_("There is no such step."), _("Open the page again."))
    steps[doing]()


def _shown(plan: NotificationPlan, ladder: Ladder) -> dict[str, Any]:
    """One who asked, with what can be done next."""
    rung = ladder.next
    ready = PreparedPicture.objects.filter(
        plan=plan, accepted=True, photograph__ended_at=None, rung=ladder.consent or ""
    )
    return {
        "who": ladder.who,
        "going": ladder.going,
        "reached": [RUNGS[each] for each in ladder.reached],
        "next": None if rung is None else RUNGS[rung],
        "next_code": rung,
        "consent": ladder.consent,
        "agreed": None if ladder.consent is None else RUNGS[ladder.consent],
        "pictures": list(ready.order_by("pk")),
    }


@page(Verb.SHOW_FAMILY, Thing.PREPARED, "POST")
def show_page(request: DeskRequest, number: int) -> HttpResponse:
    """One prepared picture, once, in the answer itself: reloading asks for another consent. It goes after a minute."""
    picture = PreparedPicture.objects.select_related("plan__case", "photograph").filter(pk=number).first()
    if picture is None:
        raise NotThere(_("There is no such picture here."), _("Perhaps it is another agency's."))
    plan = find_plan(request.actor, picture.plan_id)
    in_person(plan)
    try:
        jpeg = show_picture(by=request.actor, plan=plan, who=request.POST.get("who", ""), picture=picture)
    except RuleBroken as fault:
        messages.error(request, f"{fault.detail} {fault.hint}")
        return redirect(plan.address_of("pictures"))
    back = plan.address_of("pictures")
    context = {
        "plan": plan,
        "picture": picture,
        "data": base64.b64encode(jpeg).decode(),
        "who": request.POST.get("who", ""),
        "back": back,
        "seconds": SECONDS,
    }
    answer = render(request, "desk/notification/shown.html", context)
    answer["Cache-Control"] = "no-store, private"
    answer["Refresh"] = f"{SECONDS}; url={back}"
    return answer
