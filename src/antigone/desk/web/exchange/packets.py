"""Packets: made, listed, taken, received, recalled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import may, require
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.cases.models import Effect
from antigone.desk.exchange import queries
from antigone.desk.exchange.actions.packets import confirm_received, make_packet, recall_packet, take_packet
from antigone.desk.exchange.models import Packet, Recipient
from antigone.desk.exchange.release_policy import judged, kinds_of, known_of
from antigone.desk.subjects.models import Subject
from antigone.desk.subjects.queries import find_subject
from antigone.desk.web.exchange.forms import KINDS, MakePacketForm, Received
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.errors import RuleBroken
from antigone.exchange.packet import PacketKind
from antigone.types import Profile


@dataclass(frozen=True, slots=True)
class Not:
    """What may not be released to a recipient, and why."""

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


@page(Verb.SEE, Thing.PACKET, "GET", "HEAD")
def packets_page(request: DeskRequest) -> HttpResponse:
    rows = queries.packets(request.actor)
    if request.GET.get("incident", "").isdecimal():
        rows = rows.filter(incident=int(request.GET["incident"]))
    return render(request, "desk/exchange/packets.html", _listed(request, rows))


@page(Verb.SEE, Thing.PACKET, "GET", "HEAD")
def subject_packets_page(request: DeskRequest, kind: Profile, number: int) -> HttpResponse:
    subject = find_subject(request.actor, number, kind)
    packets = Thing.PACKET.of(subject)
    require(request.actor, Verb.SEE, packets)
    context = {
        **_listed(request, queries.packets_of(request.actor, subject)),
        "subject": subject,
        "back": subject.address,
        "make": subject.address_of("packet-make") if may(request.actor, Verb.MAKE, packets) else None,
    }
    return render(request, "desk/exchange/packets.html", context)


@page(Verb.SEE, Thing.PACKET, "GET", "HEAD")
def packet_page(request: DeskRequest, number: int) -> HttpResponse:
    return _shown(request, queries.find_packet(request.actor, number))


@page(Verb.TAKE, Thing.PACKET, "POST")
def take_page(request: DeskRequest, number: int) -> HttpResponse:
    """The encrypted file itself, once."""
    found = queries.find_packet(request.actor, number)
    require(request.actor, Verb.TAKE, found)
    try:
        data = take_packet(by=request.actor, packet=found)
    except RuleBroken as fault:
        return _shown(request, found, f"{fault.detail} {fault.hint}")
    answer = HttpResponse(data, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{found.number}.zip.age"'
    return answer


@page(Verb.CONFIRM, Thing.PACKET, "GET", "HEAD", "POST")
def received_page(request: DeskRequest, number: int) -> HttpResponse:
    found = queries.find_packet(request.actor, number)
    require(request.actor, Verb.CONFIRM, found)
    form = Received(request.POST or None)
    if submitted(form, lambda words: confirm_received(by=request.actor, packet=found, words=words)):
        messages.success(request, _("It is written down that the recipient has it."))
        return redirect(found.address)
    title = _("Packet %(number)s arrived") % {"number": found.number}
    words = _("Write this only when the recipient has told you, with the packet's number.")
    return _form(request, form, found, title=title, words=words, button=_("It arrived"))


@page(Verb.RECALL, Thing.PACKET, "GET", "HEAD", "POST")
def recall_page(request: DeskRequest, number: int) -> HttpResponse:
    found = queries.find_packet(request.actor, number)
    require(request.actor, Verb.RECALL, found)
    form = Reason(request.POST or None)
    form.fields["reason"].help_text = _("It stands in the letter. Say nothing of the person that the packet did not.")
    made: list[Packet] = []
    if submitted(form, lambda reason: made.append(recall_packet(by=request.actor, packet=found, reason=reason))):
        messages.success(request, _("The letter is ready. Take it to the recipient, and write down when it arrived."))
        return redirect(made[0].address)
    title = _("Recall packet %(number)s") % {"number": found.number}
    words = _(
        "A letter is made for the same recipient that says which packet is taken back, and why. The recall is done when"
        " they have confirmed that the letter arrived. What they read, they have read."
    )
    return _form(request, form, found, title=title, words=words, button=_("Make the letter"), grave=True)


def state_of(packet: Packet) -> str:
    """``recalled``, ``received``, ``taken``, ``ready`` or ``never taken``."""
    if getattr(packet, "recalled_by", None) is not None:
        return "recalled"
    if packet.received_at is not None:
        return "received"
    if packet.taken_at is not None:
        return "taken"
    return "ready" if packet.expires_at > timezone.now() else "never taken"


def _listed(request: DeskRequest, rows: Any) -> dict[str, Any]:
    found = Paginator(rows, 50).get_page(request.GET.get("page"))
    return {"packets": found, "rows": [(each, KINDS[each.kind], state_of(each)) for each in found]}


def _shown(request: DeskRequest, found: Packet, fault: str = "") -> HttpResponse:
    state, letter = state_of(found), getattr(found, "recalled_by", None)
    context = {
        "packet": found,
        "kind": KINDS[found.kind],
        "state": state,
        "letter": letter,
        "others_address": found.subject.address_of("packets"),
        "sees_subject": may(request.actor, Verb.SEE, found.subject.thing.of(found)),
        "withdrawn": found.consent is not None and found.consent.withdrawn_at is not None,
        "may_take": state == "ready" and may(request.actor, Verb.TAKE, found),
        "may_confirm": found.taken_at is not None
        and found.received_at is None
        and may(request.actor, Verb.CONFIRM, found),
        "may_recall": letter is None
        and found.kind != PacketKind.RECALL.value
        and may(request.actor, Verb.RECALL, found),
        "fault": fault,
    }
    return render(request, "desk/exchange/packet.html", context, status=400 if fault else 200)


def _form(
    request: DeskRequest, form: Any, packet: Packet, *, title: str, words: str, button: str, grave: bool = False
) -> HttpResponse:
    back = packet.address
    context = {"form": form, "title": title, "words": words, "button": button, "back": back, "grave": grave}
    return render(request, "desk/searches/form.html", context, status=400 if form.is_bound else 200)
