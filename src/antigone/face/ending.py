"""Where the picture in a file ends, by the file's own structure and without decoding it.

A file may go on after its picture: a film beside a photograph of a telephone, or zeros, to fill somebody's disk.
"""

from __future__ import annotations

import re

_MARKER = re.compile(rb"\xff+([^\x00\xff])")
_STANDS_ALONE = frozenset((0x01, *range(0xD0, 0xD8)))
_END = 0xD9
_PNG = b"\x89PNG\r\n\x1a\n"

MOST_METADATA = 1_000_000
"""Bytes that a file may have besides what its pixels can explain: a preview, a colour profile, a camera's notes."""
_BYTES_A_PIXEL = {"JPEG": 3, "MPO": 3, "WEBP": 4, "HEIF": 6}
"""Of the least compressed file that is reasonable; 8 for formats that hold 16 bits a channel uncompressed."""


def picture_end(data: bytes, format: str) -> int | None:
    """How many bytes of ``data`` are the picture's; None if it is cut off. A format that does not say: all of them."""
    if format in ("JPEG", "MPO"):
        return _end_of_jpeg(data)
    if format == "PNG":
        return _end_of_png(data)
    if format == "WEBP":
        end = 8 + int.from_bytes(data[4:8], "little")
        return end if end <= len(data) else None
    return len(data)


def is_padded(size: int, format: str, pixels: int) -> bool:
    """Whether a file of so many bytes is larger than its pixels can explain."""
    return size > pixels * _BYTES_A_PIXEL.get(format, 8) + MOST_METADATA


def _end_of_jpeg(data: bytes) -> int | None:
    at = 2
    while (found := _MARKER.search(data, at)) is not None:
        marker, at = found[1][0], found.end()
        if marker == _END:
            return at
        if marker in _STANDS_ALONE:
            continue
        length = int.from_bytes(data[at : at + 2], "big")
        if length < 2:
            return None
        at += length  # after the header of a scan, its compressed data holds no marker but those that stand alone
    return None


def _end_of_png(data: bytes) -> int | None:
    at = len(_PNG)
    while at + 12 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        at += 12 + length
        if kind == b"IEND":
            return at if at <= len(data) else None
    return None
