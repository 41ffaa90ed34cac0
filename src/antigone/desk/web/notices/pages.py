"""The page of what is new, and whether one wants a mail that something is."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.actions.account import choose_mail, see_notices
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.news import last_look, new_for


@page(Verb.SEE, Thing.ACCOUNT, "GET", "HEAD")
def notices_page(request: DeskRequest) -> HttpResponse:
    context = {
        "notices": new_for(request.actor, last_look(request.user)),
        "may_mail": settings.DESK.mail is not None,
        "mails": request.user.mail_notices,
    }
    return render(request, "desk/notices/notices.html", context)


@page(Verb.CHANGE, Thing.ACCOUNT, "POST")
def seen_page(request: DeskRequest) -> HttpResponse:
    see_notices(by=request.actor)
    return redirect("notices")


@page(Verb.CHANGE, Thing.ACCOUNT, "POST")
def mail_page(request: DeskRequest) -> HttpResponse:
    wanted = "wanted" in request.POST
    choose_mail(by=request.actor, wanted=wanted)
    messages.success(request, _("A mail will say that there is new work.") if wanted else _("No mail is sent to you."))
    return redirect("notices")
