"""How many strangers to expect at or above a score in a gallery: the figure that stands beside every weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from antigone.errors import UsageError
from antigone.evidence.calibration import Stratum


@dataclass(frozen=True, slots=True)
class Strangers:
    """Expected number of persons who are not the one looked for and yet score at least so much."""

    value: float
    low: float
    high: float
    gallery: int
    """Persons in the gallery."""
    beyond: bool
    """Whether no stranger's score in the data was that high: then only ``high`` is known, and ``value`` is 0."""

    def as_json(self) -> dict[str, Any]:
        def rounded(number: float) -> float:
            return float(f"{number:.3g}")

        return {
            "expected": rounded(self.value),
            "low": rounded(self.low),
            "high": rounded(self.high),
            "gallery": self.gallery,
            "beyond_the_data": self.beyond,
        }

    def in_words(self) -> str:
        of = f"in a gallery of {self.gallery:,} persons"
        if self.beyond:
            few = _figure(self.high)
            return f"Fewer than {few} strangers are expected at or above this score {of}; none was seen so high."
        return (
            f"About {_figure(self.value)} strangers ({_figure(self.low)} to {_figure(self.high)}) are expected at or"
            f" above this score {of}."
        )


def _figure(number: float) -> str:
    return f"{number:.0f}" if number >= 10 else f"{number:.2g}"


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
