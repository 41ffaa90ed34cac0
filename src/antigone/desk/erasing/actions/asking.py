"""Requests to erase: written down, agreed to by a second person, refused on a legal ground, or taken back.

What is asked is one photograph, or all that a record says. What a dead person's case says is never erased: it is
closed. One of its photographs is, if a court or an authority orders it.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.erasing import signals
from antigone.desk.erasing.models import Erasure
from antigone.desk.photos.models import Photograph
from antigone.desk.subjects.models import Subject
from antigone.errors import OutOfStep, RuleBroken

DUE = timedelta(days=30)
"""How long a request may take: a month (Regulation (EU) 2016/679, art. 12(3))."""


def ask_erasure(
    *,
    by: Actor,
    subject: Subject,
    photograph: Photograph | None = None,
    asked_as: Erasure.As,
    asker: str = "",
    how: str = "",
    order: str = "",
    reason: str,
) -> Erasure:
    """Write down a request to erase a photograph, or all that a record says (``photograph`` is None).

    ``asker``, ``how``: who they are and how that was made sure; for the agency's own wish neither is asked for.
    ``order``: of a court or authority.

    Raises:
        RuleBroken: if it was asked for already, was erased, or is what no such request can be for.
    """
    said = {
        "asker": clean_text(asker, _("name"), 200) if asker.strip() or asked_as != Erasure.As.AGENCY else "",
        "how": clean_text(how, _("way in which it was asked"), 300) if how.strip() else "",
        "order": clean_text(order, _("order"), 200) if order.strip() else "",
    }
    reason = clean_text(reason, _("reason"), 2000)
    with act(by, Verb.ASK, Thing.ERASURE.of(subject), reason=reason) as doing:
        found = Subject.objects.get(pk=subject.pk)
        _can_be_asked(found, photograph, Erasure.As(asked_as), said["order"])
        now = timezone.now()
        erasure = Erasure.objects.create(
            incident_id=found.incident_id,
            agency_id=found.agency_id,
            subject=found,
            photograph=photograph,
            asked_as=Erasure.As(asked_as),
            asked_at=now,
            due_on=timezone.localdate() + DUE,
            written_by_id=doing.by.person,
            **said,
        )
        doing.record(
            erasure.pk, subject=found.pk, photograph=photograph.pk if photograph else None, asked_as=str(asked_as)
        )
    return erasure


def agree_erasure(*, by: Actor, erasure: Erasure, reason: str) -> None:
    """Agree, as the second person, that it is erased. Somebody else then carries it out.

    Raises:
        RuleBroken: if it was answered, or something stands that rests on it.
    """
    reason = clean_text(reason, _("reason"), 2000)
    with act(by, Verb.AGREE, erasure, reason=reason) as doing:
        found = _asked(erasure)
        stands_against(found)
        found.state, found.answered_at, found.answered_by_id = Erasure.State.AGREED, timezone.now(), doing.by.person
        found.save(update_fields=["state", "answered_at", "answered_by"])
        doing.record(found.pk)


def refuse_erasure(*, by: Actor, erasure: Erasure, ground: Erasure.Ground, words: str) -> None:
    """Refuse it on a legal ground; ``words`` tell whoever asked why, and where they can complain.

    Raises:
        RuleBroken: without a ground and words, or if it was carried out, refused or taken back.
    """
    words = clean_text(words, _("reason"), 2000)
    if ground not in Erasure.Ground.values:
        raise RuleBroken(_("There is no such ground."), _("Choose one of the list."))
    with act(by, Verb.REFUSE, erasure) as doing:
        found = _open(erasure)
        found.state, found.ground, found.words = Erasure.State.REFUSED, Erasure.Ground(ground), words
        found.answered_at, found.answered_by_id = timezone.now(), doing.by.person
        found.save(update_fields=["state", "ground", "words", "answered_at", "answered_by"])
        doing.record(found.pk, ground=str(ground))


def take_back_erasure(*, by: Actor, erasure: Erasure, reason: str) -> None:
    """Take the request back, for whoever asked.

    Raises:
        RuleBroken: if it was carried out, refused or taken back.
    """
    reason = clean_text(reason, _("reason"), 2000)
    with act(by, Verb.WITHDRAW, erasure, reason=reason) as doing:
        found = _open(erasure)
        found.state = Erasure.State.TAKEN_BACK
        found.save(update_fields=["state"])
        doing.record(found.pk)


def stands_against(erasure: Erasure) -> None:
    """Raise RuleBroken if something must be kept, saying what and why. Called inside an act."""
    if erasure.photograph_id is not None and not erasure.subject.is_case:
        return  # nobody keeps a photograph of somebody who may be alive against their will
    for words in signals.reasons_to_keep.answers(sender=Erasure, subject=erasure.subject):
        if words is not None:
            raise RuleBroken(_("This must be kept."), words)


def _can_be_asked(subject: Subject, photograph: Photograph | None, asked_as: Erasure.As, order: str) -> None:
    if photograph is None and subject.is_case:
        raise RuleBroken(
            _("What is known of a dead person is not erased."),
            _("Close the case. One of its photographs can be erased if a court or an authority orders it."),
        )
    if subject.is_case and (asked_as is not Erasure.As.COURT or not order):
        raise RuleBroken(
            _("A photograph of a dead person is erased only if a court or an authority orders it."),
            _("Write who ordered it, the number and the day. Without an order, take the photograph out."),
        )
    if subject.erased_at is not None:
        raise OutOfStep(_("What this record said was erased."), _("There is nothing to do."))
    asked = Erasure.objects.filter(state__in=(Erasure.State.ASKED, Erasure.State.AGREED))
    if photograph is not None:
        found = Photograph.objects.get(pk=photograph.pk)
        if found.subject_id != subject.pk:
            raise RuleBroken(_("This photograph is another person's."), _("Begin on the photograph's own page."))
        if found.erased_at is not None:
            raise OutOfStep(_("This photograph was erased."), _("There is nothing to do."))
        asked = asked.filter(photograph=found)
    else:
        asked = asked.filter(subject=subject, photograph=None)
    if asked.exists():
        raise OutOfStep(_("This is asked for already."), _("Answer the request that is there."))


def _asked(erasure: Erasure) -> Erasure:
    found = _open(erasure)
    if found.state != Erasure.State.ASKED:
        raise OutOfStep(_("Somebody has agreed to this request."), _("A registrar can carry it out now."))
    return found


def _open(erasure: Erasure) -> Erasure:
    found = Erasure.objects.select_related("subject", "photograph").get(pk=erasure.pk)
    if not found.is_open:
        raise OutOfStep(_("This request was answered."), _("A new one can be made."))
    return found
