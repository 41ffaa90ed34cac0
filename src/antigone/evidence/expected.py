"""How many strangers to expect at or above a score in a gallery: the figure that stands beside every weight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from antigone.errors import UsageError
from antigone.evidence.calibration import Calibration, Stratum
from antigone.types import Strangers


def strangers(stratum: Stratum, score: float, gallery: int) -> Strangers | None:
    """Strangers to expect at or above ``score`` among ``gallery`` persons; None where the stratum knows no strangers.

    The share is that of strangers within the stratum, as if the whole gallery were of the probe's own group: rather too
    many than too few. The score is taken down to the stratum's next point, for the same reason. Above all that was seen
    nothing is extrapolated: the upper limit is then three in as many independent comparisons as the data are worth
    ("rule of three": J. A. Hanley and A. Lippman-Hand, JAMA 249 (1983) [not checked against the source]).

    Raises:
        UsageError: a gallery of less than nobody, or a score that is not a number.
    """
    if gallery < 0 or not np.isfinite(score):
        raise UsageError("Expected strangers need a score and the gallery's size.", "Give both.")
    if stratum.curves is None:
        return None
    place = max(int(np.searchsorted(stratum.curves.grid, score, side="right")) - 1, 0)
    share = float(stratum.curves.survival[place])
    low, high = float(stratum.curves.survival_low[place]), float(stratum.curves.survival_high[place])
    return Strangers(share * gallery, low * gallery, high * gallery, gallery, beyond=share == 0)


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


def top_of_strangers(calibration: Calibration, circumstances: Mapping[str, str], gallery: int) -> TopOfStrangers | None:
    """The first place of a list of ``gallery`` strangers, one photo each; None where their scores are not known.

    The scores of strangers are taken as independent, as FPIR = 1 - (1 - FMR) ** N takes them.
    """
    stratum = calibration.find(circumstances, (1, 1))
    if not isinstance(stratum, Stratum) or stratum.curves is None or gallery < 1:
        return None
    share = stratum.curves.survival
    wanted = [1 - 0.5 ** (1 / gallery), 1 - 0.95 ** (1 / gallery)]
    places = [min(int(np.searchsorted(-share, -one, side="right")), len(share) - 1) for one in wanted]
    seen = share[share > 0]
    beyond = bool(not len(seen) or wanted[1] < seen[-1])
    last = max(int(np.flatnonzero(share > 0)[-1]), 0) if len(seen) else 0
    median, high = (float(stratum.curves.grid[min(place, last)]) for place in places)
    return TopOfStrangers(median, high, gallery, beyond)
