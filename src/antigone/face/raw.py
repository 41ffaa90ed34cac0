"""Files of cameras and scanners that an ordinary decoder would read wrongly.

Most raw files are TIFF inside, with a thumbnail as their first picture. An ordinary decoder returns that thumbnail
without a word; a face compared from it would be a worse photo than the one that was taken, and nobody would know.
"""

from __future__ import annotations

import struct
from pathlib import PurePath

import cv2
import numpy as np
from PIL import Image

_SUFFIXES = frozenset(
    (".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dcr", ".dng", ".erf", ".iiq", ".kdc", ".mef", ".mos", ".mrw")
    + (".nef", ".nrw", ".orf", ".pef", ".raf", ".raw", ".rw2", ".rwl", ".sr2", ".srf", ".srw", ".x3f")
)
_MAGIC = (b"IIRO", b"IIRS", b"IIU\x00", b"FUJIFILMCCD-RAW", b"FOVb", b"\x00MRM", b"MMOR")
_DNG_VERSION, _NEW_SUBFILE_TYPE, _SUB_IFDS = 50706, 254, 330


def is_raw(data: bytes, name: str) -> bool:
    """Whether ``data`` is a camera's raw file, by its beginning, by its TIFF tags or by its name."""
    if data[8:10] == b"CR" and data[:2] in (b"II", b"MM"):
        return True
    if data[4:12] == b"ftypcrx " or data.startswith(_MAGIC):
        return True
    tags = _first_directory(data)
    if _DNG_VERSION in tags or (tags.get(_NEW_SUBFILE_TYPE, 0) & 1 and _SUB_IFDS in tags):
        return True
    is_photo = data[:3] == b"\xff\xd8\xff" or data[:8] == b"\x89PNG\r\n\x1a\n"
    return PurePath(name).suffix.lower() in _SUFFIXES and not is_photo


def _first_directory(data: bytes) -> dict[int, int]:
    """Tag numbers of a TIFF's first directory, each with the four bytes of its value read as one number."""
    if data[:4] not in (b"II*\x00", b"MM\x00*"):
        return {}
    order = "<" if data[:2] == b"II" else ">"
    try:
        (start,) = struct.unpack_from(order + "I", data, 4)
        (count,) = struct.unpack_from(order + "H", data, start)
        tags = {}
        for entry in range(min(count, 500)):
            tag, kind, _, value = struct.unpack_from(order + "HHII", data, start + 2 + 12 * entry)
            tags[tag] = value >> 16 if kind == 3 and order == ">" else value
        return tags
    except struct.error:
        return {}  # a damaged TIFF: the decoder will say so


def decode_deep_tiff(data: bytes) -> Image.Image:
    """A TIFF with 16 bits a channel, reduced to 8, turned as its orientation tag says.

    Raises:
        ValueError: if OpenCV cannot read it either.
    """
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_ANYDEPTH | cv2.IMREAD_COLOR)
    if pixels is None:
        raise ValueError("this kind of 16-bit TIFF cannot be read")
    if pixels.dtype == np.uint16:
        pixels = (pixels // 257).astype(np.uint8)
    return Image.fromarray(np.ascontiguousarray(pixels[:, :, ::-1]), "RGB")
