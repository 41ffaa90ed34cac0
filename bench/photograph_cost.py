"""What hostile photographs cost: processor seconds and peak memory of decoding each, and of finding its faces.

    uv run python bench/photograph_cost.py [--only NAME] [--out FILE.json]

Each is looked at by a process of its own, which has looked at an ordinary one before: a worker does not open its models
for each. Memory is what the process needs beyond what it had then. Exits with 1 where finding nothing takes more than
``MOST_SECONDS`` or ``MOST_MEGABYTES`` (the decoded pixels among them, up to 60 megapixels).
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

from antigone.engine import Engine
from antigone.face.find import find_faces
from antigone.face.photo import decode
from antigone.types import Photo

MOST_SECONDS, MOST_MEGABYTES = 1.5, 300
SIDE = 7_700


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=list(PICTURES))
    parser.add_argument("--out", type=Path)
    parser.add_argument("--look", type=Path, help="Look at one file, and print what it cost: for the processes begun.")
    arguments = parser.parse_args()
    if arguments.look:
        print(json.dumps(cost_of(arguments.look)))
        return 0
    report = {name: measured(name) for name in ([arguments.only] if arguments.only else PICTURES)}
    text = json.dumps(report, indent=1)
    print(text)
    if arguments.out:
        arguments.out.write_text(text)
    return int(any(not cost["within"] for cost in report.values()))


def measured(name: str) -> dict[str, object]:
    """The cost of one picture, in a new process."""
    with tempfile.TemporaryDirectory() as folder:
        suffix, pixels = PICTURES[name]()
        path = Path(folder) / f"hostile{suffix}"
        cv2.imwrite(str(path), pixels)
        size = path.stat().st_size
        shown = subprocess.run(
            [sys.executable, __file__, "--look", str(path)], check=True, capture_output=True, text=True
        ).stdout
    cost = json.loads(shown)
    light = pixels.shape[0] * pixels.shape[1] <= 60_000_000
    within = cost["find_seconds"] <= MOST_SECONDS and (cost["find_megabytes"] <= MOST_MEGABYTES or not light)
    cost["within"] = bool(within or cost["faces"])
    return {"kilobytes": round(size / 1000), "megapixels": round(pixels.size / 3e6, 1), **cost}


def cost_of(path: Path) -> dict[str, float]:
    engine = Engine.open(threads=1)
    ordinary = np.random.default_rng(1).integers(0, 255, (1500, 2000, 3), np.uint8)
    find_faces(engine.detector, Photo("ordinary", "0" * 64, ordinary, "PNG", ()))
    del ordinary
    before, start = memory(), time.process_time()
    photo = decode(path.read_bytes(), "hostile")
    assert isinstance(photo, Photo), photo
    decoded, peak = time.process_time(), highest()
    forget_highest()
    faces = find_faces(engine.detector, photo)
    return {
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


def plain() -> tuple[str, np.ndarray]:
    return ".png", np.full((SIDE, SIDE, 3), 120, np.uint8)


def noise() -> tuple[str, np.ndarray]:
    return ".jpg", np.random.default_rng(0).integers(0, 255, (SIDE, SIDE, 3), np.uint8)


def stripes() -> tuple[str, np.ndarray]:
    rows = (np.arange(SIDE) // 24 % 2 * 255).astype(np.uint8)
    return ".png", np.broadcast_to(rows[:, None, None], (SIDE, SIDE, 3)).copy()


def ovals() -> tuple[str, np.ndarray]:
    """Thousands of things that are nearly faces: light ovals with three dark spots."""
    one = np.full((96, 96, 3), 90, np.uint8)
    cv2.ellipse(one, (48, 48), (30, 40), 0, 0, 360, (150, 175, 205), -1)
    for spot, size in (((37, 40), 5), ((59, 40), 5), ((48, 68), 8)):
        cv2.circle(one, spot, size, (50, 50, 60), -1)
    return ".jpg", cv2.GaussianBlur(np.tile(one, (80, 80, 1)), (0, 0), 2)


def tiny_faces() -> tuple[str, np.ndarray]:
    """A thousand small faces: found ones cost more than none, and have a bound of their own."""
    face = cv2.resize(portrait(), (120, 120), interpolation=cv2.INTER_AREA)
    return ".jpg", np.tile(face, (32, 32, 1))


def portrait() -> np.ndarray:
    from skimage import data

    astronaut: np.ndarray = data.astronaut()[20:300, 90:370, ::-1]
    return astronaut


def camera() -> tuple[str, np.ndarray]:
    """What a telephone takes, with no face in it: a wall of 12 megapixels."""
    coarse = np.random.default_rng(0).integers(60, 200, (30, 40, 3), np.uint8)
    wall = cv2.resize(coarse, (4000, 3000), interpolation=cv2.INTER_CUBIC).astype(np.int16)
    wall += np.random.default_rng(1).integers(-12, 12, wall.shape, np.int16)
    return ".jpg", np.clip(wall, 0, 255).astype(np.uint8)


def largest() -> tuple[str, np.ndarray]:
    """A hundred megapixels: staff's photographs may be so large, families' not."""
    return ".jpg", np.random.default_rng(0).integers(0, 255, (8_160, 12_240, 3), np.uint8)


def narrow() -> tuple[str, np.ndarray]:
    return ".jpg", np.random.default_rng(0).integers(0, 255, (2_000, 30_000, 3), np.uint8)


PICTURES: dict[str, Callable[[], tuple[str, np.ndarray]]] = {
    "one colour": plain,
    "noise": noise,
    "stripes": stripes,
    "nearly faces": ovals,
    "a thousand faces": tiny_faces,
    "a wall, 12 megapixels": camera,
    "a strip of 30,000": narrow,
    "100 megapixels": largest,
}

if __name__ == "__main__":
    sys.exit(main())
