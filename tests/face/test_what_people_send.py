"""Photographs as they come: with odd metadata, without their end, with a preview, with few of their bits."""

from __future__ import annotations

import io
import logging
import struct
from pathlib import Path
from unittest import mock

import cv2
import numpy as np
import pytest
import tifffile
from PIL import Image

from antigone.face import photo as reading
from antigone.face import raw
from antigone.face.photo import PhotoLimits, decode, header
from antigone.types import Photo, Refusal
from conftest import encoded


def read(data: bytes) -> Photo:
    result = decode(data, "photo.jpg")
    assert isinstance(result, Photo), result
    return result


def close(one: np.ndarray, other: np.ndarray, most: float = 4.0) -> bool:
    return one.shape == other.shape and float(np.abs(one.astype(int) - other.astype(int)).mean()) < most


def exif(*entries: tuple[int, int, int, bytes], order: str = "<") -> bytes:
    """A block of metadata as some telephone wrote it: tag, kind, how many, four bytes."""
    body = b"".join(struct.pack(order + "HHI", *entry[:3]) + entry[3] for entry in entries)
    head = b"II*\0" if order == "<" else b"MM\0*"
    return b"Exif\0\0" + head + struct.pack(order + "IH", 8, len(entries)) + body + bytes(4)


SIX = (0x0112, 3, 1, b"\6\0\0\0")
BAD = {
    "a width below nothing": (0x0100, 8, 1, b"\xfb\xff\0\0"),
    "a time that is a number": (0x0132, 5, 1, b"\xff\xff\xff\x7f"),
    "a maker that lies outside": (0x010F, 2, 90000, b"\xff\xff\xff\x7f"),
    "a place that is itself": (0x8825, 4, 1, b"\x08\0\0\0"),
    "a kind that is none": (0x0131, 99, 7, b"abcd"),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("what", BAD)
def test_of_metadata_only_the_orientation_is_read_and_the_rest_let_be(eileen: np.ndarray, kind: str, what: str) -> None:
    data = encoded(
        np.rot90(eileen), kind, exif=exif(BAD[what], SIX) if what != "a width below nothing" else exif(SIX, BAD[what])
    )
    found = read(data)
    assert close(found.pixels, eileen) and found.notes == ("turned as its orientation tag says",)
    known = header(data, "photo")
    assert not isinstance(known, Refusal) and (known.width, known.height) == (512, 512)


def test_a_photo_is_turned_by_big_endian_metadata_and_by_xmp_too(eileen: np.ndarray) -> None:
    wide = np.rot90(eileen[:, :400])
    told = encoded(wide, "JPEG", exif=exif((0x0112, 3, 1, b"\0\6\0\0"), order=">"))
    said = encoded(wide, "JPEG", xmp=b'<x:xmpmeta><rdf tiff:Orientation="6"/></x:xmpmeta>')
    assert close(read(told).pixels, eileen[:, :400]) and close(read(said).pixels, eileen[:, :400])


@pytest.mark.parametrize(
    ("kind", "value"),
    [(1, "<\6\0\0\0"), (1, ">\6\0\0\0"), (4, "<\6\0\0\0"), (4, ">\0\0\0\6"), (8, ">\0\6\0\0"), (9, "<\6\0\0\0")],
)
def test_an_orientation_is_read_in_whatever_whole_number_it_was_written(
    eileen: np.ndarray, kind: int, value: str
) -> None:
    told = exif((0x0112, kind, 1, value[1:].encode()), order=value[0])
    assert close(read(encoded(np.rot90(eileen[:, :400]), "JPEG", exif=told)).pixels, eileen[:, :400])


@pytest.mark.parametrize("kind", [2, 5, 7, 10, 12])
def test_an_orientation_that_is_no_whole_number_is_let_be(eileen: np.ndarray, kind: int) -> None:
    told = exif((0x0112, kind, 1, b"\6\0\0\0"))
    assert close(read(encoded(eileen[:, :400], "JPEG", exif=told)).pixels, eileen[:, :400])


def test_a_jpeg_without_its_last_two_bytes_is_read_and_the_note_says_so(eileen_jpeg: bytes) -> None:
    found = read(eileen_jpeg[:-2])
    assert np.array_equal(found.pixels, read(eileen_jpeg).pixels) and found.notes == ("the file's end is missing",)
    known = header(eileen_jpeg[:-2], "photo")
    assert not isinstance(known, Refusal) and known.end == len(eileen_jpeg) - 2
    assert np.array_equal(read(eileen_jpeg[:-2] + bytes(500)).pixels, found.pixels)  # a card's empty blocks follow


def test_a_progressive_jpeg_without_its_last_two_bytes_is_read(eileen: np.ndarray) -> None:
    data = encoded(eileen, "JPEG", quality=92, progressive=True)
    assert np.array_equal(read(data[:-2]).pixels, read(data).pixels)


@pytest.mark.parametrize("lacking", [1, 4, 12, 16])
def test_a_png_without_its_end_is_read_with_a_note_by_whoever_looks(eileen: np.ndarray, lacking: int) -> None:
    data = encoded(eileen, "PNG")[:-lacking]
    known = header(data, "photo")
    assert np.array_equal(read(data).pixels, eileen) and not isinstance(known, Refusal)
    assert read(data).notes == known.notes == ("the file's end is missing",)
    for reader in (decode, header):
        refused = reader(data[:-5000], "photo")
        assert isinstance(refused, Refusal) and refused.code == "damaged"


@pytest.mark.parametrize("kind", ["TIFF", "WEBP", "BMP", "PNG"])
def test_a_photograph_that_is_cut_off_is_never_called_something_else(eileen: np.ndarray, kind: str) -> None:
    how = {"compression": "tiff_lzw"} if kind == "TIFF" else {}
    result = decode(encoded(eileen, kind, **how)[:-3000], "photo")
    assert isinstance(result, Refusal) and "cut off" in result.detail


@pytest.mark.slow
@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_that_lacks_a_part_of_its_picture_is_never_shown_as_whole(
    eileen: np.ndarray, part: float, progressive: bool
) -> None:
    data = encoded(eileen, "JPEG", quality=92, progressive=progressive)
    result = decode(data[: int(len(data) * part)], "photo.jpg")
    assert isinstance(result, Refusal) and result.code == "damaged"


def test_of_the_very_last_rows_something_may_be_missing_and_it_is_said(eileen_jpeg: bytes) -> None:
    found = read(eileen_jpeg[:-40])
    assert "of its last" in found.notes[0] and close(found.pixels, read(eileen_jpeg).pixels, 1)


def test_a_jpeg_without_its_end_is_not_decoded_before_its_size_is_known(eileen_jpeg: bytes) -> None:
    with mock.patch.object(reading, "with_its_end", side_effect=AssertionError("decoded")):
        result = decode(eileen_jpeg[:-2], "photo.jpg", PhotoLimits(max_pixels=1000))
    assert isinstance(result, Refusal) and result.code == "too-many-pixels"


def pages(*sent: tuple[np.ndarray, int]) -> bytes:
    out = io.BytesIO()
    with tifffile.TiffWriter(out) as file:
        for pixels, kind in sent:
            file.write(pixels[:, :, ::-1], photometric="rgb", subfiletype=kind)
    return out.getvalue()


def test_a_scanners_small_preview_is_left_aside_wherever_it_stands(eileen: np.ndarray) -> None:
    small = np.ascontiguousarray(cv2.resize(eileen, (128, 128)))
    for data in (pages((eileen, 0), (small, 1)), pages((eileen, 0), (small, 0)), pages((small, 0), (eileen, 0))):
        found = read(data)
        assert close(found.pixels, eileen) and found.notes == ("the file's small preview was left aside",)


def test_a_document_of_several_pages_is_refused_because_nobody_says_which_is_meant(eileen: np.ndarray) -> None:
    wide = np.ascontiguousarray(eileen[:200])
    for data in (pages((eileen, 0), (eileen[::-1], 0)), pages((eileen, 0), (wide, 0)), pages(*[(eileen, 1)] * 9)):
        result = decode(data, "scan.tif")
        assert isinstance(result, Refusal) and result.code == "several-pictures"


@pytest.mark.slow
@pytest.mark.parametrize("bits", [8, 10, 12, 14])
def test_few_bits_stored_in_sixteen_are_stretched(eileen: np.ndarray, bits: int) -> None:
    grey = cv2.cvtColor(eileen, cv2.COLOR_BGR2GRAY)
    few = (grey.astype(np.uint32) * ((1 << bits) - 1) // 255).astype(np.uint16)
    colour = (eileen.astype(np.uint32) * ((1 << bits) - 1) // 255).astype(np.uint16)
    png, alpha, tiff = (io.BytesIO() for _ in range(3))
    Image.fromarray(few).save(png, "PNG")
    clear = np.full((*colour.shape[:2], 1), 65535, np.uint16)
    alpha.write(cv2.imencode(".png", np.concatenate((colour, clear), axis=2))[1].tobytes())
    tifffile.imwrite(tiff, colour[:, :, ::-1], photometric="rgb")
    assert close(read(png.getvalue()).pixels, cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), 1.5)
    for data in (cv2.imencode(".png", colour)[1].tobytes(), alpha.getvalue(), tiff.getvalue()):
        found = read(data)
        assert close(found.pixels, eileen, 1.5) and f"stretched from {bits} bits that were stored in 16" in found.notes


@pytest.mark.parametrize("most", [4095, 65535])
def test_a_scan_in_which_nought_is_white_is_no_negative(eileen: np.ndarray, most: int) -> None:
    grey = cv2.cvtColor(eileen, cv2.COLOR_BGR2GRAY)
    out = io.BytesIO()
    white_is_nought = (most - grey.astype(np.uint32) * most // 255).astype(np.uint16)
    tifffile.imwrite(out, white_is_nought, photometric="miniswhite")
    assert close(read(out.getvalue()).pixels, cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), 1.5)


def test_colours_that_lie_apart_in_sixteen_bits_are_refused_and_never_shown_wrongly(eileen: np.ndarray) -> None:
    deep, shallow = io.BytesIO(), io.BytesIO()
    apart = np.moveaxis(eileen[:, :, ::-1], 2, 0)
    tifffile.imwrite(deep, apart.astype(np.uint16) * 257, photometric="rgb", planarconfig="separate")
    tifffile.imwrite(shallow, apart, photometric="rgb", planarconfig="separate")
    result = decode(deep.getvalue(), "scan.tif")
    assert isinstance(result, Refusal) and "this kind of 16-bit TIFF" in result.detail
    assert close(read(shallow.getvalue()).pixels, eileen)


def test_a_dark_photo_of_sixteen_bits_stays_as_it_was_taken(eileen: np.ndarray) -> None:
    dark = (eileen.astype(np.uint16) * 257 // 3).astype(np.uint16)
    found = read(cv2.imencode(".png", dark)[1].tobytes())
    assert close(found.pixels, eileen // 3, 1.5) and found.notes == ("reduced from 16 bits",)


def test_what_nobody_expected_is_a_refusal_with_a_number_and_the_log_has_the_rest(
    eileen_jpeg: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        mock.patch.object(raw, "orientation_of", side_effect=struct.error("short format")),
        caplog.at_level(logging.ERROR),
    ):
        result = decode(eileen_jpeg, "photo.jpg")
    assert isinstance(result, Refusal) and result.code == "unexpected"
    number = result.detail.split("fault ")[1].split()[0]
    assert f"fault {number}" in caplog.text and "short format" in caplog.text


@pytest.mark.shared
def test_the_photographs_that_people_sent_are_read(shared: Path) -> None:
    def sent(name: str) -> Photo:
        return read((shared / "cases" / name).read_bytes())

    turned = sent("exif-struct-error/bad.jpg")
    assert (turned.width, turned.height) == (392, 320) and turned.notes == ("turned as its orientation tag says",)
    assert sent("photo-formats/no-eoi.jpg").notes == ("the file's end is missing",)
    grey = sent("photo-formats/grey-12-of-16.png")
    assert grey.notes == ("stretched from 12 bits that were stored in 16",) and grey.pixels.max() > 200
