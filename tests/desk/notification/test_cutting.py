"""A picture for a family shows what a person chose to show, and nothing of what they covered."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from antigone.desk.notification.cutting import Area, cut_out
from antigone.errors import RuleBroken

FACE, WOUND, PLAIN = (190, 150, 120), (200, 20, 20), (206, 206, 206)
WHOLE = Area(0, 0, 100, 100)


def view(width: int = 320, height: int = 640) -> bytes:
    """Skin, with a wound over all of its lower quarter; and what a camera writes beside it.

    A JPEG mixes colours within squares of 16 pixels: all edges here lie between two of them.
    """
    pixels = np.empty((height, width, 3), np.uint8)
    pixels[:], pixels[height * 3 // 4 :] = FACE, WOUND
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x010E] = "ward 3, bed 5"
    Image.fromarray(pixels).save(out, "JPEG", quality=95, exif=exif)
    return out.getvalue()


def seen(jpeg: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(jpeg)).convert("RGB")).astype(int)


def is_all(part: np.ndarray, colour: tuple[int, int, int]) -> bool:
    return bool((np.abs(part - np.array(colour)) < 12).all())


def test_nothing_of_a_wound_that_was_covered_is_seen() -> None:
    shown = seen(cut_out(view(), WHOLE, [Area(0, 75, 100, 25)]))
    assert shown.shape == (640, 320, 3)
    assert is_all(shown[484:], PLAIN) and is_all(shown[:476], FACE)
    assert not (np.abs(shown - np.array(WOUND)) < 60).all(axis=2).any()


def test_every_cover_covers_and_none_more_than_was_said() -> None:
    shown = seen(cut_out(view(), WHOLE, [Area(0, 75, 50, 25), Area(10, 10, 20, 10)]))
    assert is_all(shown[484:, :156], PLAIN) and is_all(shown[68:124, 36:92], PLAIN)
    assert is_all(shown[484:, 164:], WOUND) and is_all(shown[132:476], FACE)


def test_a_cover_lies_where_it_lay_on_the_whole_photograph_and_a_cut_leaves_the_rest_out() -> None:
    shown = seen(cut_out(view(), Area(25, 50, 50, 50), [Area(0, 75, 100, 25)]))
    assert shown.shape == (320, 160, 3)
    assert is_all(shown[:156], FACE) and is_all(shown[164:], PLAIN)
    assert is_all(seen(cut_out(view(), Area(0, 0, 100, 70), [])), FACE), "the wound was cut off"


def test_what_the_camera_wrote_is_not_in_it_and_a_large_one_is_made_smaller() -> None:
    assert b"ward 3" in view() and b"ward 3" not in cut_out(view(), WHOLE, [])
    assert seen(cut_out(view(900, 1800), WHOLE, [])).shape == (900, 450, 3)


@pytest.mark.parametrize("area", [(-1, 0, 50, 50), (0, 0, 101, 50), (60, 0, 41, 50), (0, 60, 50, 41), (0, 0, 0, 50)])
def test_a_part_that_is_not_within_the_photograph_is_refused(area: tuple[int, int, int, int]) -> None:
    with pytest.raises(RuleBroken, match="not within"):
        Area(*area)


def test_a_part_too_small_to_recognise_anything_and_a_patchwork_are_refused() -> None:
    for cut, covers in ((Area(0, 0, 4, 50), []), (Area(0, 0, 50, 4), []), (WHOLE, [Area(0, 0, 5, 5)] * 7)):
        with pytest.raises(RuleBroken, match="Too little"):
            cut_out(view(), cut, covers)
    assert cut_out(view(), Area(0, 0, 5, 5), [Area(0, 0, 5, 5)] * 6)
