"""Putting back what one took out oneself just now: a photograph, or the photographs of a consent.

Everything left search at once when it was taken out, and nothing was destroyed: it comes back as it was.
"""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.just_now import must_be_just_now
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.jobs.actions import enqueue
from antigone.desk.jobs.models import Job
from antigone.desk.photos.actions import _index
from antigone.desk.photos.actions._adding import open_subject, refuse_twice
from antigone.desk.photos.lawful_basis import may_be_searched
from antigone.desk.photos.models import Consent, Face, FaceTemplate, Photograph
from antigone.errors import OutOfStep, RuleBroken


def put_back_photograph(*, by: Actor, photograph: Photograph) -> None:
    """Put back a photograph that ``by`` took out within ten minutes.

    Raises:
        OutOfStep: if it was not they, it is longer ago, or it stands.
        RuleBroken: if its ground has ended meanwhile, or the same file was added again.
    """
    with act(by, Verb.UNDO, photograph) as doing:
        found = _ended(photograph)
        must_be_just_now(doing.by, Verb.END, found.thing, found.pk)
        stand_again(found)
        doing.record(found.pk, subject=found.subject_id)


def put_back_consent(*, by: Actor, consent: Consent) -> int:
    """Put back a consent that ``by`` withdrew within ten minutes, by mistake: nobody had taken it back. Its photographs
    are searched again. Returns how many.

    Raises:
        OutOfStep: if it was not they, it is longer ago, the family itself took it back, or it holds.
    """
    with act(by, Verb.UNDO, Thing.CONSENT.of(consent.subject)) as doing:
        found = Consent.objects.select_related("subject__incident").get(pk=consent.pk)
        withdrawn = found.withdrawn_at
        if withdrawn is None:
            raise OutOfStep(_("This consent holds."), _("There is nothing to do."))
        must_be_just_now(doing.by, Verb.WITHDRAW, Thing.CONSENT, found.pk)
        open_subject(found.subject)
        found.withdrawn_at, found.put_back_at = None, timezone.now()
        found.save(update_fields=["withdrawn_at", "put_back_at"])
        ended = Photograph.objects.filter(consent=found, ended_at__gte=withdrawn, erased_at=None)
        photographs = list(ended.select_related("subject__incident"))
        for photograph in photographs:
            stand_again(photograph)
        doing.record(found.pk, subject=found.subject_id, photographs=len(photographs))
    return len(photographs)


def stand_again(photograph: Photograph) -> None:
    """Let a photograph stand that was taken out, and bring it into search as far as that is lawful. Inside an act.

    Raises:
        RuleBroken: if its ground has ended, its subject is closed, or the same file was added again.
    """
    subject = open_subject(photograph.subject)
    if not may_be_searched(photograph):
        raise RuleBroken(
            _("The lawful source or the consent of this photograph has ended."),
            _("Add it anew on one that is valid."),
        )
    refuse_twice(subject, photograph.sha256)
    photograph.ended_at, photograph.put_back_at = None, timezone.now()
    photograph.state = _state(photograph)
    photograph.save(update_fields=["ended_at", "put_back_at", "state"])
    if photograph.state == Photograph.State.USABLE:
        _index.enter(photograph)
        if not FaceTemplate.objects.filter(face__photograph=photograph).exists():
            enqueue(Job.Kind.EMBED, photograph.pk)
    elif photograph.state == Photograph.State.WAITING:
        enqueue(Job.Kind.ANALYSE, photograph.pk)


def _state(photograph: Photograph) -> Photograph.State:
    """What it was before it ended, as its faces say it."""
    faces = Face.objects.filter(photograph=photograph)
    if photograph.refusal is not None:
        return Photograph.State.REFUSED
    if faces.filter(chosen=True).exists():
        return Photograph.State.USABLE
    return Photograph.State.CHOOSE if faces.exists() else Photograph.State.WAITING


def _ended(photograph: Photograph) -> Photograph:
    found = Photograph.objects.select_related("subject__incident").get(pk=photograph.pk)
    if found.erased_at is not None:
        raise OutOfStep(_("This photograph was erased."), _("Nothing brings it back."))
    if found.ended_at is None:
        raise OutOfStep(_("This photograph stands."), _("There is nothing to do."))
    return found
