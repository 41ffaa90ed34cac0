"""One's own account: password, authenticator app, sessions and tokens."""

from __future__ import annotations

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from antigone.desk.accounts import queries
from antigone.desk.accounts.access import somewhere
from antigone.desk.accounts.actions.account import change_password, set_up_authenticator
from antigone.desk.accounts.actions.tokens import end_token, make_token
from antigone.desk.accounts.actor import sessions_of
from antigone.desk.accounts.models import Person, Token, kept_key
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.secrets import new_totp, seal, totp_address, unseal_form
from antigone.desk.audit.models import AuditRow
from antigone.desk.web.accounts.forms import Authenticator, ChangePassword, MakeToken
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.errors import RuleBroken

_LATELY = 20
"""Rows of the audit about one's own account that its page shows."""


def qr_code(secret: str, email: str) -> str:
    """A QR code as a data address for an ``img``; black on white, whatever the page's colours."""
    return segno.make(totp_address(secret, email), error="m").svg_data_uri(scale=5, border=4, light="white")


def _said(row: AuditRow) -> tuple[AuditRow, bool, str]:
    """A row, whether it is of something that was refused, and the network address it came from, if it has one."""
    return row, "refused" in row.details, str(row.details.get("address", ""))


@page(Verb.SEE, Thing.ACCOUNT, "GET", "HEAD")
def account(request: DeskRequest) -> HttpResponse:
    context = {
        "sessions": sessions_of(request.user.pk),
        "this_one": kept_key(request.session.session_key or ""),
        "may_read_over": somewhere(request.actor, Verb.SEE, Thing.TRANSLATION),
        "unreviewed": get_language() in settings.UNREVIEWED_LANGUAGES,
        "passkeys": queries.passkeys(request.actor).count(),
        "lately": [_said(row) for row in queries.own_rows(request.actor)[:_LATELY]],
        "tokens": queries.tokens(request.actor).filter(ended_at=None, expires_at__gt=timezone.now()).count(),
    }
    return render(request, "desk/account.html", context)


@page(Verb.CHANGE, Thing.ACCOUNT, "GET", "HEAD", "POST")
def password(request: DeskRequest) -> HttpResponse:
    form = ChangePassword(request.POST or None)
    changed: list[Person] = []

    def change(*, old: str, password: str) -> None:
        key = request.session.session_key
        changed.append(change_password(by=request.actor, old=old, new=password, session_key=key))

    if submitted(form, change):
        update_session_auth_hash(request, changed[0])
        messages.success(request, _("Your password is changed. Other browsers are signed out."))
        return redirect("account")
    return render(request, "desk/password.html", {"form": form}, status=400 if form.is_bound else 200)


@page(Verb.CHANGE, Thing.ACCOUNT, "GET", "HEAD", "POST")
def authenticator(request: DeskRequest) -> HttpResponse:
    secret = unseal_form(request.POST.get("sealed", "")) or new_totp()
    form = Authenticator(request.POST or None)

    def set_up(*, password: str, code: str, sealed: str) -> None:
        key = request.session.session_key
        set_up_authenticator(by=request.actor, password=password, secret=secret, code=code, session_key=key)

    if submitted(form, set_up):
        messages.success(request, _("Your authenticator app is set up. Other browsers are signed out."))
        return redirect("account")
    square = qr_code(secret, request.user.email)
    context = {"form": form, "sealed": seal(secret), "secret": secret, "square": square}
    return render(request, "desk/authenticator.html", context, status=400 if form.is_bound else 200)


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
    """The number that the button of a list sent."""
    sent = request.POST.get("number", "")
    if not (sent.isascii() and sent.isdecimal() and len(sent) < 19):
        raise RuleBroken(_("The browser sent something unexpected."), _("Go back, reload, and try again."))
    return int(sent)
