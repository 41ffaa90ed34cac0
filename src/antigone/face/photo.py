"""From a file to pixels: limits first, then decoding, orientation and colour.

Nothing is decoded before the header has been read and found reasonable. A file that cannot be used is a
:class:`Refusal` that says what to do; it never becomes a picture that is merely wrong.
"""

from __future__ import annotations

import hashlib
import io
import stat
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard, TypeVar

import cv2
import numpy as np
import pi_heif
from PIL import Image, ImageFile, TiffImagePlugin, UnidentifiedImageError

from antigone.errors import ForbiddenOrigin
from antigone.face import budget, pages, raw
from antigone.face.colour import Converter, one_line
from antigone.face.ending import (
    END_MISSING,
    is_padded,
    lacks_its_end,
    lacks_only_its_end,
    picture_end,
    scans_of_jpeg,
    with_its_end,
)
from antigone.types import Photo, Pixels, Refusal
from antigone.unexpected import refused

pi_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = None  # our own limits below are checked first, and refuse in words
ImageFile.LOAD_TRUNCATED_IMAGES = False

FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "HEIF")
SUFFIXES = frozenset(
    (".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".png", ".webp", ".tif", ".tiff")
    + (".bmp", ".dib", ".heic", ".heif", ".hif")
)
"""What is looked for in folders. A photo named on its own is read whatever it is called."""

_MANY_PICTURES_ARE_ONE_PHOTO = frozenset({"MPO", "HEIF"})  # a preview, a depth map or a burst beside the photo
PREVIEW = "the file's small preview was left aside"
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"BM", b"RIFF")
_BITS_PER_SAMPLE = 0x0102
_TURNED_BY_READER = frozenset({"TIFF", "HEIF"})
"""Of these the decoder turns the picture itself."""
_STRIP = 256  # rows
_MIRROR = -1  # beside OpenCV's numbers of rotations
_LEFT, _HALF, _RIGHT = cv2.ROTATE_90_COUNTERCLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_CLOCKWISE
_TURNS = {2: (_MIRROR,), 3: (_HALF,), 4: (_HALF, _MIRROR), 5: (_RIGHT, _MIRROR), 6: (_RIGHT,), 7: (_LEFT, _MIRROR)}
_TURNS |= {8: (_LEFT,)}
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class PhotoLimits:
    """What is refused before it is decoded. The defaults hold any camera and leave a laptop its memory."""

    max_bytes: int = 200_000_000
    max_pixels: int = 120_000_000
    max_side: int = 30_000
    min_side: int = 32
    memory: int = 600_000_000
    """Bytes held while a picture is decoded that can only be decoded whole."""


DEFAULT_LIMITS = PhotoLimits()


def forbid_foreign_origin(name: str) -> None:
    """Refuse addresses: Antigone takes no picture from the web or a camera, whatever the caller wants.

    Raises:
        ForbiddenOrigin: always, for anything with a URL scheme.
    """
    scheme, separator, _ = name.partition("://")
    if separator and scheme.isascii() and scheme.replace("+", "").isalnum():
        raise ForbiddenOrigin(
            f"{name!r} is an address, not a file.",
            "Antigone never fetches pictures. Use photographs that were lawfully given to you, as files.",
        )


def read(path: Path, limits: PhotoLimits = DEFAULT_LIMITS) -> bytes | Refusal:
    """The bytes of a regular file of reasonable size.

    Raises:
        ForbiddenOrigin: for an address, a camera or any other device.
    """
    forbid_foreign_origin(str(path))
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return _not_a_file(path, status.st_mode)
        if status.st_size > limits.max_bytes:
            return Refusal(
                "too-large",
                f"The file has {status.st_size / 1e6:.0f} MB; at most {limits.max_bytes / 1e6:.0f} MB are read.",
                "Save the photo as JPEG at full size and try again.",
            )
        return path.read_bytes()
    except FileNotFoundError:
        return Refusal("not-found", "There is no such file.", "Check the name and the folder.")
    except PermissionError:
        return Refusal(
            "no-permission", "The file may not be read by this user.", "Ask for permission to read it, or copy it."
        )
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        return Refusal("unreadable", f"The file cannot be read: {reason}.", "Copy it again from the camera or card.")


def _not_a_file(path: Path, mode: int) -> Refusal:
    if stat.S_ISDIR(mode):
        return Refusal("folder", "This is a folder, not a photo.", "Name the photos in it.")
    raise ForbiddenOrigin(
        f"{str(path)!r} is a device, not a file.",
        "Antigone never records from cameras. Photograph first, then name the photo's file.",
    )


@dataclass(frozen=True, slots=True)
class Header:
    """What a photograph's file says of itself: nothing was decoded. Sides are those of the upright picture."""

    format: str
    width: int
    height: int
    end: int
    """How many of the file's bytes are the picture's: what follows is something else."""
    notes: tuple[str, ...] = ()
    """What the file's structure alone tells of it, in the words of ``Photo.notes``."""


def decode(data: bytes, name: str, limits: PhotoLimits = DEFAULT_LIMITS) -> Photo | Refusal:
    """The photograph in ``data``: upright, 8 bits a channel, sRGB, without transparency.

    ``name`` is only carried along. JPEG, PNG, WebP, TIFF, BMP and HEIC/HEIF are decoded.
    """

    def decoded(image: Image.Image, reduced: int) -> Photo | Refusal:
        kind = image.format or "?"
        ended = with_its_end(data, reduced) if kind in budget.JPEGS else None
        if ended is not None:
            with Image.open(io.BytesIO(ended.data), formats=("JPEG",)) as whole:
                pixels, notes = _to_bgr(whole, ended.data, reduced)
        else:
            pixels, notes = _to_bgr(image, data, reduced)
        cut = kind == "PNG" and lacks_only_its_end(data)  # its pixels are all there, else it is not decoded
        said = (ended.note,) if ended else (END_MISSING,) if cut else ()
        return Photo(name, hashlib.sha256(data).hexdigest(), pixels, kind, said + notes, reduced)

    return _opened(data, name, limits, decoded)


def header(data: bytes, name: str, limits: PhotoLimits = DEFAULT_LIMITS) -> Header | Refusal:
    """What is known of a file before it is decoded: whether it is a photograph that may be, whole and not padded.

    It takes a few milliseconds, whatever the file: for processes that serve pages. That it is decoded in the end is not
    promised.
    """

    def read_off(image: Image.Image, _reduced: int) -> Header | Refusal:
        kind = image.format or "?"
        end = picture_end(data, kind)
        cut = kind == "PNG" and lacks_only_its_end(data)  # whether pixels are wanting shows when it is decoded
        if end is None and not cut:
            return _damaged("its end is missing")
        end = len(data) if end is None else end
        if is_padded(end, kind, image.width * image.height):
            return Refusal(
                "padded",
                f"The file has {end / 1e6:.0f} MB, and a picture of {image.width} x {image.height} pixels needs few.",
                "Save the photo anew as JPEG and try again.",
            )
        turned = raw.orientation_of(image) in range(5, 9)
        width, height = (image.height, image.width) if turned else image.size
        notes = [END_MISSING] if cut or (kind in budget.JPEGS and lacks_its_end(data)) else []
        return Header(kind, width, height, end, (*notes, *([PREVIEW] if pages.has_preview(image) else [])))

    return _opened(data, name, limits, read_off)


def exif_of(image: Image.Image) -> Image.Exif:
    """The camera's metadata, without decoding: Pillow decodes a whole PNG to look whether any follow its pixels."""
    return Image.Exif() if image.format == "PNG" and "exif" not in image.info else image.getexif()


def _opened(
    data: bytes, name: str, limits: PhotoLimits, then: Callable[[Image.Image, int], _Read | Refusal]
) -> _Read | Refusal:
    """What ``then`` makes of the opened file, and of how far it is to be reduced, if its header is reasonable."""
    if not data:
        return Refusal("empty", "The file is empty (0 bytes).", "Copy it again from the camera or card.")
    if raw.is_raw(data, name):
        return Refusal(
            "raw",
            "This is a camera's raw file.",
            "Develop it with the camera maker's program, save it as TIFF or JPEG, and keep the raw file as evidence.",
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of odd metadata; what matters is checked here
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                unreasonable = _unreasonable(image, limits)
                if unreasonable is not None:
                    return unreasonable
                reduced = _reduction(image, data, limits)
                return reduced if isinstance(reduced, Refusal) else then(image, reduced)
    except UnidentifiedImageError:
        return _unidentified(data)
    except MemoryError:
        return Refusal("too-large", "The photo does not fit into memory.", "Save it smaller and try again.")
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, OverflowError, RuntimeError) as fault:
        # Pillow's and libheif's decoders raise any of these on damaged files, with no common class.
        return _damaged(one_line(fault))
    except Exception as fault:  # whatever else a file brings about is told of this file, and stops no other
        return refused(fault)


def _damaged(why: str) -> Refusal:
    return Refusal(
        "damaged",
        f"The file is damaged or cut off ({why}).",
        "Copy it again from the camera or card; if it stays damaged, use another photo.",
    )


def _unidentified(data: bytes) -> Refusal:
    if data[:4] == b"GIF8":
        what = "This is a GIF, which is made for drawings and films."
    elif data[:5] == b"%PDF-":
        what = "This is a PDF document."
    elif data[4:8] == b"ftyp" or data[:4] == b"\x1aE\xdf\xa3":
        what = "This is a film, or a kind of picture Antigone does not read."
    elif data.startswith(_BEGINNINGS):
        what = "This begins as a photograph does, and is cut off or of a kind Antigone does not read."
    else:
        what = "This is not a photograph Antigone can read, whatever its name says."
    return Refusal("not-a-photo", what, "Use JPEG, PNG, WebP, TIFF, BMP or HEIC.")


def _unreasonable(image: Image.Image, limits: PhotoLimits) -> Refusal | None:
    width, height = image.size
    if width * height > limits.max_pixels or max(width, height) > limits.max_side:
        return Refusal(
            "too-many-pixels",
            f"The photo claims {width} x {height} pixels; at most {limits.max_pixels / 1e6:.0f} million are decoded.",
            "If it really is that large, save it at half its size.",
        )
    if min(width, height) < limits.min_side:
        return Refusal(
            "too-small",
            f"The photo has {width} x {height} pixels; a face needs more.",
            "Use the original instead of a thumbnail.",
        )
    if image.format not in _MANY_PICTURES_ARE_ONE_PHOTO and not pages.go_to_the_photo(image):
        return Refusal(
            "several-pictures",
            f"The file holds {getattr(image, 'n_frames', 2)} pictures (an animation or a document of several pages).",
            "Save the one you mean as a photo of its own.",
        )
    return None


def _reduction(image: Image.Image, data: bytes, limits: PhotoLimits) -> int | Refusal:
    layers = scans_of_jpeg(data) if image.format in budget.JPEGS else 1
    deep = _is_deep_tiff(image) or (image.format == "PNG" and raw.is_deep_png(data))
    return budget.reduction(image, len(data), layers, deep=deep, memory=limits.memory)


def _to_bgr(image: Image.Image, data: bytes, reduced: int) -> tuple[Pixels, tuple[str, ...]]:
    notes: list[str] = []
    if pages.has_preview(image):
        notes.append(PREVIEW)
    orientation = raw.orientation_of(image)
    if _is_deep_tiff(image):
        flat = raw.decode_deep_tiff(image, data, notes)  # OpenCV turns it
    else:
        if image.format in _TURNED_BY_READER:
            image.info.pop("exif", None)  # Pillow would write it anew, and fail where one value is wrong
        if reduced > 1:
            # Not more is asked for than is had: libjpeg leaves pixels out while it decodes, by whole steps.
            image.draft(None, (image.width // reduced, image.height // reduced))
            notes.append(f"decoded at 1/{reduced} of its size, which holds all that is compared")
        image.load()
        orientation = raw.orientation_of(image) if image.format == "PNG" else orientation  # it may follow the pixels
        flat = _eight_bits(image, data, notes)
    if orientation in _TURNS:
        notes.append("turned as its orientation tag says")
    if image.format in _TURNED_BY_READER:
        orientation = 1
    pixels = _in_strips(flat, image.info.get("icc_profile"), notes)
    del flat
    image.close()  # what Pillow holds takes four bytes a pixel
    return _upright(pixels, orientation), tuple(dict.fromkeys(notes))


def _in_strips(flat: Image.Image, profile: bytes | None, notes: list[str]) -> Pixels:
    """The pixels in OpenCV's order, brought to sRGB strip by strip: at once, each step would hold the whole again."""
    width, height = flat.size
    pixels = np.empty((height, width, 3), np.uint8)
    to_rgb = Converter(profile)
    for top in range(0, height, _STRIP):
        bottom = min(top + _STRIP, height)
        strip = to_rgb.converted(flat.crop((0, top, width, bottom)), notes)
        pixels[top:bottom] = np.asarray(strip)[:, :, ::-1]
    return pixels


def _upright(pixels: Pixels, orientation: int) -> Pixels:
    """Turned and mirrored as EXIF's orientation says."""
    for step in _TURNS.get(orientation, ()):
        turned = cv2.flip(pixels, 1) if step == _MIRROR else cv2.rotate(pixels, step)
        pixels = turned.astype(np.uint8, copy=False)
    return pixels


def _is_deep_tiff(image: Image.Image) -> TypeGuard[TiffImagePlugin.TiffImageFile]:
    """Colour with 16 bits a channel, which Pillow does not hold."""
    return (
        isinstance(image, TiffImagePlugin.TiffImageFile)
        and image.mode != "I;16"
        and 16 in (image.tag_v2.get(_BITS_PER_SAMPLE) or ())
    )


def _eight_bits(image: Image.Image, data: bytes, notes: list[str]) -> Image.Image:
    """A picture with 16 bits a channel, reduced to 8; any other as it is."""
    if image.format == "PNG" and raw.is_deep_png(data):
        return raw.of_shallow_png(image, data, notes)
    if not image.mode.startswith("I"):
        return image
    values = np.asarray(image)
    if values.min() < 0 or values.max() > 65535:
        raise ValueError("the pixel values are not those of a 16-bit photo")
    shown = raw.reduced(values, notes)
    return Image.fromarray(255 - shown if raw.is_negative(image) else shown)
