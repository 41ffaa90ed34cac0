"""What the demonstration's examiners wrote of two faces that are alike. The faces are composites: so are the words."""

from __future__ import annotations

from datetime import datetime

from antigone.protocol.components import Component
from antigone.protocol.entries import Analysed, Compared, Concluded, Entry, Finding, Locked, Unmasked, Visibility
from antigone.protocol.scales import INTERPOL_DVI
from antigone.types import Profile

_NOT_SEEN = frozenset({Component.EARS, Component.NECK, Component.ALTERATIONS, Component.OTHER})
"""Covered, out of the picture, or nothing there to note."""
_SEEN = {
    Component.SKIN: "Even tone; no disease or treatment to be seen.",
    Component.OUTLINE: "Oval, broadest at the cheekbones.",
    Component.COMPOSITION: "Features lie evenly; mouth a little nearer to the nose than to the chin.",
    Component.HAIR: "Hairline complete at the front; parting not to be seen.",
    Component.FOREHEAD: "Upright, of middle height; brow ridges slight.",
    Component.EYEBROWS: "Full near the nose, thinning outwards; gap clear.",
    Component.EYES: "Lids with a single fold; inner corners rounded.",
    Component.CHEEKS: "Cheekbones marked, cheeks flat below them.",
    Component.NOSE: "Straight bridge, rounded tip, wings close to it.",
    Component.MOUTH: "Lower lip fuller than the upper; philtrum short and clear.",
    Component.JAW: "Rounded chin without a cleft; angle of the jaw soft.",
    Component.FACIAL_HAIR: "None, or shaved.",
    Component.LINES: "Nasolabial folds faint; none on the forehead.",
    Component.SCARS: "None to be seen at this size.",
    Component.MARKS: "None to be seen at this size.",
}
_CLOSE = {1: "alike in shape and place", 2: "no difference to be seen", 3: "alike"}


def examination(at: datetime, place: int) -> list[Entry]:
    """All entries of a finished examination that supports one person, of the first, second or third to be asked."""
    return [
        *_analysis(at, Profile.PM),
        *_analysis(at, Profile.AM),
        *(_compared(at, component, place) for component in Component),
        Concluded(
            at,
            INTERPOL_DVI.for_the_face()[0].code,
            "Everything that both sides show is alike, and nothing differs. Ears and neck could not be compared, and"
            " the photographs are small: many people may look so.",
        ),
        Unmasked(at),
    ]


def _analysis(at: datetime, side: Profile) -> list[Entry]:
    seen: list[Entry] = [
        Analysed(at, side, component, Visibility.NOT_SEEN)
        if component in _NOT_SEEN
        else Analysed(at, side, component, Visibility.SEEN, _SEEN[component])
        for component in Component
    ]
    return [*seen, Locked(at, side)]


def _compared(at: datetime, component: Component, place: int) -> Compared:
    if component in _NOT_SEEN:
        return Compared(at, component, Finding.NOT_COMPARABLE)
    return Compared(at, component, Finding.SIMILAR, words=f"{_CLOSE[place].capitalize()}.")
