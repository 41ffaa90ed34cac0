"""Reading lines from GeoJSON (RFC 7946): coordinates, and nothing else that stands in it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from antigone.errors import RuleBroken

MOST_BYTES, MOST_POINTS = 2_000_000, 20_000
Line = list[tuple[float, float]]
"""Latitude and longitude of each corner: GeoJSON has them the other way round."""
_DEEP = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}
"""How many lists stand around a line of each kind. Points are left out: a place with a name is no ground."""


def read_lines(data: bytes) -> list[Line]:
    """The lines and the edges of areas in a GeoJSON file, in degrees rounded to five places.

    Raises:
        RuleBroken: if it is none, too large, or has nothing that can be drawn.
    """
    if len(data) > MOST_BYTES:
        raise _no(_("This file is larger than two megabytes."))
    try:
        said = json.loads(data)
        lines = [line for line in _lines(said) if len(line) > 1]
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as fault:
        raise _no(_("This file is no GeoJSON.")) from fault
    if not lines:
        raise _no(_("There are no lines and no areas in this file."))
    if sum(map(len, lines)) > MOST_POINTS:
        raise _no(_("This file has more than 20,000 corners."))
    return lines


def _no(words: str) -> RuleBroken:
    return RuleBroken(words, _("Take lines and areas of a map, simplified to fewer than 20,000 corners."))


def _lines(said: Any) -> Iterator[Line]:
    kind = said["type"]
    if kind == "FeatureCollection":
        for each in said["features"]:
            yield from _lines(each)
    elif kind == "Feature":
        if said["geometry"] is not None:
            yield from _lines(said["geometry"])
    elif kind == "GeometryCollection":
        for each in said["geometries"]:
            yield from _lines(each)
    elif kind in _DEEP:
        yield from _within(said["coordinates"], _DEEP[kind])


def _within(said: Any, deep: int) -> Iterator[Line]:
    if deep:
        for each in said:
            yield from _within(each, deep - 1)
    else:
        yield [_corner(each) for each in said]


def _corner(said: Any) -> tuple[float, float]:
    longitude, latitude = (round(float(each), 5) for each in said[:2])
    if not (math.isfinite(latitude) and -90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError("not on the earth")
    return latitude, longitude
