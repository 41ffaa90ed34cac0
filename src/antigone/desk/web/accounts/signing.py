from __future__ import annotations

from django.contrib.auth import login, logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from antigone.desk.accounts.actions.signing_in import sign_in, sign_out, sign_out_everywhere
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.web.accounts.forms import SignIn
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import BEGAN, SEEN, DeskRequest, page, public

BACKEND = "antigone.desk.accounts.actor.PersonBackend"


@public("GET", "HEAD", "POST")
def sign_in_page(request: DeskRequest) -> HttpResponse:
    if request.actor.person is not None:
        return redirect("front")
    form = SignIn(request.POST or None)
    found: list[Person] = []
    if submitted(form, lambda **fields: found.append(sign_in(by=request.actor, **fields))):
        begin(request, found[0])
        return redirect(next_of(request))
    status = 403 if form.is_bound else 200
    return render(request, "desk/sign_in.html", {"form": form, "next": next_of(request)}, status=status)


@page(Verb.SIGN_OUT, Thing.ACCOUNT, "POST")
def sign_out_page(request: DeskRequest) -> HttpResponse:
    sign_out(by=request.actor, session_key=request.session.session_key)
    logout(request)
    return redirect("front")


@page(Verb.SIGN_OUT, Thing.ACCOUNT, "POST")
def sign_out_everywhere_page(request: DeskRequest) -> HttpResponse:
    sign_out_everywhere(by=request.actor)
    logout(request)
    return redirect("front")


def begin(request: DeskRequest, person: Person) -> None:
    """Begin a session for somebody who has just proved who they are. Its key is new."""
    now = timezone.now().timestamp()
    request.session[BEGAN] = request.session[SEEN] = now
    login(request, person, backend=BACKEND)


def next_of(request: DeskRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or "/"
    return asked if url_has_allowed_host_and_scheme(asked, None) else "/"
