"""What hostile photographs cost: processor seconds and peak memory of decoding each, and of finding its faces.

    uv run python bench/photograph_cost.py [--only NAME] [--out FILE.json]

Each is looked at by a process of its own, which has looked at an ordinary one before: a worker does not open its models
for each. Memory is what the process needs beyond what it had then, the file among it. Exits with 1 where decoding, or
finding what faces there are, takes more than ``MOST_SECONDS`` or ``MOST_MEGABYTES``, also where it is refused.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from antigone.engine import Engine
from antigone.face.budget import MOST_BYTES
from antigone.face.find import find_faces
from antigone.face.photo import PhotoLimits, decode
from antigone.types import Photo, Refusal

MOST_SECONDS, MOST_MEGABYTES = 1.5, 300
LIMITS = PhotoLimits(memory=MOST_BYTES)
"""As large as staff's may be, with the memory that strangers' get."""
MOST_PNG = 5_900
"""Pixels along the side of about the largest square that is decoded whole."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=list(PICTURES))
    parser.add_argument("--out", type=Path)
    parser.add_argument("--look", type=Path, help="Look at one file, and print what it cost: for the processes begun.")
    arguments = parser.parse_args()
    if arguments.look:
        print(json.dumps(cost_of(arguments.look)))
        return 0
    report: dict[str, dict[str, object]] = {}
    for name in [arguments.only] if arguments.only else PICTURES:
        report[name] = measured(name)
        print(name, json.dumps(report[name]), flush=True)
    text = json.dumps(report, indent=1)
    if arguments.out:
        arguments.out.write_text(text)
    return int(any(not cost["within"] for cost in report.values()))


def measured(name: str) -> dict[str, object]:
    """The cost of one picture, in a new process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hostile"
        pixels = PICTURES[name](path)
        shown = subprocess.run(
            [sys.executable, __file__, "--look", str(path)], check=True, capture_output=True, text=True
        ).stdout
        size = path.stat().st_size
    cost = json.loads(shown)
    within = all(
        cost[f"{what}_seconds"] <= MOST_SECONDS and cost[f"{what}_megabytes"] <= MOST_MEGABYTES
        for what in ("decode", "find")
    )
    return {"kilobytes": round(size / 1000), "megapixels": round(pixels / 1e6, 1), **cost, "within": within}


def cost_of(path: Path) -> dict[str, object]:
    engine = Engine.open(threads=1)
    ordinary = np.random.default_rng(1).integers(0, 255, (1500, 2000, 3), np.uint8)
    find_faces(engine.detector, Photo("ordinary", "0" * 64, ordinary, "PNG", ()))
    del ordinary
    before, start = memory(), time.process_time()
    photo = decode(path.read_bytes(), "hostile", LIMITS)
    decoded, peak = time.process_time(), highest()
    forget_highest()
    faces = () if isinstance(photo, Refusal) else find_faces(engine.detector, photo)
    return {
        "refused": photo.code if isinstance(photo, Refusal) else "",
        "looked_at": 0 if isinstance(photo, Refusal) else round(photo.pixels.size / 3e6, 1),
        "faces": len(faces),
        "decode_seconds": round(decoded - start, 2),
        "decode_megabytes": round(peak - before),
        "find_seconds": round(time.process_time() - decoded, 2),
        "find_megabytes": round(highest() - before),
    }


def memory() -> float:
    """Megabytes that this process holds now; its highest from here on is counted anew."""
    forget_highest()
    return highest()


def highest() -> float:
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def forget_highest() -> None:
    """Count the peak from what is held now, where the system can (Linux)."""
    clear = Path("/proc/self/clear_refs")
    if clear.exists():
        clear.write_text("5")


def kept(path: Path, pixels: np.ndarray, how: str, **more: object) -> int:
    """Write a picture; how many pixels it has."""
    Image.fromarray(pixels).save(path, how, **more)
    return int(pixels.shape[0] * pixels.shape[1])


def noise(height: int, width: int) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 255, (height, width, 3), np.uint8)


def plain(path: Path, side: int) -> int:
    return kept(path, np.full((side, side, 3), 120, np.uint8), "PNG")


def stripes(path: Path) -> int:
    rows = (np.arange(MOST_PNG) // 24 % 2 * 255).astype(np.uint8)
    return kept(path, np.broadcast_to(rows[:, None, None], (MOST_PNG, MOST_PNG, 3)).copy(), "PNG")


def glass(path: Path) -> int:
    """A picture with transparency, which needs more steps than others."""
    clear = np.concatenate([noise(4_000, 6_000), np.full((4_000, 6_000, 1), 90, np.uint8)], axis=2)
    return kept(path, clear, "PNG", compress_level=1)


def ovals(path: Path) -> int:
    """Thousands of things that are nearly faces: light ovals with three dark spots."""
    one = np.full((96, 96, 3), 90, np.uint8)
    cv2.ellipse(one, (48, 48), (30, 40), 0, 0, 360, (150, 175, 205), -1)
    for spot, size in (((37, 40), 5), ((59, 40), 5), ((48, 68), 8)):
        cv2.circle(one, spot, size, (50, 50, 60), -1)
    return kept(path, cv2.GaussianBlur(np.tile(one, (80, 80, 1)), (0, 0), 2)[:, :, ::-1], "JPEG", quality=95)


def tiny_faces(path: Path) -> int:
    """A thousand small faces: found ones cost more than none, and have a bound of their own."""
    face = cv2.resize(portrait(), (120, 120), interpolation=cv2.INTER_AREA)
    return kept(path, np.tile(face, (32, 32, 1)), "JPEG", quality=95)


def portrait() -> np.ndarray:
    from skimage import data

    astronaut: np.ndarray = data.astronaut()[20:300, 90:370]
    return astronaut


def camera(path: Path) -> int:
    """What a telephone takes, with no face in it: a wall of 12 megapixels."""
    coarse = np.random.default_rng(0).integers(60, 200, (30, 40, 3), np.uint8)
    wall = cv2.resize(coarse, (4000, 3000), interpolation=cv2.INTER_CUBIC).astype(np.int16)
    wall += np.random.default_rng(1).integers(-12, 12, wall.shape, np.int16)
    return kept(path, np.clip(wall, 0, 255).astype(np.uint8), "JPEG", quality=92)


PICTURES: dict[str, Callable[[Path], int]] = {
    "7,700 x 7,700 of one colour": lambda path: plain(path, 7_700),
    "one colour": lambda path: plain(path, MOST_PNG),
    "stripes": stripes,
    "transparent": glass,
    "noise": lambda path: kept(path, noise(7_700, 7_700), "JPEG", quality=95),
    "noise, progressive": lambda path: kept(path, noise(6_000, 7_500), "JPEG", quality=80, progressive=True),
    "noise, WebP": lambda path: kept(path, noise(3_500, 4_200), "WEBP", quality=50, method=0),
    "nearly faces": ovals,
    "a thousand faces": tiny_faces,
    "a wall, 12 megapixels": camera,
    "a strip of 30,000": lambda path: kept(path, noise(2_000, 30_000), "JPEG", quality=95),
    "a line of 30,000": lambda path: kept(path, noise(32, 30_000), "JPEG", quality=95),
    "a line of 30,000, PNG": lambda path: kept(path, noise(850, 30_000), "PNG", compress_level=1),
    "100 megapixels": lambda path: kept(path, noise(8_160, 12_240), "JPEG", quality=84),
}

if __name__ == "__main__":
    sys.exit(main())
