"""How this works, for each role; and the few sentences that are read beside a page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from antigone.desk.accounts.permissions import Role, Thing, Verb
from antigone.desk.web.accounts.forms import ROLES_DO
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.guides.topics import BESIDE, GUIDES, TOPICS


@page(Verb.SEE, Thing.ACCOUNT, "GET", "HEAD")
def guides_page(request: DeskRequest) -> HttpResponse:
    """Every role, one's own first."""
    mine = request.actor.roles
    roles = [(role, ROLES_DO[role], role in mine) for role in sorted(GUIDES, key=lambda role: role not in mine)]
    return render(request, "desk/guides/all.html", {"roles": roles})


@page(Verb.SEE, Thing.ACCOUNT, "GET", "HEAD")
def guide_page(request: DeskRequest, role: str) -> HttpResponse:
    """What somebody with this role does, page by page, with a picture of each."""
    if role not in GUIDES:
        raise Http404
    known = Role(role)
    context = {"role": known, "does": ROLES_DO[known], "topics": [TOPICS[key] for key in GUIDES[known]]}
    return render(request, "desk/guides/one.html", context)


@page(Verb.SEE, Thing.ACCOUNT, "GET", "HEAD")
def help_page(request: DeskRequest, key: str) -> HttpResponse:
    """What is read beside a page; without scripts, in its place."""
    if key not in TOPICS:
        raise Http404
    return render(request, "desk/guides/help.html", {"topic": TOPICS[key], "roles": _of(request, key)})


def _of(request: DeskRequest, key: str) -> list[Role]:
    return [role for role in GUIDES if role in request.actor.roles and key in GUIDES[role]]


def beside(request: HttpRequest) -> dict[str, object]:
    """Context of every page: where its help is read."""
    match = request.resolver_match
    return {"help_key": BESIDE.get(match.url_name or "", "") if match else ""}
