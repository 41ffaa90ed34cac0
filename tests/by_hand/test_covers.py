"""A folder of masks as people save them: what is wrong with one is said of its photo, by name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from antigone.by_hand.covers import cover_of
from antigone.by_hand.given import given
from antigone.errors import UsageError
from antigone.face.cover import Cover
from antigone.types import Photo, Refusal

WHITE = np.zeros((60, 80), bool)
WHITE[10:40, 30:70] = True
GREY = Image.fromarray((WHITE * 255).astype(np.uint8))


def photo(width: int = 80, height: int = 60, reduced: int = 1) -> Photo:
    return Photo("a.jpg", "0" * 64, np.zeros((height, width, 3), np.uint8), "JPEG", reduced=reduced)


def saved(folder: Path, image: Image.Image, name: str = "a.png", **settings: object) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, "PNG", **settings)  # type: ignore[arg-type]
    return path


def _palette() -> Image.Image:
    picture = GREY.point(lambda value: 1 if value else 0).convert("L")
    picture.putpalette([0, 0, 0, 255, 255, 255])
    return picture


def _alpha() -> Image.Image:
    return Image.merge("RGBA", [Image.new("L", GREY.size, 255)] * 3 + [GREY])


def _deep() -> Image.Image:
    return Image.fromarray(np.asarray(GREY).astype(np.uint16) * 257)


@pytest.mark.parametrize(
    "image",
    [
        GREY,
        GREY.convert("1"),
        GREY.convert("RGB"),
        GREY.convert("RGBA"),
        GREY.convert("LA"),
        _palette(),
        _alpha(),
        _deep(),
    ],
    ids=["grey", "one bit", "colour", "opaque", "grey with alpha", "palette", "on glass", "16 bits"],
)
def test_white_is_covered_however_the_mask_was_saved(tmp_path: Path, image: Image.Image) -> None:
    cover = cover_of(saved(tmp_path, image), photo())
    assert isinstance(cover, Cover)
    np.testing.assert_array_equal(cover.mask, WHITE)


def test_a_mask_in_which_nothing_is_white_covers_nothing(tmp_path: Path) -> None:
    assert cover_of(saved(tmp_path, Image.new("L", (80, 60))), photo()) is None


def test_a_mask_of_a_photo_that_is_decoded_smaller_is_made_smaller(tmp_path: Path) -> None:
    cover = cover_of(saved(tmp_path, GREY), photo(40, 30, reduced=2))
    assert isinstance(cover, Cover)
    np.testing.assert_array_equal(cover.mask, WHITE[::2, ::2])


def test_a_mask_of_another_size_is_refused_and_one_that_lies_on_its_side_is_told_so(tmp_path: Path) -> None:
    small = cover_of(saved(tmp_path, GREY.resize((40, 30))), photo())
    assert isinstance(small, Refusal) and small.code == "cover-size" and "80 x 60" in small.detail
    lying = cover_of(saved(tmp_path, GREY.transpose(Image.Transpose.ROTATE_90)), photo())
    assert isinstance(lying, Refusal) and "upright" in lying.detail


def test_what_is_no_png_is_refused_whatever_it_is_called(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    GREY.save(path, "JPEG")
    for data in (path.read_bytes(), b"", b"\x89PNG\r\n\x1a\nrubbish", saved(tmp_path, GREY, "b.png").read_bytes()[:70]):
        path.write_bytes(data)
        why = cover_of(path, photo())
        assert isinstance(why, Refusal) and why.code in ("cover-no-png", "cover-unreadable") and "a.png" in why.detail


def test_a_mask_has_its_photos_name_with_png_for_its_ending_or_behind_it(tmp_path: Path) -> None:
    photos = {Path(f"in/{name}"): [name] for name in ("x/a.jpg", "x/b.jpg", "c.JPG", "d.png", "d.jpg", "e.jpg")}
    for name in ("x/a.png", "x/b.jpg.png", "c.png", "d.png", ".hidden.png"):
        saved(tmp_path, GREY, name)
    found = given(None, tmp_path, photos)
    masks = {path.as_posix(): hand.cover.name for path, hand in found.of_photo.items() if isinstance(hand.cover, Path)}
    assert masks == {"in/x/a.jpg": "a.png", "in/x/b.jpg": "b.jpg.png", "in/c.JPG": "c.png", "in/d.png": "d.png"}
    assert found.unknown == ()


def test_a_mask_of_no_photo_is_named_and_one_photo_has_one_mask(tmp_path: Path) -> None:
    photos = {Path("in/a.jpg"): ["a.jpg"], Path("in/b.jpg"): ["b.jpg"]}
    for name in ("a.png", "a.jpg.png", "b.png", "z/a.png"):
        saved(tmp_path, GREY, name)
    found = given(None, tmp_path, photos)
    assert found.unknown == ("the mask z/a.png",)
    why = found.of(Path("in/a.jpg")).cover
    assert isinstance(why, Refusal) and why.code == "cover-twice"
    assert isinstance(found.of(Path("in/b.jpg")).cover, Path)
    with pytest.raises(UsageError, match="no folder"):
        given(None, tmp_path / "nowhere", photos)
