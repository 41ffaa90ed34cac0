"""Preparing a picture for a family that asked: cut and covered by one person, looked over by another."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from secrets import randbits

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.notification.actions._adding import current, person_of
from antigone.desk.notification.cutting import Area, cut_out
from antigone.desk.notification.models import NotificationPlan, PreparedPicture
from antigone.desk.notification.to_protocol import notification_of
from antigone.desk.photos import vault
from antigone.desk.photos.models import Photograph
from antigone.desk.photos.queries import sealed
from antigone.errors import OutOfStep, RuleBroken, VaultDamaged
from antigone.protocol.ladder import Rung


def prepare_picture(
    *,
    by: Actor,
    plan: NotificationPlan,
    photograph: Photograph,
    rung: Rung,
    words: str,
    cut: Area,
    covers: Sequence[Area] = (),
) -> PreparedPicture:
    """Prepare a picture that a family may be shown, from one of the case's own photographs.

    Raises:
        RuleBroken: unless somebody of the family asked to see and has not stopped.
    """
    words = clean_text(words, "words", 2000)
    way = sealed(photograph)
    jpeg = cut_out(vault.made(way, vault.Size.VIEW), cut, covers)
    file = randbits(52)
    vault.keep_made(way, vault.Size.PREPARED, jpeg, file)
    with act(by, Verb.MAKE, Thing.PREPARED.of(plan.case)) as doing:
        found = current(plan)
        if not any(ladder.going for ladder in notification_of(found).ladders):
            raise RuleBroken(_("Nobody of the family asks to see anything."), _("Nothing is prepared in advance."))
        if rung is Rung.WORDS:
            raise RuleBroken(_("Words need no picture."), _("Choose an object or tattoo, or the face."))
        whole = Photograph.objects.get(pk=photograph.pk)
        if whole.subject_id != found.case_id or whole.ended_at is not None:
            raise RuleBroken(_("This is no photograph of this case, or it was taken out."), _("Choose another one."))
        row = PreparedPicture.objects.create(
            plan=found,
            photograph=whole,
            rung=rung.value,
            words=words,
            cut=cut.numbers,
            covers=[area.numbers for area in covers],
            file=file,
            sha256=hashlib.sha256(jpeg).hexdigest(),
            made_by_id=person_of(doing.by),
            made_at=timezone.now(),
        )
        doing.record(row.pk, photograph=whole.pk, rung=rung.value, sha256=row.sha256)
    return row


def look_over(*, by: Actor, picture: PreparedPicture, accepted: bool, words: str) -> None:
    """Accept or refuse a prepared picture, as a second person.

    Raises:
        RuleBroken: if it is the actor's own, or somebody has looked it over.
    """
    words = clean_text(words, "words", 2000)
    plan = picture.plan
    with act(by, Verb.LOOK_OVER, Thing.PREPARED.of(plan.case)) as doing:
        current(plan)
        found = PreparedPicture.objects.select_related("photograph").get(pk=picture.pk)
        if found.photograph.erased_at is not None:
            raise OutOfStep(_("This photograph was erased."), _("There is nothing to do."))
        if found.reviewed_at is not None:
            raise OutOfStep(_("Somebody has looked this over."), _("If it is not right, have another one prepared."))
        if found.made_by_id == doing.by.person:
            raise RuleBroken(_("You prepared this picture."), _("A second person looks it over."))
        found.reviewed_by_id, found.reviewed_at = doing.by.person, timezone.now()
        found.accepted, found.reviewed_words = accepted, words
        found.save(update_fields=["reviewed_by", "reviewed_at", "accepted", "reviewed_words"])
        doing.record(found.pk, accepted=accepted)


def reveal_prepared(*, by: Actor, picture: PreparedPicture) -> bytes:
    """A prepared picture, for those who prepare and look over. Each look is a row of the audit.

    Raises:
        VaultDamaged: if it is not what was prepared.
    """
    jpeg = jpeg_of(picture)
    plan = picture.plan
    with act(by, Verb.SEE, Thing.PREPARED.of(plan.case)) as doing:
        doing.record(picture.pk, rung=picture.rung)
    return jpeg


def jpeg_of(picture: PreparedPicture) -> bytes:
    """The JPEG of a prepared picture. Raises VaultDamaged if it is not what was looked over."""
    jpeg = vault.made(sealed(picture.photograph), vault.Size.PREPARED, picture.file)
    if hashlib.sha256(jpeg).hexdigest() != picture.sha256:
        raise VaultDamaged("A prepared picture is not what was prepared.", "Have another one prepared.")
    return jpeg
