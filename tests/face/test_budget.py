"""A photograph is decoded within bounds that its header tells, or refused with what to do."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from antigone.face import budget
from antigone.face.ending import scans_of_jpeg
from antigone.face.photo import Header, PhotoLimits, decode, header
from antigone.types import Box, Photo, Refusal


def a_file(pixels: np.ndarray, kind: str, **more: object) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, kind, **more)
    return out.getvalue()


def smooth(height: int = 300, width: int = 400) -> np.ndarray:
    """A slope of grey: at half its size it is the same slope."""
    rows = np.linspace(20, 220, height)[:, None, None]
    return np.broadcast_to(rows, (height, width, 3)).astype(np.uint8)


def room_for(monkeypatch: pytest.MonkeyPatch, pixels: int) -> None:
    monkeypatch.setattr(budget, "MOST_BYTES", budget._KEPT * pixels)


def test_of_a_large_jpeg_no_more_is_decoded_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    data = a_file(smooth(), "JPEG", quality=95)
    room_for(monkeypatch, 120_000 // 4 + len(data) // budget._KEPT + 1)
    photo = decode(data, "photo")
    assert isinstance(photo, Photo)
    assert photo.pixels.shape == (150, 200, 3) and photo.reduced == 2
    assert any("1/2 of its size" in note for note in photo.notes)
    assert np.abs(photo.pixels.astype(int) - smooth()[::2, ::2].astype(int)).max() < 6
    assert photo.in_the_file(Box(10, 20, 30, 40)).as_list() == [20, 40, 60, 80]


def test_the_header_says_how_large_the_file_is_however_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    data = a_file(smooth(), "JPEG", quality=95)
    room_for(monkeypatch, 60_000)
    known = header(data, "photo")
    assert isinstance(known, Header) and (known.width, known.height) == (400, 300)


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "WEBP"])
def test_what_can_only_be_decoded_whole_is_refused_beyond_the_bound(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = a_file(smooth(), kind)
    assert isinstance(decode(data, "photo"), Photo)
    strangers = PhotoLimits(memory=budget._KEPT * 60_000)
    for refused in (decode(data, "photo", strangers), header(data, "photo", strangers)):
        assert isinstance(refused, Refusal) and refused.code == "too-many-pixels"
        assert "JPEG" in refused.hint and kind in refused.detail


def test_a_progressive_jpeg_needs_room_for_all_of_it_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    plain, layered = (a_file(smooth(), "JPEG", quality=95, progressive=how) for how in (False, True))
    assert scans_of_jpeg(plain) == 1 and scans_of_jpeg(layered) > 1
    room_for(monkeypatch, 50_000)
    assert isinstance(decode(plain, "photo"), Photo)
    refused = decode(layered, "photo")
    assert isinstance(refused, Refusal) and "not a progressive one" in refused.hint


def test_a_jpeg_of_hundreds_of_layers_is_refused_before_it_is_decoded() -> None:
    """Each layer is a walk over the whole picture, and takes a few bytes of the file."""
    layered = a_file(smooth(), "JPEG", progressive=True)
    last = layered.rindex(b"\xff\xda")
    refused = header(layered[:last] + layered[last:-2] * 40 + layered[-2:], "photo")
    assert isinstance(refused, Refusal) and refused.code == "too-many-layers"


def test_a_jpeg_of_more_bytes_than_a_picture_needs_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MOST_JPEG", 500)
    refused = decode(a_file(smooth(), "JPEG", quality=95), "photo")
    assert isinstance(refused, Refusal) and refused.code == "too-large"


def test_what_lies_behind_a_transparent_part_is_grey_in_every_strip() -> None:
    """A picture is brought to sRGB strip by strip: no strip is forgotten, and none is done twice."""
    pixels = np.zeros((700, 40, 4), np.uint8)
    pixels[::2, :, 3] = 255
    photo = decode(a_file(pixels, "PNG"), "photo")
    assert isinstance(photo, Photo) and len(photo.notes) == 1
    assert (photo.pixels[::2] == 0).all() and (photo.pixels[1::2] == 128).all()
