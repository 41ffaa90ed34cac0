"""What decoding a picture may take: its memory is known from the header, before any of it is asked for.

A JPEG can be decoded at a half, a quarter or an eighth of its size for a quarter of the memory and less, so a large one
is; other formats are decoded whole or not at all. Only what no face needs is lost: at half its size, a picture of a
hundred million pixels still has twenty-five.
"""

from __future__ import annotations

from typing import Any

from antigone.types import Refusal

MOST_BYTES = 250_000_000
"""Held at once while a JPEG is decoded, its file among it; of other pictures that strangers send too.
bench/photograph_cost.py measures what it comes to."""
MOST_SCANS = 32
"""Of a JPEG. Cameras write one, progressive files about ten; each costs a walk over the whole picture."""
MOST_JPEG = 80_000_000
"""Bytes: each is looked at, however far the picture is reduced. Those of 100 megapixels have half as many."""

_KEPT = 7
"""Bytes a pixel: Pillow's four, and the three that are compared."""
_KEPT_BY = {"WEBP": 17, "HEIF": 9}
"""Of formats whose decoders hold the whole picture more than once before Pillow does."""
_DEEP = {"TIFF": 14, "PNG": 28}
"""Bytes a pixel of colour with 16 bits a channel."""
JPEGS = ("JPEG", "MPO")


def reduction(image: Any, size: int, scans: int, *, deep: bool = False, memory: int) -> int | Refusal:
    """How many pixels of the file become one, along a side, so that decoding stays within ``MOST_BYTES``.

    ``size``: of the file. ``scans``: of a JPEG. ``memory``: what may be held of a picture that cannot be reduced.
    """
    if scans > MOST_SCANS:
        return Refusal(
            "too-many-layers",
            f"The picture is kept in {scans} layers; at most {MOST_SCANS} are decoded.",
            "Save the photo anew as JPEG and try again.",
        )
    pixels, jpeg = image.width * image.height, image.format in JPEGS
    if jpeg and size > MOST_JPEG:
        return Refusal(
            "too-large",
            f"The file has {size / 1e6:.0f} MB; at most {MOST_JPEG / 1e6:.0f} MB of JPEG are decoded.",
            "Save the photo as JPEG at full size, with less than the highest quality.",
        )
    waiting = pixels * _coefficients(image) if jpeg and scans > 1 else 0.0
    kept = _DEEP[image.format] if deep else _KEPT_BY.get(image.format, _KEPT)
    for times in (1, 2, 4, 8) if jpeg else (1,):
        if size + waiting + kept * pixels / times**2 <= (MOST_BYTES if jpeg else memory):
            return times
    return _refused(image, scans)


def _refused(image: Any, scans: int) -> Refusal:
    if image.format in JPEGS:
        return Refusal(
            "too-many-pixels",
            f"The photo has {image.width} x {image.height} pixels in {scans} layers, which must be held at once.",
            "Save it as an ordinary JPEG, not a progressive one, at full size.",
        )
    return Refusal(
        "too-many-pixels",
        f"The photo has {image.width} x {image.height} pixels. As {image.format} it can only be decoded whole, and"
        " that takes too much memory.",
        "Save it as JPEG at full size, and keep this file as evidence.",
    )


def _coefficients(image: Any) -> float:
    """Bytes a pixel that wait for the last scan of a JPEG of several: two for each sample of each colour."""
    samples = [(across, down) for _, across, down, _ in image.layer]
    most = max(across for across, _ in samples) * max(down for _, down in samples)
    return float(2 * sum(across * down for across, down in samples) / most)
