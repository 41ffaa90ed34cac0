from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.actions.invitations import accept_invitation, find_open_invitation
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.secrets import new_totp, seal, unseal_form
from antigone.desk.environment import Mode
from antigone.desk.web.accounts import passkeys as keys
from antigone.desk.web.accounts.account import qr_code
from antigone.desk.web.accounts.forms import Accept
from antigone.desk.web.accounts.signing import begin
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, public
from antigone.errors import NotThere


@public("GET", "HEAD", "POST")
def accept(request: DeskRequest, token: str) -> HttpResponse:
    """Join with a password and an authenticator app or a passkey, on one page: nobody has an account with less."""
    invitation = find_open_invitation(token)
    if invitation is None:
        raise NotThere(_("This link cannot be used: it was used, withdrawn, or is too old."), _("Ask for a new one."))
    secret = unseal_form(request.POST.get("sealed", "")) or new_totp()
    form = Accept(request.POST or None)
    joined: list[Person] = []

    where, purpose = keys.place(request), f"join by {invitation.pk}"

    def join(*, password: str, code: str, sealed: str, answer: str) -> None:
        made = keys.made_by(request, where, purpose, answer) if answer else None
        said = {"password": password, "secret": secret, "code": code, "browser": request.headers.get("User-Agent", "")}
        joined.append(accept_invitation(by=request.actor, token=token, passkey=made, **said))

    if submitted(form, join):
        begin(request, joined[0])
        return redirect("front")
    form.initial["sealed"] = seal(secret)
    context = {
        "form": form,
        "invitation": invitation,
        "sealed": seal(secret),
        "secret": secret,
        "square": qr_code(secret, invitation.email),
        "needed": settings.DESK.mode is Mode.AGENCY,
        **keys.shown(keys.offer_to(request, purpose, where, invitation.email, invitation.name)),
    }
    return render(request, "desk/accept.html", context, status=400 if form.is_bound else 200)
