"""Asking once more before something ends for others; works without scripts, and keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts import just_now
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.web.gate import DeskRequest
from antigone.errors import NotAllowed, RuleBroken

SURE = "sure"


def asked_once_more(
    request: DeskRequest, form: forms.Form, *, title: str, follows: Sequence[Any], button: str, back: str
) -> HttpResponse | None:
    """The page that says what follows and asks whether it is meant; None once it was answered, or nothing valid was
    said yet. ``follows``: a sentence each."""
    if not form.is_valid() or SURE in request.POST:
        return None
    said = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
    kept = [(name, value) for name, value in said if name != "csrfmiddlewaretoken"]
    context = {"title": title, "follows": follows, "button": button, "back": back, "kept": kept, "sure": SURE}
    return render(request, "desk/confirm.html", context)


def until(request: DeskRequest, verb: Verb, thing: Thing, number: int) -> datetime | None:
    """Until when whoever looks may put this back themselves."""
    return just_now.until(request.actor, verb, thing, number)


def put_back(request: DeskRequest, address: str, do: Callable[[], object]) -> HttpResponse:
    """Put something back, and say on its page that it was, or why not."""
    try:
        do()
    except (NotAllowed, RuleBroken) as fault:
        messages.error(request, f"{fault.detail} {fault.hint}")
    else:
        messages.success(request, _("It is back as it was."))
    return redirect(address)
