"""Laying something under the map of an incident, and taking it away."""

from __future__ import annotations

import io
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.geojson import read_lines
from antigone.desk.accounts.models import Incident, MapGround
from antigone.desk.accounts.permissions import Verb
from antigone.errors import RuleBroken

Corners = tuple[float, float, float, float]
"""North, south, west and east, in degrees."""
MOST_BYTES, MOST_PIXELS, LONGEST = 10_000_000, 40_000_000, 1_200
"""Of a picture that is sent, and of the longer side of the one that is kept."""


def lay_ground(*, by: Actor, incident: Incident, data: bytes, corners: Corners | None) -> MapGround:
    """Lay a GeoJSON file, or a picture with its corners, under an incident's map, instead of what lay there.

    Of a GeoJSON file its coordinates are kept, of a picture its pixels in a file that the desk writes: no script, no
    word and no note that came along. The picture must be drawn with north above; it is stretched between its corners.

    Raises:
        RuleBroken: if it can be neither, is too large, or its corners are none.
    """
    kept: dict[str, Any] = {"lines": [], "picture": b"", "north": None, "south": None, "west": None, "east": None}
    if corners is None:
        kept["lines"] = read_lines(data)
    else:
        kept |= dict(zip(("north", "south", "west", "east"), _checked(corners), strict=True))
        kept["picture"] = _as_jpeg(data)
    with act(by, Verb.CHANGE, incident) as doing:
        assert doing.by.person is not None, "only people lay maps"
        kept |= {"at": timezone.now(), "by_id": doing.by.person}
        made, _new = MapGround.objects.update_or_create(incident=incident, defaults=kept)
        doing.record(incident.pk, what="map", corners=sum(map(len, made.lines)), bytes=len(made.picture))
    return made


def take_ground_away(*, by: Actor, incident: Incident) -> None:
    """Take away what lies under an incident's map."""
    with act(by, Verb.CHANGE, incident) as doing:
        MapGround.objects.filter(incident=incident).delete()
        doing.record(incident.pk, what="map", taken_away=True)


def _checked(corners: Corners) -> Corners:
    north, south, west, east = corners
    if not (-90 <= south < north <= 90 and -180 <= west < east <= 180):
        raise RuleBroken(
            _("These corners are not on the earth."),
            _("North is more than south, and east more than west; degrees from -90 to 90 and from -180 to 180."),
        )
    return corners


def _as_jpeg(data: bytes) -> bytes:
    wrong = RuleBroken(
        _("This picture cannot be read."), _("Send a JPEG or PNG of at most ten megabytes and 40 megapixels.")
    )
    if len(data) > MOST_BYTES:
        raise wrong
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as found:
            if found.width * found.height > MOST_PIXELS:
                raise wrong
            plain = found.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
        raise wrong from fault
    plain.thumbnail((LONGEST, LONGEST))
    kept = io.BytesIO()
    plain.save(kept, "JPEG", quality=70)
    return kept.getvalue()
