"""Points and covers by hand: the pages on which people set what the machine cannot know of a covered face."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import Any

import numpy as np
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from antigone.by_hand.points import POINTS
from antigone.desk.accounts.access import require
from antigone.desk.accounts.permissions import Verb
from antigone.desk.photos import painted
from antigone.desk.photos.actions.by_hand import paint_cover, send_cover, set_points, take_cover_off
from antigone.desk.photos.by_hand import faces_of, hand_work, mask_of, points_of
from antigone.desk.photos.models import Photograph
from antigone.desk.photos.queries import chosen_face, find_photograph, is_hidden, looks_of, sealed
from antigone.desk.photos.uploads import take_files
from antigone.desk.subjects.models import PHOTOGRAPH_THINGS
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.photographs.forms import POINT_NAMES, MaskFile, PaintedMask, SetPoints
from antigone.errors import NotThere, UsageError

_RULERS = 10
"""Lines across and down a picture, for whoever writes numbers and has no scripts."""


@page(Verb.SET_POINTS, PHOTOGRAPH_THINGS, "GET", "HEAD", "POST")
def points_page(request: DeskRequest, number: int) -> HttpResponse:
    found = _allowed(request, Verb.SET_POINTS, number)
    if request.method != "POST":
        return _points(request, found, clear=not is_hidden(found))
    form = SetPoints(request.POST)
    if submitted(form, lambda **said: set_points(by=request.actor, photograph=found, **said)):
        messages.success(request, _("The points are kept. The desk makes the face anew from them."))
        return redirect(found.address)
    return _points(request, found, clear=True, form=form)


@page(Verb.SET_POINTS, PHOTOGRAPH_THINGS, "POST")
def reveal_points(request: DeskRequest, number: int) -> HttpResponse:
    """The page with the clear picture in the answer itself, so that reloading shows it blurred."""
    return _points(request, _allowed(request, Verb.SET_POINTS, number), clear=True)


@page(Verb.SET_POINTS, PHOTOGRAPH_THINGS, "POST")
def points_back(request: DeskRequest, number: int) -> HttpResponse:
    """Give the points back to the machine."""
    found = _allowed(request, Verb.SET_POINTS, number)
    form = Reason(request.POST, prefix="back")
    if submitted(form, lambda reason: set_points(by=request.actor, photograph=found, points=None, reason=reason)):
        messages.success(request, _("The machine finds the points again."))
        return redirect(found.address)
    return _points(request, found, clear=not is_hidden(found), back_form=form)


@page(Verb.COVER, PHOTOGRAPH_THINGS, "GET", "HEAD", "POST")
def cover_page(request: DeskRequest, number: int) -> HttpResponse:
    found = _allowed(request, Verb.COVER, number)
    if request.method != "POST":
        return _cover(request, found, clear=not is_hidden(found))
    form = PaintedMask(request.POST)
    if submitted(form, lambda painted, reason: _paint(request, found, painted, reason)):
        messages.success(request, _("What is painted is kept. The desk makes the face anew without it."))
        return redirect(found.address)
    return _cover(request, found, clear=True, form=form)


@page(Verb.COVER, PHOTOGRAPH_THINGS, "POST")
def reveal_cover(request: DeskRequest, number: int) -> HttpResponse:
    """The page with the clear picture in the answer itself, so that reloading shows it blurred."""
    return _cover(request, _allowed(request, Verb.COVER, number), clear=True)


@page(Verb.COVER, PHOTOGRAPH_THINGS, "POST")
def cover_off(request: DeskRequest, number: int) -> HttpResponse:
    """Say that nothing hides the face any more."""
    found = _allowed(request, Verb.COVER, number)
    form = Reason(request.POST, prefix="off")
    if submitted(form, lambda reason: take_cover_off(by=request.actor, photograph=found, reason=reason)):
        messages.success(request, _("Nothing is painted over any more. The desk makes the face anew."))
        return redirect(found.address)
    return _cover(request, found, clear=not is_hidden(found), off_form=form)


@page(Verb.COVER, PHOTOGRAPH_THINGS, "POST")
def _file(request: DeskRequest, number: int) -> HttpResponse:
    take_files(request)
    return _file_safely(request, number)


# Whether a form is the desk's own is asked after the page has said how its files are kept: asking reads the form.
cover_file: Callable[..., HttpResponse] = csrf_exempt(_file)


@csrf_protect
def _file_safely(request: DeskRequest, number: int) -> HttpResponse:
    """A mask that was made elsewhere, without scripts too."""
    found = _allowed(request, Verb.COVER, number)
    form = MaskFile(request.POST, request.FILES, auto_id="file-%s")
    if submitted(form, lambda mask, reason: _send(request, found, mask, reason)):
        messages.success(request, _("The mask is kept. The desk makes the face anew without what it covers."))
        return redirect(found.address)
    return _cover(request, found, clear=not is_hidden(found), file_form=form)


@page(Verb.SEE, PHOTOGRAPH_THINGS, "GET")
def mask(request: DeskRequest, number: int) -> HttpResponse:
    """What is painted over, as a PNG: white where the face is hidden. Nothing of the photograph is in it."""
    found = find_photograph(request.actor, number)
    answer = HttpResponse(mask_of(found), content_type="image/png")
    answer["Cache-Control"] = "no-store, private"
    answer["Content-Disposition"] = f'inline; filename="photograph-{found.pk}-covered.png"'
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _allowed(request: DeskRequest, verb: Verb, number: int) -> Photograph:
    """A photograph on which something can be set by hand now."""
    found = find_photograph(request.actor, number)
    require(request.actor, verb, found)
    if not found.has_pictures:
        raise NotThere(
            _("There is nothing to be set by hand on this photograph now."),
            _("If the desk is looking at it, wait a moment; of a damaged file use another photograph."),
        )
    return found


def _paint(request: DeskRequest, found: Photograph, sent: str, reason: str) -> None:
    try:
        bits = base64.b64decode(sent, validate=True)
    except binascii.Error as fault:
        raise UsageError("What is painted is no base64.", "Paint it on its page.") from fault
    paint_cover(by=request.actor, photograph=found, bits=bits, reason=reason)


def _send(request: DeskRequest, found: Photograph, file: Any, reason: str) -> None:
    with file:
        data = file.read(painted.MOST_BYTES + 1)
    send_cover(by=request.actor, photograph=found, data=data, reason=reason)


def _common(request: DeskRequest, found: Photograph, *, clear: bool) -> dict[str, Any]:
    return {
        "photograph": found,
        "subject": found.subject,
        "hidden": is_hidden(found),
        "clear": clear,
        "looks": looks_of(request.actor) if is_hidden(found) else None,
        "work": hand_work(found),
        "ended": found.ended_at is not None,
    }


def _points(request: DeskRequest, found: Photograph, *, clear: bool, **more: Any) -> HttpResponse:
    form = more.pop("form", None)
    context = _common(request, found, clear=clear)
    rows = _rows(found, form) if clear else []
    context |= {"form": form or SetPoints(), "rows": rows, "rulers": _rulers(found)}
    context |= {"back_form": Reason(prefix="back") if context["work"].has_points else None, **more}
    faulty = form is not None or "back_form" in more
    return render(request, "desk/photographs/points.html", context, status=400 if faulty else 200)


def _rows(found: Photograph, form: SetPoints | None) -> list[dict[str, Any]]:
    """The five points: where the face has them now, and what stands in the fields."""
    place, chosen = sealed(found), chosen_face(found)
    faces = faces_of(found, place)
    meant = [face for face in faces if chosen and face.index == chosen.number] or faces
    now = meant[0].landmarks if len(meant) == 1 else None
    by_hand = points_of(hand_work(found), place)
    rows = []
    for at, name in enumerate(POINTS):
        axes = []
        for axis, most in ((0, found.width), (1, found.height)):
            field = f"{name}_{'xy'[axis]}"
            set_here = "" if by_hand is None or np.isnan(by_hand[at]).any() else f"{by_hand[at, axis]:.1f}"
            axes.append(
                {
                    "name": field,
                    "value": set_here if form is None else form.data.get(field, ""),
                    "now": "" if now is None else f"{now[at, axis]:.1f}",
                    "most": most,
                }
            )
        rows.append({"name": name, "number": at + 1, "words": POINT_NAMES[name], "axes": axes})
    return rows


def _rulers(found: Photograph) -> dict[str, Any]:
    """Lines with the numbers of their pixels: for whoever writes numbers without scripts."""
    width, height = found.width or 1, found.height or 1
    return {
        "across": [round(width * step / _RULERS) for step in range(1, _RULERS)],
        "down": [round(height * step / _RULERS) for step in range(1, _RULERS)],
        "letter": max(1, round(max(width, height) / 50)),
    }


def _cover(request: DeskRequest, found: Photograph, *, clear: bool, **more: Any) -> HttpResponse:
    context = _common(request, found, clear=clear)
    across, down = painted.points_of(found.width or 1, found.height or 1)
    context |= {
        "form": PaintedMask(),
        "file_form": MaskFile(auto_id="file-%s"),
        "off_form": Reason(prefix="off") if context["work"].has_cover else None,
        "across": across,
        "down": down,
        "broad": max(4, round(max(across, down) / 14)),
        **more,
    }
    return render(request, "desk/photographs/painted.html", context, status=400 if more else 200)
