from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts import queries
from antigone.desk.accounts.actions.tokens import end_token, make_token
from antigone.desk.accounts.models import Token
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.web.accounts.forms import MakeToken
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.errors import RuleBroken


@page(Verb.SEE, Thing.TOKEN, "GET", "HEAD", "POST")
def tokens_page(request: DeskRequest) -> HttpResponse:
    """One's own tokens. A new one is shown in the answer to the form, and never again."""
    form = MakeToken(request.POST or None, roles=request.actor.roles)
    made: list[tuple[Token, str]] = []
    if submitted(form, lambda **fields: made.append(make_token(by=request.actor, **fields))):
        return render(request, "desk/keys/token.html", {"token": made[0][0], "secret": made[0][1]})
    context = {"tokens": queries.tokens(request.actor)[:100], "form": form}
    return render(request, "desk/keys/tokens.html", context, status=400 if form.is_bound else 200)


@page(Verb.END, Thing.TOKEN, "POST")
def end(request: DeskRequest) -> HttpResponse:
    end_token(by=request.actor, token=number_in(request))
    messages.success(request, _("The token has ended: nothing can be done with it any more."))
    return redirect("tokens")


def number_in(request: DeskRequest) -> int:
    """The number that a list's button sent."""
    sent = request.POST.get("number", "")
    if not (sent.isascii() and sent.isdecimal() and len(sent) < 19):
        raise RuleBroken(_("The browser sent something unexpected."), _("Go back, reload, and try again."))
    return int(sent)
