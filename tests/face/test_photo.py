"""A photo is read as its photographer saw it, or refused in words."""

from __future__ import annotations

import io
import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from antigone.errors import ForbiddenOrigin
from antigone.face.photo import DEFAULT_LIMITS, PhotoLimits, decode, forbid_foreign_origin, read
from antigone.types import Photo, Refusal
from conftest import INCIDENT, PICTURES, encoded


def photo(data: bytes, name: str = "photo") -> Photo:
    result = decode(data, name)
    assert isinstance(result, Photo), result
    return result


def refusal(data: bytes, name: str = "photo.jpg") -> Refusal:
    result = decode(data, name)
    assert isinstance(result, Refusal)
    assert result.hint
    return result


def close(one: np.ndarray, other: np.ndarray, most: float = 4.0) -> bool:
    return one.shape == other.shape and float(np.abs(one.astype(int) - other.astype(int)).mean()) < most


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "BMP"])
def test_every_common_kind_of_file_gives_the_same_picture(eileen: np.ndarray, kind: str) -> None:
    assert close(photo(encoded(eileen, kind)).pixels, eileen)


@pytest.mark.slow
def test_an_iphone_photo_is_read() -> None:
    sent = (PICTURES / "from_an_iphone.heic").read_bytes()
    kept = sorted((INCIDENT / "unidentified").iterdir())[0]
    assert close(photo(sent, "IMG_1.HEIC").pixels, photo(kept.read_bytes(), kept.name).pixels)


@pytest.mark.slow
@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_photo_stands_as_its_orientation_tag_says(eileen: np.ndarray, kind: str, orientation: int) -> None:
    stored = {
        1: eileen,
        2: eileen[:, ::-1],
        3: eileen[::-1, ::-1],
        4: eileen[::-1],
        5: eileen.transpose(1, 0, 2),
        6: np.rot90(eileen, 1),
        7: eileen[::-1, ::-1].transpose(1, 0, 2),
        8: np.rot90(eileen, -1),
    }[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert close(photo(encoded(stored, kind, exif=exif)).pixels, eileen)


def test_a_turned_sixteen_bit_tiff_stands_upright_too(eileen: np.ndarray) -> None:
    import tifffile

    out = io.BytesIO()
    deep = np.rot90(eileen[:, :, ::-1], 1).astype(np.uint16) * 257
    tifffile.imwrite(out, deep, photometric="rgb", extratags=[(274, "H", 1, 6, True)])
    result = photo(out.getvalue())
    assert close(result.pixels, eileen, 1.5)
    assert "reduced from 16 bits" in result.notes


def test_a_sixteen_bit_grey_png_keeps_its_brightness() -> None:
    ramp = np.tile(np.linspace(0, 65535, 256).astype(np.uint16), (64, 1))
    out = io.BytesIO()
    Image.fromarray(ramp).save(out, "PNG")
    assert close(photo(out.getvalue()).pixels[:, :, 0], (ramp // 257).astype(np.uint8), 1.0)


def test_a_print_shops_cmyk_photo_keeps_its_colours(eileen: np.ndarray) -> None:
    out = io.BytesIO()
    Image.fromarray(eileen[:, :, ::-1]).convert("CMYK").save(out, "JPEG", quality=95)
    assert close(photo(out.getvalue()).pixels, eileen, 6)


@pytest.mark.slow
def test_a_palette_and_a_black_and_white_photo_are_read(eileen: np.ndarray) -> None:
    picture = Image.fromarray(eileen[:, :, ::-1])
    for mode, most in (("P", 12.0), ("L", 40.0), ("1", 100.0)):
        out = io.BytesIO()
        (picture.quantize() if mode == "P" else picture.convert(mode)).save(out, "PNG")
        assert close(photo(out.getvalue()).pixels, eileen, most)


@pytest.mark.slow
def test_transparent_parts_become_grey_and_not_black(eileen: np.ndarray) -> None:
    picture = Image.fromarray(eileen[:, :, ::-1]).convert("RGBA")
    alpha = np.full(eileen.shape[:2], 255, np.uint8)
    alpha[:100] = 0
    picture.putalpha(Image.fromarray(alpha))
    out = io.BytesIO()
    picture.save(out, "PNG")
    result = photo(out.getvalue())
    assert (result.pixels[:100] == 128).all()
    assert close(result.pixels[100:], eileen[100:], 0.1)


def test_a_wide_colour_space_is_brought_to_srgb() -> None:
    green = Image.new("RGB", (64, 64), (60, 180, 60))
    lab = ImageCms.createProfile("LAB")
    srgb = ImageCms.createProfile("sRGB")
    converted = ImageCms.profileToProfile(green, srgb, lab, outputMode="LAB")
    assert converted is not None
    out = io.BytesIO()
    converted.save(out, "TIFF", icc_profile=ImageCms.ImageCmsProfile(lab).tobytes())
    assert (
        np.abs(photo(out.getvalue()).pixels[30, 30].astype(int) - [60, 180, 60]).max() <= 6
    )  # 8-bit Lab is that coarse


def test_a_broken_colour_profile_does_not_cost_the_photo(eileen: np.ndarray) -> None:
    result = photo(encoded(eileen, "JPEG", icc_profile=b"nonsense" * 30))
    assert any("profile ignored" in note for note in result.notes)


def test_what_is_empty_cut_off_or_no_photo_is_refused_with_its_own_reason(eileen_jpeg: bytes) -> None:
    assert refusal(b"").code == "empty"
    assert refusal(eileen_jpeg[: len(eileen_jpeg) // 2]).code == "damaged"
    assert refusal(eileen_jpeg[:300]).code in ("damaged", "not-a-photo")
    assert refusal(b"Dear sir, enclosed find my photograph").code == "not-a-photo"
    assert refusal(b"%PDF-1.7 ...").code == "not-a-photo"
    assert refusal(b"\x00" * 5000).code == "not-a-photo"


@pytest.mark.slow
def test_a_png_called_jpg_is_read_as_what_it_is(eileen: np.ndarray) -> None:
    assert photo(encoded(eileen, "PNG"), "wrong.jpg").format == "PNG"


def _png_claiming(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def test_a_header_of_a_hundred_thousand_pixels_square_is_refused_before_decoding() -> None:
    assert refusal(_png_claiming(100_000, 100_000)).code == "too-many-pixels"


@pytest.mark.slow
def test_a_decompression_bomb_is_refused_before_decoding() -> None:
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 100_000
    assert refusal(bomb.getvalue()).code == "too-many-pixels"


def test_a_film_and_a_paged_document_are_refused(eileen: np.ndarray) -> None:
    frames = [Image.fromarray(eileen[::4, ::4, ::-1]), Image.fromarray(eileen[::-4, ::4, ::-1])]
    for kind in ("WEBP", "PNG", "TIFF"):
        out = io.BytesIO()
        frames[0].save(out, kind, save_all=True, append_images=frames[1:])
        assert refusal(out.getvalue()).code == "several-pictures"
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    assert refusal(out.getvalue()).code == "not-a-photo"


def test_a_raw_file_is_refused_and_its_thumbnail_never_taken_for_it(eileen: np.ndarray) -> None:
    import tifffile

    dng = io.BytesIO()
    tifffile.imwrite(dng, eileen[::4, ::4], photometric="rgb", extratags=[(50706, "B", 4, b"\1\4\0\0", True)])
    assert refusal(dng.getvalue(), "photo.tif").code == "raw"
    assert refusal(b"II*\x00\x10\x00\x00\x00CR\x02\x00" + bytes(200), "IMG.CR2").code == "raw"
    assert refusal(b"FUJIFILMCCD-RAW 0201" + bytes(200), "DSCF.RAF").code == "raw"
    assert refusal(bytes(5000), "photo.nef").code == "raw"


def test_the_limits_themselves_are_allowed(eileen: np.ndarray) -> None:
    least = DEFAULT_LIMITS.min_side
    assert photo(encoded(eileen[:least, :least], "PNG")).pixels.shape == (least, least, 3)
    assert refusal(encoded(eileen[: least - 1, :least], "PNG")).code == "too-small"
    assert refusal(encoded(eileen[:least, : least - 1], "PNG")).code == "too-small"
    full = PhotoLimits(max_pixels=64 * 50, max_side=64)
    assert isinstance(decode(encoded(eileen[:50, :64], "PNG"), "photo", full), Photo)
    for height, width in ((51, 64), (40, 65)):
        larger = decode(encoded(eileen[:height, :width], "PNG"), "photo", full)
        assert isinstance(larger, Refusal) and larger.code == "too-many-pixels"


def test_an_address_or_a_camera_is_no_source_of_pictures() -> None:
    for name in ("https://example.org/a.jpg", "rtsp://camera/1", "FTP://host/b.png", "file:///etc/a.jpg"):
        with pytest.raises(ForbiddenOrigin, match="never fetches"):
            forbid_foreign_origin(name)
    with pytest.raises(ForbiddenOrigin):
        read(Path("/dev/null"))


def test_a_named_pipe_does_not_hang_the_desk(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    with pytest.raises(ForbiddenOrigin):
        read(tmp_path / "pipe.jpg")


def test_files_that_are_missing_large_or_forbidden_are_refused_in_words(tmp_path: Path) -> None:
    def code(path: Path) -> str:
        result = read(path)
        assert isinstance(result, Refusal)
        return result.code

    assert code(tmp_path / "none.jpg") == "not-found"
    assert code(tmp_path) == "folder"
    with (tmp_path / "huge.jpg").open("wb") as file:
        file.truncate(DEFAULT_LIMITS.max_bytes + 1)
    assert code(tmp_path / "huge.jpg") == "too-large"


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_damaged_file_never_does_more_than_refuse(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["JPEG", "PNG", "WEBP", "TIFF", "BMP"]))
    picture = np.random.default_rng(0).integers(0, 255, (48, 48, 3), np.uint8)
    whole = bytearray(encoded(picture, kind))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    assert isinstance(decode(bytes(whole[:cut]), "x"), (Photo, Refusal))
