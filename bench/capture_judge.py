"""What the telephone's page calls not sharp, too dark and too bright: of photographs, and of the same ones blurred.

    uv run python bench/capture_judge.py ../shared/faces/lfw-dev [--photos 200]

The measures of src/antigone/desk/web/static/desk/capture_judge.js, once more in Python: they look at the middle of
a picture, 640 pixels long at most. Prints the 1st, 50th and 99th percentile of each. All photographs are of the living.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

SIDE = 640
BLURS = (0.0, 1.5, 3.0, 6.0)


def middle(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The middle three fifths of a picture, in grey."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    scale = SIDE / max(grey.shape)
    if scale < 1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    height, width = grey.shape
    return grey[height // 5 : height - height // 5, width // 5 : width - width // 5].astype(np.float32)


def measure(picture: NDArray[np.uint8]) -> tuple[float, float, float]:
    """How bright its brightest hundredth is, which share of it is white, and how sharp it is."""
    seen = middle(picture)
    near, far = cv2.blur(seen, (3, 3)), cv2.blur(seen, (25, 25))
    sharpness = float((seen - near).std() / ((near - far).std() + 2))
    return float(np.percentile(seen, 99)) / 255, float((seen > 249).mean()), sharpness


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--photos", type=int, default=200)
    asked = parser.parse_args()
    files = sorted(asked.folder.rglob("*.jpg"))
    pictures = [cv2.imread(str(file)) for file in random.Random(1).sample(files, min(asked.photos, len(files)))]
    for blur in BLURS:
        seen = [measure(cv2.GaussianBlur(each, (0, 0), blur) if blur else each) for each in pictures]
        low, half, high = np.percentile(np.array(seen), [1, 50, 99], axis=0)
        for name, *values in zip(("brightest", "white", "sharpness"), low, half, high, strict=True):
            print(f"blurred by {blur} pixels: {name}", *(f"{value:.3f}" for value in values))


if __name__ == "__main__":
    main()
