"""Passkeys: the page offers, the browser's own dialogue asks, the script sends the answer with an ordinary form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts import queries
from antigone.desk.accounts.actions.passkeys import add_passkey, refuse_passkey, remove_passkey, sign_in_by_passkey
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.passkeys import (
    DeskAddress,
    NewPasskey,
    Offer,
    host_of_passkeys,
    offer_making,
    offer_signing_in,
    place_of,
    proved_making,
    proved_signing,
)
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.web.accounts.account import number_in
from antigone.desk.web.accounts.forms import AddPasskey, DeviceAnswerForm
from antigone.desk.web.accounts.signing import begin, next_of, remembered
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page, public
from antigone.errors import RuleBroken, SignInRefused

_KEPT = "passkey"


@public("GET", "HEAD", "POST")
def sign_in_page(request: DeskRequest) -> HttpResponse:
    if request.actor.person is not None:
        return redirect("front")
    where, form = place(request), DeviceAnswerForm(request.POST or None)
    found: list[Person] = []

    def sign_in(answer: str) -> None:
        if where is None:
            raise SignInRefused(_("Passkeys do not work under this address."), _("Use the desk's own name."))
        try:
            signed = proved_signing(where, taken(request, "sign in"), answer)
        except SignInRefused:
            refuse_passkey(by=request.actor)
            raise
        found.append(sign_in_by_passkey(by=request.actor, signed=signed))

    if submitted(form, sign_in):
        begin(request, found[0])
        return remembered(redirect(next_of(request)), found[0])
    offer = keep(request, "sign in", lambda: offer_signing_in(where)) if where else None
    context = {"form": form, "next": next_of(request), **shown(offer), "starts": not form.is_bound}
    return render(request, "desk/keys/sign_in.html", context, status=403 if form.is_bound else 200)


@page(Verb.CHANGE, Thing.ACCOUNT, "GET", "HEAD", "POST")
def passkeys_page(request: DeskRequest) -> HttpResponse:
    where, form = place(request), AddPasskey(request.POST or None)
    known = queries.passkeys(request.actor)

    def add(*, name: str, password: str, answer: str) -> None:
        made = made_by(request, where, f"add to {request.user.pk}", answer)
        add_passkey(by=request.actor, password=password, name=name, made=made)

    if submitted(form, add):
        messages.success(request, _("The passkey is added. You can sign in with it alone."))
        return redirect("passkeys")
    person = request.user
    offer = offer_to(request, f"add to {person.pk}", where, person.email, person.name)
    context = {"form": form, "passkeys": known, **shown(offer)}
    return render(request, "desk/keys/passkeys.html", context, status=400 if form.is_bound else 200)


@page(Verb.CHANGE, Thing.ACCOUNT, "POST")
def remove(request: DeskRequest) -> HttpResponse:
    try:
        remove_passkey(by=request.actor, passkey=number_in(request))
    except RuleBroken as fault:
        messages.error(request, f"{fault.detail} {fault.hint}")
    else:
        messages.success(request, _("The passkey is removed: it signs nobody in any more."))
    return redirect("passkeys")


def place(request: DeskRequest) -> DeskAddress | None:
    """The address at which the browser has the desk open; None where passkeys do not work."""
    return place_of(request.scheme or "http", request.get_host())


def offer_to(request: DeskRequest, purpose: str, where: DeskAddress | None, email: str, name: str) -> Offer | None:
    """Offer a browser to make a passkey, for the page that is shown next."""
    if where is None:
        return None
    known = list(queries.passkeys(request.actor)) if request.actor.person else []
    return keep(request, purpose, lambda: offer_making(where, email=email, name=name, known=known))


def made_by(request: DeskRequest, where: DeskAddress | None, purpose: str, answer: str) -> NewPasskey:
    """The passkey that the browser made, verified.

    Raises:
        RuleBroken: if it did not.
    """
    if where is None:
        raise RuleBroken(_("Passkeys do not work under this address."), _("Use the desk's own name."))
    return proved_making(where, taken(request, purpose), answer)


def keep(request: DeskRequest, purpose: str, make: Callable[[], Offer]) -> Offer:
    """Make an offer and keep its challenge for the next request of this browser, for this purpose only."""
    offer = make()
    request.session[_KEPT] = {"purpose": purpose, **offer.state}
    return offer


def taken(request: DeskRequest, purpose: str) -> dict[str, Any] | None:
    """The challenge that was kept for this purpose, removed from the session whatever comes of it."""
    kept = request.session.pop(_KEPT, None)
    return kept if kept is not None and kept["purpose"] == purpose else None


def shown(offer: Offer | None) -> dict[str, object]:
    """The context that templates need for passkeys."""
    return {"options": offer.options if offer else None, "host": host_of_passkeys()}
