"""What pages of the board share: doing something and saying what stands against it, where it was asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from antigone.desk.web.gate import DeskRequest
from antigone.errors import RuleBroken


def done(
    request: DeskRequest,
    do: Callable[[], object],
    said: object,
    to: tuple[Any, ...],
    again: Callable[..., HttpResponse],
) -> HttpResponse:
    """Do it and go on to the page ``to``; or show ``again`` with what stands against it."""
    try:
        do()
    except RuleBroken as fault:
        return again(trouble=f"{fault.detail} {fault.hint}")
    messages.success(request, str(said))
    return redirect(*to)


def form_page(
    request: DeskRequest, form: Any, *, title: str, words: str, button: str, back: str, grave: bool = False
) -> HttpResponse:
    context = {"form": form, "title": title, "words": words, "button": button, "back": back, "grave": grave}
    return render(request, "desk/identification/form.html", context, status=400 if form.is_bound else 200)
