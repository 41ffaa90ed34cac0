"""Points and covers by people: set, given back, and the face made anew from them by the worker."""

from __future__ import annotations

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.by_hand.points import POINTS
from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.jobs.actions import enqueue
from antigone.desk.jobs.models import Job
from antigone.desk.photos import painted, vault
from antigone.desk.photos.actions import _index
from antigone.desk.photos.actions._adding import in_words
from antigone.desk.photos.actions.photographs import present
from antigone.desk.photos.by_hand import cannot_be, hand_work
from antigone.desk.photos.models import CoverByHand, FaceTemplate, Photograph, PointsByHand
from antigone.desk.photos.queries import sealed
from antigone.errors import OutOfStep, RuleBroken
from antigone.types import Points


def set_points(*, by: Actor, photograph: Photograph, points: Points | None, reason: str) -> None:
    """Set the five points of the face that is meant; None gives all of them back to the machine.

    What was made of the face leaves the index at once; the worker makes it anew, and lists that rested on it are marked
    and made again. ``points``: 5 x 2, pixels of the upright file; not a number where the machine is to find one.

    Raises:
        RuleBroken: if they cannot be a face's, or the photograph is not ready for it.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.SET_POINTS, photograph, reason=reason) as doing:
        found = _ready(photograph)
        place = sealed(found)
        if points is None and not hand_work(found).has_points:
            raise OutOfStep(_("Nobody set points here."), _("There is nothing to give back."))
        if points is not None and (why := cannot_be(found, place, points)) is not None:
            raise in_words(why)
        row = PointsByHand.objects.create(
            photograph=found,
            sealed=None if points is None else vault.seal_points(place, points),
            by_id=doing.by.person or 0,
            at=timezone.now(),
            reason=reason,
        )
        _make_anew(found)
        set_ones = [] if points is None else [n for n, at in zip(POINTS, points, strict=True) if np.isfinite(at).all()]
        doing.record(found.pk, row=row.pk, points=set_ones)


def paint_cover(*, by: Actor, photograph: Photograph, bits: bytes, reason: str) -> None:
    """Keep what was painted over on a photograph's page, because it hides the face (``painted.from_bits``).

    Nothing painted: nothing hides it any more. The face is made anew, as after ``set_points``.

    Raises:
        RuleBroken: if the photograph is not ready for it, or there is nothing to take off.
        UsageError: if these are no bits of a cover.
    """
    mask = painted.from_bits(bits, photograph.width or 1, photograph.height or 1)
    _cover(by, photograph, mask, reason, by_brush=True)


def send_cover(*, by: Actor, photograph: Photograph, data: bytes, reason: str) -> None:
    """Keep a mask that was made elsewhere: a PNG of the photograph's size, white where the face is hidden.

    Raises:
        RuleBroken: if it is none, is too large, or the photograph is not ready for it.
    """
    if len(data) > painted.MOST_BYTES:
        raise RuleBroken(
            _("The mask has more than %(most)d MB.") % {"most": painted.MOST_BYTES // 1_000_000},
            _("Save it as PNG in two colours."),
        )
    size, wanted = painted.size_of(data), (photograph.width, photograph.height)
    if size is None:
        raise RuleBroken(_("The mask is not a PNG picture."), _("Save it as PNG, of the photograph's own size."))
    if size != wanted:
        said = {"width": size[0], "height": size[1], "wide": wanted[0], "high": wanted[1]}
        raise RuleBroken(
            _("The mask has %(width)d x %(height)d pixels, the photograph %(wide)d x %(high)d.") % said,
            _("Save it of the photograph's own size, upright as people see it."),
        )
    _cover(by, photograph, data, reason, by_brush=False)


def take_cover_off(*, by: Actor, photograph: Photograph, reason: str) -> None:
    """Say that nothing hides the face any more. Raises RuleBroken if nothing did."""
    _cover(by, photograph, None, reason, by_brush=True)


def _cover(by: Actor, photograph: Photograph, mask: bytes | None, reason: str, *, by_brush: bool) -> None:
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.COVER, photograph, reason=reason) as doing:
        found = _ready(photograph)
        if mask is None and not hand_work(found).has_cover:
            raise OutOfStep(_("Nothing is painted over."), _("Paint over what hides the face; then keep it."))
        row = CoverByHand.objects.create(
            photograph=found,
            sealed=None if mask is None else vault.seal_cover(sealed(found), mask),
            painted=by_brush,
            by_id=doing.by.person or 0,
            at=timezone.now(),
            reason=reason,
        )
        _make_anew(found)
        doing.record(found.pk, row=row.pk, covered=mask is not None)


def _ready(photograph: Photograph) -> Photograph:
    found = present(photograph)
    if found.state == Photograph.State.WAITING:
        raise OutOfStep(_("The desk is looking at this photograph."), _("Wait a moment, and try again."))
    if not found.has_pictures:
        raise RuleBroken(_("This photograph cannot be shown: its file is damaged."), _("Use another photograph."))
    return found


def _make_anew(photograph: Photograph) -> None:
    """Nothing is searched by what the face was made from before; the worker looks again. Called inside an act."""
    _index.leave([photograph])
    FaceTemplate.objects.filter(face__photograph=photograph).delete()
    photograph.indexed, photograph.state, photograph.refusal = False, Photograph.State.WAITING, None
    photograph.save(update_fields=["state", "refusal"])
    enqueue(Job.Kind.ANALYSE, photograph.pk)
