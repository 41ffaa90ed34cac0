"""Points and covers by hand over HTTP: what a person says of a covered face, for programs that show photographs."""

from __future__ import annotations

import base64
import binascii

import numpy as np
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import Field

from antigone.by_hand.points import POINTS
from antigone.desk.accounts.access import require
from antigone.desk.accounts.permissions import Verb
from antigone.desk.api.common import At, Reason, ReasonSaid, Said
from antigone.desk.api.gate import operation, who
from antigone.desk.api.photographs import PhotographOut
from antigone.desk.photos import queries
from antigone.desk.photos.actions import by_hand as actions
from antigone.desk.photos.by_hand import mask_of
from antigone.desk.subjects.models import PHOTOGRAPH_THINGS
from antigone.errors import UsageError


class PointSaid(Said):
    """Where one point of a face lies, in pixels of the upright photograph from its upper left corner."""

    x: float = Field(ge=-1, le=1_000_000)
    y: float = Field(ge=-1, le=1_000_000)


class PointsSaid(Said):
    """The points of the face that is meant. Left is the left of the picture when the face is held upright."""

    left_eye: PointSaid | None = Field(None, description="null: the machine finds it.")
    right_eye: PointSaid | None = None
    nose: PointSaid | None = Field(None, description="Its tip.")
    left_mouth: PointSaid | None = Field(None, description="A corner of the mouth.")
    right_mouth: PointSaid | None = None
    reason: Reason


class CoverSaid(Said):
    """What hides the face."""

    mask: str = Field(
        max_length=2_000_000,
        description="Base64 of a PNG of the photograph's own size, upright: white where the face is hidden.",
    )
    reason: Reason


router = Router(tags=["photographs"])
_PNG = {"200": {"content": {"image/png": {"schema": {"type": "string", "format": "binary"}}}}}


@operation(router, "POST", "/photographs/{number}/points", Verb.SET_POINTS, PHOTOGRAPH_THINGS, PhotographOut)
def set_points(request: HttpRequest, number: At, body: PointsSaid) -> PhotographOut:
    """Set eyes, nose and mouth by hand. What was made of the face leaves the index at once, and is made anew."""
    by = who(request)
    set_ones = [getattr(body, name) for name in POINTS]
    points = np.array([[np.nan, np.nan] if each is None else [each.x, each.y] for each in set_ones], np.float64)
    found = queries.find_photograph(by, number)
    actions.set_points(by=by, photograph=found, points=points, reason=body.reason)
    return PhotographOut.of(queries.find_photograph(by, number))


@operation(router, "POST", "/photographs/{number}/points/back", Verb.SET_POINTS, PHOTOGRAPH_THINGS, PhotographOut)
def give_points_back(request: HttpRequest, number: At, body: ReasonSaid) -> PhotographOut:
    """Give the points back to the machine."""
    by = who(request)
    actions.set_points(by=by, photograph=queries.find_photograph(by, number), points=None, reason=body.reason)
    return PhotographOut.of(queries.find_photograph(by, number))


@operation(router, "POST", "/photographs/{number}/cover", Verb.COVER, PHOTOGRAPH_THINGS, PhotographOut)
def cover_face(request: HttpRequest, number: At, body: CoverSaid) -> PhotographOut:
    """Say what hides the face: it is left out of account when faces are compared. The photograph stays as it is."""
    by = who(request)
    found = queries.find_photograph(by, number)
    require(by, Verb.COVER, found)  # before it is looked into
    try:
        data = base64.b64decode(body.mask, validate=True)
    except binascii.Error as fault:
        raise UsageError(_("The mask is no base64."), _("Send a PNG as base64.")) from fault
    actions.send_cover(by=by, photograph=found, data=data, reason=body.reason)
    return PhotographOut.of(queries.find_photograph(by, number))


@operation(router, "POST", "/photographs/{number}/cover/off", Verb.COVER, PHOTOGRAPH_THINGS, PhotographOut)
def uncover_face(request: HttpRequest, number: At, body: ReasonSaid) -> PhotographOut:
    """Say that nothing hides the face any more."""
    by = who(request)
    actions.take_cover_off(by=by, photograph=queries.find_photograph(by, number), reason=body.reason)
    return PhotographOut.of(queries.find_photograph(by, number))


@operation(router, "GET", "/photographs/{number}/cover", Verb.SEE, PHOTOGRAPH_THINGS, None, extra={"responses": _PNG})
def cover(request: HttpRequest, number: At) -> HttpResponse:
    """What is painted over, as a PNG: white where the face is hidden. All black: nothing is.

    Nothing of the photograph is in it.
    """
    found = queries.find_photograph(who(request), number)
    return HttpResponse(mask_of(found), content_type="image/png", headers={"Cache-Control": "no-store, private"})
