"""Where the picture in a file ends, by the file's own structure and without decoding it.

A file may go on after its picture: a film beside a photograph of a telephone, or zeros, to fill somebody's disk.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_TAILS = (b"", b"\x5a\xa5\x3c\x96" * 64)
"""Two different things that could follow the pixels."""
_LAST_ROWS = 16
_MARKER = re.compile(rb"\xff+([^\x00\xff])")
_STANDS_ALONE = frozenset((0x01, *range(0xD0, 0xD8)))
_END, _PIXELS = 0xD9, 0xDA
_PNG = b"\x89PNG\r\n\x1a\n"
_SUMS = 8
"""Bytes after the pixels in a PNG's last chunk of them: two sums, that of what is compressed and that of the chunk."""

END_MISSING = "the file's end is missing"
MOST_METADATA = 1_000_000
"""Bytes that a file may have besides what its pixels can explain: a preview, a colour profile, a camera's notes."""
_BYTES_A_PIXEL = {"JPEG": 3, "MPO": 3, "WEBP": 4, "HEIF": 6}
"""Of the least compressed file that is reasonable; 8 for formats that hold 16 bits a channel uncompressed."""


def picture_end(data: bytes, format: str) -> int | None:
    """How many bytes of ``data`` are the picture's; None if it is cut off. A format that does not say: all of them.

    A JPEG that ends within its pixels may be whole: that shows when it is decoded.
    """
    if format in ("JPEG", "MPO"):
        end, scans = _walk_of_jpeg(data)
        return len(data) if end is None and scans else end
    if format == "PNG":
        return _end_of_png(data)
    if format == "WEBP":
        end = 8 + int.from_bytes(data[4:8], "little")
        return end if end <= len(data) else None
    return len(data)


def is_padded(size: int, format: str, pixels: int) -> bool:
    """Whether a file of so many bytes is larger than its pixels can explain."""
    return size > pixels * _BYTES_A_PIXEL.get(format, 8) + MOST_METADATA


@dataclass(frozen=True, slots=True)
class WholeJpeg:
    """A JPEG that was given the end it lacked, and what is said of it."""

    data: bytes
    note: str


def scans_of_jpeg(data: bytes) -> int:
    """In how many scans a JPEG's picture is written: one, or several one over the other."""
    return _walk_of_jpeg(data)[1]


def with_its_end(data: bytes, reduced: int = 1) -> WholeJpeg | None:
    """A JPEG whose pixels are all there and whose end mark is not. None: nothing is wanting, or too much.

    Whether they are all there: whatever follows the last pixel is passed over and changes nothing in the picture. Where
    it does change something, pixels were wanting; of the last rows that is borne, and said. ``reduced``: so many times
    smaller a large picture is looked at.
    """
    if not lacks_its_end(data):
        return None
    ended = [data.rstrip(b"\xff") + tail + bytes((0xFF, _END)) for tail in _TAILS]
    try:
        one, other = (_brightness(each, reduced) for each in ended)
    except Exception:  # the decoder of the file as it is says what it thinks of it
        return None
    wanting = reduced * (len(one) - min(np.flatnonzero((one != other).any(axis=1)), default=len(one)))
    if wanting > _LAST_ROWS:
        return None
    rows = f", and something of its last {wanting} rows of pixels" if wanting else ""
    return WholeJpeg(ended[0], f"{END_MISSING}{rows}")


def lacks_its_end(data: bytes) -> bool:
    """Whether a JPEG has no end mark after its picture."""
    return not data.endswith(bytes((0xFF, _END))) and _walk_of_jpeg(data)[0] is None


def _brightness(jpeg: bytes, reduced: int) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as image:
        image.draft("L", (image.width // reduced, image.height // reduced))
        return np.asarray(image.convert("L"))


def _walk_of_jpeg(data: bytes) -> tuple[int | None, int]:
    """Where the picture ends, None if it is cut off; and how many scans of its pixels have begun."""
    at, scans = 2, 0
    while (found := _MARKER.search(data, at)) is not None:
        marker, at = found[1][0], found.end()
        if marker == _END:
            return at, scans
        if marker in _STANDS_ALONE:
            continue
        length = int.from_bytes(data[at : at + 2], "big")
        if length < 2 or at + length > len(data):
            return None, 0
        scans += marker == _PIXELS
        at += length  # after the header of a scan, its compressed data holds no marker but those that stand alone
    return None, scans


def lacks_only_its_end(data: bytes) -> bool:
    """Whether a PNG has no end and may have all its pixels: it breaks off after them, or in what closes them."""
    kind, end = b"", 0
    for kind, end in _chunks_of_png(data):
        if kind == b"IEND" and end <= len(data):
            return False
    return kind in (b"IDAT", b"IEND") and end - len(data) <= _SUMS


def _end_of_png(data: bytes) -> int | None:
    return next((end for kind, end in _chunks_of_png(data) if kind == b"IEND" and end <= len(data)), None)


def _chunks_of_png(data: bytes) -> Iterator[tuple[bytes, int]]:
    """Each chunk's kind and where it ends, which may be beyond the file."""
    at = len(_PNG)
    while at + 8 <= len(data):
        kind = data[at + 4 : at + 8]
        at += 12 + int.from_bytes(data[at : at + 4], "big")
        yield kind, at
