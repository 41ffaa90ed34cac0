"""Recipients: bodies to which an agency may send, opened by an administrator, confirmed by a second person, ended."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.exchange.keys import plain_age_key, plain_signing_key, same_fingerprint
from antigone.desk.exchange.models import Recipient
from antigone.desk.exchange.release_policy import BUREAUS
from antigone.errors import OutOfStep, RuleBroken
from antigone.exchange.packet import PacketKind
from antigone.types import Basis

RECEIVABLE = tuple(kind for kind in PacketKind if kind is not PacketKind.RECALL)
"""What an administrator chooses among. A recall goes wherever its packet went."""


def open_recipient(
    *,
    by: Actor,
    name: str,
    body: str,
    basis: Basis,
    instrument: str,
    kinds: Collection[PacketKind],
    age_key: str,
    signing_key: str = "",
    valid_until: date | None = None,
) -> Recipient:
    """Open a recipient of the actor's agency. Nothing goes there until a second person has confirmed its key.

    Raises:
        RuleBroken: if a field is empty or no key, the name is taken, or article 16 would go to another body than an
            information bureau or the Central Tracing Agency.
    """
    name = clean_text(name, _("name"), 200)
    instrument = clean_text(instrument, _("instrument"), 300)
    age_key = plain_age_key(age_key)
    signing_key = plain_signing_key(signing_key) if signing_key.strip() else ""
    if body not in Recipient.Body.values or not kinds or set(kinds) - set(RECEIVABLE):
        raise RuleBroken(_("This is none of the choices."), _("Choose one of the list."))
    if PacketKind.BUREAU in kinds and body not in BUREAUS:
        raise RuleBroken(
            _("What article 16 asks for goes to an information bureau or the Central Tracing Agency only."),
            _("Leave information-bureau packets out, or choose another body."),
        )
    if any(mark in name for mark in ",;،"):
        raise RuleBroken(
            _("A recipient's name has no comma or semicolon."), _("Lawful sources list names with commas between.")
        )
    if valid_until is not None and valid_until < timezone.localdate():
        raise RuleBroken(_("This day is over."), _("Write the last day on which it may be sent to."))
    with act(by, Verb.OPEN, Thing.RECIPIENT.of(by)) as doing:
        assert doing.by.agency is not None and doing.by.person is not None, "only people open recipients"
        if Recipient.objects.filter(agency=doing.by.agency, name=name, ended_at=None).exists():
            raise RuleBroken(
                _("Your agency has a recipient of this name."), _("End that one first if its key has changed.")
            )
        made = Recipient.objects.create(
            agency_id=doing.by.agency,
            name=name,
            body=body,
            basis=Basis(basis).value,
            instrument=instrument,
            kinds=sorted(kind.value for kind in kinds),
            age_key=age_key,
            signing_key=signing_key,
            valid_until=valid_until,
            opened_at=timezone.now(),
            opened_by_id=doing.by.person,
        )
        doing.record(made.pk, body=body, basis=made.basis, kinds=made.kinds, age_key=age_key, signing_key=signing_key)
    return made


def confirm_recipient(*, by: Actor, recipient: Recipient, fingerprint: str, how: str) -> None:
    """Say that the recipient read this fingerprint to somebody else than who opened it. ``how``: who read it, by what.

    Raises:
        RuleBroken: if it is another fingerprint, the same person opened it, or it was confirmed or has ended.
    """
    how = clean_text(how, _("way in which it was read to you"), 300)
    with act(by, Verb.CONFIRM, recipient) as doing:
        found = _standing(recipient)
        if found.confirmed_at is not None:
            raise OutOfStep(_("This recipient was confirmed."), _("There is nothing to do."))
        if found.opened_by_id == doing.by.person:
            raise RuleBroken(
                _("You opened this recipient yourself."), _("Ask somebody else to have the fingerprint read to them.")
            )
        if not same_fingerprint(fingerprint, found.age_key, found.signing_key):
            raise RuleBroken(
                _("This is not the fingerprint of the key that was typed in."),
                _("Have it read again. If it is another still, end the recipient: a stranger's key may stand there."),
            )
        found.confirmed_at, found.confirmed_by_id, found.confirmed_how = timezone.now(), doing.by.person, how
        found.save(update_fields=["confirmed_at", "confirmed_by", "confirmed_how"])
        doing.record(found.pk)


def end_recipient(*, by: Actor, recipient: Recipient, reason: str) -> None:
    """End a recipient: nothing is sent there any more. What was sent stays sent, and can be recalled.

    Raises:
        RuleBroken: if it has ended.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.END, recipient, reason=reason) as doing:
        found = _standing(recipient)
        found.ended_at, found.ended_by_id, found.ended_reason = timezone.now(), doing.by.person, reason
        found.save(update_fields=["ended_at", "ended_by", "ended_reason"])
        doing.record(found.pk)


def _standing(recipient: Recipient) -> Recipient:
    found = Recipient.objects.get(pk=recipient.pk)
    if found.ended_at is not None:
        raise OutOfStep(_("This recipient has ended."), _("There is nothing to do."))
    return found
