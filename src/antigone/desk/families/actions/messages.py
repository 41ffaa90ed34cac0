"""Messages between a family and staff, and the wish that everything be destroyed."""

from __future__ import annotations

import unicodedata
from contextlib import suppress

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.erasing.actions.asking import ask_erasure
from antigone.desk.erasing.models import Erasure
from antigone.desk.families.actions._mine import present
from antigone.desk.families.limits import MOST_MESSAGES
from antigone.desk.families.models import Message, Request
from antigone.desk.families.queries import told
from antigone.errors import OutOfStep, RuleBroken

LONGEST = 4_000
_HOW = "the pages for families, with code and secret"


def write(*, by: Actor, request: Request, what: Message.What, words: str) -> Message:
    """Send a family's message or complaint, or its wish that everything be destroyed, which needs no text.

    Raises:
        RuleBroken: if it is empty or far too long, or too many were written.
    """
    if what == Message.What.ANSWER:
        raise RuleBroken(_("This is for people who work here."), _("Write a message."))
    words = _plain(words)
    if not words and what != Message.What.ERASE:
        raise RuleBroken(_("There are no words yet."), _("Please write at least one."))
    with act(by, Verb.CHANGE, request) as doing:
        found = present(doing.by, request)
        if found.messages.count() >= MOST_MESSAGES:
            raise RuleBroken(_("There are very many messages here."), _("Please call us."))
        now = timezone.now()
        row = Message.objects.create(request=found, what=what, words=words, at=now)
        if what == Message.What.ERASE and found.erasure_asked_at is None:
            found.erasure_asked_at = now
            found.save(update_fields=["erasure_asked_at"])
            _ask_for_record(by, found)
        doing.record(found.pk, message=row.pk, what=str(what))
    return row


def _ask_for_record(by: Actor, request: Request) -> None:
    """Ask to erase the record that was opened for them too: two others decide, within the law's time."""
    if request.record is None:
        return
    asker = told(request).get("you", {}).get("name", "") or f"request {request.pk}"
    with suppress(RuleBroken):  # it was asked for already
        ask_erasure(
            by=by, subject=request.record, asked_as=Erasure.As.FAMILY, asker=asker, how=_HOW, reason="the family asks"
        )


def answer_message(*, by: Actor, request: Request, words: str) -> Message:
    """Write to the family: it stands on their page. All their earlier messages count as answered.

    Nothing that must be told in person is written here: neither of a death, nor of an identification.

    Raises:
        RuleBroken: if it is empty.
    """
    words = _plain(words)
    if not words:
        raise RuleBroken(_("There are no words yet."), _("Please write at least one."))
    with act(by, Verb.ANSWER, request) as doing:
        found = present(doing.by, request)
        now = timezone.now()
        found.messages.filter(by=None, answered_at=None).update(answered_at=now)
        row = Message.objects.create(
            request=found, what=Message.What.ANSWER, words=words, at=now, by_id=doing.by.person
        )
        doing.record(found.pk, message=row.pk)
    return row


def needs_no_answer(*, by: Actor, request: Request) -> None:
    """Note that their messages were read, and that something else than an answer was done.

    Raises:
        RuleBroken: if nothing waits.
    """
    with act(by, Verb.ANSWER, request) as doing:
        found = present(doing.by, request)
        read = found.messages.filter(by=None, answered_at=None).update(answered_at=timezone.now())
        if not read:
            raise OutOfStep(_("No message waits."), _("There is nothing to do."))
        doing.record(found.pk, messages=read)


def _plain(words: str) -> str:
    """A message as it was written, in lines, without control characters."""
    lines = unicodedata.normalize("NFC", words).splitlines()
    kept = "\n".join("".join(c for c in line if unicodedata.category(c) not in ("Cc", "Cs", "Co")) for line in lines)
    if len(kept) > LONGEST:
        raise RuleBroken(_("This is too long."), _("Please make it shorter."))
    return kept.strip()
