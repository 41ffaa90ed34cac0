"""Files of several pages of which one is the photo: a scanner's TIFF with a small preview, or a mask, beside it."""

from __future__ import annotations

from PIL import Image, TiffImagePlugin

_NEW_SUBFILE_TYPE = 254
_REDUCED, _MASK = 1, 4
_MOST = 8
"""Pages of a file in which a photo is looked for."""


def go_to_the_photo(image: Image.Image) -> bool:
    """Turn to the page that is the photo. False: there are several pictures, and nobody says which is meant."""
    if getattr(image, "n_frames", 1) == 1:
        return True
    if not isinstance(image, TiffImagePlugin.TiffImageFile) or image.n_frames > _MOST:
        return False
    sizes, aside = [], set()
    for page in range(image.n_frames):
        image.seek(page)
        sizes.append(image.size)
        if int(image.tag_v2.get(_NEW_SUBFILE_TYPE, 0)) & (_REDUCED | _MASK):
            aside.add(page)
    largest = max(range(len(sizes)), key=lambda page: sizes[page])
    aside |= {page for page, size in enumerate(sizes) if _is_smaller(size, sizes[largest])}
    photos = [page for page in range(len(sizes)) if page not in aside]
    if len(photos) != 1 or (photos[0] != 0 and _is_deep(image)):  # OpenCV, which reads deep ones, knows the first page
        return False
    image.seek(photos[0])
    return True


def has_preview(image: Image.Image) -> bool:
    """Whether a page beside the photo was left aside."""
    return isinstance(image, TiffImagePlugin.TiffImageFile) and image.n_frames > 1


def _is_smaller(size: tuple[int, int], of: tuple[int, int]) -> bool:
    """Whether it can be the same picture at half the size or less."""
    (width, height), (across, down) = size, of
    return 2 * width <= across and abs(width * down - height * across) <= max(across, down)


def _is_deep(image: TiffImagePlugin.TiffImageFile) -> bool:
    return 16 in (image.tag_v2.get(258) or ())
