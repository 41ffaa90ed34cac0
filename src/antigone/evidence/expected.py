"""How many strangers to expect at or above a score in a gallery: the figure that stands beside every weight."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from antigone.errors import UsageError
from antigone.evidence.calibration import Stratum
from antigone.types import Strangers


@dataclass(frozen=True, slots=True)
class GallerySize:
    """How many persons were searched, and how many photographs they have. A list ranks each by the best of theirs."""

    persons: int
    photos: int

    def __post_init__(self) -> None:
        if not 0 <= self.persons <= self.photos:
            raise UsageError("A gallery has a photograph of each of its persons, or more.", "Count both.")

    @property
    def each(self) -> float:
        """Photographs a person, on average. More of one and fewer of another make the best of them no higher."""
        return self.photos / self.persons if self.persons else 1.0


def strangers(stratum: Stratum, score: float, gallery: GallerySize) -> Strangers | None:
    """Strangers to expect whose best photograph is at or above ``score``; None where the stratum knows no strangers.

    The share is that of strangers within the stratum, as if the whole gallery were of the probe's own group: rather too
    many than too few. The score is taken down to the stratum's next point, for the same reason. Above all that was seen
    nothing is extrapolated: the upper limit is then three in as many independent comparisons as the data are worth
    ("rule of three": J. A. Hanley and A. Lippman-Hand, JAMA 249 (1983) [not checked against the source]).

    Raises:
        UsageError: a score that is not a number.
    """
    if not np.isfinite(score):
        raise UsageError("Expected strangers need a score.", "Leave out comparisons without one, and count them.")
    if stratum.curves is None:
        return None
    curves, worth = stratum.curves, stratum.worth_of(gallery.each)
    place = max(int(np.searchsorted(curves.grid, score, side="right")) - 1, 0)
    of_one = (float(column[place]) for column in (curves.survival, curves.survival_low, curves.survival_high))
    value, low, high = (gallery.persons * (1 - (1 - share) ** worth) for share in of_one)
    return Strangers(value, low, high, gallery.persons, beyond=value == 0, among=stratum.label)


@dataclass(frozen=True, slots=True)
class TopOfStrangers:
    """The best score on a list of which nobody is the one looked for."""

    median: float
    high: float
    """Exceeded by one such list in twenty."""
    gallery: int
    beyond: bool
    """Whether the gallery is too large for the strangers that were seen: then both are the least they can be."""

    def as_json(self) -> dict[str, float | int | bool]:
        return {
            "median_top_score": round(self.median, 4),
            "one_in_twenty": round(self.high, 4),
            "gallery": self.gallery,
            "beyond_the_data": self.beyond,
        }

    def in_words(self) -> str:
        least = "at least " if self.beyond else ""
        return (
            f"If the person is not among the {self.gallery:,} enrolled, the first place still scores {least}about"
            f" {self.median:.2f}, and in one list of twenty {least}{self.high:.2f} or more."
        )


def top_of(stratum: Stratum, gallery: GallerySize) -> TopOfStrangers | None:
    """The first place of a list of strangers, each by the best of their photographs; None if they are not known.

    The scores of different strangers are taken as independent, as FPIR = 1 - (1 - FMR) ** N takes them.
    """
    if stratum.curves is None or gallery.persons < 1:
        return None
    share = stratum.curves.survival
    photos = gallery.persons * stratum.worth_of(gallery.each)
    wanted = [1 - 0.5 ** (1 / photos), 1 - 0.95 ** (1 / photos)]
    places = [min(int(np.searchsorted(-share, -one, side="right")), len(share) - 1) for one in wanted]
    seen = share[share > 0]
    beyond = bool(not len(seen) or wanted[1] < seen[-1])
    last = max(int(np.flatnonzero(share > 0)[-1]), 0) if len(seen) else 0
    median, high = (float(stratum.curves.grid[min(place, last)]) for place in places)
    return TopOfStrangers(median, high, gallery.persons, beyond)
