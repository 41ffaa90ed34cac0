"""Masks of what covers a face: PNG files of the photos' names and sizes, white where the face is hidden."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from antigone.errors import UsageError
from antigone.face.cover import Cover
from antigone.face.photo import SUFFIXES, read
from antigone.tables.naming import path_in
from antigone.types import Photo, Refusal

PNG = b"\x89PNG\r\n\x1a\n"
"""How every PNG begins."""
_WHITE = 127  # brighter is covered: a brush with a soft rim counts to its middle
_AGAIN = "Save the mask as PNG, of the photo's own size, white where the face is hidden and black elsewhere."


def masks_in(folder: Path, photos: Mapping[str, set[Path]]) -> tuple[dict[Path, Path | Refusal], list[str]]:
    """The masks in ``folder`` by photo, and the names of files there that are of none.

    ``photos``: each by every name it goes by. ``a/b.jpg`` has its mask in ``a/b.png``, ``a/b.jpg.png`` or ``a/b.jpg``.

    Raises:
        UsageError: if it is no folder, or cannot be read.
    """
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}.", "Name the folder that holds the masks.")
    wanted: dict[str, set[Path]] = {}
    for name, found in photos.items():
        for called in {name, f"{name}.png", _with_png(name)}:
            wanted.setdefault(called.casefold(), set()).update(found)
    masks: dict[Path, Path | Refusal] = {}
    strange = []
    for file in _files(folder):
        name = path_in(file.relative_to(folder).as_posix())
        meant = _nearest(name, wanted.get(name.casefold(), set()), photos)
        if len(meant) != 1:
            strange.append(name if not meant else f"{name} (of {len(meant)} photos: call it NAME.jpg.png)")
            continue
        (photo,) = meant
        masks[photo] = file if photo not in masks else _twice(photo)
    return masks, strange


def _with_png(name: str) -> str:
    return str(Path(name).with_suffix(".png")) if Path(name).suffix.lower() in SUFFIXES else name


def _nearest(name: str, meant: set[Path], photos: Mapping[str, set[Path]]) -> set[Path]:
    """Of ``b.jpg`` and ``b.png`` the mask ``b.png`` is of the one of that very name."""
    return photos.get(name, meant) if len(meant) > 1 else meant


def _files(folder: Path) -> list[Path]:
    """All files in ``folder`` but hidden ones and those that systems leave in folders of pictures."""

    def stop(fault: OSError) -> None:
        raise UsageError(f"The folder {fault.filename} cannot be read: {fault.strerror}.", "Ask for permission to it.")

    found = []
    for here, folders, files in os.walk(folder, onerror=stop):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        found += [Path(here) / f for f in sorted(files) if not f.startswith(".") and f.lower() != "thumbs.db"]
    return found


def _twice(photo: Path) -> Refusal:
    return Refusal("cover-twice", f"There is more than one mask of {photo.name}.", "Leave one of them.")


def cover_of(file: Path, photo: Photo) -> Cover | Refusal | None:
    """The cover that ``file`` gives for ``photo``; None if nothing is white in it: then nothing is covered.

    Grey, coloured, palette and transparent pictures are taken by their brightness, over black.
    """
    data = read(file)
    if isinstance(data, Refusal):
        return Refusal("cover-unreadable", f"The mask {file.name} cannot be read: {data.detail}", _AGAIN)
    return cover_in(data, file.name, photo)


def cover_in(data: bytes, name: str, photo: Photo) -> Cover | Refusal | None:
    """The same of a mask's bytes; ``name``: what people call it."""
    if not data.startswith(PNG):
        return Refusal("cover-no-png", f"The mask {name} is not a PNG picture.", _AGAIN)
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
            if not _fits(image.size, photo):
                return _of_another_size(image.size, name, photo)
            mask = _white(image)
    except (OSError, SyntaxError, ValueError, EOFError) as fault:
        return Refusal("cover-unreadable", f"The mask {name} cannot be read ({fault}).", _AGAIN)
    if not mask.any():
        return None
    if mask.shape != photo.pixels.shape[:2]:
        small = cv2.resize(mask.astype(np.uint8) * 255, (photo.width, photo.height), interpolation=cv2.INTER_AREA)
        mask = small > _WHITE
    return Cover(mask)


def _fits(size: tuple[int, int], photo: Photo) -> bool:
    """Whether the mask has the size of the picture in the file, of which the photo may have been decoded smaller."""
    return tuple(-(-side // photo.reduced) for side in size) == (photo.width, photo.height)


def _of_another_size(size: tuple[int, int], name: str, photo: Photo) -> Refusal:
    width, height = photo.width * photo.reduced, photo.height * photo.reduced
    turned = _fits((size[1], size[0]), photo)
    why = " It lies on its side: masks are of the photo as people see it, upright." if turned else ""
    return Refusal(
        "cover-size",
        f"The mask {name} has {size[0]} x {size[1]} pixels, the photo {width} x {height}.{why}",
        _AGAIN,
    )


def _white(image: Image.Image) -> np.ndarray:
    if image.mode.startswith("I"):  # 16 bits: Pillow does not bring them down to 8 by itself
        values = np.asarray(image)
        return np.asarray(values > _WHITE * 257 if values.max() > 255 else values > _WHITE, np.bool_)
    clear = image.convert("RGBA")
    black = Image.new("RGBA", clear.size, (0, 0, 0, 255))
    return np.asarray(np.asarray(Image.alpha_composite(black, clear).convert("L")) > _WHITE, np.bool_)
