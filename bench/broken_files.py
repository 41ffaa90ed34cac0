"""Photographs broken at random, read as every door reads them: its header, all of it, and its details for the seal.

    uv run python bench/broken_files.py [--files 10000] [--seed 0] [--out FILE.json]

Seeds are of every format that is read. Each file has bits flipped, is cut, has a piece of another put in, or has wrong
metadata. Nothing may be raised, take longer than ten seconds, or need much memory. Exits with 1 if something did.
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import struct
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
from PIL import Image

from antigone.desk.photos.pictures import details_of
from antigone.face.photo import decode, header
from antigone.types import Photo, Refusal

IPHONE = Path(__file__).resolve().parents[1] / "tests/pictures/from_an_iphone.heic"
LONGEST, MOST_MEGABYTES = 10.0, 1500


def seeds(side: int = 160) -> dict[str, bytes]:
    """A picture in every format, with metadata where it can have them."""
    rows, columns = np.mgrid[0:side, 0:side]
    pixels = np.stack([rows, columns, (rows * columns) // side], axis=2).astype(np.uint8)
    picture, exif = Image.fromarray(pixels), Image.Exif()
    exif[0x0112], exif[0x0132] = 6, "2026:11:30 10:00:00"
    made = {}
    for kind in ("JPEG", "PNG", "WEBP", "TIFF", "BMP"):
        out = io.BytesIO()
        picture.save(out, kind, **({} if kind == "BMP" else {"exif": exif}))
        made[kind] = out.getvalue()
    for name, how in (("progressive", {"progressive": True}), ("grey", {})):
        out = io.BytesIO()
        (picture.convert("L") if name == "grey" else picture).save(out, "JPEG", **how)
        made[name] = out.getvalue()
    deep = io.BytesIO()
    Image.fromarray(pixels[:, :, 0].astype(np.uint16) * 16).save(deep, "PNG")
    return made | {"deep": deep.getvalue(), "HEIF": IPHONE.read_bytes()}


def broken(data: bytes, others: list[bytes], chance: np.random.Generator) -> bytes:
    """``data`` as a card, a cable or somebody's program may have left it."""
    left = bytearray(data)
    how = chance.integers(4)
    if how == 0:
        for _ in range(int(chance.integers(1, 20))):
            left[int(chance.integers(len(left)))] ^= 1 << int(chance.integers(8))
    elif how == 1:
        del left[int(chance.integers(1, len(left))) :]
    elif how == 2:
        other = others[int(chance.integers(len(others)))]
        at, size = int(chance.integers(len(left))), int(chance.integers(1, 400))
        start = int(chance.integers(max(1, len(other) - size)))
        left[at : at + size] = other[start : start + size]
    else:
        at = max(left.find(b"II*\0"), left.find(b"MM\0*"), 0) + 8
        for _ in range(int(chance.integers(1, 6))):
            entry = struct.pack("<HHII", *(int(chance.integers(most)) for most in (1 << 16, 16, 1 << 32, 1 << 32)))
            place = at + 2 + 12 * int(chance.integers(4))
            left[place : place + len(entry)] = entry
    return bytes(left)


def read(data: bytes) -> str:
    """What becomes of it, at every place where the bytes of a file are looked at."""
    known = header(data, "broken.jpg")
    found = decode(data, "broken.jpg")
    details_of(data)
    assert isinstance(found, (Photo, Refusal)) and known is not None
    return found.code if isinstance(found, Refusal) else "read"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    report = run(arguments.files, arguments.seed)
    text = json.dumps(report, indent=1)
    print(text)
    if arguments.out:
        arguments.out.write_text(text)
    return int(bool(report["raised"]) or report["longest seconds"] > LONGEST or report["megabytes"] > MOST_MEGABYTES)


def run(files: int, seed: int) -> dict[str, object]:
    chance, whole = np.random.default_rng(seed), seeds()
    outcomes: Counter[str] = Counter()
    raised: list[str] = []
    longest = 0.0
    for number in range(files):
        kind = list(whole)[number % len(whole)]
        data = broken(whole[kind], list(whole.values()), chance)
        began = time.perf_counter()
        try:
            outcomes[read(data)] += 1
        except Exception as fault:
            raised.append(f"{number} ({kind}): {type(fault).__name__}: {fault}")
        longest = max(longest, time.perf_counter() - began)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {
        "files": files,
        "outcomes": dict(outcomes.most_common()),
        "raised": raised,
        "longest seconds": round(longest, 2),
        "megabytes": megabytes,
    }


if __name__ == "__main__":
    sys.exit(main())
