"""A map of where bodies were found and where people were last seen, drawn by the desk itself: no tile from anywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt

from django.db.models import FloatField, QuerySet
from django.db.models.functions import Cast

from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.subjects.models import Subject
from antigone.desk.subjects.queries import subjects
from antigone.types import Profile

LATEST = 20_000
"""Of the cases and of the records, so many are drawn: the latest."""
WIDE, HIGH = 960, 600
"""Units of the drawing."""
_EDGE = 24
_CELL = 12
"""What lies in a square of so many units is drawn as one."""
_LEAST = 0.01
"""Degrees of latitude: nothing is drawn larger than about a kilometre to the whole height."""
_NAMED = 12
"""Squares that the table beside the map tells of."""
_KILOMETRES = 111.32
"""Of a degree of latitude."""
Degrees = tuple[float, float]
"""Latitude and longitude."""


@dataclass(frozen=True, slots=True)
class MapFrame:
    """Which part of the earth is drawn, and how: degrees to units, the middle latitude true to scale."""

    north: float
    west: float
    unit: float
    """Degrees of latitude to a unit."""
    narrow: float
    """How much shorter a degree of longitude is here."""

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        return (longitude - self.west) * self.narrow / self.unit, (self.north - latitude) / self.unit

    def degrees(self, x: float, y: float) -> Degrees:
        return self.north - y * self.unit, self.west + x * self.unit / self.narrow


@dataclass(frozen=True, slots=True)
class Spot:
    """One or several in the same square."""

    x: str
    y: str
    size: str
    number: int


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A square in words: its middle in degrees, and how many were found and last seen there."""

    latitude: str
    longitude: str
    found: int
    seen: int


@dataclass(frozen=True, slots=True)
class Map:
    """The map, and the same as a table."""

    frame: MapFrame
    found: tuple[Spot, ...]
    seen: tuple[Spot, ...]
    places: tuple[PlaceLine, ...]
    dead: int
    missing: int
    scale_end: str
    """Where the bar of the scale ends, in units."""
    kilometres: str
    """How long it is on the earth."""
    cut: bool
    """Whether there are more than are drawn."""


def map_of(by: Actor, incident: Incident) -> Map | None:
    """What ``by`` sees of an incident on a map; None where nothing has coordinates."""
    found = _points(subjects(by, Profile.PM).filter(incident=incident), "case__")
    seen = _points(subjects(by, Profile.AM).filter(incident=incident), "record__last_seen_")
    if not found and not seen:
        return None
    frame = frame_of([*found, *seen])
    squares = {"found": _squares(found, frame), "seen": _squares(seen, frame)}
    kilometres = _round_length(WIDE * frame.unit * _KILOMETRES / 4)
    return Map(
        frame=frame,
        **{name: tuple(_spot(*each) for each in counts.items()) for name, counts in squares.items()},
        places=_in_words(squares["found"], squares["seen"], frame),
        dead=len(found),
        missing=len(seen),
        scale_end=f"{_EDGE + kilometres / _KILOMETRES / frame.unit:.1f}",
        kilometres=f"{kilometres:g}",
        cut=LATEST in (len(found), len(seen)),
    )


def _points(rows: QuerySet[Subject], prefix: str) -> list[Degrees]:
    there = rows.filter(**{f"{prefix}latitude__isnull": False}).order_by("-pk")
    columns = (Cast(f"{prefix}{name}", FloatField()) for name in ("latitude", "longitude"))
    return list(there.values_list(*columns)[:LATEST])


def frame_of(points: Sequence[Degrees]) -> MapFrame:
    """The part of the earth that holds all of these, with a margin."""
    north, south = max(p[0] for p in points), min(p[0] for p in points)
    east, west = max(p[1] for p in points), min(p[1] for p in points)
    narrow = max(0.05, cos(radians((north + south) / 2)))
    room = (WIDE - 2 * _EDGE, HIGH - 2 * _EDGE)
    unit = max((north - south) / room[1], (east - west) * narrow / room[0], _LEAST / HIGH)
    middle = ((north + south) / 2, (east + west) / 2)
    return MapFrame(middle[0] + HIGH / 2 * unit, middle[1] - WIDE / 2 * unit / narrow, unit, narrow)


Square = tuple[int, int]


def _squares(points: Iterable[Degrees], frame: MapFrame) -> Counter[Square]:
    return Counter((int(x // _CELL), int(y // _CELL)) for x, y in (frame.at(*point) for point in points))


def _spot(square: Square, number: int) -> Spot:
    size = min(_CELL, 6 + 2 * sqrt(number - 1))
    x, y = (_CELL * (each + 0.5) for each in square)
    return Spot(f"{x:.0f}", f"{y:.0f}", f"{size / 2 + 1:.1f}", number)


def _in_words(found: Counter[Square], seen: Counter[Square], frame: MapFrame) -> tuple[PlaceLine, ...]:
    lines = []
    for square, _number in (found + seen).most_common(_NAMED):
        latitude, longitude = frame.degrees(*(_CELL * (each + 0.5) for each in square))
        lines.append(PlaceLine(f"{latitude:.3f}", f"{longitude:.3f}", found[square], seen[square]))
    return tuple(lines)


def _round_length(kilometres: float) -> float:
    """The longest of 1, 2, 5, 10, 20 ... that is not longer than this."""
    size = 1e-3
    steps = [size * 10**power * step for power in range(8) for step in (1, 2, 5)]
    return max((each for each in steps if each <= kilometres), default=size)
