"""Photographs that come with a request: given, the face picked, and accepted or declined by staff."""

from __future__ import annotations

import hashlib

from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone.desk.accounts import lockout
from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Outsider, Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.families import limits
from antigone.desk.families.actions._mine import live, present
from antigone.desk.families.limits import BYTES_OF_REQUEST, BYTES_OF_SITE, MOST_EVER, MOST_GIVEN
from antigone.desk.families.models import Given, Request
from antigone.desk.jobs.actions import enqueue
from antigone.desk.jobs.models import Job
from antigone.desk.photos import vault
from antigone.desk.photos.actions._adding import add_row, prepare
from antigone.desk.photos.models import Photograph
from antigone.desk.photos.queries import sealed
from antigone.errors import AntigoneError, NotThere, OutOfStep, RuleBroken, SignInRefused
from antigone.face.budget import MOST_BYTES
from antigone.face.photo import PhotoLimits, header
from antigone.types import Refusal

LIMITS = PhotoLimits(max_bytes=30_000_000, max_pixels=60_000_000, max_side=20_000, min_side=32, memory=MOST_BYTES)
"""Stricter than for staff: anybody may send these. They hold what any telephone takes."""


def give_photograph(*, by: Actor, request: Request, data: bytes, remark: str = "") -> Given:
    """Keep a photograph with a request, encrypted; the worker looks for faces in it. It is in no index.

    Only its header is read here. What follows the picture's end in the file is cut off.

    Raises:
        RuleBroken: in words for a family, if it is no photograph, is here already, or there are too many.
        SignInRefused: if too many were sent from there just now.
    """
    kinds = limits.given(by.address) if by.outsider is Outsider.FAMILY else []
    _may_be_given(by, request, hashlib.sha256(data).hexdigest(), len(data))
    if lockout.reached(kinds):
        raise limits.too_often()
    known = header(data, "photograph", LIMITS)
    if isinstance(known, Refusal):
        raise _refused(known.code)
    data = data[: known.end]
    sha256 = hashlib.sha256(data).hexdigest()
    sealed_file = vault.keep(data)
    try:
        with act(by, Verb.ADD, Thing.GIVEN.of(request)) as doing:
            found = _may_be_given(doing.by, request, sha256, len(data))
            lockout.count(kinds)
            if kinds:
                lockout.count([limits.megabytes(by.address)] * (len(data) // 1_000_000 + 1))
            row = Given.objects.create(
                request=found,
                sha256=sha256,
                sealed=sealed_file.name,
                wrapped=sealed_file.wrapped,
                size=len(data),
                remark=" ".join(remark.split())[:200],
                at=timezone.now(),
                by_id=doing.by.person,
            )
            enqueue(Job.Kind.LOOK, row.pk)
            doing.record(row.pk, request=found.pk, sha256=sha256)
    except AntigoneError:
        vault.discard(sealed_file.name)
        raise
    return row


def pick_face(*, by: Actor, given: Given, number: int | None) -> None:
    """Choose the missing person's face among several; None if it is none of them.

    Raises:
        RuleBroken: if there is no such face, or the photograph was withdrawn.
    """
    with act(by, Verb.CHOOSE, given) as doing:
        found = _of_mine(doing.by, given)
        if number is not None and not 1 <= number <= len(found.faces):
            raise RuleBroken(_("There is no such face."), _("Please choose one of those that you see."))
        found.picked = number
        found.save(update_fields=["picked"])
        doing.record(found.pk, request=found.request_id, face=number)


def see_given(*, by: Actor, given: Given, size: vault.Size) -> bytes:
    """A given photograph as a JPEG without metadata. A clear one is a row of the audit; a blurred one is none.

    Raises:
        VaultDamaged, NotThere
    """
    if given.withdrawn_at is not None:
        raise NotThere(_("This photograph was taken back."), _("There is nothing to do."))
    if given.looked_at is None:
        raise NotThere(_("There is no picture of this photograph yet."), _("Wait until the desk has looked at it."))
    shown = vault.made(_sealed(given), size)
    if size is not vault.Size.BLURRED:
        with act(by, Verb.SEE, given) as doing:
            doing.record(given.pk, size=str(size))
    return shown


def accept_given(*, by: Actor, given: Given) -> Photograph:
    """Make it a reference photograph of the request's record: the worker analyses it, and it is indexed.

    One that left because consent was withdrawn can be accepted again when there is a new consent.

    Raises:
        RuleBroken: if the request has no record or no consent to search, or it was declined or withdrawn.
    """
    request = present(by, given.request)
    given = Given.objects.select_related("request", "photograph").get(pk=given.pk)
    if given.looked_at is None:
        raise RuleBroken(_("The desk has not looked at this photograph yet."), _("Load the page again in a minute."))
    if request.record is None or request.consent is None:
        raise RuleBroken(
            _("The family has not allowed that it is searched with, or the request is not accepted yet."),
            _("Accept the request first. Without that permission the photograph is kept, and not searched with."),
        )
    prepared = prepare(vault.original(_sealed(given)), f"request-{request.pk}-{given.pk}")
    record, consent = request.record, request.consent
    try:
        with act(by, Verb.ACCEPT, Thing.GIVEN.of(request)) as doing:
            found = _of_mine(doing.by, given)
            if found.state == "declined" or (found.photograph is not None and found.photograph.ended_at is None):
                raise OutOfStep(_("This photograph was decided about."), _("There is nothing to do."))
            waited = found.wrapped is not None
            with act(by, Verb.ADD, record.photographs_thing) as adding:
                photograph = add_row(
                    prepared,
                    subject=record,
                    added_by=doing.by.person or 0,
                    source=consent.source,
                    consent=consent,
                )
                adding.record(photograph.pk, subject=record.pk, sha256=prepared.sha256, consent=consent.pk)
            found.photograph, found.wrapped = photograph, None
            found.save(update_fields=["photograph", "wrapped"])
            doing.record(found.pk, request=request.pk, photograph=photograph.pk)
    except AntigoneError:
        vault.discard(prepared.sealed.name)
        raise
    if waited:
        vault.discard(given.sealed)  # it has no key any more: the reference has its own
    return photograph


def decline_given(*, by: Actor, given: Given, why: str) -> None:
    """Decline it, with the reason for the family. It is kept until it is withdrawn.

    Raises:
        RuleBroken: if it was decided about.
    """
    why = clean_text(why, "reason", 500)
    with act(by, Verb.CLOSE, given) as doing:
        found = _of_mine(doing.by, given)
        if found.state != "waiting":
            raise OutOfStep(_("This photograph was decided about."), _("There is nothing to do."))
        found.declined_at, found.why = timezone.now(), why
        found.save(update_fields=["declined_at", "why"])
        doing.record(found.pk, request=found.request_id)


def _may_be_given(by: Actor, request: Request, sha256: str, size: int) -> Request:
    found = live(by, request)
    if size > LIMITS.max_bytes:
        raise _refused("too-large")
    held = Given.objects.filter(request=found, withdrawn_at=None, unreadable=False)
    if held.filter(sha256=sha256).exists():
        raise OutOfStep(_("We have this photograph already."), _("You need not send it again."))
    known = held.aggregate(count=Count("pk"), bytes=Sum("size"))
    if known["count"] >= MOST_GIVEN or (known["bytes"] or 0) + size > BYTES_OF_REQUEST:
        raise RuleBroken(
            ngettext(
                "We have %(most)s photograph of them, which is enough.",
                "We have %(most)s photographs of them, which is enough.",
                known["count"],
            )
            % {"most": known["count"]},
            _("If another is better, take one of the others back first."),
        )
    if Given.objects.filter(request=found).count() >= MOST_EVER:
        raise RuleBroken(_("This request was changed too often."), _("Please call us."))
    if by.outsider is Outsider.FAMILY:
        _room_for_strangers(by.address, size)
    return found


def _room_for_strangers(address: str, size: int) -> None:
    """What is bounded for people without an account together: an address in a day, and all that waits for staff.

    Raises:
        SignInRefused
    """
    waiting = Given.objects.filter(by=None, wrapped__isnull=False, declined_at=None)
    of_site = (waiting.aggregate(bytes=Sum("size"))["bytes"] or 0) + size
    if of_site > BYTES_OF_SITE or lockout.reached([limits.megabytes(address)]):
        raise SignInRefused(
            _("At this moment we cannot take more photographs."), _("Please try again tomorrow, or call us.")
        )


def _of_mine(by: Actor, given: Given) -> Given:
    live(by, given.request)
    found = Given.objects.select_related("request__portal", "photograph").get(pk=given.pk)
    if found.withdrawn_at is not None:
        raise OutOfStep(_("This photograph was taken back."), _("There is nothing to do."))
    return found


def _sealed(given: Given) -> vault.Sealed:
    """The photograph in the vault: the given one, or the reference that it became."""
    if given.wrapped is not None:
        return vault.Sealed(given.sealed, bytes(given.wrapped))
    if given.photograph is None:
        raise OutOfStep(_("This photograph was taken back, or cannot be read."), _("There is nothing to do."))
    return sealed(given.photograph)


def _refused(code: str) -> RuleBroken:
    """Why a file cannot be used, and what a family can do about it."""
    again = _("Please try another photograph, or send this one as JPEG.")
    if code in ("too-large", "too-many-pixels"):
        most = LIMITS.max_bytes // 1_000_000
        return RuleBroken(
            ngettext(
                "This photograph is larger than %(most)s megabyte.",
                "This photograph is larger than %(most)s megabytes.",
                most,
            )
            % {"most": most},
            _("Please send a smaller copy. Taking a photograph of it with a telephone is good too."),
        )
    if code == "padded":
        return RuleBroken(_("This file is much larger than the photograph in it."), again)
    if code == "too-small":
        return RuleBroken(
            _("This photograph is so small that no face can be seen."), _("Please send a larger one, if there is one.")
        )
    return RuleBroken(_("We cannot read this file as a photograph."), again)
