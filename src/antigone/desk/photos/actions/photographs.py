"""Photographs, by people: added, a face chosen, graded, revealed, ended."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.jobs.actions import enqueue
from antigone.desk.jobs.models import Job
from antigone.desk.photos import vault
from antigone.desk.photos.actions import _index
from antigone.desk.photos.actions._adding import add_row, open_subject, prepare, refuse_twice
from antigone.desk.photos.by_hand import hand_work
from antigone.desk.photos.core_words import REFUSALS
from antigone.desk.photos.fictional import refuse_real
from antigone.desk.photos.models import Consent, Face, FaceTemplate, Photograph, Source
from antigone.desk.photos.queries import HIDDEN, chosen_face, is_hidden, sealed
from antigone.desk.subjects.models import Subject
from antigone.errors import AntigoneError, NotThere, OutOfStep, RuleBroken
from antigone.face.cover import MOST_COVERED


def add_photograph(
    *,
    by: Actor,
    subject: Subject,
    data: bytes,
    file_name: str,
    stage: Photograph.Stage = Photograph.Stage.UNKNOWN,
    source: Source | None = None,
    consent: Consent | None = None,
) -> Photograph:
    """Add a photograph of a subject, encrypted, and enqueue its analysis.

    Raises:
        RuleBroken: if it is no photograph, is here already, has no lawful ground, or the subject is closed.
    """
    found = open_subject(subject)
    sha = hashlib.sha256(data).hexdigest()
    refuse_real(found, sha)
    refuse_twice(subject, sha)
    prepared = prepare(data, file_name)
    try:
        with act(by, Verb.ADD, subject.photographs_thing) as doing:
            photograph = add_row(
                prepared, subject=subject, added_by=by.person or 0, stage=stage, source=source, consent=consent
            )
            ground = {"source": source.pk if source else None, "consent": consent.pk if consent else None}
            doing.record(photograph.pk, subject=subject.pk, sealed=prepared.sealed.name, **ground)
    except AntigoneError:  # a rule stands against it: no row names the file
        vault.discard(prepared.sealed.name)
        raise
    return photograph


def choose_face(*, by: Actor, photograph: Photograph, number: int) -> None:
    """Choose the face that is meant. What was made of another face leaves the index at once.

    Raises:
        RuleBroken: if there is no such face, or the photograph was taken out.
    """
    with act(by, Verb.CHOOSE, photograph) as doing:
        found = present(photograph)
        face = Face.objects.filter(photograph=found, number=number).first()
        if face is None:
            words = _("There is no face %(number)d in this photograph.") % {"number": number}
            raise RuleBroken(words, _("Choose one of those that are numbered."))
        if found.state == Photograph.State.WAITING:
            raise OutOfStep(_("The desk is looking at this photograph."), _("Wait a moment, and try again."))
        if face.chosen:
            raise OutOfStep(_("This face is chosen already."), _("There is nothing to do."))
        _must_be_free(found, face)
        _index.leave([found])
        FaceTemplate.objects.filter(face__photograph=found).delete()
        Face.objects.filter(photograph=found, chosen=True).update(chosen=False, chosen_how="")
        face.chosen, face.chosen_how = True, "person"
        face.save(update_fields=["chosen", "chosen_how"])
        found.state = Photograph.State.USABLE
        found.save(update_fields=["state"])
        enqueue(Job.Kind.EMBED, found.pk)
        doing.record(found.pk, face=number)


def grade_photograph(*, by: Actor, photograph: Photograph, grade: int) -> None:
    """Grade how graphic it is, 0 to 4: photos/words.py has what each means.

    Raises:
        RuleBroken: for another number, or if the photograph was taken out.
    """
    with act(by, Verb.GRADE, photograph) as doing:
        found = present(photograph)
        if not 0 <= grade <= 4:
            raise RuleBroken(_("A grade is 0 to 4."), _("Choose one of the list."))
        was, found.grade = found.grade, grade
        found.save(update_fields=["grade"])
        doing.record(found.pk, was=was, now=grade)


def end_photograph(*, by: Actor, photograph: Photograph, reason: str) -> None:
    """End a photograph: it leaves the index at once, and is kept.

    Raises:
        RuleBroken: if it was taken out, or the subject is closed.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.END, photograph, reason=reason) as doing:
        found = present(photograph)
        _index.leave([found])
        found.indexed, found.state, found.ended_at = False, Photograph.State.ENDED, timezone.now()
        found.save(update_fields=["state", "ended_at"])
        doing.record(found.pk, subject=found.subject_id)


def reveal_photograph(*, by: Actor, photograph: Photograph, size: vault.Size) -> bytes:
    """A clear picture of a photograph, as a JPEG without metadata. Each look is a row of the audit.

    Raises:
        VaultDamaged: if it has not been made yet, was erased, or is not what it was.
        NotThere: if it is a picture for the bench, or one prepared for a family: those are shown elsewhere.
    """
    if size not in vault.AT_ONCE:
        raise NotThere(_("There is no such picture here."), _("Choose one of the list."))
    chosen = chosen_face(photograph) if size is vault.Size.FACE else None
    shown = vault.made(sealed(photograph), size, chosen.number if chosen else 0)
    with act(by, Verb.SEE, photograph) as doing:
        found = Photograph.objects.get(pk=photograph.pk)
        doing.record(found.pk, size=str(size), **{HIDDEN: is_hidden(found)})
    return shown


def unseal_details(*, by: Actor, photograph: Photograph, reason: str) -> dict[str, Any]:
    """Place, device and time from the camera's metadata; empty if there are none.

    Raises:
        VaultDamaged
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.UNSEAL, photograph, reason=reason) as doing:
        found = Photograph.objects.get(pk=photograph.pk)
        closed = found.sealed_details
        details = {} if closed is None else json.loads(vault.unseal_details(sealed(found), bytes(closed)))
        doing.record(found.pk, fields=len(details))
    return dict(details)


def _must_be_free(photograph: Photograph, face: Face) -> None:
    """Raises RuleBroken if points by hand say that another face is meant, or if too little is left of this one."""
    if hand_work(photograph).has_points:
        raise RuleBroken(
            _("Somebody set the points of another face of this photograph by hand."),
            _("Give them back to the machine first, or set them on the face that is meant."),
        )
    if face.covered > MOST_COVERED:
        raise RuleBroken(*(_(words) for words in REFUSALS["covered"]))


def present(photograph: Photograph) -> Photograph:
    """The photograph as it is now. Raises: RuleBroken, if it was taken out, or its case or record is closed."""
    found = Photograph.objects.select_related("subject").get(pk=photograph.pk)
    open_subject(found.subject)
    if found.ended_at is not None:
        raise OutOfStep(_("This photograph was taken out."), _("Nothing is changed in it any more."))
    return found
