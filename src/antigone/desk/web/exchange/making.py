"""Making a packet of a case or record: who may have what, who may not and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import require
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.cases.models import Effect
from antigone.desk.exchange import queries
from antigone.desk.exchange.actions.packets import make_packet
from antigone.desk.exchange.models import Packet, Recipient
from antigone.desk.exchange.release_policy import judged, kinds_of, known_of
from antigone.desk.subjects.models import Subject
from antigone.desk.subjects.queries import find_subject
from antigone.desk.web.exchange.forms import MakePacketForm
from antigone.desk.web.exchange.words import KINDS
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.exchange.packet import PacketKind
from antigone.types import Profile


@dataclass(frozen=True, slots=True)
class Not:
    """What may not go to a recipient, and why."""

    recipient: Recipient
    kind: Any
    detail: str
    hint: str


@page(Verb.MAKE, Thing.PACKET, "GET", "HEAD", "POST")
def make_page(request: DeskRequest, kind: Profile, number: int) -> HttpResponse:
    subject = find_subject(request.actor, number, kind)
    require(request.actor, Verb.MAKE, Thing.PACKET.of(subject))
    may_go, may_not = _who_may_have_what(subject)
    recipients = {recipient.pk: recipient for recipient, _kind in may_go}
    options = [(f"{to.pk}:{kind.value}", f"{to.name}: {KINDS[kind.value]}") for to, kind in may_go]
    effects = Effect.objects.filter(case=subject.pk, withdrawn_at=None)
    form = MakePacketForm(request.POST or None, options=options, effects=effects)
    made: list[Packet] = []

    def do(*, what: str, reason: str, published_until: date | None = None, **seals: str) -> None:
        to, _colon, form_of = what.partition(":")
        made.append(
            make_packet(
                by=request.actor,
                kind=PacketKind(form_of),
                subject=subject,
                recipient=recipients[int(to)],
                reason=reason,
                seals=form.seals() if seals else None,
                published_until=published_until,
            )
        )

    if submitted(form, do):
        messages.success(request, _("The packet is ready. Take it now: it is given out once."))
        return redirect(made[0].address)
    context = {
        "form": form,
        "subject": subject,
        "options": options,
        "may_not": may_not,
        "back": subject.address_of("packets"),
    }
    return render(request, "desk/exchange/make.html", context, status=400 if form.is_bound else 200)


def _who_may_have_what(subject: Subject) -> tuple[list[tuple[Recipient, PacketKind]], list[Not]]:
    known, may_go, may_not = known_of(subject), [], []
    for recipient in queries.standing_recipients(subject.agency_id):
        for kind in kinds_of(subject):
            if kind.value not in recipient.kinds:
                continue
            refused = judged(known, recipient, kind)
            if refused is None:
                may_go.append((recipient, kind))
            else:
                may_not.append(Not(recipient, KINDS[kind.value], _(refused.detail), _(refused.hint)))
    return may_go, may_not
