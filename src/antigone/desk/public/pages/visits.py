"""Choosing a language, beginning, coming back, and leaving without a trace."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from antigone.desk.accounts.actor import family
from antigone.desk.families.actions.beginning import LANGUAGES, begin_request, read_in, set_safe_word
from antigone.desk.families.actions.entering import arrive, enter, leave
from antigone.desk.families.queries import open_portals
from antigone.desk.families.secrets import in_groups
from antigone.desk.public.carried import Back, carried_in, keep_carried
from antigone.desk.public.gate import COOKIE, LANGUAGE, PATH, FamilyRequest, family_page, keep_visit
from antigone.errors import RuleBroken, SignInRefused


class SafeWord(forms.Form):
    word = forms.CharField(
        label=_("Your safe word"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )


@family_page("GET", "HEAD", visit=False)
def trace(request: FamilyRequest) -> HttpResponse:
    """The address that is made known. The browser's history keeps the next one, which tells less."""
    return redirect("family-front")


@family_page("GET", "HEAD", visit=False)
def front(request: FamilyRequest) -> HttpResponse:
    context = {"open": open_portals().exists(), "chosen": LANGUAGE in request.COOKIES}
    return render(request, "p/front.html", context)


@family_page("GET", "HEAD", visit=False)
def language(request: FamilyRequest, code: str) -> HttpResponse:
    """Read on in this language, from the same page."""
    then = request.GET.get("n", "")
    safe = then.startswith(PATH) and url_has_allowed_host_and_scheme(then, allowed_hosts=None)
    done = HttpResponseRedirect(then) if safe else redirect("family-front")
    if code in LANGUAGES:
        done.set_cookie(LANGUAGE, code, path=PATH, httponly=True, samesite="Strict", secure=settings.DESK.https)
        if request.visit is not None and not request.visit.harmless:
            read_in(by=request.actor, request=request.visit.request, language=code)
    return done


@family_page("GET", "HEAD", "POST", visit=False)
def begin(request: FamilyRequest) -> HttpResponse:
    """Choose the incident; then the two numbers are shown, this once."""
    portals = list(open_portals())
    chosen = [portal for portal in portals if str(portal.pk) == request.POST.get("portal")]
    if request.method == "POST" and chosen:
        made, secret = begin_request(by=request.actor, portal=chosen[0], language=request.language)
        _visit, token = arrive(by=family(made.pk, request.actor.address), request=made)
        context = {"code": in_groups(made.code), "secret": in_groups(secret), "portal": chosen[0]}
        return keep_visit(render(request, "p/numbers.html", context), token)
    context = {"portals": portals, "missed": request.method == "POST"}
    return render(request, "p/begin.html", context, status=400 if request.method == "POST" else 200)


@family_page("GET", "HEAD", "POST", visit=False)
def back(request: FamilyRequest) -> HttpResponse:
    if request.method == "POST":
        return _entered(request)
    return render(request, "p/back.html", {"form": Back(), "over": False})


def _entered(request: FamilyRequest) -> HttpResponse:
    form = Back(request.POST)
    carried = carried_in(request.POST)
    status = 400
    if form.is_valid():
        try:
            visit, token = enter(by=request.actor, **form.cleaned_data)
        except (RuleBroken, SignInRefused) as fault:
            form.add_error(None, f"{fault.detail} {fault.hint}")
            status = 403 if isinstance(fault, SignInRefused) else 400
        else:
            lost = () if visit.harmless else keep_carried(request.actor, visit.request, carried)
            return keep_visit(redirect("family-question", *lost) if lost else redirect("family-home"), token)
    return render(request, "p/back.html", {"form": form, "over": False, "carried": carried}, status=status)


@family_page("GET", "HEAD", visit=False)
def leave_now(request: FamilyRequest) -> HttpResponse:
    """Leave at once: the visit ends, the browser forgets what this site kept, and another site opens."""
    if request.token:
        leave(by=request.actor, token=request.token)
    gone = HttpResponse(status=303)
    gone["Location"] = settings.DESK.family_exit
    gone["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    gone.delete_cookie(COOKIE, path=PATH)
    gone.delete_cookie(LANGUAGE, path=PATH)
    return gone


@family_page("GET", "HEAD", "POST")
def safe_word(request: FamilyRequest) -> HttpResponse:
    form = SafeWord(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_safe_word(by=request.actor, request=request.theirs, word=form.cleaned_data["word"])
        except RuleBroken as fault:
            form.add_error(None, f"{fault.detail} {fault.hint}")
        else:
            return redirect("family-home")
    return render(request, "p/safe.html", {"form": form}, status=400 if form.errors else 200)
