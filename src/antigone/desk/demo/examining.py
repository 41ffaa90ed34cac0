"""What the demonstration's examiners write: proficiency sets before its story begins, and examinations in it."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from antigone.desk.accounts.actor import Actor
from antigone.desk.review.actions.proficiency import begin_set, write_in_piece
from antigone.desk.review.proficiency import open_pieces, truth_of
from antigone.protocol.components import Component
from antigone.protocol.entries import Analysed, Compared, Concluded, Entry, Finding, Locked, Unmasked, Visibility
from antigone.protocol.pairs import Truth
from antigone.protocol.scales import INTERPOL_DVI, Direction
from antigone.types import Profile

_NOT_SEEN = frozenset({Component.EARS, Component.NECK, Component.ALTERATIONS, Component.OTHER})
"""Covered, out of the picture, or nothing there to note."""
_SEEN = {
    Component.SKIN: "smooth even",
    Component.OUTLINE: "oval",
    Component.COMPOSITION: "balanced",
    Component.HAIR: "dark",
    Component.FOREHEAD: "upright",
    Component.EYEBROWS: "thick apart",
    Component.EYES: "double",
    Component.CHEEKS: "marked",
    Component.NOSE: "straight round-tip close",
    Component.MOUTH: "lower short-philtrum",
    Component.JAW: "round soft",
    Component.FACIAL_HAIR: "none",
    Component.LINES: "none",
    Component.SCARS: "none",
    Component.MARKS: "none",
}
"""Descriptors, from each component's own list."""
_CLOSE = {1: "alike in shape and place", 2: "no difference to be seen", 3: "alike"}


def do_proficiency_set(by: Actor) -> None:
    """Begin a set and conclude each of its pairs, rightly: the demonstration knows the key."""
    begin_set(by=by)
    for piece in open_pieces(by):
        written = examination(timezone.now(), 1, truth_of(piece.pair))
        _, locked = (n + 1 for n, entry in enumerate(written) if isinstance(entry, Locked))
        for part in (written[:locked], written[locked:]):  # what cannot be compared follows from what was analysed
            write_in_piece(by=by, piece=piece, written_down=part)


def examination(at: datetime, place: int, truth: Truth) -> list[Entry]:
    """All entries of a finished examination that concludes rightly, of the first, second or third to be asked."""
    if truth is Truth.DIFFERENT:
        compared = [_compared(at, each, place) for each in Component if each not in {Component.NOSE, *_NOT_SEEN}]
        words = "The nose differs in its bridge and its tip, which neither light nor expression explains."
        nose = Compared(at, Component.NOSE, Finding.DIFFERENT, words=words)
        levels = [each for each in INTERPOL_DVI.for_the_face() if each.direction is Direction.DIFFERENT]
        said = Concluded(at, levels[0].code, words)
        return [*_analysis(at, Profile.PM), *_analysis(at, Profile.AM), *compared, nose, said, Unmasked(at)]
    return [
        *_analysis(at, Profile.PM),
        *_analysis(at, Profile.AM),
        *(_compared(at, component, place) for component in Component if component not in _NOT_SEEN),
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
        else Analysed(at, side, component, Visibility.SEEN, descriptors=frozenset(_SEEN[component].split()))
        for component in Component
    ]
    return [*seen, Locked(at, side)]


def _compared(at: datetime, component: Component, place: int) -> Compared:
    return Compared(at, component, Finding.SIMILAR, words=f"{_CLOSE[place].capitalize()}.")
