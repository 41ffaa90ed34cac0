"""The circumstances for which weights are calibrated apart from each other, and who is in each.

Attributes of the photos (profile and condition of the probe, origin of the reference) and the number of photos always
separate: a weight never borrows across them. Groups of people (age band, sex) form levels, from everybody down to the
last group named: a smaller group borrows from the larger one it is part of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from antigone.errors import SamplesInvalid
from antigone.evidence.pairs import Sides
from antigone.evidence.samples import UNKNOWN, Mask, Samples

OF_PROBE = ("profile", "condition")
OF_REFERENCE = ("origin",)
ROLE = "role"
"""An attribute that says where a row may stand: ``probe``, ``reference``, or empty for both."""

Photos = tuple[int, int]
"""How many photos are used of the missing person and of the dead person."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One stratum before it is calibrated."""

    attributes: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, str], ...]
    references: int
    probes: int
    parent: int | None
    """Place in the list of cells of the larger group it borrows from."""

    @property
    def key(self) -> dict[str, str]:
        return dict(self.attributes + self.groups)

    @property
    def label(self) -> str:
        return label(self.key, self.references, self.probes)


def label(key: Mapping[str, str], references: int, probes: int) -> str:
    """A stratum in words, for reports."""
    people = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in key.items()) or "everybody"

    def photos(count: int) -> str:
        return f"{count} photo" + ("s" if count > 1 else "")

    return f"{people}; {photos(references)} of the missing, {photos(probes)} of the dead"


def split_names(samples: Samples, by: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """``by`` as attributes and groups, in its order.

    Raises:
        SamplesInvalid: a column is not there, is empty, or is an attribute nobody knows the side of.
    """
    for name in by:
        samples.column(name)
    attributes = tuple(name for name in by if name in samples.attributes)
    for name in attributes:
        if name not in OF_PROBE + OF_REFERENCE:
            raise SamplesInvalid(
                f"It is not known whether {name!r} is of the probe or of the reference.",
                f"Attributes are {', '.join(OF_PROBE + OF_REFERENCE)}; what is of the person is a group.",
            )
    return attributes, tuple(name for name in by if name in samples.groups)


def cells(samples: Samples, by: Sequence[str], photos: Sequence[Photos]) -> list[Cell]:
    """All strata that occur, larger groups before the smaller ones that borrow from them."""
    attributes, groups = split_names(samples, by)
    found: list[Cell] = []
    values = [sorted(set(samples.attributes[name].tolist()) - {UNKNOWN}) for name in attributes]
    levels = [_occurring(samples, groups[:depth]) for depth in range(len(groups) + 1)]
    for count, combination in product(photos, product(*values)):
        fixed = tuple(zip(attributes, combination, strict=True))
        place: dict[tuple[str, ...], int] = {}
        for level in levels:
            for group in level:
                parent = place.get(group[:-1]) if group else None
                place[group] = len(found)
                named = tuple(zip(groups, group, strict=False))
                found.append(Cell(fixed, named, count[0], count[1], parent))
    return found


def _occurring(samples: Samples, groups: tuple[str, ...]) -> list[tuple[str, ...]]:
    if not groups:
        return [()]
    rows = zip(*(samples.groups[name].tolist() for name in groups), strict=True)
    return sorted({row for row in rows if UNKNOWN not in row})


def sides(samples: Samples, cell: Cell) -> Sides:
    """Which rows may stand on either side in a stratum. Both persons are of its groups."""
    everyone: Mask = samples.found.copy()
    for name, value in cell.groups:
        everyone &= samples.groups[name] == value
    reference, probe = everyone.copy(), everyone.copy()
    role = samples.attributes.get(ROLE)
    if role is not None:
        reference &= np.isin(role, ["reference", UNKNOWN])
        probe &= np.isin(role, ["probe", UNKNOWN])
    for name, value in cell.attributes:
        side = probe if name in OF_PROBE else reference
        side &= samples.attributes[name] == value
    return Sides(reference, probe, cell.references, cell.probes)


def left_out(samples: Samples, by: Sequence[str]) -> dict[str, int]:
    """Photos that are in no smaller stratum because a column is half-filled, counted by column; and faces not found."""
    counted = {f"{name}-unknown": int((samples.column(name) == UNKNOWN).sum()) for name in by}
    return {"face-not-found": int((~samples.found).sum()), **counted}
