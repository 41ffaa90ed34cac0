"""Recipients: listed, opened, confirmed, ended."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import may, require, somewhere
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.exchange import keys, queries
from antigone.desk.exchange.actions.recipients import confirm_recipient, end_recipient, open_recipient
from antigone.desk.exchange.models import Recipient
from antigone.desk.web.exchange.forms import BODIES, KINDS, Confirm, OpenRecipient
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.lawful_basis.forms import BASES


@page(Verb.SEE, Thing.RECIPIENT, "GET", "HEAD")
def recipients_page(request: DeskRequest) -> HttpResponse:
    found = Paginator(queries.recipients(request.actor), 50).get_page(request.GET.get("page"))
    context = {
        "recipients": found,
        "rows": [(each, BODIES[each.body], state_of(each)) for each in found],
        "may_open": somewhere(request.actor, Verb.OPEN, Thing.RECIPIENT),
        "sees_packets": somewhere(request.actor, Verb.SEE, Thing.PACKET),
        "own": keys.own_keys(),
    }
    return render(request, "desk/exchange/recipients.html", context)


@page(Verb.OPEN, Thing.RECIPIENT, "GET", "HEAD", "POST")
def open_page(request: DeskRequest) -> HttpResponse:
    form = OpenRecipient(request.POST or None)
    made: list[Recipient] = []
    if submitted(form, lambda **fields: made.append(open_recipient(by=request.actor, **fields))):
        messages.success(
            request, _("The recipient is open. Nothing goes there until a second person confirmed the key.")
        )
        return redirect(made[0].address)
    status = 400 if form.is_bound else 200
    return render(request, "desk/exchange/open_recipient.html", {"form": form}, status=status)


@page(Verb.SEE, Thing.RECIPIENT, "GET", "HEAD")
def recipient_page(request: DeskRequest, number: int) -> HttpResponse:
    found = queries.find_recipient(request.actor, number)
    stands = found.ended_at is None
    may_confirm = stands and found.confirmed_at is None and may(request.actor, Verb.CONFIRM, found)
    context = {
        "recipient": found,
        "state": state_of(found),
        "body": BODIES[found.body],
        "basis": dict(BASES)[found.basis],
        "kinds": [KINDS[kind] for kind in found.kinds],
        "fingerprint": keys.fingerprint(found.age_key, found.signing_key) if found.confirmed_at else None,
        "may_confirm": may_confirm,
        "opened_it": found.opened_by_id == request.actor.person,
        "may_end": stands and may(request.actor, Verb.END, found),
    }
    return render(request, "desk/exchange/recipient.html", context)


@page(Verb.CONFIRM, Thing.RECIPIENT, "GET", "HEAD", "POST")
def confirm_page(request: DeskRequest, number: int) -> HttpResponse:
    found = queries.find_recipient(request.actor, number)
    require(request.actor, Verb.CONFIRM, found)
    form = Confirm(request.POST or None)

    def do(**fields: Any) -> None:
        confirm_recipient(by=request.actor, recipient=found, **fields)

    if submitted(form, do):
        messages.success(request, _("The key is confirmed. Packets can be made for this recipient now."))
        return redirect(found.address)
    context = {"form": form, "recipient": found}
    return render(request, "desk/exchange/confirm.html", context, status=400 if form.is_bound else 200)


@page(Verb.END, Thing.RECIPIENT, "GET", "HEAD", "POST")
def end_page(request: DeskRequest, number: int) -> HttpResponse:
    found = queries.find_recipient(request.actor, number)
    require(request.actor, Verb.END, found)
    form = Reason(request.POST or None)
    if submitted(form, lambda reason: end_recipient(by=request.actor, recipient=found, reason=reason)):
        messages.success(request, _("The recipient has ended. What was sent can still be recalled."))
        return redirect(found.address)
    context = {"form": form, "recipient": found}
    return render(request, "desk/exchange/end_recipient.html", context, status=400 if form.is_bound else 200)


def state_of(recipient: Recipient) -> str:
    """``ended``, ``not confirmed``, ``run out`` or ``stands``."""
    if recipient.ended_at is not None:
        return "ended"
    if recipient.confirmed_at is None:
        return "not confirmed"
    over = recipient.valid_until is not None and recipient.valid_until < timezone.localdate()
    return "run out" if over else "stands"
