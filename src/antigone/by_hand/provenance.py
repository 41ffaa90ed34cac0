"""What a template rests on besides the photo: points that a person set, and what was left out of account.

It stands among what is kept of an enrolled photo, in the gallery's fingerprint and on every list that the photo is on.
"""

from __future__ import annotations

from antigone.by_hand.details import BADLY_SEEN, COVERED, POINTS
from antigone.face.cover import MOST_COVERED
from antigone.face.doubt import in_doubt, seen_well
from antigone.types import Face

BY_HAND = "set by hand"
NO_WEIGHT_RESTS = "no weight rests on it: the machine is not sure of the face"

DOUBTFUL = (
    "the machine is not sure where eyes, nose and mouth are: look, and set the points by hand (--points FILE.csv)"
)
_SAID = "compared with {} of the face covered; what is hidden was left out of account"


def with_provenance(details: tuple[tuple[str, str], ...], face: Face) -> tuple[tuple[str, str], ...]:
    """``details`` of a photo with what its template rests on. A table's column of that name is replaced."""
    said = {name: value for name, value in details if name not in (POINTS, COVERED, BADLY_SEEN)}
    said |= {POINTS: BY_HAND} if face.by_hand else {}
    said |= {COVERED: _SAID.format(percent(face.covered))} if face.covered else {}
    said |= {} if seen_well(face) else {BADLY_SEEN: NO_WEIGHT_RESTS}
    return tuple(sorted(said.items()))


def percent(share: float) -> str:
    """``34 %``: never 0 for what is covered at all."""
    return f"{max(1, round(100 * share))} %"


def in_words(face: Face) -> tuple[str, ...]:
    """What stands beside a face on lists and in files: whose points, if not the machine's sure ones, and its cover."""
    return _points(face) + ((_SAID.format(percent(face.covered)),) if face.covered else ())


def before_comparing(face: Face) -> tuple[str, ...]:
    """The same of a face that was looked at, and compared with nobody."""
    little = ": too little is left to search by it" if face.covered > MOST_COVERED else ""
    return _points(face) + ((f"{percent(face.covered)} of the face is covered{little}",) if face.covered else ())


def _points(face: Face) -> tuple[str, ...]:
    if in_doubt(face):
        return (DOUBTFUL,)
    return ("the points of the face were set by hand",) if face.by_hand else ()
