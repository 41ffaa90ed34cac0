"""Photographs that are kept back from the desk, so that whoever tries it has new ones to bring in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """A photograph of an unidentified person that the desk does not know yet."""

    file: str
    found: str


RESERVE = (
    Kept("U-01.jpg", "Recovered from the water 300 m off Grey Skerry, day 1"),
    Kept("U-11.jpg", "Grey Skerry, landing stage, day 2"),
    Kept("U-03.jpg", "Shore of Tarn Bay, below the lighthouse, day 2"),
)
