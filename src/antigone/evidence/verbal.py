"""A weight in words. The words are about the scores, never about who the person is, and they name no probability of
that.

The steps of the scales are as published; whether they are quoted rightly was **not** checked against the sources, which
were not at hand (only secondary summaries of the first were). A laboratory that uses one should check it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from antigone.errors import UsageError


@dataclass(frozen=True, slots=True)
class Scale:
    """Verbal equivalents of likelihood ratios: from each LR upwards, the word for the support."""

    name: str
    steps: tuple[tuple[float, str], ...]
    """(lowest LR, words), ascending. Below the first the findings support neither side."""
    source: str
    checked: bool
    """Whether the steps were compared with the source itself."""

    def word(self, log10_lr: float) -> str:
        """The words for the size of the weight, whichever side it supports; empty if it supports neither."""
        size = abs(log10_lr) + 1e-9
        words = [words for least, words in self.steps if size >= math.log10(least)]
        return words[-1] if words else ""


SCALES = {
    scale.name: scale
    for scale in (
        Scale(
            "enfsi",
            (
                (2, "weak support"),
                (10, "moderate support"),
                (100, "moderately strong support"),
                (1_000, "strong support"),
                (10_000, "very strong support"),
                (1_000_000, "extremely strong support"),
            ),
            "ENFSI Guideline for Evaluative Reporting in Forensic Science, 2015",
            checked=False,
        ),
        Scale(
            "afsp",
            (
                (1.0001, "weak or limited support"),
                (10, "moderate support"),
                (100, "moderately strong support"),
                (1_000, "strong support"),
                (10_000, "very strong support"),
                (1_000_000, "extremely strong support"),
            ),
            "Association of Forensic Science Providers, Standards for the formulation of evaluative forensic science"
            " expert opinion, Science and Justice 49 (2009)",
            checked=False,
        ),
        Scale(
            "swgdam",
            (
                (2, "limited support"),
                (100, "moderate support"),
                (10_000, "strong support"),
                (1_000_000, "very strong support"),
            ),
            "SWGDAM, Recommendations of the ad hoc working group on genotyping results reported as likelihood"
            " ratios, 2018",
            checked=False,
        ),
    )
}


def scale_named(name: str) -> Scale:
    """Raises UsageError if there is no such scale."""
    if name not in SCALES:
        raise UsageError(f"There is no verbal scale {name!r}.", f"Choose one of {', '.join(SCALES)}.")
    return SCALES[name]


def in_words(log10_lr: float, scale: str = "enfsi", limit: bool = False) -> str:
    """One or two sentences for a weight. ``limit``: it is the largest, or smallest, that the calibration states."""
    word = scale_named(scale).word(log10_lr)
    if not word:
        return (
            "The scores are about as probable if the photographs show one person as if they show two different persons:"
            " they support neither."
        )
    times = f"{'at least ' if limit else ''}about {rounded(10 ** abs(log10_lr))} times"
    one, two = "the photographs show one person", "they show two different persons"
    if log10_lr < 0:
        one, two = "the photographs show two different persons", "they show one person"
    side = "two different persons" if log10_lr < 0 else "one person"
    return (
        f"The scores are {times} more probable if {one} than if {two}"
        f" ({word} for {side} over {'one person' if log10_lr < 0 else 'two different persons'}; {scale})."
    )


def rounded(number: float) -> str:
    """Two figures: more would claim a precision that is not there."""
    if number < 9.95:
        return f"{number:.1f}".removesuffix(".0")
    digits = math.floor(math.log10(number)) - 1
    return f"{round(number / 10**digits) * 10**digits:,.0f}"
