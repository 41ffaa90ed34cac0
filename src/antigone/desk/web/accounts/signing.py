from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import ngettext

from antigone.desk.accounts.actions.signing_in import sign_in, sign_out, sign_out_everywhere
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.queries import failures_of
from antigone.desk.accounts.secrets import BROWSER_KNOWN, known_browser
from antigone.desk.web.accounts.forms import SignIn
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import BEGAN, SEEN, DeskRequest, page, public

KNOWN = "antigone-known"
"""The cookie of a browser in which somebody has signed in. It is sent to the page of signing in alone."""
BACKEND = "antigone.desk.accounts.actor.PersonBackend"


@public("GET", "HEAD", "POST")
def sign_in_page(request: DeskRequest) -> HttpResponse:
    if request.actor.person is not None:
        return redirect("front")
    form = SignIn(request.POST or None)
    found: list[Person] = []
    browser = request.COOKIES.get(KNOWN, "")[:300]
    if submitted(form, lambda **fields: found.append(sign_in(by=request.actor, browser=browser, **fields))):
        begin(request, found[0])
        return remembered(redirect(next_of(request)), found[0])
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
    tell_of_failures(request, person)
    now = timezone.now().timestamp()
    request.session[BEGAN] = request.session[SEEN] = now
    login(request, person, backend=BACKEND)


def remembered(answer: HttpResponse, person: Person) -> HttpResponse:
    """Have the browser keep that this person signs in there: what strangers try does not lock them out of it."""
    answer.set_cookie(
        KNOWN,
        known_browser(person),
        max_age=int(BROWSER_KNOWN.total_seconds()),
        path=reverse("sign-in"),
        httponly=True,
        samesite="Strict",
        secure=settings.DESK.https,
    )
    return answer


def tell_of_failures(request: DeskRequest, person: Person) -> None:
    """Say on the next page how often somebody failed to sign in as this person since they did themselves."""
    failed, last = failures_of(person)
    if failed:
        words = ngettext(
            "Since you last signed in, %(count)s attempt to sign in as you failed, from %(address)s. If it was not you,"
            " choose another password and tell an administrator.",
            "Since you last signed in, %(count)s attempts to sign in as you failed, the last from %(address)s. If it"
            " was not you, choose another password and tell an administrator.",
            failed,
        )
        messages.error(request, words % {"count": failed, "address": last})


def next_of(request: DeskRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or "/"
    return asked if url_has_allowed_host_and_scheme(asked, None) else "/"
