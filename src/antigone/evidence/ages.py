"""Ages as bands: within one, faces are about equally hard to tell apart."""

from __future__ import annotations

from antigone.errors import ManifestInvalid

AGE, AGE_BAND = "age", "age_band"
BANDS = ((2, "infant"), (12, "child"), (17, "adolescent"), (59, "adult"), (150, "old"))
"""The last year of each band, and its name."""


def age_band(years: str, where: str) -> str:
    """The band of an age in years.

    Raises:
        ManifestInvalid: ``years`` is no age.
    """
    text = years.strip()
    if text.isascii() and text.isdecimal():
        for last, name in BANDS:
            if int(text) <= last:
                return name
    raise ManifestInvalid(f"{where}: {years!r} is not an age in whole years.", "Leave it empty where it is not known.")
