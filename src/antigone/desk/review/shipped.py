"""The known pairs that come with Antigone: fictional people, blended from photographs of several living ones each.

``proficiency_set/README.md`` says how they were made, and what they cannot show. Whoever reads the package can read
the key: the set is for people who want to know how well they do it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from antigone.protocol.pairs import KnownPair, Lead, Material, Picture, Truth
from antigone.types import Profile

_FOLDER = Path(__file__).with_name("proficiency_set")
SOURCE = "Composites made for this set by tools/make_proficiency.py, which knows whom it blended."
LEAD = Lead(1, "No weight was stated.", "Nobody: a fictional person of the proficiency set")
"""What is unmasked of a pair that nobody was searched for."""


@dataclass(frozen=True, slots=True)
class ShippedPair:
    """A pair by its name, and what is true of it."""

    name: str
    truth: Truth

    def picture(self, side: Profile) -> bytes:
        """The JPEG of one side, cut as the bench shows faces."""
        return (_FOLDER / f"{self.name}-{side.value}.jpg").read_bytes()

    def known(self, pm_key: str, am_key: str) -> KnownPair:
        """As the protocol's value, with the keys under which its pictures are fetched."""
        return KnownPair(self.name, self.truth, SOURCE, Material((Picture(pm_key),), (Picture(am_key),), LEAD))


@cache
def shipped_pairs() -> dict[str, ShippedPair]:
    """All of them by name."""
    key = json.loads((_FOLDER / "key.json").read_text(encoding="utf-8"))
    return {each["name"]: ShippedPair(each["name"], Truth(each["truth"])) for each in key}
