"""Photographs held out of the demonstration's desk, so that its visitor has new ones to add."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HeldOutPhoto:
    """A photograph of an unidentified person that the desk does not know yet."""

    file: str
    found: str


@dataclass(frozen=True, slots=True)
class HeldOutPerson:
    """A missing person whom the desk does not know, so that its visitor can ask as a family does."""

    person: str
    name: str
    files: tuple[str, ...]
    truly: str
    """The photograph of the reserve that shows them."""


HELD_OUT = (
    HeldOutPhoto("U-01.jpg", "Recovered from the water 300 m off Grey Skerry, day 1"),
    HeldOutPhoto("U-11.jpg", "Grey Skerry, landing stage, day 2"),
    HeldOutPhoto("U-03.jpg", "Shore of Tarn Bay, below the lighthouse, day 2"),
)
COVERED = HeldOutPhoto("U-01-covered.jpg", "The same person below a tarpaulin, as found")
"""The first of them with most of the face hidden: the machine finds none in it, and a person sees where it is."""
FAMILY = HeldOutPerson("M-023", "Gaspard Lhermont", ("references/M-023/1.jpg", "references/M-023/2.jpg"), "U-11.jpg")
