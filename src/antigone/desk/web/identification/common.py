"""What pages of the board share: doing an act and showing what prevents it, on the same page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from antigone.desk.identification.models import Decision
from antigone.desk.web.gate import DeskRequest
from antigone.errors import RuleBroken


def done(
    request: DeskRequest,
    do: Callable[[], object],
    said: object,
    to: str,
    again: Callable[..., HttpResponse],
) -> HttpResponse:
    """Do the act and redirect to ``to``; or show ``again`` with what prevents it."""
    try:
        do()
    except RuleBroken as fault:
        return again(trouble=f"{fault.detail} {fault.hint}")
    messages.success(request, str(said))
    return redirect(to)


def form_page(
    request: DeskRequest, form: Any, *, title: str, words: str, button: str, back: str, grave: bool = False
) -> HttpResponse:
    context = {"form": form, "title": title, "words": words, "button": button, "back": back, "grave": grave}
    return render(request, "desk/identification/form.html", context, status=400 if form.is_bound else 200)


def both_of(decisions: Iterable[Decision]) -> list[int]:
    """The numbers of the cases and records that decisions are on."""
    return [number for each in decisions for number in (each.case_id, each.record_id)]
