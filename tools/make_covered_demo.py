"""The covered face of the demonstration: a tarpaulin that never was, drawn over a composite of nobody.

    uv run python tools/make_covered_demo.py

It hides two thirds of the face aslant, so that the machine finds none, and a person sees where it is.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

WHOLE = resources.files("antigone.demo") / "incident" / "unidentified" / "U-01.jpg"
COVERED = Path("src/antigone/demo/incident/covered/U-01-covered.jpg")
NOSE, EYES = (0.503, 0.664), 0.225
"""Where the tip of the nose is, and how far apart the eyes are, in parts of the picture's width."""


def main() -> None:
    whole = cv2.imdecode(np.frombuffer(WHOLE.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    assert whole is not None
    COVERED.parent.mkdir(exist_ok=True)
    COVERED.write_bytes(bytes(cv2.imencode(".jpg", covered(np.asarray(whole)), [cv2.IMWRITE_JPEG_QUALITY, 90])[1]))


def hidden(height: int, width: int) -> NDArray[np.bool_]:
    """What the tarpaulin hides (height x width): all on one side of a line aslant through the nose."""
    y, x = np.mgrid[:height, :width]
    return np.asarray((x - NOSE[0] * width) + (y - NOSE[1] * width) * 0.8 < 0.25 * EYES * width, np.bool_)


def covered(whole: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture (height x width x 3) with the tarpaulin over it, its folds and threads drawn with a fixed seed."""
    height, width = whole.shape[:2]
    y, x = np.mgrid[:height, :width]
    folds = 25 * np.sin((x + y) / 3.0) + 18 * np.sin((x - 2 * y) / 11.0)
    cloth = 150 + folds + np.random.default_rng(1).normal(0, 6, (height, width))
    colour = np.stack([cloth * 0.75, cloth * 0.85, cloth], -1).clip(0, 255)
    soft = cv2.GaussianBlur(hidden(height, width).astype(np.float32), (0, 0), 1)[..., None]
    return np.asarray(whole * (1 - soft) + colour * soft, np.uint8)


if __name__ == "__main__":
    main()
