"""The bench's pictures: clear, as taken, blurred; that they were on the screen; what is painted over."""

from __future__ import annotations

import base64
import binascii

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.sight import seeing_all
from antigone.desk.photos import vault
from antigone.desk.photos.queries import blurred_picture
from antigone.desk.review.actions import looking
from antigone.desk.review.actions.writing import write_entries
from antigone.desk.review.models import Assignment, BenchPicture
from antigone.desk.review.proficiency import ShippedPicture
from antigone.desk.review.queries import find_assignment, picture_of
from antigone.desk.review.to_protocol import examination_of
from antigone.desk.review.words import COVERS
from antigone.desk.web.gate import DeskRequest, page
from antigone.errors import NotThere, UsageError
from antigone.protocol.components import Component, Explanation
from antigone.protocol.entries import Analysed, Visibility
from antigone.protocol.examination import Step
from antigone.types import Profile


@page(Verb.SEE, Thing.ASSIGNMENT, "GET")
def picture(request: DeskRequest, number: str) -> HttpResponse:
    """A clear picture: each time it is sent, the audit has a row. ``number``: the picture's key."""
    return _picture(_clear(request, number, vault.Size.BENCH))


@page(Verb.SEE, Thing.ASSIGNMENT, "GET")
def as_taken(request: DeskRequest, number: str) -> HttpResponse:
    """The photograph as it was taken: the same look, and the same row."""
    return _picture(_clear(request, number, vault.Size.ORIGINAL))


@page(Verb.SEE, Thing.ASSIGNMENT, "GET", "HEAD")
def blurred(request: DeskRequest, number: str) -> HttpResponse:
    found = picture_of(request.actor, number)
    if isinstance(found, ShippedPicture):
        return _picture(found.jpeg)
    with seeing_all():
        return _picture(blurred_picture(found.photograph))


@page(Verb.SEE, Thing.ASSIGNMENT, "POST")
def seen(request: DeskRequest, number: str) -> HttpResponse:
    """A script says that pictures were uncovered and on the screen."""
    assignment = find_assignment(request.actor, number)
    looking.saw(by=request.actor, assignment=assignment, keys=request.POST.getlist("seen")[:100])
    return HttpResponse(status=204)


@page(Verb.CHANGE, Thing.ASSIGNMENT, "GET", "POST")
def cover(request: DeskRequest, number: str) -> HttpResponse:
    """What is painted over on a picture, as a PNG; POST: paint it over. ``number``: the picture's key."""
    found = _photographed(request, number)
    if request.method == "GET":
        return _picture(looking.cover_of(request.actor, found.assignment, number), "image/png")
    examination = examination_of(found.assignment)
    if examination.step is not Step.ANALYSE_PM or examination.now.paused:
        return redirect(found.assignment.address)
    kinds = [each for each in request.POST.getlist("kind") if each in COVERS]
    try:
        painted = base64.b64decode(request.POST.get("painted", ""), validate=True)
    except (binascii.Error, ValueError) as fault:
        raise UsageError(_("Nothing was painted."), _("Paint over what hides the face, and keep it.")) from fault
    _kept, taken = looking.paint(
        by=request.actor, assignment=found.assignment, key=number, painted=painted, kinds=kinds
    )
    lost = _not_seen(found.assignment, taken, kinds)
    if lost:
        write_entries(by=request.actor, assignment=found.assignment, written_down=lost)
    return JsonResponse({"taken": sorted(taken)})


def _clear(request: DeskRequest, key: str, size: vault.Size) -> bytes:
    """A clear picture: a look at somebody's photograph, or one of nobody, which comes with Antigone."""
    found = picture_of(request.actor, key)
    if isinstance(found, ShippedPicture):
        return found.jpeg
    return looking.look(by=request.actor, assignment=found.assignment, key=key, size=size)


def _photographed(request: DeskRequest, key: str) -> BenchPicture:
    found = picture_of(request.actor, key)
    if isinstance(found, ShippedPicture):
        raise NotThere(_("Nothing is painted over on a composite."), _("Say what is not seen of it."))
    return found


def _not_seen(assignment: Assignment, taken: frozenset[str], kinds: list[str]) -> list[Analysed]:
    """The analysis of the components that nothing is seen of any more."""
    stands = examination_of(assignment).now.analysed[Profile.PM]
    smeared = {"soil", "blood"} & set(kinds)
    why = {Explanation.BLOOD_OR_SOIL} if smeared else set()
    why |= {Explanation.COVER} if set(kinds) - smeared or not kinds else set()
    words = _("Covered on the photograph: %(what)s") % {
        "what": ", ".join(str(COVERS[each]) for each in kinds) or _("not said by what")
    }
    now = timezone.now()
    return [
        Analysed(now, Profile.PM, component, Visibility.NOT_SEEN, words, frozenset(why))
        for component in Component
        if component in taken and (component not in stands or stands[component].visibility is not Visibility.NOT_SEEN)
    ]


def _picture(image: bytes, kind: str = "image/jpeg") -> HttpResponse:
    answer = HttpResponse(image, content_type=kind)
    answer["Cache-Control"] = "no-store, private"
    answer["Content-Disposition"] = "inline"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
