"""Packets: made, taken once by a person, confirmed as received, recalled. The desk sends nothing itself."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import may
from antigone.desk.accounts.act import Doing, act
from antigone.desk.accounts.actor import Actor, now
from antigone.desk.accounts.permissions import Owned, Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.exchange import making
from antigone.desk.exchange.making import SealedPacket, make, make_letter
from antigone.desk.exchange.models import Packet, Recipient
from antigone.desk.exchange.release_policy import ReleaseGround, allowed_to, ground_for, may_be_recalled_to
from antigone.desk.exchange.sheets import sheet_of
from antigone.desk.identification.actions.relied import relied
from antigone.desk.identification.queries import standing
from antigone.desk.subjects.models import Subject
from antigone.errors import AntigoneError, OutOfStep, RuleBroken
from antigone.exchange.packet import PacketKind
from antigone.protocol.recall import What
from antigone.types import Refusal

_RESTS = {
    PacketKind.BUREAU: What.INFORMATION_BUREAU,
    PacketKind.DVI: What.SHARED,
    PacketKind.SHEET: What.SHARED,
    PacketKind.PFIF: What.PUBLISHED,
}
WAITS = timedelta(days=3)
"""How long a packet lies ready to be taken."""
PUBLISHED, LONGEST_PUBLISHED = timedelta(days=90), timedelta(days=366)
"""How long a record is published unless somebody says otherwise, and at the most. Then it is asked for again."""


def make_packet(
    *,
    by: Actor,
    kind: PacketKind,
    subject: Subject,
    recipient: Recipient,
    reason: str,
    seals: Mapping[int, str] | None = None,
    published_until: date | None = None,
) -> Packet:
    """Make a packet of a case or record, encrypted to its recipient, to be taken by a person within ``WAITS``.

    Args:
        seals: for the information bureau: numbers of the sealed packets of effects, by the effects' numbers.
        published_until: of a publication, the last day; at most ``LONGEST_PUBLISHED`` from now, and never longer than
            the consent.

    Raises:
        RuleBroken: if neither consent nor law names the recipient, or another rule of ``allowed_to`` stands against it.
        OutOfStep: if the case or record was changed while the packet was made.
    """
    reason = clean_text(reason, "reason", 2000)
    kind, whole = PacketKind(kind), Subject.objects.select_related("incident", "agency").get(pk=subject.pk)
    to = Recipient.objects.get(pk=recipient.pk)
    made, kept, until, sheet = None, "", None, None
    if _may(by, whole) and allowed_to(whole, to, kind) is None:
        until = _end(whole, to, published_until) if kind is PacketKind.PFIF else None
        sheet = sheet_of(whole, _plain_seals(seals))
        made = make(kind, sheet, whole, to, until)
        kept = making.keep(made.encrypted)
    try:
        with act(by, Verb.MAKE, Thing.PACKET.of(whole), reason=reason) as doing:
            _stop(allowed_to(whole, Recipient.objects.get(pk=to.pk), kind))
            found = Subject.objects.select_related("incident", "agency").get(pk=whole.pk)
            if made is None or sheet_of(found, _plain_seals(seals)) != sheet:
                raise OutOfStep(_("This was changed meanwhile."), _("Look at it again, then make the packet."))
            ground = ground_for(whole, to, kind) if not whole.is_case else None
            about = {"subject": whole, "recipient": to, "kind": kind, "reason": reason}
            packet = _row(doing, made, kept, **about, ground=ground, published_until=until)  # type: ignore[arg-type]
    except AntigoneError:
        making.discard(kept)
        raise
    _tidy()
    return packet


def take_packet(*, by: Actor, packet: Packet) -> bytes:
    """Hand out the encrypted file, once: whoever takes it carries or sends it. The desk keeps no copy.

    Raises:
        RuleBroken: if it was taken, or the time is over.
    """
    with act(by, Verb.TAKE, packet) as doing:
        found = Packet.objects.get(pk=packet.pk)
        if found.taken_at is not None:
            raise OutOfStep(
                _("This packet was taken. It is given out once."), _("If it was lost on the way, make another one.")
            )
        if Packet.objects.filter(recalls=found).exists():
            raise OutOfStep(_("This packet was recalled."), _("Take its letter instead, if the packet left before."))
        data = making.read(found.file) if found.expires_at > timezone.now() else None
        if data is None:
            raise OutOfStep(_("The time to take this packet is over."), _("Make another one if it is still needed."))
        if found.kind != PacketKind.RECALL.value:
            recipient = Recipient.objects.get(pk=found.recipient_id)
            _stop(allowed_to(Subject.objects.get(pk=found.subject_id), recipient, PacketKind(found.kind)))
            found.act_number = _registered(doing.by, found)
        found.taken_at, found.taken_by_id = timezone.now(), doing.by.person
        found.save(update_fields=["taken_at", "taken_by", "act_number"])
        doing.record(found.pk, kind=found.kind, recipient=found.recipient_id, sha256=found.sha256, act=found.act_number)
    making.discard(packet.file)
    return data


def confirm_received(*, by: Actor, packet: Packet, words: str) -> None:
    """Record that the recipient has it: who of them said so, and how.

    Raises:
        RuleBroken: if it was not taken, or was confirmed.
    """
    words = clean_text(words, _("who confirmed it"), 500)
    with act(by, Verb.CONFIRM, packet) as doing:
        found = Packet.objects.get(pk=packet.pk)
        if found.taken_at is None:
            raise OutOfStep(_("Nobody has taken this packet yet."), _("It cannot have arrived anywhere."))
        if found.received_at is not None:
            raise OutOfStep(_("This packet was confirmed as received."), _("There is nothing to do."))
        found.received_at, found.received_by_id, found.received_words = timezone.now(), doing.by.person, words
        found.save(update_fields=["received_at", "received_by", "received_words"])
        doing.record(found.pk, kind=found.kind, recipient=found.recipient_id)


def recall_packet(*, by: Actor, packet: Packet, reason: str) -> Packet:
    """Make a letter of recall to the same recipient. The recall is done when they confirm that it came.

    ``reason`` stands in the letter: it says why, and nothing of the person that the packet did not say. A packet that
    nobody took yet is recalled too: it cannot be taken any more.

    Raises:
        RuleBroken: if it is a letter itself, or was recalled.
    """
    reason = clean_text(reason, "reason", 2000)
    whole = Packet.objects.select_related("subject__incident", "subject__agency", "recipient").get(pk=packet.pk)
    made, kept = None, ""
    if _may(by, whole, Verb.RECALL) and whole.kind != PacketKind.RECALL.value:
        made = make_letter(whole, reason)
        kept = making.keep(made.encrypted)
    try:
        with act(by, Verb.RECALL, whole, reason=reason) as doing:
            _stop(may_be_recalled_to(whole.recipient))
            if made is None:
                raise RuleBroken(_("A letter of recall is not recalled."), _("Write to the recipient."))
            if Packet.objects.filter(recalls=whole).exists():
                raise OutOfStep(_("This packet was recalled."), _("Its letter is on its page."))
            to = {"subject": whole.subject, "recipient": whole.recipient, "kind": PacketKind.RECALL}
            letter = _row(doing, made, kept, **to, reason=reason, recalls=whole)  # type: ignore[arg-type]
    except AntigoneError:
        making.discard(kept)
        raise
    making.discard(whole.file)
    return letter


def _registered(by: Actor, packet: Packet) -> str:
    """Enter it in the register of what relied on the identification, if one stands. Returns its number there.

    Whoever recalls the identification one day finds the packet by it, and must recall that too.
    """
    decision = standing(packet.subject)
    if decision is None:
        return ""
    words = f"packet {packet.number} of {packet.subject.code} left for recipient {packet.recipient_id}"
    return relied(by=by, decision=decision, what=_RESTS[PacketKind(packet.kind)], words=words).number


def _row(
    doing: Doing,
    made: SealedPacket,
    kept: str,
    *,
    subject: Subject,
    recipient: Recipient,
    kind: PacketKind,
    reason: str,
    ground: ReleaseGround | None = None,
    published_until: date | None = None,
    recalls: Packet | None = None,
) -> Packet:
    assert doing.by.person is not None, "only people make packets"
    digest = hashlib.sha256(made.encrypted).hexdigest()
    packet = Packet.objects.create(
        agency_id=subject.agency_id,
        incident_id=subject.incident_id,
        subject=subject,
        recipient=recipient,
        kind=kind.value,
        number=made.number,
        reason=reason,
        source=ground.source if ground else None,
        consent=ground.consent if ground else None,
        made_at=made.made,
        made_by_id=doing.by.person,
        sha256=digest,
        size=len(made.encrypted),
        contents=made.contents,
        file=kept,
        expires_at=timezone.now() + WAITS,
        published_until=published_until,
        recalls=recalls,
    )
    doing.record(
        packet.pk,
        kind=kind.value,
        packet=made.number,
        subject=subject.code,
        recipient=recipient.pk,
        sha256=digest,
        inside=[f"{part['name']} {part['sha256']}" for part in made.contents],
        source=ground.source.pk if ground else None,
        consent=ground.consent.pk if ground and ground.consent else None,
        recalls=recalls.pk if recalls else None,
    )
    return packet


def _may(by: Actor, of: Owned, verb: Verb = Verb.MAKE) -> bool:
    """Check the permission before anything is read. The act asks again, and records a refusal."""
    return may(now(by), verb, Thing.PACKET.of(of))


def _end(subject: Subject, recipient: Recipient, asked: date | None) -> date:
    today = timezone.localdate()
    if asked is not None and not today <= asked <= today + LONGEST_PUBLISHED:
        raise RuleBroken(
            _("A record is published for a year at most, and not into the past."),
            _("Choose a day within a year. It can be published again if the family still wants it."),
        )
    ground = ground_for(subject, recipient, PacketKind.PFIF)
    assert ground is not None and ground.consent is not None, "allowed_to said that there is one"
    ends = [asked or today + PUBLISHED, ground.consent.valid_until, ground.source.valid_until]
    return min(day for day in ends if day is not None)


def _plain_seals(seals: Mapping[int, str] | None) -> dict[int, str]:
    return {place: clean_text(text, _("number"), 60) for place, text in (seals or {}).items() if text.strip()}


def _stop(refused: Refusal | None) -> None:
    if refused is not None:
        raise RuleBroken(_(refused.detail), _(refused.hint))


def _tidy() -> None:
    """Delete the files that nobody took in time. Their rows stay, and say so."""
    late = Packet.objects.filter(taken_at=None, expires_at__lte=timezone.now())
    for name in late.order_by("-expires_at").values_list("file", flat=True)[:200]:
        making.discard(name)
