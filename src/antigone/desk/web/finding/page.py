"""The page of what was found, and the way straight to whatever has the code that was typed or read from a label."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.web.finding.found import as_typed, find_all, straight_to
from antigone.desk.web.gate import DeskRequest, page


@page(Verb.SEE, Thing.ACCOUNT, "GET", "HEAD")
def find_page(request: DeskRequest) -> HttpResponse:
    words = as_typed(request.GET.get("q", ""))
    if words and (address := straight_to(request.actor, words)):
        return redirect(address)
    found = find_all(request.actor, words) if len(words) > 1 or words.isdigit() else []
    return render(request, "desk/finding/found.html", {"found": found, "sought": words})
