"""Files of cameras and scanners that an ordinary decoder would read wrongly.

Most raw files are TIFF inside, with a thumbnail as their first picture. An ordinary decoder returns that thumbnail
without a word; a face compared from it would be a worse photo than the one that was taken, and nobody would know.
"""

from __future__ import annotations

import re
import struct
from pathlib import PurePath
from typing import Any, Literal

import cv2
import numpy as np
from PIL import Image, TiffImagePlugin

from antigone.types import Pixels

_SUFFIXES = frozenset(
    (".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dcr", ".dng", ".erf", ".iiq", ".kdc", ".mef", ".mos", ".mrw")
    + (".nef", ".nrw", ".orf", ".pef", ".raf", ".raw", ".rw2", ".rwl", ".sr2", ".srf", ".srw", ".x3f")
)
_MAGIC = (b"IIRO", b"IIRS", b"IIU\x00", b"FUJIFILMCCD-RAW", b"FOVb", b"\x00MRM", b"MMOR")
_DNG_VERSION, _NEW_SUBFILE_TYPE, _SUB_IFDS, _ORIENTATION = 50706, 254, 330, 274
_PHOTOMETRIC, _PLANES = 262, 284
_WHOLE_NUMBERS = {1: 1, 3: 2, 4: 4, 6: 1, 8: 2, 9: 4}
"""Bytes of a value, by the kind of number that a tag says it is."""
_WHITE_IS_ZERO, _APART = 0, 2
_XMP = re.compile(rb'tiff:Orientation(?:="|>)([1-8])')
_ROWS = 256
_FEWER_BITS = (8, 10, 12, 14)
"""Of a camera or scanner, stored in 16."""


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
    """Tag numbers of a TIFF's first directory, each with its value; 0, if that is no whole number or lies elsewhere."""
    if data[:4] not in (b"II*\x00", b"MM\x00*"):
        return {}
    order: str
    ends: Literal["little", "big"]
    order, ends = ("<", "little") if data[:2] == b"II" else (">", "big")
    try:
        (start,) = struct.unpack_from(order + "I", data, 4)
        (count,) = struct.unpack_from(order + "H", data, start)
        tags = {}
        for entry in range(min(count, 500)):
            tag, kind, _, value = struct.unpack_from(order + "HHI4s", data, start + 2 + 12 * entry)
            tags[tag] = int.from_bytes(value[: _WHOLE_NUMBERS.get(kind, 0)], ends)
        return tags
    except struct.error:
        return {}  # a damaged TIFF: the decoder will say so


def orientation_of(image: Image.Image) -> int:
    """EXIF's orientation, 1 if there is none. Nothing more of the metadata is read: what is wrong costs nothing."""
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        said = image.tag_v2.get(_ORIENTATION, 1)
        return said if said in range(1, 9) else 1
    block = _exif_block(image.info)
    said = _first_directory(block.removeprefix(b"Exif\0\0")).get(_ORIENTATION)
    if said is None and (found := _XMP.search(_xmp_block(image.info))):
        said = int(found[1])
    return said if said in range(1, 9) else 1


def _exif_block(info: dict[Any, Any]) -> bytes:
    block = info.get("exif")
    if isinstance(block, bytes):
        return block
    written = info.get("Raw profile type exif")  # of older programs, in PNG: three lines and hexadecimal digits
    try:
        return bytes.fromhex("".join(written.split("\n")[3:])) if isinstance(written, str) else b""
    except ValueError:
        return b""


def _xmp_block(info: dict[Any, Any]) -> bytes:
    block = info.get("xmp") or info.get("XML:com.adobe.xmp") or b""
    return block if isinstance(block, bytes) else str(block).encode("utf-8", "replace")


def is_negative(image: Image.Image) -> bool:
    """Whether nought is white in a grey TIFF of 16 bits: Pillow turns that round with 8 bits alone."""
    return isinstance(image, TiffImagePlugin.TiffImageFile) and image.tag_v2.get(_PHOTOMETRIC) == _WHITE_IS_ZERO


def decode_deep_tiff(image: TiffImagePlugin.TiffImageFile, data: bytes, notes: list[str]) -> Image.Image:
    """A TIFF with 16 bits a channel, reduced to 8, turned as its orientation tag says.

    Raises:
        ValueError: if OpenCV cannot read it either.
    """
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_ANYDEPTH | cv2.IMREAD_COLOR)
    if pixels is not None and pixels.dtype == np.int16 and pixels.min() >= 0:
        pixels = pixels.astype(np.uint16)
    apart = image.tag_v2.get(_PLANES) == _APART  # OpenCV reads the first colour for all three
    if pixels is None or apart or pixels.dtype not in (np.uint8, np.uint16):
        raise ValueError("this kind of 16-bit TIFF cannot be read")
    if pixels.dtype == np.uint16:
        pixels = reduced(pixels, notes)
    return Image.fromarray(np.ascontiguousarray(pixels[:, :, ::-1]), "RGB")


def is_deep_png(data: bytes) -> bool:
    """A PNG in colour with 16 bits a channel, of which Pillow keeps the upper eight."""
    return data[12:16] == b"IHDR" and data[24:25] == b"\x10" and data[25:26] in (b"\x02", b"\x06")


def of_shallow_png(image: Image.Image, data: bytes, notes: list[str]) -> Image.Image:
    """A deep PNG: as Pillow has it, unless fewer bits are used, of which the upper eight would be nearly nothing."""
    brightest = max(high for _, high in image.convert("RGB").getextrema())  # type: ignore[misc]
    if brightest >= 1 << (max(_FEWER_BITS) - 8):
        notes.append("reduced from 16 bits")
        return image
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None or pixels.dtype != np.uint16:
        return image
    channels = pixels[..., :3]
    pixels = np.concatenate((reduced(channels, notes)[..., ::-1], (pixels[..., 3:] >> 8).astype(np.uint8)), axis=2)
    made = Image.fromarray(np.ascontiguousarray(pixels))
    made.info = {key: image.info[key] for key in ("icc_profile",) if key in image.info}
    return made


def reduced(values: np.ndarray, notes: list[str]) -> Pixels:
    """16 bits a channel as 8. A picture that fills 10, 12 or 14 of them only is stretched: it would be nearly black."""
    brightest = int(values.max())
    used = next((bits for bits in _FEWER_BITS if brightest < 1 << bits), 16)
    notes.append("reduced from 16 bits" if used == 16 else f"stretched from {used} bits that were stored in 16")
    step, made = np.float32(((1 << used) - 1) / 255), np.empty(values.shape, np.uint8)
    for row in range(0, len(values), _ROWS):  # a part at a time: as fractions the whole would take four times as much
        made[row : row + _ROWS] = np.minimum(values[row : row + _ROWS] / step, 255)
    return made
